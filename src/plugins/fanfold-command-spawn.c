/* fanfold-command-spawn.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-spawn.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Signals that this process does not handle as usual: a program would go on ignoring them, and a
 * handler must not run in the memory that it shares with us before it is itself. Nobody sets
 * another one later, as the process runs nothing but commands. */
static const sigset_t *
get_unusual_signals (void)
{
  static sigset_t unusual;
  static gsize known;
  int number;

  if (!g_once_init_enter (&known))
    return &unusual;

  sigemptyset (&unusual);
  for (number = 1; number < NSIG; number++)
    {
      struct sigaction action;

      if (sigaction (number, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
        sigaddset (&unusual, number);
    }
  g_once_init_leave (&known, 1);

  return &unusual;
}

static void
use_usual_signals (const sigset_t *unusual)
{
  const struct sigaction usual = { .sa_handler = SIG_DFL };
  sigset_t none;
  int number;

  if (!sigisemptyset (unusual))
    for (number = 1; number < NSIG; number++)
      if (sigismember (unusual, number) == 1)
        sigaction (number, &usual, NULL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* The descriptors that are put in place are none of 0, 1 and 2: those are open here. */
static gboolean
use_streams (const FanfoldCommandSpawn *self)
{
  if (dup2 (self->input, STDIN_FILENO) < 0 || dup2 (self->output, STDOUT_FILENO) < 0 ||
      dup2 (self->error, STDERR_FILENO) < 0)
    return FALSE;

#if __GLIBC_PREREQ(2, 34)
  closefrom (STDERR_FILENO + 1);
#endif
  return TRUE;
}

/* In the child, which has our memory until it runs the program: nothing here may allocate, lock or
 * return. */
static _Noreturn void
become (const FanfoldCommandSpawn *self,
        const char *path,
        const sigset_t *unusual,
        volatile int *code)
{
  if (setpgid (0, 0) == 0 && use_streams (self) &&
      (self->folder == NULL || chdir (self->folder) == 0))
    {
      use_usual_signals (unusual);
      execve (path, (char *const *) self->words, (char *const *) self->environment);
    }
  *code = errno;
  _exit (127);
}

int
fanfold_command_spawn (const FanfoldCommandSpawn *self, const char *path, pid_t *pid)
{
  const sigset_t *unusual = get_unusual_signals ();
  sigset_t all;
  sigset_t before;
  pid_t child;
  volatile int code = 0; /* also the child writes it */

  sigfillset (&all);
  sigprocmask (SIG_SETMASK, &all, &before);
  child = vfork ();
  if (child == 0)
    become (self, path, unusual, &code);
  if (child < 0)
    code = errno;
  sigprocmask (SIG_SETMASK, &before, NULL);

  if (code == 0)
    *pid = child;
  else if (child > 0)
    while (waitpid (child, NULL, 0) < 0 && errno == EINTR)
      ;

  return code;
}
