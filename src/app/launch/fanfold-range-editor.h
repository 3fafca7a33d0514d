/* fanfold-range-editor.h: edits a range: start, stop and step, or first, last and count
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

/* [main] How the numbers follow each other: RANGE by a step, LINSPACE and GEOMSPACE so many of
 * them, evenly spaced or by even ratios; their texts are the first, the last and the count. */
void fanfold_range_editor_set_mode (FanfoldRangeEditor *self, FanfoldInputKind kind);

G_END_DECLS
