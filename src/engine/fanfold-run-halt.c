/* fanfold-run-halt.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-halt.h"

static const char *const words[FANFOLD_N_RUN_HALTS] = {
  NULL, "paused", "condition", "history", "short", "drain", "stop",
};

const char *
fanfold_run_halt_to_string (FanfoldRunHalt halt)
{
  g_return_val_if_fail (halt < FANFOLD_N_RUN_HALTS, NULL);

  return words[halt];
}

FanfoldRunHalt
fanfold_run_halt_from_string (const char *word)
{
  for (guint i = 0; i < FANFOLD_N_RUN_HALTS; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return (FanfoldRunHalt) i;

  return FANFOLD_RUN_HALT_NONE;
}
