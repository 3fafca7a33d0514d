/* fanfold-clear-dialog.h: asks before results of the memo cache are deleted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_CLEAR_DIALOG_CLEAR "clear"

/* [main] Over the window of @parent, not yet presented; its response is FANFOLD_CLEAR_DIALOG_CLEAR
 * where the person agrees. (transfer none): it is its own. */
AdwMessageDialog *
fanfold_clear_dialog_new (GtkWidget *parent, const char *heading, guint64 n_entries, guint64 bytes);

G_END_DECLS
