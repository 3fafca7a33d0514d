/* fanfold-job-menu.h: the menu of the selected rows of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* [main] Shows @menu by a click of the other button, a long press, the Menu key and Shift+F10. A
 * row that is pointed at and is not selected is selected alone. @parent is to unparent what is
 * given when it goes; (transfer none) */
GtkWidget *fanfold_job_menu_new (GtkWidget *parent, GtkColumnView *view, GMenuModel *menu);

G_END_DECLS
