/* fanfold-command-stream.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define REDRAW_USEC G_USEC_PER_SEC
#define REDRAW_SHARE 64 /* of the time that a line has been redrawn */
#define MAX_PENDING ((guint) 64 * 1024)
#define TAIL_BYTES ((guint) 1024)

void
fanfold_command_stream_init (FanfoldCommandStream *self, int log_fd, gsize keep, char *spool_path)
{
  *self = (FanfoldCommandStream){
    .log_fd = log_fd, .keep = keep, .spool_path = spool_path, .spool_fd = -1
  };
}

static void
clear_bytes (GByteArray **bytes)
{
  g_clear_pointer (bytes, g_byte_array_unref);
}

void
fanfold_command_stream_clear (FanfoldCommandStream *self)
{
  if (self->spool_fd >= 0)
    close (self->spool_fd);
  g_free (self->spool_path);
  clear_bytes (&self->kept);
  clear_bytes (&self->last_line);
  clear_bytes (&self->pending);
}

static GByteArray *
ensure_bytes (GByteArray **bytes)
{
  if (*bytes == NULL)
    *bytes = g_byte_array_new ();

  return *bytes;
}

/* False with errno set. */
static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          bytes += n;
          length -= (gsize) n;
        }
    }

  return TRUE;
}

static void
spool (FanfoldCommandStream *self, const char *bytes, gsize length)
{
  if (self->spool_path == NULL || self->spool_error != 0)
    return;

  if (self->spool_fd < 0)
    self->spool_fd = open (self->spool_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (self->spool_fd >= 0 && write_all (self->spool_fd, bytes, length))
    return;

  /* The other jobs need the room. */
  self->spool_error = errno;
  unlink (self->spool_path);
  if (self->spool_fd >= 0)
    close (self->spool_fd);
  self->spool_fd = -1;
}

static void
keep (FanfoldCommandStream *self, const char *bytes, gsize length)
{
  gsize room = self->keep - (self->kept != NULL ? self->kept->len : 0);
  GByteArray *tail = ensure_bytes (&self->last_line);

  if (room > 0)
    g_byte_array_append (
        ensure_bytes (&self->kept), (const guint8 *) bytes, (guint) MIN (room, length));

  if (length > TAIL_BYTES)
    {
      bytes += length - TAIL_BYTES;
      length = TAIL_BYTES;
    }
  g_byte_array_append (tail, (const guint8 *) bytes, (guint) length);
  if (tail->len > TAIL_BYTES)
    g_byte_array_remove_range (tail, 0, tail->len - TAIL_BYTES);
}

static void
log_bytes (FanfoldCommandStream *self, const char *bytes, gsize length)
{
  if (length == 0)
    return;

  write_all (self->log_fd, bytes, length);
  self->is_open = bytes[length - 1] != '\n';
}

static void
show_pending (FanfoldCommandStream *self, gint64 now)
{
  if (self->pending == NULL || self->pending->len == self->n_shown)
    return;

  if (self->n_shown == 0 && self->is_fresh && self->is_open)
    log_bytes (self, "\r", 1);
  log_bytes (
      self, (const char *) self->pending->data + self->n_shown, self->pending->len - self->n_shown);
  self->n_shown = self->pending->len;
  self->shown_usec = now;
}

static void
forget_pending (FanfoldCommandStream *self)
{
  g_byte_array_set_size (self->pending, 0);
  self->n_shown = 0;
  self->is_fresh = TRUE;
}

/* A piece of a line that is redrawn, without a line's end. What stands before a carriage return was
 * painted over by what follows it, if anything does. */
static void
redraw (FanfoldCommandStream *self, const char *bytes, gsize length)
{
  GByteArray *pending = ensure_bytes (&self->pending);

  while (length > 0)
    {
      const char *end = memchr (bytes, '\r', length);
      gsize n = end != NULL ? (gsize) (end - bytes) : length;

      if (n > 0 && pending->len > 0 && pending->data[pending->len - 1] == '\r')
        forget_pending (self);
      g_byte_array_append (pending, (const guint8 *) bytes, (guint) n);
      if (end == NULL)
        break;
      if (pending->len == 0)
        self->is_fresh = TRUE;
      else if (pending->data[pending->len - 1] != '\r')
        g_byte_array_append (pending, (const guint8 *) "\r", 1);
      bytes += n + 1;
      length -= n + 1;
    }
}

/* One line or the beginning of one; @length is not 0. */
static void
add_piece (FanfoldCommandStream *self, const char *bytes, gsize length, gint64 now)
{
  gboolean is_whole = bytes[length - 1] == '\n';
  gsize n = is_whole ? length - 1 : length;

  if (n > 0 && is_whole && bytes[n - 1] == '\r' && memchr (bytes, '\r', n) == bytes + n - 1 &&
      !self->is_redrawn)
    n = 0; /* no more than the other way to end a line */
  if (!self->is_redrawn && (n == 0 || memchr (bytes, '\r', n) == NULL))
    {
      log_bytes (self, bytes, length);
      return;
    }

  if (!self->is_redrawn)
    {
      self->is_redrawn = TRUE;
      self->is_fresh = !self->is_open;
      self->redrawn_usec = now;
      self->shown_usec = self->is_open ? now : 0;
    }
  redraw (self, bytes, n);
  if (self->pending->len > MAX_PENDING)
    {
      show_pending (self, now);
      g_byte_array_set_size (self->pending, 0);
      self->n_shown = 0;
      self->is_fresh = FALSE;
    }
  if (!is_whole)
    return;

  if (self->pending->len > self->n_shown && self->pending->data[self->pending->len - 1] == '\r')
    g_byte_array_set_size (self->pending, self->pending->len - 1);
  show_pending (self, now);
  log_bytes (self, "\n", 1);
  forget_pending (self);
  self->is_redrawn = FALSE;
}

void
fanfold_command_stream_add (FanfoldCommandStream *self, const char *bytes, gsize length)
{
  gint64 now;

  self->n_bytes += length;
  spool (self, bytes, length);
  keep (self, bytes, length);

  if (!self->is_redrawn && memchr (bytes, '\r', length) == NULL)
    {
      log_bytes (self, bytes, length);
      return;
    }

  now = g_get_monotonic_time ();
  while (length > 0)
    {
      const char *end = memchr (bytes, '\n', length);
      gsize n = end != NULL ? (gsize) (end - bytes) + 1 : length;

      add_piece (self, bytes, n, now);
      bytes += n;
      length -= n;
    }
  fanfold_command_stream_check (self);
}

void
fanfold_command_stream_check (FanfoldCommandStream *self)
{
  gint64 now;

  if (!self->is_redrawn)
    return;

  now = g_get_monotonic_time ();
  if (now - self->shown_usec >= MAX (REDRAW_USEC, (now - self->redrawn_usec) / REDRAW_SHARE))
    show_pending (self, now);
}

void
fanfold_command_stream_finish (FanfoldCommandStream *self)
{
  show_pending (self, 0);
  if (self->spool_fd >= 0 && close (self->spool_fd) != 0 && self->spool_error == 0)
    self->spool_error = errno;
  self->spool_fd = -1;
}

/* Without what the limit cut of a last character. */
static gsize
get_whole_length (const GByteArray *bytes)
{
  gsize length = bytes->len;
  gsize n;

  for (n = 1; n <= 3 && n <= length; n++)
    {
      guint8 byte = bytes->data[length - n];

      if ((byte & 0xc0) == 0x80)
        continue;
      if (byte >= 0xc0 && n < (byte >= 0xf0 ? 4u : byte >= 0xe0 ? 3u : 2u))
        return length - n;
      break;
    }

  return length;
}

char *
fanfold_command_stream_dup_text (const FanfoldCommandStream *self)
{
  gsize length;

  if (self->kept == NULL)
    return g_strdup ("");

  length = self->n_bytes > self->kept->len ? get_whole_length (self->kept) : self->kept->len;
  return g_utf8_make_valid ((const char *) self->kept->data, (gssize) length);
}

/* Takes colours and the like off, and other control characters. */
static char *
dup_plain (const char *bytes, gsize length)
{
  g_autoptr (GString) plain = g_string_sized_new (length);
  gsize i = 0;

  while (i < length)
    {
      if (bytes[i] == '\033' && i + 1 < length && bytes[i + 1] == '[')
        {
          for (i += 2; i < length && (guint8) bytes[i] < 0x40;)
            i++;
          i++;
        }
      else
        {
          if (bytes[i] == '\t')
            g_string_append_c (plain, ' ');
          else if (!g_ascii_iscntrl (bytes[i]))
            g_string_append_c (plain, bytes[i]);
          i++;
        }
    }

  return g_utf8_make_valid (g_strstrip (plain->str), -1);
}

char *
fanfold_command_stream_dup_last_line (const FanfoldCommandStream *self)
{
  gsize end = self->last_line != NULL ? self->last_line->len : 0;

  while (end > 0)
    {
      const char *bytes = (const char *) self->last_line->data;
      g_autofree char *line = NULL;
      gsize begin = end;

      while (begin > 0 && bytes[begin - 1] != '\n' && bytes[begin - 1] != '\r')
        begin--;
      line = dup_plain (bytes + begin, end - begin);
      if (*line != '\0')
        return g_steal_pointer (&line);
      end = begin > 0 ? begin - 1 : 0;
    }

  return NULL;
}
