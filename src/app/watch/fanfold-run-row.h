/* fanfold-run-row.h: a run in the list of runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-bin.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_ROW (fanfold_run_row_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRunRow, fanfold_run_row, FANFOLD, RUN_ROW, FanfoldRunBin)

/* [main] Made by a list's factory. Property "run" (FanfoldRun, nullable). */

G_END_DECLS
