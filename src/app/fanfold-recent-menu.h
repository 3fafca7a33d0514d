/* fanfold-recent-menu.h: the batches that were opened or saved last, as a menu
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_RECENT_MENU (fanfold_recent_menu_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRecentMenu, fanfold_recent_menu, FANFOLD, RECENT_MENU, GObject)

/* [main] all. (transfer full) */
FanfoldRecentMenu *fanfold_recent_menu_new (void);

/* Follows what the desktop remembers: items of the action win.open-recent (s: URI). (transfer none)
 */
GMenuModel *fanfold_recent_menu_get_model (FanfoldRecentMenu *self);

/* @file was opened or saved. */
void fanfold_recent_menu_add (FanfoldRecentMenu *self, GFile *file);
/* It is not there any more. */
void fanfold_recent_menu_remove (FanfoldRecentMenu *self, GFile *file);

G_END_DECLS
