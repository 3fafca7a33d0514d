/* fanfold-runner-end.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-runner-end.h"

#include <signal.h>
#include <sys/wait.h>

char *
fanfold_runner_end_describe (int status, gboolean loading)
{
  int number;
  g_autofree char *word = NULL;

  if (WIFEXITED (status))
    return g_strdup_printf ("exited with status %d%s",
                            WEXITSTATUS (status),
                            WEXITSTATUS (status) == 0 && !loading ? " in the middle of a job" : "");

  number = WTERMSIG (status);
  if (sigabbrev_np (number) == NULL)
    return g_strdup_printf ("killed by signal %d", number);
  if (number == SIGKILL || number == SIGTERM || number == SIGINT || number == SIGHUP)
    return g_strdup_printf ("killed: SIG%s", sigabbrev_np (number));

  word = g_ascii_strdown (sigdescr_np (number), -1);
  return g_strdup_printf ("crashed: %s (SIG%s)", word, sigabbrev_np (number));
}

FanfoldJobEnd
fanfold_runner_end_get (int status)
{
  if (WIFSIGNALED (status))
    return -WTERMSIG (status);

  return WEXITSTATUS (status) != 0 ? WEXITSTATUS (status) : FANFOLD_JOB_END_EXIT_0;
}
