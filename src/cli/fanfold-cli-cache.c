/* fanfold-cli-cache.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-json.h"
#include <math.h>

static void
append_function_json (GString *text, const FanfoldMemoFunction *function)
{
  g_string_append (text, "{\"function\":");
  fanfold_json_append_text (text, function->function_id);
  g_string_append_printf (text,
                          ",\"entries\":%" G_GUINT64_FORMAT ",\"bytes\":%" G_GUINT64_FORMAT
                          ",\"hits\":%" G_GUINT64_FORMAT ",\"seconds_saved\":",
                          function->n_entries,
                          function->bytes,
                          function->n_hits);
  fanfold_json_append_real (text, round (function->seconds_saved * 1000) / 1000);
  g_string_append_c (text, '}');
}

static void
append_json (GString *text, const char *folder, GPtrArray *functions)
{
  guint i;

  g_string_append (text, "{\"folder\":");
  fanfold_json_append_path (text, folder);
  g_string_append (text, ",\"functions\":[");
  for (i = 0; i < functions->len; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      append_function_json (text, g_ptr_array_index (functions, i));
    }
  g_string_append (text, "]}\n");
}

static char *
format_saved (double seconds)
{
  if (seconds < 60)
    return g_strdup_printf ("%.1f s", seconds);
  if (seconds < 3600)
    return g_strdup_printf ("%.1f min", seconds / 60);

  return g_strdup_printf ("%.1f h", seconds / 3600);
}

static void
append_row (GString *text, const FanfoldMemoFunction *function)
{
  g_autofree char *bytes = g_format_size (function->bytes);
  g_autofree char *saved = format_saved (function->seconds_saved);

  g_string_append_printf (text,
                          "%-24s  %10" G_GUINT64_FORMAT "  %12s  %8" G_GUINT64_FORMAT "  %10s\n",
                          function->function_id,
                          function->n_entries,
                          bytes,
                          function->n_hits,
                          saved);
}

static void
append_table (GString *text, const char *folder, GPtrArray *functions)
{
  g_autofree char *path = g_filename_display_name (folder);
  FanfoldMemoFunction total = { .function_id = (char *) "all" };
  guint i;

  if (functions->len == 0)
    {
      g_string_append_printf (text, "The cache in %s is empty.\n", path);
      return;
    }

  g_string_append_printf (
      text, "%-24s  %10s  %12s  %8s  %10s\n", "function", "results", "size", "hits", "time saved");
  for (i = 0; i < functions->len; i++)
    {
      const FanfoldMemoFunction *function = g_ptr_array_index (functions, i);

      append_row (text, function);
      total.n_entries += function->n_entries;
      total.bytes += function->bytes;
      total.n_hits += function->n_hits;
      total.seconds_saved += function->seconds_saved;
    }
  append_row (text, &total);
  g_string_append_printf (text, "\nIn %s\n", path);
}

static int
print_stats (FanfoldMemo *memo, const char *function_id, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) functions = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  const FanfoldMemoFunction *function;
  guint i;

  functions = fanfold_memo_list_functions (memo, NULL, &error);
  if (functions == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  for (i = functions->len; i > 0; i--)
    {
      function = g_ptr_array_index (functions, i - 1);
      if (function_id != NULL && !g_str_equal (function->function_id, function_id))
        g_ptr_array_remove_index (functions, i - 1);
    }

  if (json)
    append_json (text, fanfold_memo_get_folder (memo), functions);
  else
    append_table (text, fanfold_memo_get_folder (memo), functions);

  return fanfold_cli_print (text->str);
}

static int
clear (FanfoldMemo *memo, const char *function_id, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint64 n_removed = 0;

  if (!fanfold_memo_clear (memo, function_id, NULL, &n_removed, &error))
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BROKEN;
    }

  if (json)
    text = g_strdup_printf ("{\"removed\":%" G_GUINT64_FORMAT "}\n", n_removed);
  else
    text = g_strdup_printf (
        "Removed %" G_GUINT64_FORMAT " result%s.\n", n_removed, n_removed == 1 ? "" : "s");

  return fanfold_cli_print (text);
}

/* An id becomes the name of a folder. */
static gboolean
check_function_id (const char *id)
{
  return id == NULL || g_regex_match_simple ("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+$", id, 0, 0);
}

int
fanfold_cli_cache (char **argv)
{
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autofree char *function_id = NULL;
  g_autofree char *folder = NULL;
  g_auto (GStrv) operands = g_strdupv (argv);
  FanfoldEnginePaths paths = { NULL };
  FanfoldMemo *memo;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "function", 0, 0, G_OPTION_ARG_STRING, &function_id, "Of this function alone", "ID" },
    { "cache-dir", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Another cache than the usual", "DIR" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "cache",
    .operands = "stats|clear",
    .summary = "Shows how many results are remembered, or forgets them.",
    .description = "Examples:\n"
                   "  fanfold-cli cache stats\n"
                   "  fanfold-cli cache clear --function=files.checksum\n",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;
  if (!check_function_id (function_id))
    return fanfold_cli_misuse ("cache", "--function takes an id such as files.checksum");

  paths.memo_folder = folder;
  engine = fanfold_engine_new (&paths);
  memo = fanfold_engine_get_memo (engine);
  if (g_str_equal (operands[1], "stats"))
    return print_stats (memo, function_id, json);
  if (g_str_equal (operands[1], "clear"))
    return clear (memo, function_id, json);

  return fanfold_cli_misuse ("cache", "cache takes stats or clear");
}
