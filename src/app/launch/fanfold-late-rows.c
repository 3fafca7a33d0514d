/* fanfold-late-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-late-rows.h"

static GtkWidget *
find_revealer (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_REVEALER (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_revealer (child);

  return found;
}

static void
expanded_cb (AdwExpanderRow *row, GParamSpec *pspec, GtkWidget *revealer)
{
  gtk_widget_set_visible (revealer, TRUE);
}

void
fanfold_late_rows_hide (AdwExpanderRow *row)
{
  GtkWidget *revealer;

  g_return_if_fail (ADW_IS_EXPANDER_ROW (row));

  /* A revealer asks also for the size of what it does not show. */
  revealer = find_revealer (GTK_WIDGET (row));
  if (revealer == NULL || adw_expander_row_get_expanded (row))
    return;

  gtk_widget_set_visible (revealer, FALSE);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), revealer, 0);
}
