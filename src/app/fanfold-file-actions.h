/* fanfold-file-actions.h: opens files in a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-launch-view.h"
#include "fanfold-recent-menu.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FILE_ACTIONS (fanfold_file_actions_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFileActions, fanfold_file_actions, FANFOLD, FILE_ACTIONS, GObject)

/* [main] all. Adds the actions open, open-recent (s: URI) and restore to @window, which is to own
 * it, and to have the actions view (s) and toast (s). Nothing is read on the main thread. (transfer
 * full) */
FanfoldFileActions *fanfold_file_actions_new (GtkApplicationWindow *window,
                                              AdwToastOverlay *toasts,
                                              FanfoldLaunchView *view,
                                              FanfoldRecentMenu *recent);
/* The window is going: nothing happens any more. */
void fanfold_file_actions_stop (FanfoldFileActions *self);

/* Shows the first batch among @files for review; or else takes tables of values (CSV) as inputs, or
 * else all files and folders as inputs. Starts nothing. */
void fanfold_file_actions_take_files (FanfoldFileActions *self, GListModel *files);

/* The same with the value of a drop or of the clipboard. */
void fanfold_file_actions_take_list (FanfoldFileActions *self, GdkFileList *list);

/* Shows a batch that is to be added to @run. */
void
fanfold_file_actions_show_addition (FanfoldFileActions *self, FanfoldBatch *batch, FanfoldRun *run);

/* Shows for review what is in no file. @notes: (nullable) sentences about it. */
void fanfold_file_actions_show_batch (FanfoldFileActions *self,
                                      FanfoldBatch *batch,
                                      const char *const *notes);

G_END_DECLS
