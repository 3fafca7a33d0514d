/* fanfold-range-editor.h: edits a range: start, stop, step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RANGE_EDITOR (fanfold_range_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldRangeEditor, fanfold_range_editor, FANFOLD, RANGE_EDITOR, FanfoldInputEditor)

/* [main] The texts are start, stop and, where it is given, step; none at all while start or stop is
 * missing. (transfer floating) */
GtkWidget *fanfold_range_editor_new (FanfoldParam *param);

G_END_DECLS
