/* fanfold-run-keeper.h: keeps the program alive, the machine awake and the person told while a run
 * goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN_KEEPER (fanfold_run_keeper_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRunKeeper, fanfold_run_keeper, FANFOLD, RUN_KEEPER, GObject)

/* [main] all. Samples the engine ten times a second while it is watched or a run goes on, has it
 * follow other programs while it is watched, and keeps the session from suspending while a run goes
 * on, unless it is paused and the last of its jobs has ended; holds the application while one goes
 * on or waits; sends a notification when one ends and no window of the application is active.
 *
 * Properties: "n-live" (u, read only: runs that are not over, without those of other
 * programs), "watched" (b: somebody looks). */

/* (transfer full) */
FanfoldRunKeeper *fanfold_run_keeper_new (GtkApplication *application, FanfoldEngine *engine);

guint fanfold_run_keeper_get_n_live (FanfoldRunKeeper *self);
/* All that are live are held: without anybody's doing nothing will ever begin. */
gboolean fanfold_run_keeper_is_held (FanfoldRunKeeper *self);

/* No more samples and no hold: what a program does before it shuts the engine down. */
void fanfold_run_keeper_stop (FanfoldRunKeeper *self);

/* "Done 1,204 of 1,204 · 311 cached · 3 failed": how @run went. (transfer full) */
char *fanfold_run_keeper_summarize (FanfoldRun *run);

G_END_DECLS
