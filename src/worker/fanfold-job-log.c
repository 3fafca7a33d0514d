/* fanfold-job-log.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-log.h"

#include <string.h>

#include "fanfold-last-words.h"

#define HALF_BYTES (FANFOLD_JOB_LOG_MAX_BYTES / 2)
#define CHUNK_BYTES (64 * 1024) /* short lines are held back together */

typedef struct
{
  FanfoldLogKind kind;
  GByteArray *bytes;
} Chunk;

struct _FanfoldJobLog
{
  FanfoldWire *wire;
  guint64 index;
  gsize head_bytes;
  GQueue tail;
  gsize tail_bytes;
  gsize cut_bytes;
  FanfoldLastWords last_words; /* of stderr */
};

static void
chunk_free (Chunk *chunk)
{
  g_byte_array_unref (chunk->bytes);
  g_free (chunk);
}

FanfoldJobLog *
fanfold_job_log_new (FanfoldWire *wire)
{
  FanfoldJobLog *self = g_new0 (FanfoldJobLog, 1);

  self->wire = wire;
  self->index = G_MAXUINT64;
  return self;
}

void
fanfold_job_log_free (FanfoldJobLog *self)
{
  g_queue_clear_full (&self->tail, (GDestroyNotify) chunk_free);
  g_free (self);
}

static void
pass_on (FanfoldJobLog *self, FanfoldLogKind kind, gconstpointer bytes, gsize length)
{
  fanfold_wire_send (
      self->wire,
      FANFOLD_WIRE_LOG,
      g_variant_new ("(ty@ay)",
                     self->index,
                     (guint8) kind,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, length, 1)));
}

static Chunk *
ensure_chunk (FanfoldJobLog *self, FanfoldLogKind kind)
{
  Chunk *chunk = g_queue_peek_tail (&self->tail);

  if (chunk != NULL && chunk->kind == kind && chunk->bytes->len < CHUNK_BYTES)
    return chunk;

  chunk = g_new (Chunk, 1);
  *chunk = (Chunk){ kind, g_byte_array_new () };
  g_queue_push_tail (&self->tail, chunk);

  return chunk;
}

static void
hold_back (FanfoldJobLog *self, FanfoldLogKind kind, const char *bytes, gsize length)
{
  while (length > 0)
    {
      Chunk *chunk = ensure_chunk (self, kind);
      gsize piece = MIN (length, CHUNK_BYTES - chunk->bytes->len);

      g_byte_array_append (chunk->bytes, (const guint8 *) bytes, (guint) piece);
      self->tail_bytes += piece;
      bytes += piece;
      length -= piece;

      if (self->tail_bytes > HALF_BYTES)
        {
          chunk = g_queue_pop_head (&self->tail);
          self->tail_bytes -= chunk->bytes->len;
          self->cut_bytes += chunk->bytes->len;
          chunk_free (chunk);
        }
    }
}

void
fanfold_job_log_add (
    FanfoldJobLog *self, guint64 index, FanfoldLogKind kind, const char *bytes, gsize length)
{
  gsize now;

  if (index != self->index)
    {
      fanfold_job_log_finish (self);
      self->index = index;
    }

  if (kind == FANFOLD_LOG_STDERR)
    fanfold_last_words_add (&self->last_words, bytes, length);
  now = MIN (length, HALF_BYTES - self->head_bytes);
  if (now > 0)
    pass_on (self, kind, bytes, now);
  self->head_bytes += now;
  if (length > now)
    hold_back (self, kind, bytes + now, length - now);
}

char *
fanfold_job_log_dup_last_words (FanfoldJobLog *self)
{
  return fanfold_last_words_dup (&self->last_words);
}

void
fanfold_job_log_finish (FanfoldJobLog *self)
{
  Chunk *chunk;

  if (self->cut_bytes > 0)
    {
      g_autofree char *note =
          g_strdup_printf ("%" G_GSIZE_FORMAT " bytes of the log were left out here: "
                           "a job may print %" G_GSIZE_FORMAT " MiB.\n",
                           self->cut_bytes,
                           FANFOLD_JOB_LOG_MAX_BYTES / (1024 * 1024));

      pass_on (self, FANFOLD_LOG_NOTE, note, strlen (note));
    }

  while ((chunk = g_queue_pop_head (&self->tail)) != NULL)
    {
      pass_on (self, chunk->kind, chunk->bytes->data, chunk->bytes->len);
      chunk_free (chunk);
    }

  fanfold_last_words_clear (&self->last_words);
  self->head_bytes = 0;
  self->tail_bytes = 0;
  self->cut_bytes = 0;
  self->index = G_MAXUINT64;
}
