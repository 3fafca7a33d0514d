/* fanfold-cli-dry-run.h: the jobs of a batch, printed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* A line a job on standard output: {"index":0,"arguments":{"x":1.0}}. A stream is read to its end,
 * and its jobs are printed as they come. @combine: what @batch expands to. Gives an exit status. */
int fanfold_cli_dry_run (FanfoldBatch *batch, FanfoldCombine *combine);

G_END_DECLS
