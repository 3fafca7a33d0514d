/* fanfold-cli-failures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-failures.h"

#include "fanfold-cli-text.h"
#include "fanfold-cli.h"

#define MAX_CAUSES 5
#define MAX_RANGES 8

static const FanfoldJobState bad_states[] = {
  FANFOLD_JOB_FAILED,
  FANFOLD_JOB_CRASHED,
  FANFOLD_JOB_TIMED_OUT,
  FANFOLD_JOB_CANCELLED,
};

static void
append_counts (GString *text, const guint64 *counts, guint64 n_total)
{
  const char *separator = "";
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad_states); i++)
    if (counts[bad_states[i]] > 0)
      {
        g_string_append_printf (text,
                                "%s%" G_GUINT64_FORMAT " %s",
                                separator,
                                counts[bad_states[i]],
                                fanfold_job_state_to_string (bad_states[i]));
        separator = ", ";
      }
  g_string_append_printf (
      text, " of %" G_GUINT64_FORMAT " %s\n", n_total, n_total == 1 ? "job" : "jobs");
}

/* "3, 7, 10-20 …": those behind @from. */
static void
append_ranges (GString *text, FanfoldRanges *jobs, guint64 from)
{
  const char *separator = "";
  guint64 first, n;
  guint i;

  for (i = 0; fanfold_ranges_find (jobs, from, &first, &n); i++)
    {
      if (i == MAX_RANGES)
        {
          g_string_append (text, " …");
          return;
        }

      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, separator, first);
      if (n > 1)
        g_string_append_printf (text, "-%" G_GUINT64_FORMAT, first + n - 1);
      separator = ", ";
      from = first + n;
    }
}

void
fanfold_cli_failures_append_end (GString *text, FanfoldJobEnd end)
{
  if (end == FANFOLD_JOB_END_EXIT_0)
    g_string_append (text, "exit status 0");
  else if (end > 0)
    g_string_append_printf (text, "exit status %d", end);
  else if (end < 0)
    g_string_append_printf (text, "signal %d", -end);
  if (end < 0 && sigabbrev_np (-end) != NULL)
    g_string_append_printf (text, " (SIG%s)", sigabbrev_np (-end));
}

static void
append_cause (GString *text, const FanfoldCause *cause, FanfoldCombine *combine)
{
  guint64 n_jobs = fanfold_ranges_get_size (cause->jobs);
  guint64 first = 0, n;

  fanfold_ranges_find (cause->jobs, 0, &first, &n);
  g_string_append_printf (
      text, "  job %" G_GUINT64_FORMAT " %s: ", first, fanfold_job_state_to_string (cause->state));
  if (combine != NULL && first < fanfold_combine_get_n_jobs (combine))
    fanfold_cli_append_arguments (text, combine, first);
  g_string_append_c (text, ' ');
  fanfold_cli_append_plain (text, cause->message != NULL ? cause->message : "(many messages)");
  g_string_append_c (text, '\n');
  if (n_jobs > 1)
    {
      g_string_append_printf (text, "    and %" G_GUINT64_FORMAT " more like it: ", n_jobs - 1);
      append_ranges (text, cause->jobs, first + 1);
      g_string_append_c (text, '\n');
    }
}

void
fanfold_cli_failures_append_causes (GString *text, FanfoldCauses *causes, FanfoldCombine *combine)
{
  GPtrArray *sorted = fanfold_causes_get (causes);
  guint n_shown = MIN (sorted->len, MAX_CAUSES);
  guint64 n_jobs = 0;
  guint i;

  for (i = 0; i < n_shown; i++)
    append_cause (text, g_ptr_array_index (sorted, i), combine);
  for (; i < sorted->len; i++)
    n_jobs += fanfold_ranges_get_size (((FanfoldCause *) g_ptr_array_index (sorted, i))->jobs);

  if (n_jobs > 0)
    g_string_append_printf (text,
                            "  and %" G_GUINT64_FORMAT " jobs for %u other reasons\n",
                            n_jobs,
                            sorted->len - n_shown);
}

static void
append_history (GString *text, FanfoldRun *run)
{
  FanfoldHistory *history = fanfold_run_get_history (run);
  guint64 id = fanfold_run_get_id (run);
  g_autoptr (FanfoldCauses) causes = NULL;
  g_autoptr (GError) error = NULL;

  if (history == NULL || id == 0)
    return;

  causes = fanfold_causes_read (history, id, &error);
  if (causes != NULL)
    fanfold_cli_failures_append_causes (text, causes, fanfold_run_get_combine (run));
  else
    g_string_append_printf (text, "  (%s)\n", error->message);
  g_string_append_printf (text,
                          "  The history keeps every job and its log: fanfold-cli history show "
                          "%" G_GUINT64_FORMAT "\n",
                          id);
}

void
fanfold_cli_failures_print (FanfoldRun *run, FanfoldStream *stream)
{
  const guint64 *counts = fanfold_run_get_counts (run);
  g_autoptr (GString) text = g_string_new ("fanfold-cli: ");
  guint64 n_bad = 0;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad_states); i++)
    n_bad += counts[bad_states[i]];
  if (n_bad == 0)
    return;

  append_counts (text, counts, fanfold_run_get_n_jobs_total (run));
  append_history (text, run);
  fanfold_stream_print (stream, text->str);
}
