/* fanfold-again-bar.h: what can be done with a run: others at once, the failed ones again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-bin.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_AGAIN_BAR (fanfold_again_bar_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldAgainBar, fanfold_again_bar, FANFOLD, AGAIN_BAR, FanfoldRunBin)

#define FANFOLD_AGAIN_FAILED                                                                       \
  (1u << FANFOLD_JOB_FAILED | 1u << FANFOLD_JOB_CRASHED | 1u << FANFOLD_JOB_TIMED_OUT)

/* [main] all. Made by a template. Property "run" (FanfoldRun, nullable). It asks for what is to be
 * done by the window's actions run-again and edit-again, both (ta(tt)): the run's number, and the
 * jobs as first and count. */

/* What such an action takes. (transfer floating) */
GVariant *fanfold_again_bar_make_target (FanfoldRun *run, FanfoldRanges *jobs);

G_END_DECLS
