/* fanfold-worker-process.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-process.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fanfold-error.h"

#define TAG_NAME "FANFOLD_WORKER_TAG"
#define LOOK_USEC 1000
#define MAX_SWEEPS 20
#define SWEEP_USEC (5 * 1000)

static char **
make_environment (const char *tag)
{
  return g_environ_setenv (g_get_environ (), TAG_NAME, tag, TRUE);
}

static int
spawn (FanfoldWorkerProcess *self, const char *path, int fd)
{
  char *const arguments[] = { (char *) path, NULL };
  g_auto (GStrv) environment = make_environment (self->tag);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all;
  sigset_t none;
  int problem;

  sigfillset (&all);
  sigemptyset (&none);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, fd, STDIN_FILENO);
  posix_spawn_file_actions_adddup2 (&actions, STDIN_FILENO, STDOUT_FILENO);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setflags (&attributes,
                            POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigdefault (&attributes, &all);
  posix_spawnattr_setsigmask (&attributes, &none);

  problem = posix_spawn (&self->pid, path, &actions, &attributes, arguments, environment);

  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return problem;
}

gboolean
fanfold_worker_process_start (FanfoldWorkerProcess *self, const char *path, GError **error)
{
  int fds[2];
  int problem;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_WORKER,
                   "A worker cannot be started: %s.",
                   g_strerror (errno));
      return FALSE;
    }

  self->tag = g_uuid_string_random ();
  problem = spawn (self, path, fds[1]);
  close (fds[1]);
  if (problem != 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_WORKER,
                   "The worker “%s” cannot be started: %s.",
                   path,
                   g_strerror (problem));
      close (fds[0]);
      g_clear_pointer (&self->tag, g_free);
      return FALSE;
    }

  self->fd = fds[0];
  self->session = self->pid;
  return TRUE;
}

static char *
describe_status (int status)
{
  if (WIFEXITED (status) && WEXITSTATUS (status) != 0)
    return g_strdup_printf ("it exited with status %d", WEXITSTATUS (status));
  if (WIFSIGNALED (status) && sigabbrev_np (WTERMSIG (status)) != NULL)
    return g_strdup_printf ("it was ended by SIG%s", sigabbrev_np (WTERMSIG (status)));
  if (WIFSIGNALED (status))
    return g_strdup_printf ("it was ended by signal %d", WTERMSIG (status));

  return NULL;
}

char *
fanfold_worker_process_end (FanfoldWorkerProcess *self, gint64 patience_usec)
{
  gint64 deadline = g_get_monotonic_time () + patience_usec;
  gboolean killed = FALSE;
  int status = 0;
  pid_t pid;

  if (self->pid == 0)
    return NULL;

  while ((pid = waitpid (self->pid, &status, killed ? 0 : WNOHANG)) == 0 ||
         (pid < 0 && errno == EINTR))
    {
      if (g_get_monotonic_time () < deadline)
        g_usleep (LOOK_USEC);
      else
        killed = kill (self->pid, SIGKILL) == 0;
    }

  self->pid = 0;
  if (killed)
    return g_strdup ("it had to be killed");

  return pid > 0 ? describe_status (status) : NULL;
}

static gboolean
has_tag (const char *name, const char *entry)
{
  g_autofree char *path = g_build_filename ("/proc", name, "environ", NULL);
  g_autofree char *environment = NULL;
  gsize length;

  return g_file_get_contents (path, &environment, &length, NULL) &&
         memmem (environment, length, entry, strlen (entry)) != NULL;
}

/* The command's name stands in parentheses and may hold any byte, so the last one ends it. */
static gboolean
is_of_session (const char *name, int session)
{
  g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
  g_autofree char *text = NULL;
  const char *behind;
  char state;
  int found;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  behind = strrchr (text, ')');
  return behind != NULL && sscanf (behind + 1, " %c %*d %*d %d", &state, &found) == 2 &&
         found == session && state != 'Z' && state != 'X';
}

void
fanfold_worker_process_sweep (FanfoldWorkerProcess *self)
{
  g_autofree char *entry = g_strconcat (TAG_NAME "=", self->tag, NULL);
  gboolean found = TRUE;
  guint round;

  for (round = 0; found && round < MAX_SWEEPS; round++)
    {
      g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
      const char *name;

      found = FALSE;
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        if (g_ascii_isdigit (name[0]) &&
            (has_tag (name, entry) || is_of_session (name, self->session)))
          {
            kill (atoi (name), SIGKILL);
            found = TRUE;
          }
      if (found)
        g_usleep (SWEEP_USEC);
    }
}

void
fanfold_worker_process_clear (FanfoldWorkerProcess *self)
{
  close (self->fd);
  g_clear_pointer (&self->tag, g_free);
}
