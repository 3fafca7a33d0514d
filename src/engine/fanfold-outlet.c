/* fanfold-outlet.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct _FanfoldOutlet
{
  int fd;
  gboolean is_socket;
  gboolean may_block; /* it is shared with others, who rely on that */
};

/* Where the program's standard output is: behind fanfold_outlet_protect_stdout () elsewhere. */
static int stdout_fd = STDOUT_FILENO;

static int
close_failed (int fd)
{
  int code = errno;

  close (fd);
  errno = code;

  return -1;
}

static int
open_file (const char *path)
{
  struct stat status;
  int fd;

  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
  if (fd < 0)
    return -1;
  if (fstat (fd, &status) != 0)
    return close_failed (fd);

  if (S_ISREG (status.st_mode) ? ftruncate (fd, 0) != 0
                               : fcntl (fd, F_SETFL, O_WRONLY | O_NONBLOCK) != 0)
    return close_failed (fd);

  return fd;
}

/* (-1 with errno) A descriptor of its own for what @fd writes to. */
static int
duplicate (int fd)
{
  int flags = fcntl (fd, F_GETFL);

  if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY)
    {
      errno = EBADF;
      return -1;
    }

  return fcntl (fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

/* Others who write there, such as the shell, are not to find that it does not wait any more: so it
 * is opened once more, where that can be done. */
static void
stop_waiting (FanfoldOutlet *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  struct stat status;
  int fd;

  if (fstat (self->fd, &status) != 0 || S_ISREG (status.st_mode))
    return;

  self->is_socket = S_ISSOCK (status.st_mode);
  if (self->is_socket)
    return;

  fd = open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  self->may_block = fd < 0;
  if (fd < 0)
    return;

  close (self->fd);
  self->fd = fd;
}

FanfoldOutlet *
fanfold_outlet_new (const char *path)
{
  FanfoldOutlet *self;
  gboolean to_stdout;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  to_stdout = g_str_equal (path, "-");
  fd = to_stdout ? duplicate (stdout_fd) : open_file (path);
  if (fd < 0)
    return NULL;

  self = g_new0 (FanfoldOutlet, 1);
  self->fd = fd;
  if (to_stdout)
    stop_waiting (self);

  return self;
}

void
fanfold_outlet_free (FanfoldOutlet *self)
{
  g_return_if_fail (self != NULL);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

void
fanfold_outlet_protect_stdout (void)
{
  int fd;

  if (stdout_fd != STDOUT_FILENO)
    return;

  fflush (stdout);
  fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    {
      int null_fd = open ("/dev/null", O_WRONLY | O_CLOEXEC);

      if (null_fd >= 0 && null_fd != STDOUT_FILENO)
        {
          dup2 (null_fd, STDOUT_FILENO);
          close (null_fd);
        }
    }

  stdout_fd = fd;
}

/* A pipe that nobody reads any more must be an error here, not the program's end; the signal is
 * blocked in this thread alone, so that what a worker inherits stays as it was. */
static gssize
write_without_signal (int fd, const char *bytes, gsize length)
{
  const struct timespec at_once = { 0, 0 };
  sigset_t pipe_signal, before, pending;
  gssize n_written;
  int code;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  sigpending (&pending);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &before);

  n_written = write (fd, bytes, length);
  code = errno;
  if (n_written < 0 && code == EPIPE && !sigismember (&pending, SIGPIPE))
    sigtimedwait (&pipe_signal, NULL, &at_once);

  pthread_sigmask (SIG_SETMASK, &before, NULL);
  errno = code;

  return n_written;
}

gssize
fanfold_outlet_write (FanfoldOutlet *self, const char *bytes, gsize length)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (self->fd >= 0, -1);

  if (self->is_socket)
    return send (self->fd, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (!self->may_block)
    return write_without_signal (self->fd, bytes, length);

  if (!fanfold_outlet_wait (self, 0))
    {
      errno = EAGAIN;
      return -1;
    }

  /* A pipe that has any room takes that much at once. */
  return write_without_signal (self->fd, bytes, MIN (length, PIPE_BUF));
}

gboolean
fanfold_outlet_wait (FanfoldOutlet *self, int msec)
{
  struct pollfd room = { .events = POLLOUT };

  g_return_val_if_fail (self != NULL, FALSE);

  room.fd = self->fd;

  return poll (&room, 1, msec) != 0;
}

gboolean
fanfold_outlet_close (FanfoldOutlet *self)
{
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->fd >= 0, FALSE);

  fd = self->fd;
  self->fd = -1;

  return close (fd) == 0 || errno == EINTR;
}
