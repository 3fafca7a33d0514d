/* fanfold-command-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-feed.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BYTES (64 * 1024)
#define PIPE_BYTES (256 * 1024)
#define MAX_COPIES 16 /* before it is looked after what the command prints */

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static gboolean
refuse (const char *path, int code, char **message)
{
  g_autofree char *shown = g_filename_display_name (path);

  *message =
      g_strdup_printf ("“%s” cannot be opened as standard input: %s", shown, g_strerror (code));

  return FALSE;
}

/* Whether the file is what it was when it was cut; else a message, (transfer full). */
static char *
find_change (FanfoldCommandFeed *self)
{
  g_autofree char *shown = NULL;
  struct stat status;

  if (!self->block.is_dated)
    return NULL;
  if (fstat (self->file, &status) == 0 && (guint64) status.st_size == self->block.size &&
      (gint64) status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec ==
          self->block.mtime_nsec)
    return NULL;

  shown = g_filename_display_name (self->path);
  return g_strdup_printf ("“%s” has changed since it was cut into blocks: launch the batch anew",
                          shown);
}

static gboolean
open_block (FanfoldCommandFeed *self, char **message)
{
  struct stat status;
  int ends[2];

  self->file = open (self->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->file < 0)
    return refuse (self->path, errno, message);
  if (fstat (self->file, &status) == 0 && !S_ISREG (status.st_mode))
    return refuse (self->path, ESPIPE, message);

  *message = find_change (self);
  if (*message != NULL)
    return FALSE;
  if (pipe2 (ends, O_CLOEXEC) != 0)
    return refuse (self->path, errno, message);

  self->input = ends[0];
  self->pipe = ends[1];
  fcntl (self->pipe, F_SETFL, O_NONBLOCK);
  if (self->block.stop - self->block.start > COPY_BYTES)
    fcntl (self->pipe, F_SETPIPE_SZ, PIPE_BYTES);
  self->at = self->block.header > 0 ? 0 : self->block.start;

  return TRUE;
}

gboolean
fanfold_command_feed_open (FanfoldCommandFeed *self, const char *text, char **message)
{
  if (fanfold_file_block_parse (text, &self->block))
    {
      self->path = g_strndup (text, self->block.path_length);
      return open_block (self, message);
    }

  self->input = open (text, O_RDONLY | O_CLOEXEC);

  return self->input >= 0 || refuse (text, errno, message);
}

void
fanfold_command_feed_clear (FanfoldCommandFeed *self)
{
  close_fd (&self->input);
  close_fd (&self->file);
  close_fd (&self->pipe);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->failure, g_free);
}

void
fanfold_command_feed_started (FanfoldCommandFeed *self)
{
  if (self->pipe >= 0)
    close_fd (&self->input);
}

/* Without the signal that a pipe which nobody reads any more sends. */
static gssize
write_bytes (int fd, const char *bytes, gsize length)
{
  const struct timespec now = { 0 };
  sigset_t signal, before, pending;
  gssize n;
  int code;

  sigemptyset (&signal);
  sigaddset (&signal, SIGPIPE);
  sigpending (&pending);
  pthread_sigmask (SIG_BLOCK, &signal, &before);
  n = write (fd, bytes, length);
  code = errno;
  if (n < 0 && code == EPIPE && sigismember (&pending, SIGPIPE) == 0)
    sigtimedwait (&signal, NULL, &now);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = code;

  return n;
}

static void
finish (FanfoldCommandFeed *self)
{
  if (self->failure == NULL)
    self->failure = find_change (self);
  close_fd (&self->pipe);
}

static void
fail (FanfoldCommandFeed *self, int code)
{
  g_autofree char *shown = g_filename_display_name (self->path);

  self->failure = g_strdup_printf (
      "“%s” cannot be read: %s", shown, code != 0 ? g_strerror (code) : "it has become shorter");
  finish (self);
}

/* What is left of the header, else of the block. */
static guint64
count_left (FanfoldCommandFeed *self)
{
  if (self->at == self->block.header && self->at < self->block.start)
    self->at = self->block.start;

  return (self->at < self->block.header ? self->block.header : self->block.stop) - self->at;
}

/* False where there is no more to be done now. */
static gboolean
copy (FanfoldCommandFeed *self)
{
  static __thread char bytes[COPY_BYTES];
  guint64 n_left = count_left (self);
  gssize n_read, n_written;

  if (n_left == 0)
    {
      finish (self);
      return FALSE;
    }

  n_read = pread (self->file, bytes, (gsize) MIN (n_left, COPY_BYTES), (off_t) self->at);
  if (n_read < 0 && errno == EINTR)
    return TRUE;
  if (n_read <= 0)
    {
      fail (self, n_read < 0 ? errno : 0);
      return FALSE;
    }

  n_written = write_bytes (self->pipe, bytes, (gsize) n_read);
  if (n_written > 0)
    self->at += (guint64) n_written;
  else if (n_written < 0 && errno != EAGAIN && errno != EINTR)
    close_fd (&self->pipe); /* a command need not read to the end */

  return n_written == n_read;
}

void
fanfold_command_feed_continue (FanfoldCommandFeed *self)
{
  for (guint i = 0; i < MAX_COPIES && self->pipe >= 0; i++)
    {
      if (!copy (self))
        return;
    }
}
