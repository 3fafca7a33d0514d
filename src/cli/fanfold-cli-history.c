/* fanfold-cli-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-error.h"
#include "fanfold-json.h"
#include <math.h>

static const struct
{
  const char *name;
  int (*run) (char **argv);
} commands[] = {
  { "list", fanfold_cli_history_list },     { "show", fanfold_cli_history_show },
  { "log", fanfold_cli_history_log },       { "export", fanfold_cli_history_export },
  { "resume", fanfold_cli_history_resume }, { "rerun", fanfold_cli_history_rerun },
  { "delete", fanfold_cli_history_delete }, { "keep", fanfold_cli_history_keep },
  { "unkeep", fanfold_cli_history_unkeep }, { "prune", fanfold_cli_history_prune },
};

static const char help[] =
    "Usage:\n"
    "  fanfold-cli history COMMAND …\n"
    "\n"
    "Every run is kept, with its jobs, results and logs. RUN is its number, or \"last\".\n"
    "\n"
    "Commands:\n"
    "  list                List the runs, newest first\n"
    "  show RUN            Show a run, or one job of it\n"
    "  log RUN             Print what jobs wrote, or find text in it\n"
    "  export RUN          Write the results of a run once more, in any format\n"
    "  resume RUN          Run the jobs that are left, or that failed\n"
    "  rerun RUN           Run jobs of it in a new run, with another template or other values\n"
    "  delete RUN…         Delete runs with all that is kept of them\n"
    "  keep|unkeep RUN…    Have runs kept for good, or no longer\n"
    "  prune               Remove the oldest runs, by size, number or age\n"
    "\n"
    "Options:\n"
    "  -h, --help          Show this help; behind a command, that command's\n"
    "\n"
    "Examples:\n"
    "  fanfold-cli history list\n"
    "  fanfold-cli history show 7 --job=3\n"
    "  fanfold-cli history log last --search='No such file'\n"
    "  fanfold-cli history resume last --failed\n"
    "  fanfold-cli history rerun last --failed --set algorithm=md5\n"
    "\n"
    "Exit status: 0 all well, 2 wrong usage or no such run, 3 what was asked for could not be "
    "done.\n";

int
fanfold_cli_history (char **argv)
{
  gsize i;

  if (argv[1] == NULL)
    return fanfold_cli_misuse ("history",
                               "A command is missing: list, show, log, export, resume, "
                               "rerun, delete, keep, unkeep or prune");
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    return fanfold_cli_print (help);

  for (i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argv + 1);

  fanfold_cli_complain ("\"%s\" is nothing that history does (\"fanfold-cli history --help\" shows "
                        "what there is)",
                        argv[1]);

  return FANFOLD_CLI_BAD_INPUT;
}

FanfoldHistory *
fanfold_cli_history_open (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "fanfold", NULL);
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldHistory *history;

  history = fanfold_history_open (folder, &note, &error);
  if (note != NULL)
    fanfold_cli_complain ("%s", note);
  if (history == NULL)
    fanfold_cli_complain ("%s", error->message);

  return history;
}

int
fanfold_cli_history_fail (const GError *error)
{
  fanfold_cli_complain ("%s", error->message);

  if (g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN) ||
      g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID))
    return FANFOLD_CLI_BAD_INPUT;

  return FANFOLD_CLI_BROKEN;
}

/* What cannot be read says so where it is asked for. */
static void
count_jobs (FanfoldHistory *history, FanfoldHistoryRun *run)
{
  if (run->state == FANFOLD_RUN_INTERRUPTED)
    fanfold_history_count_jobs (history, run, NULL);
}

GPtrArray *
fanfold_cli_history_read_runs (FanfoldHistory *history, int *status)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = fanfold_history_list (history, &error);
  guint i;

  if (runs == NULL)
    *status = fanfold_cli_history_fail (error);
  for (i = 0; runs != NULL && i < runs->len; i++)
    count_jobs (history, g_ptr_array_index (runs, i));

  return runs;
}

static FanfoldHistoryRun *
find_run (GPtrArray *runs, guint64 id)
{
  guint i;

  for (i = 0; i < runs->len; i++)
    {
      FanfoldHistoryRun *run = g_ptr_array_index (runs, i);

      if (run->id == id)
        return run;
    }

  return NULL;
}

FanfoldHistoryRun *
fanfold_cli_history_find (FanfoldHistory *history, const char *text, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (history, &error);
  FanfoldHistoryRun *run = NULL;
  gboolean last = g_str_equal (text, "last");
  guint64 id;

  if (runs == NULL)
    {
      *status = fanfold_cli_history_fail (error);
      return NULL;
    }

  *status = FANFOLD_CLI_BAD_INPUT;
  if (last && runs->len > 0)
    run = g_ptr_array_index (runs, 0);
  else if (last)
    fanfold_cli_complain ("There are no runs in the history yet");
  else if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL))
    fanfold_cli_complain ("A run is named by its number or \"last\", not \"%s\" "
                          "(\"fanfold-cli history list\" shows them)",
                          text);
  else
    {
      run = find_run (runs, id);
      if (run == NULL)
        fanfold_cli_complain ("There is no run %" G_GUINT64_FORMAT
                              " (\"fanfold-cli history list\" shows all there are)",
                              id);
    }

  if (run == NULL)
    return NULL;

  count_jobs (history, run);

  return fanfold_history_run_copy (run);
}

