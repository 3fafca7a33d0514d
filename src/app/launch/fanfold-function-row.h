/* fanfold-function-row.h: a function in the list, or a plugin that cannot be used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-plugin.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FUNCTION_ROW (fanfold_function_row_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldFunctionRow, fanfold_function_row, FANFOLD, FUNCTION_ROW, GtkListBoxRow)

/* [main] all. Signal "try-again": the button of a broken plugin's row was pressed. */

/* @function: NULL for a broken plugin, which can be read but not chosen. (transfer floating) */
GtkWidget *fanfold_function_row_new (FanfoldPlugin *plugin, FanfoldFunction *function);

FanfoldPlugin *fanfold_function_row_get_plugin (FanfoldFunctionRow *self);
FanfoldFunction *fanfold_function_row_get_function (FanfoldFunctionRow *self); /* (nullable) */

/* Whether each word of @search is in the label, summary, id or plugin, whatever the case. */
gboolean fanfold_function_row_matches (FanfoldFunctionRow *self, const char *search);

G_END_DECLS
