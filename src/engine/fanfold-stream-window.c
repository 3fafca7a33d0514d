/* fanfold-stream-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-stream-window.h"

#include "fanfold-column.h"
#include "fanfold-lock.h"

#define MAX_BYTES ((gsize) 4 * 1024 * 1024)
#define N_FETCHED 8

typedef struct
{
  guint64 first;
  GVariant *values; /* NULL: none */
} Chunk;

struct _FanfoldStreamWindow
{
  GVariantType *type;

  GMutex mutex; /* for what follows */
  guint64 size;
  guint64 n_kept;
  GArray *chunks; /* of Chunk, in order, without a gap; the last one ends at size */
  guint begin;    /* those before are gone */
  gsize n_bytes;
  Chunk fetched[N_FETCHED];
  guint next_fetched;
  FanfoldSourceFetchFunc fetch;
  gpointer fetch_data;
  GDestroyNotify fetch_destroy;
};

static void
clear_chunk (gpointer data)
{
  Chunk *chunk = data;

  g_clear_pointer (&chunk->values, g_variant_unref);
}

FanfoldStreamWindow *
fanfold_stream_window_new (const GVariantType *type)
{
  FanfoldStreamWindow *self = g_new0 (FanfoldStreamWindow, 1);

  g_mutex_init (&self->mutex);
  self->type = g_variant_type_copy (type);
  self->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  g_array_set_clear_func (self->chunks, clear_chunk);

  return self;
}

void
fanfold_stream_window_free (FanfoldStreamWindow *self)
{
  if (self->fetch_destroy != NULL)
    self->fetch_destroy (self->fetch_data);
  for (guint i = 0; i < N_FETCHED; i++)
    clear_chunk (&self->fetched[i]);
  g_array_unref (self->chunks);
  g_variant_type_free (self->type);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* With the lock held. What can be fetched again and is too much goes, the oldest first. */
static void
trim (FanfoldStreamWindow *self)
{
  while (self->fetch != NULL && self->n_bytes > MAX_BYTES && self->begin < self->chunks->len)
    {
      Chunk *chunk = &g_array_index (self->chunks, Chunk, self->begin);

      if (chunk->first + g_variant_n_children (chunk->values) > self->n_kept)
        break;
      self->n_bytes -= g_variant_get_size (chunk->values);
      clear_chunk (chunk);
      self->begin++;
    }

  if (self->begin > self->chunks->len / 2)
    {
      g_array_remove_range (self->chunks, 0, self->begin);
      self->begin = 0;
    }
}

void
fanfold_stream_window_append (FanfoldStreamWindow *self, GVariant *values)
{
  Chunk chunk = { .values = g_variant_ref_sink (values) };

  /* Serialized once, here: readers share the bytes. */
  g_variant_get_data (values);

  fanfold_lock (&self->mutex);
  chunk.first = self->size;
  g_array_append_val (self->chunks, chunk);
  self->n_bytes += g_variant_get_size (values);
  self->size += g_variant_n_children (values);
  trim (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_stream_window_set_fetch (FanfoldStreamWindow *self,
                                 FanfoldSourceFetchFunc fetch,
                                 gpointer user_data,
                                 GDestroyNotify destroy)
{
  gboolean first;

  fanfold_lock (&self->mutex);
  first = self->fetch == NULL;
  if (first)
    {
      self->fetch = fetch;
      self->fetch_data = user_data;
      self->fetch_destroy = destroy;
      trim (self);
    }
  fanfold_unlock (&self->mutex);

  if (!first && destroy != NULL)
    destroy (user_data);
}

void
fanfold_stream_window_set_kept (FanfoldStreamWindow *self, guint64 n_values)
{
  fanfold_lock (&self->mutex);
  self->n_kept = MAX (self->n_kept, n_values);
  if (self->chunks->len == 0)
    self->size = MAX (self->size, n_values);
  trim (self);
  fanfold_unlock (&self->mutex);
}

guint64
fanfold_stream_window_get_size (FanfoldStreamWindow *self)
{
  guint64 size;

  fanfold_lock (&self->mutex);
  size = self->size;
  fanfold_unlock (&self->mutex);

  return size;
}

static gboolean
holds (const Chunk *chunk, guint64 position)
{
  return chunk->values != NULL && position >= chunk->first &&
         position - chunk->first < g_variant_n_children (chunk->values);
}

/* With the lock held. (transfer none) (nullable) */
static const Chunk *
find_in_memory (FanfoldStreamWindow *self, guint64 position)
{
  guint low = self->begin;
  guint high = self->chunks->len;

  for (guint i = 0; i < N_FETCHED; i++)
    if (holds (&self->fetched[i], position))
      return &self->fetched[i];

  if (low == high || position < g_array_index (self->chunks, Chunk, low).first)
    return NULL;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->chunks, Chunk, middle).first <= position)
        low = middle;
      else
        high = middle;
    }

  return &g_array_index (self->chunks, Chunk, low);
}

/* Under no lock while it waits for the disk. */
static GVariant *
fetch (FanfoldStreamWindow *self, guint64 position, guint64 *first)
{
  g_autoptr (GVariantType) type = g_variant_type_new_array (self->type);
  FanfoldSourceFetchFunc func;
  Chunk chunk = { 0 };

  fanfold_lock (&self->mutex);
  func = self->fetch;
  fanfold_unlock (&self->mutex);

  if (func != NULL)
    chunk.values = func (position, &chunk.first, self->fetch_data);
  if (chunk.values == NULL)
    return NULL;

  if (!g_variant_is_of_type (chunk.values, type) || !holds (&chunk, position))
    {
      clear_chunk (&chunk);
      return NULL;
    }

  *first = chunk.first;
  g_variant_ref (chunk.values);
  fanfold_lock (&self->mutex);
  clear_chunk (&self->fetched[self->next_fetched]);
  self->fetched[self->next_fetched] = chunk;
  self->next_fetched = (self->next_fetched + 1) % N_FETCHED;
  fanfold_unlock (&self->mutex);

  return chunk.values;
}

GVariant *
fanfold_stream_window_find (FanfoldStreamWindow *self, guint64 position, guint64 *first)
{
  const Chunk *chunk;
  GVariant *values = NULL;

  fanfold_lock (&self->mutex);
  chunk = find_in_memory (self, position);
  if (chunk != NULL)
    {
      values = g_variant_ref (chunk->values);
      *first = chunk->first;
    }
  fanfold_unlock (&self->mutex);

  return values != NULL ? values : fetch (self, position, first);
}

GVariant *
fanfold_stream_window_gather (FanfoldStreamWindow *self,
                              const guint64 *positions,
                              gsize n_positions)
{
  g_autoptr (FanfoldColumn) column = fanfold_column_new (self->type);
  g_autoptr (GVariant) values = NULL;
  guint64 first = 0;

  for (gsize i = 0; i < n_positions; i++)
    {
      if (values == NULL || positions[i] < first ||
          positions[i] - first >= g_variant_n_children (values))
        {
          g_clear_pointer (&values, g_variant_unref);
          values = fanfold_stream_window_find (self, positions[i], &first);
          if (values == NULL)
            return NULL;
        }
      fanfold_column_add_from (column, values, positions[i] - first, 1);
    }

  return fanfold_column_end (column);
}
