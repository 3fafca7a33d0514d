/* fanfold-run-log-view.h: the log of a run, as far as it has been written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-bin.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_LOG_VIEW (fanfold_run_log_view_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRunLogView, fanfold_run_log_view, FANFOLD, RUN_LOG_VIEW, FanfoldRunBin)

/* [main] Made by templates. */

G_END_DECLS
