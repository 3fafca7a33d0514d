/* fanfold-line-actions.h: a batch as a command line on the clipboard, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-file-actions.h"
#include "fanfold-save-actions.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LINE_ACTIONS (fanfold_line_actions_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLineActions, fanfold_line_actions, FANFOLD, LINE_ACTIONS, GObject)

/* [main] all. Adds the actions copy-line and paste-line to @window, which is to own it and to have
 * the action toast (s). The other two are borrowed for as long. (transfer full) */
FanfoldLineActions *fanfold_line_actions_new (GtkApplicationWindow *window,
                                              FanfoldLaunchPage *page,
                                              FanfoldFileActions *files,
                                              FanfoldSaveActions *saves);
/* The window is going: nothing happens any more. */
void fanfold_line_actions_stop (FanfoldLineActions *self);

/* What is on the clipboard: a line for GNU parallel is opened for review, files are taken as when
 * they are dropped. */
void fanfold_line_actions_paste (FanfoldLineActions *self);

/* The same with a text. */
void fanfold_line_actions_take_text (FanfoldLineActions *self, const char *text);

/* [any] Whether a text is taken for such a line. */
gboolean fanfold_line_actions_is_line (const char *text);

G_END_DECLS