static gboolean
has_id (GArray *ids, guint64 id)
{
  guint i;

  for (i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint64, i) == id)
      return TRUE;

  return FALSE;
}

gboolean
fanfold_cli_history_find_all (
    FanfoldHistory *history, char **names, gboolean over, GArray *ids, int *status)
{
  for (; *names != NULL; names++)
    {
      g_autoptr (FanfoldHistoryRun) run = fanfold_cli_history_find (history, *names, status);

      if (run == NULL)
        return FALSE;
      if (over && !fanfold_run_state_is_over (run->state))
        {
          fanfold_cli_complain ("Run %" G_GUINT64_FORMAT " still goes on: stop it first", run->id);
          *status = FANFOLD_CLI_BAD_INPUT;
          return FALSE;
        }
      if (!has_id (ids, run->id))
        g_array_append_val (ids, run->id);
    }

  return TRUE;
}

gboolean
fanfold_cli_history_find_job (const FanfoldHistoryRun *run,
                              const char *text,
                              guint64 *index,
                              int *status)
{
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, index, NULL) &&
      *index < run->n_jobs_total)
    return TRUE;

  fanfold_cli_complain ("Run %" G_GUINT64_FORMAT
                        " has no job \"%s\": its jobs are 0 to %" G_GUINT64_FORMAT,
                        run->id,
                        text,
                        MAX (run->n_jobs_total, 1) - 1);
  *status = FANFOLD_CLI_BAD_INPUT;

  return FALSE;
}

const char *
fanfold_cli_history_get_kind (FanfoldLogKind kind)
{
  static const char *const words[] = {
    [FANFOLD_LOG_STDOUT] = "stdout",   [FANFOLD_LOG_STDERR] = "stderr",
    [FANFOLD_LOG_DEBUG] = "debug",     [FANFOLD_LOG_INFO] = "info",
    [FANFOLD_LOG_WARNING] = "warning", [FANFOLD_LOG_ERROR] = "error",
    [FANFOLD_LOG_NOTE] = "note",
  };

  return words[kind];
}

void
fanfold_cli_history_append_end (GString *json, FanfoldJobEnd end)
{
  if (end > 0)
    g_string_append_printf (
        json, ",\"exit\":%d,\"signal\":null", end == FANFOLD_JOB_END_EXIT_0 ? 0 : end);
  else if (end < 0)
    g_string_append_printf (json, ",\"exit\":null,\"signal\":%d", -end);
  else
    g_string_append (json, ",\"exit\":null,\"signal\":null");
}

guint64
fanfold_cli_history_get_n_failed (const FanfoldHistoryRun *run)
{
  return run->counts[FANFOLD_JOB_FAILED] + run->counts[FANFOLD_JOB_CRASHED] +
         run->counts[FANFOLD_JOB_TIMED_OUT];
}

static void
append_number (GString *json, const char *name, guint64 value)
{
  g_string_append_printf (json, ",\"%s\":%" G_GUINT64_FORMAT, name, value);
}

void
fanfold_cli_history_append_run (GString *json, const FanfoldHistoryRun *run)
{
  g_string_append_printf (json, "{\"id\":%" G_GUINT64_FORMAT ",", run->id);
  fanfold_cli_append_member (json, "name", run->name);
  g_string_append_c (json, ',');
  fanfold_cli_append_member (json, "function", run->function_id);
  g_string_append_c (json, ',');
  fanfold_cli_append_member (json, "state", fanfold_run_state_to_string (run->state));
  append_number (json, "total", run->n_jobs_total);
  append_number (json, "done", fanfold_history_run_get_n_done (run));
  append_number (json, "cached", run->counts[FANFOLD_JOB_CACHED]);
  append_number (json, "failed", fanfold_cli_history_get_n_failed (run));
  g_string_append (json, ",\"started\":");
  fanfold_cli_append_time (json, run->started_usec - run->started_usec % G_USEC_PER_SEC);
  g_string_append (json, ",\"seconds\":");
  fanfold_json_append_real (json, round (run->seconds * 1000) / 1000);
}

void
fanfold_cli_history_append_counts (GString *text, const FanfoldHistoryRun *run)
{
  const char *separator = "";
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (run->counts); i++)
    if (run->counts[i] > 0)
      {
        g_string_append_printf (text,
                                "%s%" G_GUINT64_FORMAT " %s",
                                separator,
                                run->counts[i],
                                fanfold_job_state_to_string ((FanfoldJobState) i));
        separator = ", ";
      }
}
