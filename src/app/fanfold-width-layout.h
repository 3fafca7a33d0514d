/* fanfold-width-layout.h: a child whose width does not depend on its height
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_WIDTH_LAYOUT (fanfold_width_layout_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldWidthLayout, fanfold_width_layout, FANFOLD, WIDTH_LAYOUT, GtkLayoutManager)

/* [main] Made by templates, for a widget of one child. A stack asks its page how wide it is at
 * least for a height, and a box answers with the width of its labels in a single line: the page
 * would be wider than the window. Here the answer is the width with the lines broken. */

G_END_DECLS
