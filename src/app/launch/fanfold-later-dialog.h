/* fanfold-later-dialog.h: asks when a run is to begin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_LATER_DIALOG (fanfold_later_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldLaterDialog, fanfold_later_dialog, FANFOLD, LATER_DIALOG, AdwMessageDialog)

/* [main] all. The response is "launch" where it was answered. */
FanfoldLaterDialog *fanfold_later_dialog_new (GtkWindow *parent);

/* Wall clock, microseconds. */
gint64 fanfold_later_dialog_get_time (FanfoldLaterDialog *self);

G_END_DECLS
