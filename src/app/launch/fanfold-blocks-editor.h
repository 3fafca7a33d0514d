/* fanfold-blocks-editor.h: edits which file is cut into blocks, and how
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_BLOCKS_EDITOR (fanfold_blocks_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldBlocksEditor, fanfold_blocks_editor, FANFOLD, BLOCKS_EDITOR, FanfoldInputEditor)

/* [main] The texts are the path, with ~ replaced, and the words of fanfold_blocks_plan_parse ();
 * none at all while the path or the number of records is missing. (transfer floating) */
GtkWidget *fanfold_blocks_editor_new (FanfoldParam *param);

G_END_DECLS
