/* fanfold-group-dialog.h: asks in which group a run is to wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_GROUP_DIALOG (fanfold_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldGroupDialog, fanfold_group_dialog, FANFOLD, GROUP_DIALOG, AdwMessageDialog)

/* [main] all. The response is "move" where it was answered. */
FanfoldGroupDialog *fanfold_group_dialog_new (GtkWindow *parent, const char *group);

/* "" for no group. */
const char *fanfold_group_dialog_get_group (FanfoldGroupDialog *self);

G_END_DECLS
