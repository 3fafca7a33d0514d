/* fanfold-start-actions.h: ways to launch beside the plain one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] For the class of the launch view, and for it: "launch.start" (s: now, held or
 * after-success) and "launch.later", which asks when. */
void fanfold_start_actions_install (GtkWidgetClass *widget_class);
/* Says to a screen reader what the arrow of an AdwSplitButton is for, as its tooltip does. */
void fanfold_start_actions_name_menu (GtkWidget *split_button);
void fanfold_start_actions_set_enabled (GtkWidget *widget, gboolean enabled);

G_END_DECLS
