/* fanfold-window.h: the window with the three views
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_WINDOW (fanfold_window_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldWindow, fanfold_window, FANFOLD, WINDOW, AdwApplicationWindow)

/* [main] all. Properties: "engine" (FanfoldEngine, construct only), "n-live" (u: runs that go on,
 * shown at the switcher). The views ask for a toast through the action "win.toast" (s), so that two
 * never lie over each other. */

/* (transfer floating), owned by GTK */
FanfoldWindow *fanfold_window_new (GtkApplication *application, FanfoldEngine *engine);

/* The engine has started, or (@error, nullable) cannot run anything. */
void fanfold_window_set_started (FanfoldWindow *self, const GError *error);

/* As fanfold_file_actions_take_files (): a batch for review, anything else as inputs; starts
 * nothing. */
void fanfold_window_open_files (FanfoldWindow *self, GFile **files, int n_files);

/* As fanfold_save_actions_ask (). */
gboolean fanfold_window_ask_to_save (FanfoldWindow *self, const char *action);

G_END_DECLS
