/* fanfold-wide-columns.h: columns of a table for which there is not always room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* [main] Puts @column at @position of the table, or takes it out, where it is not so yet. To be
 * called from the left to the right. GTK 4.8 reserves the room of columns that are invisible:
 * hence. */
void fanfold_wide_columns_show (GtkColumnView *column_view,
                                GtkColumnViewColumn *column,
                                guint position,
                                gboolean show);

/* [main] Widths that are fixed are for text of the usual size: makes them fit for larger text. */
void fanfold_wide_columns_scale (GtkColumnView *column_view);

G_END_DECLS
