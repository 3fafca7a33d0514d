/* fanfold-cli-history-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-cli-text.h"
#include "fanfold-run-search.h"

#define MAX_NAME_CHARS 32

static void
append_json (GString *text, GPtrArray *runs)
{
  guint i;

  g_string_append_c (text, '[');
  for (i = 0; i < runs->len; i++)
    {
      g_string_append (text, i > 0 ? ",\n" : "");
      fanfold_cli_history_append_run (text, g_ptr_array_index (runs, i));
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]\n");
}

/* "of 1000" stands there only while not all are done. */
static char *
format_done (const FanfoldHistoryRun *run)
{
  guint64 n_done = fanfold_history_run_get_n_done (run);

  if (n_done == run->n_jobs_total)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, n_done);

  return g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT, n_done, run->n_jobs_total);
}

static char *
format_name (const FanfoldHistoryRun *run)
{
  g_autoptr (GString) name = g_string_new (NULL);

  fanfold_cli_append_plain (name, *run->name != '\0' ? run->name : run->function_id);
  if (g_utf8_strlen (name->str, -1) > MAX_NAME_CHARS)
    {
      g_string_truncate (name,
                         g_utf8_offset_to_pointer (name->str, MAX_NAME_CHARS - 1) - name->str);
      g_string_append (name, "…");
    }

  return g_strdup (name->str);
}

static void
append_row (GString *text, const FanfoldHistoryRun *run)
{
  g_autoptr (GString) started = g_string_new (NULL);
  g_autoptr (GString) took = g_string_new (NULL);
  g_autofree char *done = format_done (run);
  g_autofree char *name = format_name (run);
  g_autofree char *size = g_format_size (run->n_bytes);

  fanfold_cli_append_when (started, run->started_usec);
  fanfold_cli_append_seconds (took, run->seconds);
  g_string_append_printf (text,
                          "%5" G_GUINT64_FORMAT "  %-11s  %18s  %8" G_GUINT64_FORMAT
                          "  %8" G_GUINT64_FORMAT "  %-19s  %8s  %9s%s  %s\n",
                          run->id,
                          fanfold_run_state_to_string (run->state),
                          done,
                          run->counts[FANFOLD_JOB_CACHED],
                          fanfold_cli_history_get_n_failed (run),
                          started->str,
                          took->str,
                          size,
                          run->kept ? "*" : " ",
                          name);
}

static void
append_table (GString *text, GPtrArray *runs, const char *search)
{
  gboolean has_kept = FALSE;
  guint64 n_bytes = 0;
  guint i;

  if (runs->len == 0 && search != NULL)
    {
      g_string_append (text, "No run of the history matches that.\n");
      return;
    }
  if (runs->len == 0)
    {
      g_string_append (text, "There are no runs in the history yet.\n");
      return;
    }

  g_string_append_printf (text,
                          "%5s  %-11s  %18s  %8s  %8s  %-19s  %8s  %9s   %s\n",
                          "run",
                          "state",
                          "done",
                          "cached",
                          "failed",
                          "started",
                          "took",
                          "size",
                          "name");
  for (i = 0; i < runs->len; i++)
    {
      const FanfoldHistoryRun *run = g_ptr_array_index (runs, i);

      append_row (text, run);
      n_bytes += run->n_bytes;
      has_kept |= run->kept;
    }
  if (runs->len > 1)
    {
      g_autofree char *size = g_format_size (n_bytes);

      g_string_append_printf (text, "\n%u runs, %s\n", runs->len, size);
    }
  if (has_kept)
    g_string_append (text, "* kept: never pruned\n");
}

static void
leave_out_others (GPtrArray *runs, const char *search)
{
  g_auto (GStrv) parts = fanfold_run_search_split (search);
  guint i = 0;

  while (i < runs->len)
    {
      g_autofree char *words = fanfold_run_search_dup_words (g_ptr_array_index (runs, i));

      if (fanfold_run_search_matches (words, (const char *const *) parts))
        i++;
      else
        g_ptr_array_remove_index (runs, i);
    }
}

int
fanfold_cli_history_list (char **argv)
{
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) operands = g_strdupv (argv);
  g_autofree char *search = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "search",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &search,
      "Those whose name, function, command or note has all these words",
      "TEXT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON array", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history list",
    .operands = "",
    .summary =
        "Lists the runs of the history, newest first. \"interrupted\" is a run whose program "
        "died;\nit and a stopped one can be resumed.",
    .description = "Examples:\n"
                   "  fanfold-cli history list\n"
                   "  fanfold-cli history list --search='#baseline checksum'\n"
                   "  fanfold-cli history list --json\n",
    .entries = entries,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  history = fanfold_cli_history_open ();
  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  runs = fanfold_cli_history_read_runs (history, &status);
  if (runs == NULL)
    return status;
  if (search != NULL)
    leave_out_others (runs, search);

  if (json)
    append_json (text, runs);
  else
    append_table (text, runs, search);

  return fanfold_cli_print (text->str);
}
