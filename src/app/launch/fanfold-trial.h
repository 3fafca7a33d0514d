/* fanfold-trial.h: a run of a few jobs, to see whether a batch does what was meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [main] @batch with at most @n_jobs of its jobs, drawn at random, and named so. (transfer full) */
FanfoldBatch *fanfold_trial_new_batch (FanfoldBatch *batch, guint n_jobs, const char *label);

G_END_DECLS
