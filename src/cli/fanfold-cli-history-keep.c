/* fanfold-cli-history-keep.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-history.h"

static const FanfoldCliSyntax keep = {
  .name = "history keep",
  .operands = "RUN…",
  .summary = "Has runs kept for good: they are never pruned. RUN is a number, or \"last\".",
  .description = "Examples:\n"
                 "  fanfold-cli history keep 7\n"
                 "  fanfold-cli history unkeep 7\n",
};

static const FanfoldCliSyntax unkeep = {
  .name = "history unkeep",
  .operands = "RUN…",
  .summary = "Has runs pruned again when they are the oldest. RUN is a number, or \"last\".",
  .description = "Examples:\n"
                 "  fanfold-cli history unkeep 7\n",
};

static int
set_kept (const FanfoldCliSyntax *form, char **argv, gboolean kept)
{
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_auto (GStrv) operands = g_strdupv (argv);
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  FanfoldCliSyntax syntax = *form;
  int status;
  guint i;

  syntax.entries = entries;
  syntax.n_operands_min = 1;
  syntax.n_operands_max = G_MAXUINT;
  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  history = fanfold_cli_history_open ();
  if (history == NULL)
    return FANFOLD_CLI_BROKEN;
  if (!fanfold_cli_history_find_all (history, operands + 1, FALSE, ids, &status))
    return status;

  for (i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!fanfold_history_set_kept (history, g_array_index (ids, guint64, i), kept, &error))
        return fanfold_cli_history_fail (error);
    }

  return FANFOLD_CLI_OK;
}

int
fanfold_cli_history_keep (char **argv)
{
  return set_kept (&keep, argv, TRUE);
}

int
fanfold_cli_history_unkeep (char **argv)
{
  return set_kept (&unkeep, argv, FALSE);
}
