/* fanfold-batch-defaults.h: what a batch says that goes without saying
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [any] Takes away values that @function's parameters have anyway: the jobs are the same. */
void fanfold_batch_drop_defaults (FanfoldBatch *batch, FanfoldFunction *function);

G_END_DECLS
