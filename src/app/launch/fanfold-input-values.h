/* fanfold-input-values.h: the texts of an input as a list model, made as they are looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INPUT_VALUES (fanfold_input_values_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldInputValues, fanfold_input_values, FANFOLD, INPUT_VALUES, GObject)

/* [main] A GListModel of GtkStringObject. (transfer full) */
FanfoldInputValues *fanfold_input_values_new (FanfoldInput *input);

G_END_DECLS
