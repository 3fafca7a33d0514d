/* fanfold-run-halt.h: why a run that goes on starts no jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_RUN_HALT_NONE,      /* it does, or does not go on */
  FANFOLD_RUN_HALT_PAUSE,     /* somebody paused it */
  FANFOLD_RUN_HALT_CONDITION, /* others need the machine */
  FANFOLD_RUN_HALT_HISTORY,   /* what is over cannot be recorded, as on a full disk */
  FANFOLD_RUN_HALT_SHORT,     /* memory or room is short */
  FANFOLD_RUN_HALT_DRAIN,     /* for good: those that run may end */
  FANFOLD_RUN_HALT_STOP,      /* for good: those that run are ended */
  FANFOLD_N_RUN_HALTS
} FanfoldRunHalt;

/* [any] "paused", "condition", "history", "short", "drain", "stop"; NULL: none. */
const char *fanfold_run_halt_to_string (FanfoldRunHalt halt);

/* [any] @word: (nullable). None where there is no such word. */
FanfoldRunHalt fanfold_run_halt_from_string (const char *word);

G_END_DECLS
