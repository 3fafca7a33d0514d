/* fanfold-values-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-values-window.h"
#include "fanfold-input-values.h"
#include "fanfold-text.h"

struct _FanfoldValuesWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkNoSelection *selection;
};

G_DEFINE_FINAL_TYPE (FanfoldValuesWindow, fanfold_values_window, ADW_TYPE_WINDOW)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_list_item_set_child (item, label);
}

static void
setup_number_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *value = gtk_list_item_get_item (item);
  g_autofree char *shown = g_utf8_make_valid (gtk_string_object_get_string (value), -1);

  g_strdelimit (shown, "\r\n", ' ');
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), shown);
}

static void
bind_number_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_autofree char *number = fanfold_text_count ((guint64) gtk_list_item_get_position (item) + 1);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), number);
}

static void
fanfold_values_window_class_init (FanfoldValuesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-values-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldValuesWindow, title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldValuesWindow, selection);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_number_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
fanfold_values_window_init (FanfoldValuesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_values_window_new (const char *title, FanfoldInput *input)
{
  FanfoldValuesWindow *self;
  g_autoptr (GListModel) values = NULL;

  g_return_val_if_fail (title != NULL, NULL);
  g_return_val_if_fail (input != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_VALUES_WINDOW, "title", title, NULL);
  values = G_LIST_MODEL (fanfold_input_values_new (input));
  adw_window_title_set_title (self->title, title);
  gtk_no_selection_set_model (self->selection, values);

  return GTK_WIDGET (self);
}
