/* fanfold-wire.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-wire.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fanfold-error.h"
#include "fanfold-wire-preamble.h"

/* A frame's length stands at 4, so that the message behind it is aligned. */
#define HEAD_OFFSET 4
#define BODY_OFFSET 8

typedef struct
{
  guint8 *bytes;
  gsize begin;
  gsize end;
} Piece;

struct _FanfoldWire
{
  int in_fd;
  int out_fd;
  gboolean out_is_socket;

  FanfoldWireReader *reader;
  GQueue pieces;
  gsize queued_bytes;
};

static void
piece_free (Piece *piece)
{
  g_free (piece->bytes);
  g_free (piece);
}

static void
queue_piece (FanfoldWire *self, guint8 *bytes, gsize begin, gsize end)
{
  Piece *piece = g_new (Piece, 1);

  *piece = (Piece){ bytes, begin, end };
  g_queue_push_tail (&self->pieces, piece);
  self->queued_bytes += end - begin;
}

FanfoldWire *
fanfold_wire_new (int in_fd, int out_fd)
{
  FanfoldWire *self;
  int type;
  socklen_t length = sizeof type;

  self = g_new0 (FanfoldWire, 1);
  self->in_fd = in_fd;
  self->out_fd = out_fd;
  self->out_is_socket = getsockopt (out_fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0;
  self->reader = fanfold_wire_reader_new ();
  g_unix_set_fd_nonblocking (in_fd, TRUE, NULL);
  g_unix_set_fd_nonblocking (out_fd, TRUE, NULL);
  queue_piece (
      self, (guint8 *) g_strdup (FANFOLD_WIRE_GREETING), 0, strlen (FANFOLD_WIRE_GREETING));

  return self;
}

void
fanfold_wire_free (FanfoldWire *self)
{
  g_return_if_fail (self != NULL);

  g_queue_clear_full (&self->pieces, (GDestroyNotify) piece_free);
  fanfold_wire_reader_free (self->reader);
  g_free (self);
}

gboolean
fanfold_wire_send (FanfoldWire *self, FanfoldWireKind kind, GVariant *payload)
{
  g_autoptr (GVariant) message = NULL;
  guint32 little;
  guint8 *bytes;
  gsize size;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (g_variant_is_of_type (payload, fanfold_wire_get_payload_type (kind)),
                        FALSE);

  message = g_variant_ref_sink (g_variant_new ("(yv)", (guint8) kind, payload));
  size = g_variant_get_size (message);
  if (size > FANFOLD_WIRE_MAX_BYTES)
    return FALSE;

  bytes = g_malloc (BODY_OFFSET + size);
  little = GUINT32_TO_LE ((guint32) size);
  memcpy (bytes + HEAD_OFFSET, &little, sizeof little);
  g_variant_store (message, bytes + BODY_OFFSET);
  queue_piece (self, bytes, HEAD_OFFSET, BODY_OFFSET + size);

  return TRUE;
}

gsize
fanfold_wire_get_queued_bytes (FanfoldWire *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->queued_bytes;
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER, "%s: %s.", what, g_strerror (errno));
  return FALSE;
}

gboolean
fanfold_wire_flush (FanfoldWire *self, GError **error)
{
  Piece *piece;

  g_return_val_if_fail (self != NULL, FALSE);

  while ((piece = g_queue_peek_head (&self->pieces)) != NULL)
    {
      const guint8 *bytes = piece->bytes + piece->begin;
      gsize length = piece->end - piece->begin;
      gssize written = self->out_is_socket ? send (self->out_fd, bytes, length, MSG_NOSIGNAL)
                                           : write (self->out_fd, bytes, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0 && errno == EAGAIN)
        return TRUE;
      if (written < 0)
        return fail (error, "Nobody listens at the other end of the wire");

      piece->begin += (gsize) written;
      self->queued_bytes -= (gsize) written;
      if (piece->begin == piece->end)
        piece_free (g_queue_pop_head (&self->pieces));
    }

  return TRUE;
}

gboolean
fanfold_wire_fill (FanfoldWire *self, GError **error)
{
  guint8 *where;
  gsize room;
  gssize n_bytes;

  g_return_val_if_fail (self != NULL, FALSE);

  where = fanfold_wire_reader_reserve (self->reader, &room);
  do
    n_bytes = read (self->in_fd, where, room);
  while (n_bytes < 0 && errno == EINTR);

  if (n_bytes < 0 && errno == EAGAIN)
    return TRUE;
  if (n_bytes < 0)
    return fail (error, "The wire broke");

  fanfold_wire_reader_commit (self->reader, (gsize) n_bytes);
  return n_bytes > 0;
}

gboolean
fanfold_wire_next (FanfoldWire *self, FanfoldWireKind *kind, GVariant **payload, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return fanfold_wire_reader_next (self->reader, kind, payload, error);
}
