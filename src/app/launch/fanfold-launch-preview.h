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
 * "refused": it cannot be; "launch": the button was pressed, or what was awaited is ready;
 * "leave-out" (s, as): the files of the input of that name that these globs match are not to be
 * jobs. */

void fanfold_launch_preview_set_engine (FanfoldLaunchPreview *self, FanfoldEngine *engine);

/* Jobs are added to a run, instead of being launched: the button says so. */
void fanfold_launch_preview_set_adds (FanfoldLaunchPreview *self, gboolean adds);

/* A batch to be, copied; it is expanded a quarter of a second after the last call, and its jobs are
 * looked at then. What went on before is cancelled. */
void fanfold_launch_preview_set_batch (FanfoldLaunchPreview *self, FanfoldBatch *batch);

/* No batch yet, and why; @wrong: something is wrong, rather than missing. */
void fanfold_launch_preview_set_gap (FanfoldLaunchPreview *self, const char *text, gboolean wrong);

gboolean fanfold_launch_preview_is_ready (FanfoldLaunchPreview *self);

/* Once the jobs that are being counted are ready, "launch" is signalled, unless there is another
 * batch, or the counting is stopped, before. False: none are being counted. */
gboolean fanfold_launch_preview_await (FanfoldLaunchPreview *self);

/* The batch is on its way, says @text; until the next batch, or … */
void fanfold_launch_preview_set_starting (FanfoldLaunchPreview *self, const char *text);
/* … it is refused, and why. */
void fanfold_launch_preview_refuse (FanfoldLaunchPreview *self, const char *message);

G_END_DECLS
