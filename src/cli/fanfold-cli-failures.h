/* fanfold-cli-failures.h: what went wrong in a run, in short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"
#include "fanfold-stream.h"

G_BEGIN_DECLS

/* How many jobs of a run that is over did not end well, and the first of them. */
void fanfold_cli_failures_print (FanfoldRun *run, FanfoldStream *stream);

G_END_DECLS
