/* fanfold-cli-import.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli.h"

#include "fanfold-parallel-line.h"

int
fanfold_cli_import (char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  const FanfoldCliSyntax syntax = {
    .name = "import",
    .operands = "LINE",
    .summary = "Prints the batch file that does what a line for GNU parallel does. Nothing is run.",
    .description = "Example:\n"
                   "  fanfold-cli import 'parallel -j4 gzip ::: *.log' > logs.fanfold\n"
                   "\n"
                   "What is left out of the line is said on standard error.\n",
    .entries = entries,
    .n_operands_min = 1,
    .n_operands_max = 1,
  };
  g_auto (GStrv) operands = g_strdupv (argv);
  g_auto (GStrv) notes = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  int status;
  guint i;

  if (!fanfold_cli_parse (&syntax, &operands, &status))
    return status;

  batch = fanfold_parallel_line_parse (operands[1], &notes, &error);
  if (batch == NULL)
    {
      fanfold_cli_complain ("%s", error->message);
      return FANFOLD_CLI_BAD_INPUT;
    }
  for (i = 0; notes[i] != NULL; i++)
    fanfold_cli_complain ("%s", notes[i]);

  text = fanfold_batch_to_text (batch);

  return fanfold_cli_print (text);
}
