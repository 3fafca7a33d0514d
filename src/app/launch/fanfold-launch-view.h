/* fanfold-launch-view.h: the view Launch: the functions, and the page of the chosen one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-launch-page.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LAUNCH_VIEW (fanfold_launch_view_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLaunchView, fanfold_launch_view, FANFOLD, LAUNCH_VIEW, AdwBin)

/* [main] all. Made by the window's template. Property "engine" (FanfoldEngine, nullable). */

/* [main] The engine has looked for plugins, or (@error) cannot run anything. */
void fanfold_launch_view_set_started (FanfoldLaunchView *self, const GError *error);

/* [main] Shows @batch for review, with what it would run; starts nothing. Waits for the plugins
 * where they are not there yet, and looks for them again where none has its function. Where it has
 * a parent, what is taken from there cannot be edited.
 * @notes: (nullable) sentences to show with it. */
void fanfold_launch_view_show_batch (FanfoldLaunchView *self,
                                     FanfoldBatch *batch,
                                     const char *const *notes);

/* [main] Shows @batch, which is to be added to @run, likewise. */
void
fanfold_launch_view_show_addition (FanfoldLaunchView *self, FanfoldBatch *batch, FanfoldRun *run);

/* [main] Where the chosen function is filled in and launched. (transfer none) */
FanfoldLaunchPage *fanfold_launch_view_get_page (FanfoldLaunchView *self);

/* [main] The form on show, of a command where no function is chosen; NULL: there is none, or not
 * yet. (transfer none) */
FanfoldLaunchForm *fanfold_launch_view_get_form_or_command (FanfoldLaunchView *self);

/* [main] Files and folders (of GFile) as inputs of the form on show; where it takes none, of a
 * command. */
void fanfold_launch_view_add_files (FanfoldLaunchView *self, GListModel *files);

/* [main] Puts the cursor where functions are searched. */
void fanfold_launch_view_find (FanfoldLaunchView *self);

G_END_DECLS
