/* fanfold-cli-dry-run.h: the jobs of a batch, printed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"

G_BEGIN_DECLS

/* A line a job on standard output: {"index":0,"arguments":{"x":1.0}}. Gives an exit status. */
int fanfold_cli_dry_run (FanfoldCombine *combine);

G_END_DECLS
