/* fanfold-lines-editor.h: edits the path of a file of lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LINES_EDITOR (fanfold_lines_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldLinesEditor, fanfold_lines_editor, FANFOLD, LINES_EDITOR, FanfoldInputEditor)

/* [main] The one text is the path, with ~ replaced; none at all while it is empty. (transfer
 * floating) */
GtkWidget *fanfold_lines_editor_new (FanfoldParam *param);

G_END_DECLS
