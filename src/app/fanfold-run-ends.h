/* fanfold-run-ends.h: tells when one of several runs is over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_ENDS (fanfold_run_ends_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRunEnds, fanfold_run_ends, FANFOLD, RUN_ENDS, GObject)

/* [main] Of @runs (FanfoldRun), also of those that are added later. Signal "ended": one of them is
 * over, and was not before. (transfer full) */
FanfoldRunEnds *fanfold_run_ends_new (GListModel *runs);

G_END_DECLS
