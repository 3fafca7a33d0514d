/* fanfold-watch-view.h: the view Watch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_WATCH_VIEW (fanfold_watch_view_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldWatchView, fanfold_watch_view, FANFOLD, WATCH_VIEW, AdwBin)

/* [main] all. Made by the window's template. Properties "engine" (FanfoldEngine, nullable) and,
 * read only, "run": what is shown. */

/* [main] Chooses that run in the list and shows it. */
void fanfold_watch_view_show_run (FanfoldWatchView *self, FanfoldRun *run);

/* [main] Moves the focus to the search for runs. FALSE where there are none yet. */
gboolean fanfold_watch_view_find (FanfoldWatchView *self);

G_END_DECLS
