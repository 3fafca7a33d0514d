/* fanfold-add-actions.h: adds inputs to the run that is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"
#include "fanfold-file-actions.h"
#include "fanfold-line-actions.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_ADD_ACTIONS (fanfold_add_actions_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldAddActions, fanfold_add_actions, FANFOLD, ADD_ACTIONS, GObject)

/* [main] all. For @window, which is to own it and to have the action toast (s). @toasts, @files are
 * borrowed for as long. (transfer full) */
FanfoldAddActions *fanfold_add_actions_new (GtkApplicationWindow *window,
                                            FanfoldEngine *engine,
                                            AdwToastOverlay *toasts,
                                            FanfoldFileActions *files);
/* The window is going: nothing happens any more. */
void fanfold_add_actions_stop (FanfoldAddActions *self);

/* Opens the batch of @run in Launch, without the values of its main input: others are to be added.
 */
void fanfold_add_actions_edit (FanfoldAddActions *self, FanfoldRun *run);

/* Adds files and folders as values of the main input. */
void fanfold_add_actions_take_list (FanfoldAddActions *self, FanfoldRun *run, GdkFileList *list);
/* The same with those in the clipboard, or with the lines of its text, but for one that @lines,
 * which is borrowed, has a use for. */
void
fanfold_add_actions_paste (FanfoldAddActions *self, FanfoldRun *run, FanfoldLineActions *lines);

/* Says that @n jobs were added to @run, from @first on. */
void fanfold_add_actions_tell (FanfoldAddActions *self, FanfoldRun *run, guint64 first, guint64 n);

G_END_DECLS
