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

/* [main] (nullable) The run whose page is to be seen. (transfer none) */
FanfoldRun *fanfold_watch_view_get_shown_run (FanfoldWatchView *self);
/* [main] Whether @widget is on that page. */
gboolean fanfold_watch_view_is_on_page (FanfoldWatchView *self, GtkWidget *widget);

/* [main] Moves the focus to the search for runs. FALSE where there are none yet. */
gboolean fanfold_watch_view_find (FanfoldWatchView *self);

G_END_DECLS
