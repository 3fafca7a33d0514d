/* fanfold-limit-dialog.h: why a form that is limited to jobs of a run cannot be written down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-launch-form.h"

G_BEGIN_DECLS

/* [main] Where @form is limited to some jobs of an earlier run, which only the history can name:
 * says so below @heading, and what to do. False, and nothing, otherwise. */
gboolean
fanfold_limit_dialog_refuse (GtkWindow *window, FanfoldLaunchForm *form, const char *heading);

G_END_DECLS
