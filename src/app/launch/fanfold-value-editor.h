/* fanfold-value-editor.h: edits one value, with the widget that suits its type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_VALUE_EDITOR (fanfold_value_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldValueEditor, fanfold_value_editor, FANFOLD, VALUE_EDITOR, FanfoldInputEditor)

/* [main] Shows the default of @param. A text that the type's own widget cannot show (from a file:
 * an unknown choice, a number out of range) is shown in an entry, so that nothing is mended unseen.
 * (transfer floating) */
GtkWidget *fanfold_value_editor_new (FanfoldParam *param);

/* [main] Which widget shows the value: "entry", "switch", "choice" or "spin". */
const char *fanfold_value_editor_get_widget_name (FanfoldValueEditor *self);

G_END_DECLS
