/* fanfold-launcher.h: starts batches, or adds them to runs, one at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LAUNCHER (fanfold_launcher_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLauncher, fanfold_launcher, FANFOLD, LAUNCHER, GObject)

/* [main] all. Signals "launched" (FanfoldRun); "added" (FanfoldRun, t, t): so many jobs to it, from
 * the first of these numbers on; "failed" (s): why neither could be done. None comes once the
 * engine was taken away. (transfer full) */
FanfoldLauncher *fanfold_launcher_new (void);

/* (nullable) */
void fanfold_launcher_set_engine (FanfoldLauncher *self, FanfoldEngine *engine);

/* What was begun has not ended yet: nothing else may be begun. */
gboolean fanfold_launcher_is_busy (FanfoldLauncher *self);

void
fanfold_launcher_launch (FanfoldLauncher *self, FanfoldBatch *batch, const FanfoldStart *start);
void fanfold_launcher_add (FanfoldLauncher *self, FanfoldBatch *batch, FanfoldRun *run);

G_END_DECLS
