/* fanfold-cli-signals.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-signals.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGUSR1 };

struct _FanfoldCliSignals
{
  FanfoldCliSignalsFunc func;
  gpointer user_data;
  int fds[2];
  guint watch_id;
  struct sigaction before[G_N_ELEMENTS (numbers)];
};

static int write_fd = -1;

/* GLib's own sources know no SIGTSTP. */
static void
handle_signal (int number)
{
  int saved = errno;
  guint8 byte = (guint8) number;
  gssize n_written;

  do
    n_written = write (write_fd, &byte, 1);
  while (n_written < 0 && errno == EINTR);
  errno = saved;
}

static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  FanfoldCliSignals *self = user_data;
  guint8 number;

  if (read (fd, &number, 1) == 1)
    self->func (number, self->user_data);

  return G_SOURCE_CONTINUE;
}

static void
hear (int number, struct sigaction *before)
{
  struct sigaction action = { .sa_handler = handle_signal, .sa_flags = SA_RESTART };

  sigaction (number, NULL, before);
  if (before->sa_handler != SIG_IGN)
    sigaction (number, &action, NULL);
}

FanfoldCliSignals *
fanfold_cli_signals_new (FanfoldCliSignalsFunc func, gpointer user_data)
{
  FanfoldCliSignals *self = g_new0 (FanfoldCliSignals, 1);
  gsize i;

  self->func = func;
  self->user_data = user_data;
  if (pipe2 (self->fds, O_CLOEXEC | O_NONBLOCK) != 0)
    {
      g_free (self);
      return NULL;
    }

  write_fd = self->fds[1];
  self->watch_id = g_unix_fd_add (self->fds[0], G_IO_IN, ready_cb, self);
  for (i = 0; i < G_N_ELEMENTS (numbers); i++)
    hear (numbers[i], &self->before[i]);

  return self;
}

void
fanfold_cli_signals_free (FanfoldCliSignals *self)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (numbers); i++)
    sigaction (numbers[i], &self->before[i], NULL);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  write_fd = -1;
  close (self->fds[0]);
  close (self->fds[1]);
  g_free (self);
}

/* Others that came meanwhile wait in the pipe. */
void
fanfold_cli_signals_suspend (FanfoldCliSignals *self)
{
  struct sigaction action = { .sa_handler = SIG_DFL };
  struct sigaction before;

  g_return_if_fail (self != NULL);

  sigaction (SIGTSTP, &action, &before);
  raise (SIGTSTP);
  sigaction (SIGTSTP, &before, NULL);
}
