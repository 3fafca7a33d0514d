/* test-cell-tips.c: the tooltips of the cells of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cell-tips.h"

#define WIDTH 60
#define LONG_TEXT "a text that is far too long for so narrow a column"

typedef struct
{
  GtkWindow *window;
  GtkColumnView *view;
} Fixture;

/* A label that is cut off, and one that is not visible, as a cell. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer hidden)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *note = gtk_label_new (hidden);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_visible (note, FALSE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), note);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer hidden)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_text (GTK_LABEL (label),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
add_column (Fixture *self, const char *hidden)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column = gtk_column_view_column_new (NULL, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) hidden);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_column_view_column_set_fixed_width (column, WIDTH);
  gtk_column_view_append_column (self->view, column);
  g_object_unref (column);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const texts[] = { "a", LONG_TEXT, NULL };
  GtkStringList *list = gtk_string_list_new (texts);

  self->window = GTK_WINDOW (gtk_window_new ());
  self->view = GTK_COLUMN_VIEW (
      gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (list)))));
  add_column (self, "");
  add_column (self, "a note");
  fanfold_cell_tips_show (self->view);
  gtk_window_set_child (self->window, GTK_WIDGET (self->view));
  gtk_window_set_default_size (self->window, 4 * WIDTH, 300);
  gtk_window_present (self->window);
  for (gint64 end = g_get_monotonic_time () + 300000; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
}

/* Where the label of @row and @column is, of which the first row is the header. */
static const char *
find (Fixture *self, guint row, guint column)
{
  graphene_rect_t area;
  const char *text = NULL;
  double y = 2;

  /* Rows are as high as the theme makes them: down to the one that is asked for. */
  for (guint n = 0; n <= row; y++)
    {
      GtkWidget *picked =
          gtk_widget_pick (GTK_WIDGET (self->view), WIDTH * (column + 0.4), y, GTK_PICK_DEFAULT);

      g_assert_cmpfloat (y, <, 300);
      if (!GTK_IS_LABEL (picked) || gtk_label_get_ellipsize (GTK_LABEL (picked)) == 0)
        continue;

      text = fanfold_cell_tips_find (self->view, WIDTH * (column + 0.4), y, &area);
      g_assert_true (text == NULL || (area.origin.y <= y && area.origin.y + area.size.height > y));
      y += gtk_widget_get_height (picked);
      n++;
    }

  return text;
}

/* What is cut off is shown; what can be read is not shown once more. */
static void
test_cut_off (Fixture *self, gconstpointer data)
{
  g_assert_cmpstr (find (self, 0, 0), ==, NULL);
  g_assert_cmpstr (find (self, 1, 0), ==, LONG_TEXT);
}

/* A note is what the cell tells, unless its label is cut off. */
static void
test_note (Fixture *self, gconstpointer data)
{
  g_assert_cmpstr (find (self, 0, 1), ==, "a note");
  g_assert_cmpstr (find (self, 1, 1), ==, LONG_TEXT);
}

static void
test_outside (Fixture *self, gconstpointer data)
{
  graphene_rect_t area;

  g_assert_cmpstr (fanfold_cell_tips_find (self->view, -5, 10, &area), ==, NULL);
  g_assert_cmpstr (fanfold_cell_tips_find (self->view, 3.5 * WIDTH, 40, &area), ==, NULL);
  g_assert_cmpstr (fanfold_cell_tips_find (self->view, 10, 290, &area), ==, NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/cell-tips/cut-off", Fixture, NULL, set_up, test_cut_off, tear_down);
  g_test_add ("/cell-tips/note", Fixture, NULL, set_up, test_note, tear_down);
  g_test_add ("/cell-tips/outside", Fixture, NULL, set_up, test_outside, tear_down);

  return g_test_run ();
}
