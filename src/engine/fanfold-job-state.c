/* fanfold-job-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-state.h"

static const char *const job_words[FANFOLD_N_JOB_STATES] = {
  [FANFOLD_JOB_WAITING] = "waiting",     [FANFOLD_JOB_RUNNING] = "running",
  [FANFOLD_JOB_DONE] = "done",           [FANFOLD_JOB_CACHED] = "cached",
  [FANFOLD_JOB_FAILED] = "failed",       [FANFOLD_JOB_CRASHED] = "crashed",
  [FANFOLD_JOB_TIMED_OUT] = "timed-out", [FANFOLD_JOB_CANCELLED] = "cancelled",
  [FANFOLD_JOB_SKIPPED] = "skipped",
};

static const char *const run_words[] = {
  [FANFOLD_RUN_WAITING] = "waiting",         [FANFOLD_RUN_RUNNING] = "running",
  [FANFOLD_RUN_PAUSED] = "paused",           [FANFOLD_RUN_FINISHED] = "finished",
  [FANFOLD_RUN_STOPPED] = "stopped",         [FANFOLD_RUN_FAILED] = "failed",
  [FANFOLD_RUN_INTERRUPTED] = "interrupted",
};

const char *
fanfold_job_state_to_string (FanfoldJobState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (job_words), NULL);

  return job_words[state];
}

const char *
fanfold_run_state_to_string (FanfoldRunState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (run_words), NULL);

  return run_words[state];
}

gboolean
fanfold_run_state_from_string (const char *text, FanfoldRunState *state)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (run_words); i++)
    if (g_str_equal (run_words[i], text))
      {
        *state = (FanfoldRunState) i;
        return TRUE;
      }

  return FALSE;
}

gboolean
fanfold_job_state_is_over (FanfoldJobState state)
{
  return state != FANFOLD_JOB_WAITING && state != FANFOLD_JOB_RUNNING;
}

gboolean
fanfold_run_state_is_over (FanfoldRunState state)
{
  return state != FANFOLD_RUN_WAITING && state != FANFOLD_RUN_RUNNING &&
         state != FANFOLD_RUN_PAUSED;
}
