/* fanfold-cli-history-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-trace.h"

static gboolean
format_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  if (fanfold_export_format_from_string (value, user_data, error))
    return TRUE;

  g_prefix_error (error, "%s: ", option);

  return FALSE;
}

static int
export_trace (FanfoldHistory *history, const FanfoldHistoryRun *run, const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  int status = FANFOLD_CLI_OK;

  if (!fanfold_trace_append (text, history, run, &error))
    return fanfold_cli_history_fail (error);

  if (path == NULL || strcmp (path, "-") == 0)
    fanfold_cli_write (text->str, text->len, &status);
  else if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }

  return status;
}

static int
export_results (FanfoldHistory *history,
                const FanfoldHistoryRun *run,
                const char *path,
                FanfoldExportFormat format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldExport) results =
      fanfold_export_new (path != NULL ? path : "-", format, &error);

  if (results == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }
  if (!fanfold_history_export (history, run->id, g_steal_pointer (&results), NULL, &error))
    return fanfold_cli_history_fail (error);

  return FANFOLD_CLI_OK;
}

int
fanfold_cli_history_export (char **argv)
{
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_auto (GStrv) operands = g_strdupv (argv);
  g_autofree char *path = NULL;
  FanfoldExportFormat format = FANFOLD_EXPORT_JSON_LINES;
  gboolean trace = FALSE;
  const GOptionEntry entries[] = {
    { "results", 0, 0, G_OPTION_ARG_FILENAME, &path, "Write them there (standard output)", "FILE" },
    { "format",
      0,
      G_OPTION_FLAG_FILENAME,
      G_OPTION_ARG_CALLBACK,
      format_cb,
      "Of the results (jsonl)",
      "jsonl|csv|json|joblog" },
    { "trace",
      0,
      0,
      G_OPTION_ARG_NONE,
      &trace,
      "What happened, and when, instead: without names and results",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history export",
    .operands = "RUN",
    .summary =
        "Writes the results of a run once more: every job as it ended last, in the order of "
        "the inputs.\nRUN is a number, or \"last\". A trace is JSON Lines of when jobs began "
        "and ended, when the\nrun was paused and resumed, and how many jobs ran at once.",
    .description = "Examples:\n"
                   "  fanfold-cli history export 7 --format=csv --results=squares.csv\n"
                   "  fanfold-cli history export last --format=joblog\n"
                   "  fanfold-cli history export last --trace > run.jsonl\n",
    .entries = entries,
    .data = &format,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  history = fanfold_cli_history_open ();
  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  run = fanfold_cli_history_find (history, operands[1], &status);
  if (run == NULL)
    return status;

  return trace ? export_trace (history, run, path) : export_results (history, run, path, format);
}
