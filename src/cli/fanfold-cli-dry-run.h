/* fanfold-cli-dry-run.h: the jobs of a batch, printed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"

G_BEGIN_DECLS

/* A line a job on standard output: {"index":0,"arguments":{"x":1.0}}, or with @as_commands, of a
 * batch of command.run, the command itself. A stream is read to its end, and its jobs are printed
 * as they come. Of others follows on standard error what looks wrong, and how many jobs there are,
 * how many are in the cache and about how long the rest takes. @combine: what @batch expands to.
 * Gives an exit status. */
int fanfold_cli_dry_run (FanfoldEngine *engine,
                         FanfoldBatch *batch,
                         FanfoldCombine *combine,
                         gboolean as_commands);

G_END_DECLS
