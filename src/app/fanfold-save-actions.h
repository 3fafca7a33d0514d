/* fanfold-save-actions.h: saves the batches of a window, and asks before one is lost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-launch-page.h"
#include "fanfold-recent-menu.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_SAVE_ACTIONS (fanfold_save_actions_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldSaveActions, fanfold_save_actions, FANFOLD, SAVE_ACTIONS, GObject)

/* [main] all. Adds the actions save and save-as to @window, which is to own it and to have the
 * action toast (s), and has the window called after the file. Nothing is written on the main
 * thread. (transfer full) */
FanfoldSaveActions *fanfold_save_actions_new (GtkApplicationWindow *window,
                                              FanfoldLaunchPage *page,
                                              FanfoldRecentMenu *recent);
/* The window is going: nothing happens any more. */
void fanfold_save_actions_stop (FanfoldSaveActions *self);

/* Writes the batch of @form to @file, which is the form's from then on, unless that fails. @done is
 * not called where the window has gone meanwhile. */
typedef void (*FanfoldSaveActionsFunc) (GFile *file, const GError *error, gpointer user_data);
void fanfold_save_actions_save (FanfoldSaveActions *self,
                                FanfoldLaunchForm *form,
                                GFile *file,
                                FanfoldSaveActionsFunc done,
                                gpointer user_data);

/* The batch of the form on show was launched: the history has it. */
void fanfold_save_actions_note_launched (FanfoldSaveActions *self);

/* True where something would be lost: the person is asked, and @action, of the window or the
 * application, is done when it has been saved or given up. */
gboolean fanfold_save_actions_ask (FanfoldSaveActions *self, const char *action);

G_END_DECLS
