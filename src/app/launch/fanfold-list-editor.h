/* fanfold-list-editor.h: edits a list of values, a line each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LIST_EDITOR (fanfold_list_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldListEditor, fanfold_list_editor, FANFOLD, LIST_EDITOR, FanfoldInputEditor)

/* [main] A line break at the end adds no value: what stands after the last one counts only where it
 * is not empty. (transfer floating) */
GtkWidget *fanfold_list_editor_new (FanfoldParam *param);

G_END_DECLS
