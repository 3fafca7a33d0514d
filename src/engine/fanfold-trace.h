/* fanfold-trace.h: a recorded run as events of its jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

/* [any] Waits for the disk. Appends the run as JSON Lines, in the form that
 * tests/bench/replay-remaining.c describes: sizes, kinds and earlier durations of the jobs, when
 * they began and ended. No names and no arguments. What is not recorded is left out: fractions,
 * pauses, other numbers of slots; there were as many slots as have had jobs. */
gboolean fanfold_trace_append (GString *text,
                               FanfoldHistory *history,
                               const FanfoldHistoryRun *run,
                               GError **error);

G_END_DECLS
