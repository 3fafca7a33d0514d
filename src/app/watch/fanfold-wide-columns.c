/* fanfold-wide-columns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-wide-columns.h"

void
fanfold_wide_columns_show (GtkColumnView *column_view,
                           GtkColumnViewColumn *column,
                           guint position,
                           gboolean show)
{
  gboolean shown;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (column_view));
  g_return_if_fail (GTK_IS_COLUMN_VIEW_COLUMN (column));

  shown = gtk_column_view_column_get_column_view (column) != NULL;
  if (show && !shown)
    gtk_column_view_insert_column (column_view, position, column);
  else if (!show && shown)
    gtk_column_view_remove_column (column_view, column);
}
