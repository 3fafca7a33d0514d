/* fanfold-stream.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Small enough that a pipe which has any room takes it whole. */
#define CHUNK_BYTES 4096
#define LARGE_CHUNK_BYTES (64 * 1024) /* where writing does not wait anyway */
#define MAX_PENDING_BYTES (64 * 1024 * 1024)
#define LAST_WAIT_MSEC 2000

#define ERASE_LINE "\r\033[K"

struct _FanfoldStream
{
  int fd;
  gboolean owns_fd;
  gboolean is_socket;
  gboolean closed;
  gboolean has_status;
  GString *pending;
  gsize n_written; /* of pending */
  guint watch_id;
};

/* A descriptor with an open file of its own, which can be made non-blocking without doing so to the
 * shell that shares @fd. */
static int
reopen (int fd)
{
  g_autofree char *path = NULL;
  struct stat info;

  if (fstat (fd, &info) != 0)
    return -1;
  if (!isatty (fd) && !S_ISFIFO (info.st_mode))
    return -1;

  path = g_strdup_printf ("/proc/self/fd/%d", fd);

  return open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static gboolean
is_socket (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 && S_ISSOCK (info.st_mode);
}

static gssize
write_some (FanfoldStream *self, const char *start, gsize n)
{
  /* A socket cannot be opened anew, but asked not to wait. */
  if (self->is_socket)
    return send (self->fd, start, n, MSG_DONTWAIT | MSG_NOSIGNAL);

  return write (self->fd, start, n);
}

static void
drop (FanfoldStream *self)
{
  g_string_truncate (self->pending, 0);
  self->n_written = 0;
}

/* What a slow reader has had takes no memory. */
static void
forget_written (FanfoldStream *self)
{
  if (self->n_written == self->pending->len)
    drop (self);
  else if (self->n_written >= MAX (self->pending->len / 2, CHUNK_BYTES))
    {
      g_string_erase (self->pending, 0, (gssize) self->n_written);
      self->n_written = 0;
    }
}

/* Writes what there is room for within @wait_msec; false where nothing more can be done now. */
static gboolean
flush_some (FanfoldStream *self, int wait_msec)
{
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLOUT };
  gsize n_left = self->pending->len - self->n_written;
  gssize n_written;

  if (n_left == 0 || self->closed)
    return FALSE;
  if (poll (&poll_fd, 1, wait_msec) <= 0 || (poll_fd.revents & POLLOUT) == 0)
    {
      self->closed = (poll_fd.revents & (POLLERR | POLLNVAL)) != 0;
      return FALSE;
    }

  n_written = write_some (self, self->pending->str + self->n_written, MIN (n_left, CHUNK_BYTES));
  if (n_written < 0 && (errno == EAGAIN || errno == EINTR))
    return FALSE;
  if (n_written < 0)
    {
      drop (self);
      return FALSE;
    }

  self->n_written += n_written;
  forget_written (self);

  return TRUE;
}

static gboolean
room_cb (int fd, GIOCondition condition, gpointer user_data)
{
  FanfoldStream *self = user_data;

  flush_some (self, 0);
  if (self->pending->len > 0 && !self->closed)
    return G_SOURCE_CONTINUE;

  self->watch_id = 0;

  return G_SOURCE_REMOVE;
}

static void
append (FanfoldStream *self, const char *text)
{
  if (self->closed || self->pending->len - self->n_written > MAX_PENDING_BYTES)
    return;

  g_string_append (self->pending, text);
  while (flush_some (self, 0))
    ;

  if (self->closed)
    drop (self);
  else if (self->pending->len > 0 && self->watch_id == 0)
    self->watch_id = g_unix_fd_add (self->fd, G_IO_OUT | G_IO_ERR | G_IO_NVAL, room_cb, self);
}

FanfoldStream *
fanfold_stream_new (int fd)
{
  FanfoldStream *self = g_new0 (FanfoldStream, 1);

  self->fd = reopen (fd);
  self->owns_fd = self->fd >= 0;
  if (!self->owns_fd)
    self->fd = fd;
  self->is_socket = is_socket (self->fd);
  self->pending = g_string_new (NULL);

  return self;
}

void
fanfold_stream_free (FanfoldStream *self)
{
  fanfold_stream_set_status (self, NULL);
  while (flush_some (self, LAST_WAIT_MSEC))
    ;

  g_clear_handle_id (&self->watch_id, g_source_remove);
  if (self->owns_fd)
    close (self->fd);
  g_string_free (self->pending, TRUE);
  g_free (self);
}

void
fanfold_stream_print (FanfoldStream *self, const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  fanfold_stream_set_status (self, NULL);
  append (self, text);
}

void
fanfold_stream_set_status (FanfoldStream *self, const char *text)
{
  g_autofree char *line = NULL;

  g_return_if_fail (self != NULL);

  if (text == NULL && !self->has_status)
    return;
  if (text != NULL && self->pending->len > 0)
    return;

  line = g_strconcat (ERASE_LINE, text, NULL);
  append (self, line);
  self->has_status = text != NULL;
}

gssize
fanfold_stream_write (FanfoldStream *self, const char *bytes, gsize length)
{
  struct pollfd poll_fd = { .events = POLLOUT };
  gsize most = CHUNK_BYTES;
  gssize n_written;

  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (bytes != NULL, -1);

  fanfold_stream_set_status (self, NULL);
  while (flush_some (self, 0))
    ;
  if (self->pending->len > 0 && !self->closed)
    return 0;

  poll_fd.fd = self->fd;
  if (poll (&poll_fd, 1, 0) <= 0)
    return 0;
  if (self->owns_fd || self->is_socket)
    most = LARGE_CHUNK_BYTES;
  n_written = write_some (self, bytes, MIN (length, most));
  if (n_written < 0 && (errno == EAGAIN || errno == EINTR))
    return 0;

  return n_written;
}

int
fanfold_stream_get_fd (FanfoldStream *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->fd;
}

guint
fanfold_stream_get_width (FanfoldStream *self)
{
  struct winsize size;

  g_return_val_if_fail (self != NULL, 80);

  if (ioctl (self->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;

  return size.ws_col;
}
