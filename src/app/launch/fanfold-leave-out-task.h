/* fanfold-leave-out-task.h: looks for what leaves out the files that look wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"
#include "fanfold-preflight.h"

G_BEGIN_DECLS

/* [main] The input whose files can be left out: the one of kind FILES, where there is no other.
 * (transfer none) (nullable) */
const char *fanfold_leave_out_task_find_input (FanfoldBatch *batch);

/* [main] Off the main thread: what fanfold_leave_out_find () gives. */
void fanfold_leave_out_task_async (FanfoldPreflight *preflight,
                                   const char *name,
                                   FanfoldFindingKind kind,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GStrv fanfold_leave_out_task_finish (GAsyncResult *result, GError **error);

G_END_DECLS
