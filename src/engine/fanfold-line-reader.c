/* fanfold-line-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-line-reader.h"

#include "fanfold-column.h"
#include "fanfold-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES ((gsize) 64 * 1024)
#define CHUNK_BYTES ((gsize) 256 * 1024)
#define CHUNK_USEC (10 * 1000)
#define MAX_SHOWN_BYTES 100

struct _FanfoldLineReader
{
  FanfoldParam *param;
  int fd;
  char *name;

  char *buffer; /* what was read and is not given yet, between begin and end */
  gsize begin;
  gsize searched; /* no line ends between begin and here */
  gsize end;
  gsize capacity;
  gboolean at_end;

  FanfoldColumn *column;
  guint64 n_lines;
  gint64 given_usec; /* when lines were given last */
  GError *error;
};

/* One byte stays free for the NUL behind the last line. */
static void
make_room (FanfoldLineReader *self)
{
  gsize used = self->end - self->begin;

  if (self->begin > 0 && used > 0)
    memmove (self->buffer, self->buffer + self->begin, used);
  self->searched -= self->begin;
  self->begin = 0;
  self->end = used;
  if (self->capacity > used + READ_BYTES)
    return;

  self->capacity = 2 * used + READ_BYTES + 1;
  self->buffer = g_realloc (self->buffer, self->capacity);
}

FanfoldLineReader *
fanfold_line_reader_new (FanfoldParam *param, int fd, const char *name)
{
  FanfoldLineReader *self;

  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);
  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (FanfoldLineReader, 1);
  self->param = g_object_ref (param);
  self->fd = fd;
  self->name = g_strdup (name);
  self->column = fanfold_column_new (fanfold_param_get_variant_type (param));
  make_room (self);

  return self;
}

void
fanfold_line_reader_free (FanfoldLineReader *self)
{
  g_return_if_fail (self != NULL);

  close (self->fd);
  g_object_unref (self->param);
  g_free (self->name);
  g_free (self->buffer);
  fanfold_column_free (self->column);
  g_clear_error (&self->error);
  g_free (self);
}

/* A long line is shown by its ends. */
static char *
shorten (const char *message)
{
  gsize length = strlen (message);
  const char *first = message + MAX_SHOWN_BYTES;
  const char *last = message + length - MAX_SHOWN_BYTES;

  if (length <= 4 * MAX_SHOWN_BYTES)
    return g_strdup (message);

  first = g_utf8_find_prev_char (message, first + 1);
  last = g_utf8_find_next_char (last, NULL);

  return g_strdup_printf ("%.*s … %s", (int) (first - message), message, last);
}

static void
refuse_line (FanfoldLineReader *self, const char *message)
{
  g_autofree char *valid = g_utf8_make_valid (message, -1);
  g_autofree char *shown = shorten (valid);

  g_set_error (&self->error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Line %" PRIu64 " of %s: %s"),
               self->n_lines + 1,
               self->name,
               shown);
}

/* The next line, ended by a NUL; NULL where there is no whole one. */
static char *
take_line (FanfoldLineReader *self, gsize *length)
{
  char *line = self->buffer + self->begin;
  char *newline = NULL;

  if (self->searched < self->end)
    newline = memchr (self->buffer + self->searched, '\n', self->end - self->searched);
  self->searched = self->end;
  if (newline == NULL && (!self->at_end || self->begin == self->end))
    return NULL;

  if (newline == NULL)
    newline = self->buffer + self->end;
  else
    self->searched = (gsize) (newline - self->buffer) + 1;
  self->begin = self->searched;
  if (newline > line && newline[-1] == '\r')
    newline--;
  *newline = '\0';
  *length = (gsize) (newline - line);

  return line;
}

static void
add_line (FanfoldLineReader *self, const char *line, gsize length)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;

  if (length > FANFOLD_LINE_MAX_BYTES)
    refuse_line (self, _ ("It is longer than 1 MiB, which is the most"));
  else if (memchr (line, '\0', length) != NULL)
    refuse_line (self, _ ("It holds a NUL byte, which no value may have"));
  else if ((value = fanfold_param_parse (self->param, line, &error)) == NULL)
    refuse_line (self, error->message);

  if (value == NULL)
    return;

  fanfold_column_add (self->column, value);
  self->n_lines++;
}

static gboolean
is_full (FanfoldLineReader *self, guint64 max_values)
{
  return fanfold_column_get_n_values (self->column) >= max_values ||
         fanfold_column_get_n_bytes (self->column) >= CHUNK_BYTES;
}

static void
add_lines (FanfoldLineReader *self, guint64 max_values)
{
  char *line;
  gsize length;

  while (self->error == NULL && !is_full (self, max_values))
    {
      line = take_line (self, &length);
      if (line == NULL)
        break;
      add_line (self, line, length);
    }

  if (self->error == NULL && self->searched == self->end &&
      self->end - self->begin > FANFOLD_LINE_MAX_BYTES + 1)
    refuse_line (self, _ ("It is longer than 1 MiB, which is the most"));
}

static void
read_some (FanfoldLineReader *self)
{
  gssize n;

  make_room (self);
  n = read (self->fd, self->buffer + self->end, READ_BYTES);
  if (n > 0)
    self->end += (gsize) n;
  else if (n == 0)
    self->at_end = TRUE;
  else if (errno != EINTR && errno != EAGAIN)
    g_set_error (&self->error,
                 G_IO_ERROR,
                 g_io_error_from_errno (errno),
                 _ ("Reading %s failed: %s"),
                 self->name,
                 g_strerror (errno));
}

/* Until there is something to read, for @msec at most where that is not -1. */
static gboolean
wait (FanfoldLineReader *self, GCancellable *cancellable, int msec)
{
  GPollFD fds[2] = { { .fd = self->fd, .events = G_IO_IN } };
  gboolean pollable = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fds[1]);
  int n = g_poll (fds, pollable ? 2 : 1, msec);

  if (pollable)
    g_cancellable_release_fd (cancellable);

  return n > 0 && fds[0].revents != 0;
}

/* -1: as long as it takes; 0: what there is is to be given. */
static int
get_wait_msec (FanfoldLineReader *self, guint64 max_values)
{
  gint64 left = self->given_usec + CHUNK_USEC - g_get_monotonic_time ();

  if (is_full (self, max_values) || self->at_end || self->error != NULL)
    return 0;
  if (fanfold_column_get_n_values (self->column) == 0)
    return -1;

  return left > 0 ? (int) ((left + 999) / 1000) : 0;
}

GVariant *
fanfold_line_reader_read (FanfoldLineReader *self,
                          guint64 max_values,
                          GCancellable *cancellable,
                          GError **error)
{
  int msec;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (max_values > 0, NULL);

  for (;;)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      add_lines (self, max_values);
      msec = get_wait_msec (self, max_values);
      if (msec == 0)
        break;
      if (wait (self, cancellable, msec))
        read_some (self);
    }

  if (fanfold_column_get_n_values (self->column) > 0)
    {
      self->given_usec = g_get_monotonic_time ();
      return fanfold_column_end (self->column);
    }
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);

  return NULL;
}
