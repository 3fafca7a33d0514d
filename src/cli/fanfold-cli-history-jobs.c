/* fanfold-cli-history-jobs.c: which jobs of a run are to be run again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-error.h"

#define FAILED_STATES                                                                              \
  (1u << FANFOLD_JOB_FAILED | 1u << FANFOLD_JOB_CRASHED | 1u << FANFOLD_JOB_TIMED_OUT)

/* "7" or "10-20". */
static gboolean
add_range (FanfoldRanges *jobs, const char *text, guint64 n_jobs, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);
  const char *last_text = ends[0] != NULL && ends[1] != NULL ? ends[1] : ends[0];
  guint64 first, last;

  if (last_text == NULL || !g_ascii_string_to_unsigned (ends[0], 10, 0, G_MAXINT64, &first, NULL) ||
      !g_ascii_string_to_unsigned (last_text, 10, 0, G_MAXINT64, &last, NULL) || last < first)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "--jobs takes numbers from 0 and ranges of them, as in 3,7,10-20, not \"%s\"",
                   text);
      return FALSE;
    }
  if (last >= n_jobs)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "--jobs: there is no job %" G_GUINT64_FORMAT " in this run: its jobs are 0 to "
                   "%" G_GUINT64_FORMAT,
                   last,
                   MAX (n_jobs, 1) - 1);
      return FALSE;
    }

  fanfold_ranges_add (jobs, first, last - first + 1);

  return TRUE;
}

FanfoldRanges *
fanfold_cli_history_choose_jobs (FanfoldRun *run, gboolean failed, const char *list, GError **error)
{
  g_autoptr (FanfoldRanges) jobs = NULL;
  g_auto (GStrv) texts = NULL;

  jobs = failed ? fanfold_run_find_jobs (run, FAILED_STATES) : fanfold_ranges_new ();
  texts = g_strsplit (list != NULL ? list : "", ",", -1);
  for (gsize i = 0; texts[i] != NULL; i++)
    if (!add_range (jobs, texts[i], fanfold_run_get_n_jobs_total (run), error))
      return NULL;

  if (fanfold_ranges_get_size (jobs) == 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "No job of run %" G_GUINT64_FORMAT " has failed: there is nothing to run again",
                   fanfold_run_get_id (run));
      return NULL;
    }

  return g_steal_pointer (&jobs);
}

FanfoldRun *
fanfold_cli_history_take_up (FanfoldCliWatch *watch, FanfoldEngine *engine, guint64 id, int *status)
{
  g_autoptr (GError) error = NULL;
  FanfoldRun *run;

  *status = FANFOLD_CLI_BROKEN;
  if (!fanfold_cli_watch_prepare (watch, &error))
    {
      fanfold_cli_complain ("%s", error->message);
      return NULL;
    }
  if (!fanfold_cli_start_engine (engine))
    return NULL;

  *status = FANFOLD_CLI_BAD_INPUT;
  run = fanfold_engine_find_run (engine, id);
  if (run == NULL)
    fanfold_cli_complain ("Run %" G_GUINT64_FORMAT " was deleted meanwhile", id);

  return run;
}

gboolean
fanfold_cli_history_load (FanfoldRun *run, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  fanfold_run_load_async (run, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);

  return fanfold_run_load_finish (run, result, error);
}
