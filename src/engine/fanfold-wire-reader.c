/* fanfold-wire-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-wire.h"

#include <string.h>

#include "fanfold-error.h"
#include "fanfold-wire-preamble.h"

#define STAGE_BYTES ((gsize) 64 * 1024)
#define SHOWN_BYTES 200 /* of what came instead of the preamble */

struct _FanfoldWireReader
{
  guint8 *stage; /* bytes as they came: small frames, and the heads of large ones */
  gsize stage_begin;
  gsize stage_end;

  guint8 *body; /* a frame that is not whole yet */
  gsize body_bytes;
  gsize body_have;

  gboolean greeted;
  gboolean broken;
};

const GVariantType *
fanfold_wire_get_payload_type (FanfoldWireKind kind)
{
  static const char *const types[FANFOLD_WIRE_N_KINDS] = {
    [FANFOLD_WIRE_HELLO] = "a{sv}",   [FANFOLD_WIRE_WELCOME] = "a{sv}",
    [FANFOLD_WIRE_RUN] = "(ttuuxav)", [FANFOLD_WIRE_SAMPLE] = "(txds)",
    [FANFOLD_WIRE_LOG] = "(tyay)",    [FANFOLD_WIRE_BLOCK] = "(tv)",
    [FANFOLD_WIRE_LIMITS] = "(xt)",   [FANFOLD_WIRE_FREEZE] = "b",
    [FANFOLD_WIRE_CANCEL] = "(tx)",   [FANFOLD_WIRE_BEAT] = "()",
    [FANFOLD_WIRE_GOODBYE] = "()",    [FANFOLD_WIRE_PART] = "(ttxav)",
  };

  g_return_val_if_fail (kind < FANFOLD_WIRE_N_KINDS, NULL);

  return G_VARIANT_TYPE (types[kind]);
}

FanfoldWireReader *
fanfold_wire_reader_new (void)
{
  FanfoldWireReader *self = g_new0 (FanfoldWireReader, 1);

  self->stage = g_malloc (STAGE_BYTES);
  return self;
}

void
fanfold_wire_reader_free (FanfoldWireReader *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->stage);
  g_free (self->body);
  g_free (self);
}

guint8 *
fanfold_wire_reader_reserve (FanfoldWireReader *self, gsize *room)
{
  g_return_val_if_fail (self != NULL && room != NULL, NULL);

  if (self->body != NULL && self->body_have < self->body_bytes)
    {
      *room = self->body_bytes - self->body_have;
      return self->body + self->body_have;
    }

  if (self->stage_begin > 0)
    {
      memmove (self->stage, self->stage + self->stage_begin, self->stage_end - self->stage_begin);
      self->stage_end -= self->stage_begin;
      self->stage_begin = 0;
    }

  *room = STAGE_BYTES - self->stage_end;
  return self->stage + self->stage_end;
}

void
fanfold_wire_reader_commit (FanfoldWireReader *self, gsize n_bytes)
{
  g_return_if_fail (self != NULL);

  if (self->body != NULL && self->body_have < self->body_bytes)
    self->body_have += n_bytes;
  else
    self->stage_end += n_bytes;
}

static gboolean
refuse (FanfoldWireReader *self, GError **error, const char *what)
{
  self->broken = TRUE;
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_WORKER,
               "The other side does not speak the language of Fanfold's workers: %s.",
               what);
  return FALSE;
}

/* Text that came first is most often a message of whatever was started instead. */
static gboolean
refuse_greeting (FanfoldWireReader *self, GError **error)
{
  gsize have = self->stage_end - self->stage_begin;
  g_autofree char *raw =
      g_strndup ((const char *) self->stage + self->stage_begin, MIN (have, SHOWN_BYTES));
  g_autofree char *text = g_utf8_make_valid (raw, -1);
  g_autofree char *what = g_strdup_printf ("it began with “%s”", g_strstrip (text));

  return refuse (self, error, what);
}

static gboolean
read_greeting (FanfoldWireReader *self, GError **error)
{
  const char *expected = FANFOLD_WIRE_GREETING;
  const guint8 *bytes = self->stage + self->stage_begin;
  gsize have = self->stage_end - self->stage_begin;
  gsize length = strlen (expected);
  gsize word = strlen (FANFOLD_WIRE_PREAMBLE);

  if (memcmp (bytes, expected, MIN (have, length)) != 0)
    {
      if (have > word && memcmp (bytes, expected, word) == 0)
        return refuse (self, error, "its machine has another byte order");
      return refuse_greeting (self, error);
    }
  if (have < length)
    return FALSE;

  self->stage_begin += length;
  self->greeted = TRUE;
  return TRUE;
}

/* Takes the head of a frame and as much of its body as is there. */
static gboolean
begin_frame (FanfoldWireReader *self, GError **error)
{
  gsize have = self->stage_end - self->stage_begin;
  guint32 little;

  if (have < sizeof little)
    return FALSE;

  memcpy (&little, self->stage + self->stage_begin, sizeof little);
  self->body_bytes = GUINT32_FROM_LE (little);
  if (self->body_bytes < 1 || self->body_bytes > FANFOLD_WIRE_MAX_BYTES)
    return refuse (self, error, "a frame has an impossible length");

  self->stage_begin += sizeof little;
  self->body_have = MIN (self->body_bytes, have - sizeof little);
  self->body = g_malloc (self->body_bytes);
  memcpy (self->body, self->stage + self->stage_begin, self->body_have);
  self->stage_begin += self->body_have;

  return TRUE;
}

static gboolean
parse_frame (FanfoldWireReader *self, FanfoldWireKind *kind, GVariant **payload, GError **error)
{
  g_autoptr (GVariant) message = NULL;
  g_autoptr (GVariant) content = NULL;
  guint8 byte;

  message = g_variant_ref_sink (g_variant_new_from_data (
      G_VARIANT_TYPE ("(yv)"), self->body, self->body_bytes, FALSE, g_free, self->body));
  self->body = NULL;
  g_variant_get_child (message, 0, "y", &byte);
  if (byte != FANFOLD_WIRE_BLOCK && !g_variant_is_normal_form (message))
    return refuse (self, error, "a message is malformed");

  g_variant_get_child (message, 1, "v", &content);
  if (byte >= FANFOLD_WIRE_N_KINDS ||
      !g_variant_is_of_type (content, fanfold_wire_get_payload_type (byte)))
    return refuse (self, error, "a message is of no known kind");

  *kind = byte;
  *payload = g_steal_pointer (&content);
  return TRUE;
}

gboolean
fanfold_wire_reader_next (FanfoldWireReader *self,
                          FanfoldWireKind *kind,
                          GVariant **payload,
                          GError **error)
{
  g_return_val_if_fail (self != NULL && kind != NULL && payload != NULL, FALSE);

  if (self->broken)
    return refuse (self, error, "it broke off before");
  if (!self->greeted && !read_greeting (self, error))
    return FALSE;
  if (self->body == NULL && !begin_frame (self, error))
    return FALSE;
  if (self->body_have < self->body_bytes)
    return FALSE;

  return parse_frame (self, kind, payload, error);
}
