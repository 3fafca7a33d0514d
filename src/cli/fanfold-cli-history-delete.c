/* fanfold-cli-history-delete.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

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
    .summary = "Deletes runs with their jobs, results and logs. The memo cache stays as it is. RUN "
               "is a number,\nor \"last\". Where one of them goes on or is not there, none is "
               "deleted.",
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
  if (!fanfold_cli_history_find_all (history, operands + 1, TRUE, ids, &status))
    return status;

  for (i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!fanfold_history_delete (history, g_array_index (ids, guint64, i), &error))
        {
          fanfold_cli_complain ("%s", error->message);
          return FANFOLD_CLI_BROKEN;
        }
    }

  return FANFOLD_CLI_OK;
}
