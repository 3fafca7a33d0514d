/* fanfold-cli-history-prune.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

#include "fanfold-cli-text.h"
#include "fanfold-error.h"
#include "fanfold-size.h"

typedef struct
{
  guint64 max_bytes;
  guint64 max_runs;
  gint64 max_age_usec;
  gboolean given;
} Limits;

static gboolean
limit_cb (const char *option, const char *value, gpointer user_data, GError **error)
{
  Limits *self = user_data;
  const char *wanted = NULL;

  self->given = TRUE;
  if (g_str_equal (option, "--max-bytes") &&
      (!fanfold_size_parse (value, &self->max_bytes) || self->max_bytes == 0))
    wanted = "a size above 0, as in 500M or 2G";
  else if (g_str_equal (option, "--max-runs") &&
           !g_ascii_string_to_unsigned (value, 10, 1, G_MAXUINT, &self->max_runs, NULL))
    wanted = "a number of runs from 1 on";
  else if (g_str_equal (option, "--older-than") &&
           (!fanfold_cli_parse_age (value, &self->max_age_usec) || self->max_age_usec == 0))
    wanted = "an age above 0, as in 30d: a number with s, min, h, d or w behind it";
  if (wanted == NULL)
    return TRUE;

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "%s takes %s, not \"%s\"",
               option,
               wanted,
               value);

  return FALSE;
}

static int
prune (const Limits *limits, gboolean json)
{
  g_autoptr (FanfoldHistory) history = fanfold_cli_history_open ();
  g_autoptr (GError) error = NULL;
  g_autofree char *size = NULL;
  g_autofree char *text = NULL;
  guint64 n_removed = 0;
  guint64 n_bytes = 0;

  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  if (!fanfold_history_prune (history,
                              limits->max_bytes,
                              limits->max_runs,
                              limits->max_age_usec,
                              &n_removed,
                              &n_bytes,
                              &error))
    return fanfold_cli_history_fail (error);

  size = g_format_size (n_bytes);
  if (json)
    text = g_strdup_printf ("{\"removed\":%" G_GUINT64_FORMAT ",\"bytes\":%" G_GUINT64_FORMAT "}\n",
                            n_removed,
                            n_bytes);
  else
    text = g_strdup_printf (
        "Removed %" G_GUINT64_FORMAT " run%s, %s.\n", n_removed, n_removed == 1 ? "" : "s", size);

  return fanfold_cli_print (text);
}

int
fanfold_cli_history_prune (char **argv)
{
  g_auto (GStrv) operands = g_strdupv (argv);
  Limits limits = { 0 };
  gboolean json = FALSE;
  const int raw = G_OPTION_FLAG_FILENAME;
  const GOptionArg callback = G_OPTION_ARG_CALLBACK;
  const GOptionEntry entries[] = {
    { "max-bytes", 0, raw, callback, limit_cb, "Leave so much, as in 500M or 2G", "SIZE" },
    { "max-runs", 0, raw, callback, limit_cb, "Leave so many runs", "N" },
    { "older-than", 0, raw, callback, limit_cb, "Remove what began before, as in 30d", "AGE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    G_OPTION_ENTRY_NULL,
  };
  const FanfoldCliSyntax syntax = {
    .name = "history prune",
    .operands = "",
    .summary = "Removes the oldest runs that are over and not kept, until what is left is within "
               "the limits;\nwithout any limit those that hold by themselves: 2 GB and 1,000 runs. "
               "An AGE is a number\nwith s, min, h, d or w behind it.",
    .description = "Examples:\n"
                   "  fanfold-cli history prune --older-than=30d\n"
                   "  fanfold-cli history prune --max-bytes=500M --max-runs=100\n",
    .entries = entries,
    .data = &limits,
  };
  int status;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  if (!limits.given)
    {
      limits.max_bytes = FANFOLD_HISTORY_MAX_BYTES;
      limits.max_runs = FANFOLD_HISTORY_MAX_RUNS;
    }

  return prune (&limits, json);
}
