/* fanfold-trace.h: a recorded run as events of its jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

/* [any] Waits for the disk. Appends the run as JSON Lines, in the form that
 * tests/bench/replay-remaining.c describes: sizes, kinds and earlier durations of the jobs, when
 * they began and ended, how long failed ones wait, the delay between starts, pauses and other
 * numbers of jobs at once; between two sessions the run is paused, and
 * what waited when it drained for good is dropped. No names and no arguments. Of
 * fractions there are a few, those of jobs that took long. Where no numbers were recorded, as many
 * jobs ran at once as slots have had some. */
gboolean fanfold_trace_append (GString *text,
                               FanfoldHistory *history,
                               const FanfoldHistoryRun *run,
                               GError **error);

G_END_DECLS
