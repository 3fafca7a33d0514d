/* fanfold-again-actions.h: runs jobs of a run again, as they were or after an edit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"
#include "fanfold-file-actions.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_AGAIN_ACTIONS (fanfold_again_actions_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldAgainActions, fanfold_again_actions, FANFOLD, AGAIN_ACTIONS, GObject)

/* [main] all. Adds the actions run-again and edit-again to @window, which is to own it and to have
 * the action toast (s). Both take (ta(tt)): the number of a run, and jobs as first and count.
 * run-again makes further attempts in that run, where no jobs are named at those that are not
 * finished; edit-again opens its batch for review, for those
 * jobs alone.
 * @files is borrowed for as long. (transfer full) */
FanfoldAgainActions *fanfold_again_actions_new (GtkApplicationWindow *window,
                                                FanfoldEngine *engine,
                                                FanfoldFileActions *files);
/* The window is going: nothing happens any more. */
void fanfold_again_actions_stop (FanfoldAgainActions *self);

G_END_DECLS
