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

void
fanfold_wide_columns_scale (GtkColumnView *column_view)
{
  GListModel *columns;
  int dpi;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (column_view));

  columns = gtk_column_view_get_columns (column_view);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (column_view)), "gtk-xft-dpi", &dpi, NULL);
  for (guint i = 0; dpi > 0 && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      int width = gtk_column_view_column_get_fixed_width (column);

      if (width > 0)
        gtk_column_view_column_set_fixed_width (column, width * dpi / (96 * PANGO_SCALE));
    }
}
