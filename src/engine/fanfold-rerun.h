/* fanfold-rerun.h: jobs of a run on their way to be part of a new one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"

G_BEGIN_DECLS

/* [main] Loads @run where it is not, and gives @callback a GTask of @source_object with a
 * FanfoldBatch as its result: a copy of @batch whose parent these jobs are. @jobs: (transfer full).
 * The errors are those of fanfold_engine_launch_again_async (). */
void fanfold_rerun_start (gpointer source_object,
                          FanfoldRun *run,
                          FanfoldRanges *jobs,
                          FanfoldBatch *batch,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

G_END_DECLS
