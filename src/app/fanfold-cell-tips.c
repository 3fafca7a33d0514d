/* fanfold-cell-tips.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cell-tips.h"

/* (nullable) */
static const char *
get_hidden_text (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child) && !gtk_widget_get_visible (child))
      return gtk_label_get_text (GTK_LABEL (child));

  return NULL;
}

/* (nullable) */
static const char *
get_text (GtkWidget *widget)
{
  const char *text;

  if (!GTK_IS_LABEL (widget))
    text = get_hidden_text (widget);
  else if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else
    text = NULL;

  return text != NULL && text[0] != '\0' ? text : NULL;
}

static gboolean
query_cb (
    GtkColumnView *view, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  graphene_rect_t area;
  const char *text = keyboard ? NULL : fanfold_cell_tips_find (view, x, y, &area);

  if (text == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) area.origin.x,
                                             (int) area.origin.y,
                                             (int) area.size.width,
                                             (int) area.size.height });
  return TRUE;
}

void
fanfold_cell_tips_show (GtkColumnView *view)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  g_signal_connect (view, "query-tooltip", G_CALLBACK (query_cb), NULL);
  gtk_widget_set_has_tooltip (GTK_WIDGET (view), TRUE);
}

const char *
fanfold_cell_tips_find (GtkColumnView *view, double x, double y, graphene_rect_t *area)
{
  GtkWidget *widget;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);
  g_return_val_if_fail (area != NULL, NULL);

  for (widget = gtk_widget_pick (GTK_WIDGET (view), x, y, GTK_PICK_DEFAULT);
       widget != NULL && widget != GTK_WIDGET (view);
       widget = gtk_widget_get_parent (widget))
    {
      const char *text = get_text (widget);

      if (text != NULL && gtk_widget_compute_bounds (widget, GTK_WIDGET (view), area))
        return text;
    }

  return NULL;
}
