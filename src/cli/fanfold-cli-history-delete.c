/* fanfold-cli-history-delete.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

/* Every name is checked before the first run goes. */
static gboolean
find_all (FanfoldHistory *history, char **names, GArray *ids, int *status)
{
  for (; *names != NULL; names++)
    {
      g_autoptr (FanfoldHistoryRun) run = fanfold_cli_history_find (history, *names, status);

      if (run == NULL)
        return FALSE;
      if (!fanfold_run_state_is_over (run->state))
        {
          fanfold_cli_complain (
              "Run %" G_GUINT64_FORMAT " still goes on: stop it before deleting it", run->id);
          *status = FANFOLD_CLI_BAD_INPUT;
          return FALSE;
        }
      g_array_append_val (ids, run->id);
    }

  return TRUE;
}

static gboolean
stands_before (GArray *ids, guint place)
{
  guint i;

  for (i = 0; i < place; i++)
    if (g_array_index (ids, guint64, i) == g_array_index (ids, guint64, place))
      return TRUE;

  return FALSE;
}

int
fanfold_cli_history_delete (char **argv)
{
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) operands = g_strdupv (argv);
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  const FanfoldCliSyntax syntax = {
    .name = "history delete",
    .operands = "RUN…",
    .summary =
        "Deletes runs with their jobs, results and logs. The memo cache stays as it is. RUN is "
        "a number,\nor \"last\". Where one of them cannot be deleted, none is.",
    .description = "Examples:\n"
                   "  fanfold-cli history delete 7\n"
                   "  fanfold-cli history delete 3 4 5\n",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = G_MAXUINT,
  };
  int status;
  guint i;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  history = fanfold_cli_history_open ();
  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  if (!find_all (history, operands + 1, ids, &status))
    return status;

  for (i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!stands_before (ids, i) &&
          !fanfold_history_delete (history, g_array_index (ids, guint64, i), &error))
        {
          fanfold_cli_complain ("%s", error->message);
          return FANFOLD_CLI_BROKEN;
        }
    }

  return FANFOLD_CLI_OK;
}
