/* fanfold-cli-running.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-running.h"

#include "fanfold-cli-text.h"
#include "fanfold-cli.h"
#include "fanfold-n-jobs.h"

typedef struct
{
  guint64 index;
  FanfoldJobRow row;
} RunningJob;

static int
compare_starts (gconstpointer first, gconstpointer second)
{
  const RunningJob *a = first;
  const RunningJob *b = second;

  return a->row.started_usec < b->row.started_usec ? -1 : a->row.started_usec > b->row.started_usec;
}

/* RunningJob, those that have run longest first. (transfer full) */
static GArray *
find_running (FanfoldRun *run)
{
  FanfoldJobTable *table = fanfold_run_get_job_table (run);
  GArray *jobs = g_array_new (FALSE, FALSE, sizeof (RunningJob));
  guint64 indices[FANFOLD_MAX_SLOTS];
  guint n = fanfold_job_table_get_running (table, indices, G_N_ELEMENTS (indices));
  guint i;

  for (i = 0; i < n; i++)
    {
      RunningJob job = { .index = indices[i] };

      fanfold_job_table_get (table, job.index, &job.row);
      if (job.row.state == FANFOLD_JOB_RUNNING)
        g_array_append_val (jobs, job);
    }
  g_array_sort (jobs, compare_starts);

  return jobs;
}

static void
append_job (GString *text, const RunningJob *job, FanfoldCombine *combine, gint64 now_usec)
{
  g_string_append_printf (text, "  job %" G_GUINT64_FORMAT ": ", job->index);
  fanfold_cli_append_clock (text, (double) (now_usec - job->row.started_usec) / G_USEC_PER_SEC);
  if (job->row.fraction >= 0)
    g_string_append_printf (text, ", %d%%", (int) (job->row.fraction * 100));
  if (job->row.stalled)
    g_string_append (text, ", stalled?");
  if (job->row.attempts > 1)
    g_string_append_printf (text, ", attempt %u", job->row.attempts);
  g_string_append_c (text, ' ');
  fanfold_cli_append_arguments (text, combine, job->index);
  g_string_append_c (text, '\n');
}

void
fanfold_cli_running_print (FanfoldRun *run, FanfoldStream *stream)
{
  g_autoptr (GArray) jobs = find_running (run);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 now_usec = g_get_real_time ();
  guint i;

  g_string_append_printf (text,
                          "fanfold-cli: %u %s, %" G_GUINT64_FORMAT,
                          jobs->len,
                          jobs->len == 1 ? "job is running" : "jobs are running",
                          fanfold_run_get_n_done (run));
  if (fanfold_run_is_total_known (run))
    g_string_append_printf (text, " of %" G_GUINT64_FORMAT, fanfold_run_get_n_jobs_total (run));
  g_string_append (text, " done\n");
  for (i = 0; i < jobs->len; i++)
    append_job (
        text, &g_array_index (jobs, RunningJob, i), fanfold_run_get_combine (run), now_usec);

  fanfold_stream_print (stream, text->str);
}
