/* fanfold-queue-bar.h: what can be done about a run that does not go on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-bin.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_QUEUE_BAR (fanfold_queue_bar_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldQueueBar, fanfold_queue_bar, FANFOLD, QUEUE_BAR, FanfoldRunBin)

/* [main] Made by templates, in a run page in a Watch view, whose actions it offers for a run that
 * waits. One that was stopped or interrupted is resumed by "win.run-again".
 *
 * Properties: "run" (FanfoldRun, nullable). */

G_END_DECLS
