/* fanfold-start-actions.h: ways to launch beside the plain one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* [main] For the class of the launch page, and for it: "launch.start" (s: now, held or
 * after-success) and "launch.later", which asks when. */
void fanfold_start_actions_install (GtkWidgetClass *widget_class);
void fanfold_start_actions_set_enabled (GtkWidget *widget, gboolean enabled);

G_END_DECLS
