/* fanfold-values-window.h: the values of a long list as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_VALUES_WINDOW (fanfold_values_window_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldValuesWindow, fanfold_values_window, FANFOLD, VALUES_WINDOW, AdwWindow)

/* [main] @input: a list. */
GtkWidget *fanfold_values_window_new (const char *title, FanfoldInput *input);

G_END_DECLS
