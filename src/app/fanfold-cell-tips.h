/* fanfold-cell-tips.h: the tooltips of the cells of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* [main] Over a label of @view that is cut off all of its text is shown, and over a cell with a
 * label that is not visible the text of that. A cell's own tooltip would ask the display where the
 * pointer is whenever the cell shows another row. */
void fanfold_cell_tips_show (GtkColumnView *view);

/* [main] (nullable) What is shown at @x and @y; the @area is that of the widget which it is about.
 * (transfer none) */
const char *fanfold_cell_tips_find (GtkColumnView *view, double x, double y, graphene_rect_t *area);

G_END_DECLS
