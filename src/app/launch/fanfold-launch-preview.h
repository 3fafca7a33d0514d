/* fanfold-launch-preview.h: what a launch would be: its jobs, their time, what looks wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LAUNCH_PREVIEW (fanfold_launch_preview_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLaunchPreview, fanfold_launch_preview, FANFOLD, LAUNCH_PREVIEW, AdwBin)

/* [main] all. Property "ready" (b, read only: the batch was expanded and can be launched). Signals
 * "refused": the expansion of the batch failed; "launch": the button was pressed; "launched"
 * (FanfoldRun); "added" (FanfoldRun, t, t): so many jobs to it, from the first of these numbers on;
 * "leave-out" (s, as): the files of the input of that name that these globs match are not to be
 * jobs. */

void fanfold_launch_preview_set_engine (FanfoldLaunchPreview *self, FanfoldEngine *engine);

/* (nullable) The run to which jobs are added, instead of being launched. */
void fanfold_launch_preview_set_target (FanfoldLaunchPreview *self, FanfoldRun *target);

gboolean fanfold_launch_preview_has_target (FanfoldLaunchPreview *self);

/* A batch to be, copied; it is expanded a quarter of a second after the last call, and its jobs are
 * looked at then. What went on before is cancelled. */
void fanfold_launch_preview_set_batch (FanfoldLaunchPreview *self, FanfoldBatch *batch);

/* No batch yet, and why; @wrong: something is wrong, rather than missing. */
void fanfold_launch_preview_set_gap (FanfoldLaunchPreview *self, const char *text, gboolean wrong);

gboolean fanfold_launch_preview_is_ready (FanfoldLaunchPreview *self);

/* Starts @batch, or adds it to the target, or says why that cannot be done. */
void fanfold_launch_preview_launch (FanfoldLaunchPreview *self,
                                    FanfoldBatch *batch,
                                    const FanfoldStart *start);

G_END_DECLS
