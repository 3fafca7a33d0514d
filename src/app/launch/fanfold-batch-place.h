/* fanfold-batch-place.h: a batch in another folder, with its paths meaning what they meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [main] A copy of @batch for @folder (nullable: nowhere on this machine): relative paths of its
 * inputs become absolute, unless they are below @folder anyway. (transfer full) */
FanfoldBatch *
fanfold_batch_place (FanfoldBatch *batch, FanfoldFunction *function, const char *folder);

G_END_DECLS
