/* fanfold-cli-running.h: the jobs of a run that are running now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run.h"
#include "fanfold-stream.h"

G_BEGIN_DECLS

/* A line for the run and one for each of them, those that have run longest first: number, how long,
 * how far, arguments. */
void fanfold_cli_running_print (FanfoldRun *run, FanfoldStream *stream);

G_END_DECLS
