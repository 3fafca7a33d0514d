/* fanfold-cli-failures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-failures.h"

#include "fanfold-cli.h"
#include <string.h>

#define MAX_SHOWN 5
#define MAX_ARGUMENTS_CHARS 200

static const FanfoldJobState bad_states[] = {
  FANFOLD_JOB_FAILED,
  FANFOLD_JOB_CRASHED,
  FANFOLD_JOB_TIMED_OUT,
  FANFOLD_JOB_CANCELLED,
};

static gboolean
is_bad (FanfoldJobState state)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad_states); i++)
    if (bad_states[i] == state)
      return TRUE;

  return FALSE;
}

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
  g_string_append_printf (text, " of %" G_GUINT64_FORMAT " jobs\n", n_total);
}

/* On one line, and without what a terminal would obey. */
static void
append_plain (GString *text, const char *from)
{
  const char *at;

  for (at = from; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      g_string_append_unichar (text, g_unichar_iscntrl (letter) ? ' ' : letter);
    }
}

static void
append_arguments (GString *text, const char *json)
{
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (json, -1) <= MAX_ARGUMENTS_CHARS)
    {
      append_plain (text, json);
      return;
    }

  cut = g_utf8_substring (json, 0, MAX_ARGUMENTS_CHARS);
  append_plain (text, cut);
  g_string_append (text, "…");
}

static void
append_job (GString *text, FanfoldRun *run, guint64 index, FanfoldJobState state)
{
  g_autoptr (FanfoldJobDetails) details = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *pending = NULL;

  fanfold_run_read_job_async (run, index, 0, NULL, fanfold_cli_ready_cb, &pending);
  result = fanfold_cli_wait (&pending);
  details = fanfold_run_read_job_finish (run, result, &error);

  g_string_append_printf (
      text, "  job %" G_GUINT64_FORMAT " %s: ", index, fanfold_job_state_to_string (state));
  if (details == NULL)
    g_string_append_printf (text, "(%s)", error->message);
  else
    {
      append_arguments (text, details->arguments_json);
      if (details->error != NULL)
        {
          g_string_append_c (text, ' ');
          append_plain (text, details->error);
        }
    }
  g_string_append_c (text, '\n');
}

void
fanfold_cli_failures_print (FanfoldRun *run, FanfoldStream *stream)
{
  const guint64 *counts = fanfold_run_get_counts (run);
  FanfoldJobTable *table = fanfold_run_get_job_table (run);
  g_autoptr (GString) text = g_string_new ("fanfold-cli: ");
  FanfoldJobRow row;
  guint64 n_bad = 0;
  guint64 n_shown = 0;
  guint64 index;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad_states); i++)
    n_bad += counts[bad_states[i]];
  if (n_bad == 0)
    return;

  append_counts (text, counts, fanfold_run_get_n_jobs_total (run));
  for (index = 0; n_shown < MIN (n_bad, MAX_SHOWN) && index < fanfold_job_table_get_n_jobs (table);
       index++)
    {
      fanfold_job_table_get (table, index, &row);
      if (!is_bad (row.state))
        continue;

      append_job (text, run, index, row.state);
      n_shown++;
    }
  if (n_bad > n_shown)
    g_string_append_printf (text, "  and %" G_GUINT64_FORMAT " more\n", n_bad - n_shown);
  if (fanfold_run_get_id (run) != 0)
    g_string_append_printf (text,
                            "  The history keeps every job and its log: run %" G_GUINT64_FORMAT
                            ".\n",
                            fanfold_run_get_id (run));

  fanfold_stream_print (stream, text->str);
}
