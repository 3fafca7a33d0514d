/* fanfold-cli-failures.h: what went wrong in a run, in short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-causes.h"
#include "fanfold-run.h"
#include "fanfold-stream.h"

G_BEGIN_DECLS

/* How many jobs of a run that is over did not end well, and why, by cause. Waits for the disk. */
void fanfold_cli_failures_print (FanfoldRun *run, FanfoldStream *stream);

/* The first job of each cause with its arguments and message, and which others are like it. Only
 * the causes of most jobs; that there are more is said. @combine: (nullable) */
void
fanfold_cli_failures_append_causes (GString *text, FanfoldCauses *causes, FanfoldCombine *combine);

/* "exit status 3", "signal 11 (SIGSEGV)"; nothing for an end that is not known. */
void fanfold_cli_failures_append_end (GString *text, FanfoldJobEnd end);

G_END_DECLS
