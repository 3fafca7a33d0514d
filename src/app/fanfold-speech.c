/* fanfold-speech.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-speech.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_after (GtkWidget *widget, GtkWidget *other)
{
  gtk_accessible_update_relation (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY, other, NULL, -1);
}

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found =
          g_type_is_a (G_OBJECT_TYPE (child), type) ? child : find_child (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
chosen_cb (GtkDropDown *drop_down)
{
  GtkWidget *button = find_child (GTK_WIDGET (drop_down), GTK_TYPE_TOGGLE_BUTTON);
  gpointer item = gtk_drop_down_get_selected_item (drop_down);
  const char *text =
      GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* The focus is on a button inside: it goes by the name of the whole, and tells what is chosen. */
static void
name_drop_down (GtkDropDown *drop_down)
{
  GtkWidget *button = find_child (GTK_WIDGET (drop_down), GTK_TYPE_TOGGLE_BUTTON);

  if (button == NULL)
    return;

  name_after (button, GTK_WIDGET (drop_down));
  g_signal_handlers_disconnect_by_func (drop_down, chosen_cb, NULL);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (chosen_cb), NULL);
  chosen_cb (drop_down);
}

/* GTK names the button inside the arrow's after it. */
static void
name_arrow (AdwSplitButton *button)
{
  GtkWidget *arrow = find_child (GTK_WIDGET (button), GTK_TYPE_MENU_BUTTON);

  if (arrow != NULL)
    set_name (arrow, adw_split_button_get_dropdown_tooltip (button));
}

static void
name_lists (GtkWidget *widget, GtkWidget *row)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_BOX (child))
      name_after (child, row);
    else
      name_lists (child, row);
}

static char *
dup_without_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);

  return g_strjoinv ("", parts);
}

static void
name_expander (GtkWidget *row)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);
  g_autofree char *name = dup_without_mnemonic (title);

  set_name (row, name);
  name_lists (row, row);
  if (group != NULL && *adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)) == '\0')
    name_after (gtk_widget_get_parent (row), row);
}

/* The buttons of windows and bars that come whole from the libraries. */
static void
name_foreign_button (GtkButton *button)
{
  const char *icon = gtk_button_get_icon_name (button);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));
  GtkWidget *label = find_child (GTK_WIDGET (button), GTK_TYPE_LABEL);
  gboolean foreign = GTK_IS_SHORTCUTS_WINDOW (root) || ADW_IS_ABOUT_WINDOW (root);

  if (gtk_widget_has_css_class (GTK_WIDGET (button), "close"))
    fanfold_speech_name_button (GTK_WIDGET (button), _ ("Close"));
  else if (foreign && g_strcmp0 (icon, "edit-find-symbolic") == 0)
    fanfold_speech_name_button (GTK_WIDGET (button), _ ("Search"));
  else if (foreign && g_strcmp0 (icon, "go-previous-symbolic") == 0)
    fanfold_speech_name_button (GTK_WIDGET (button), _ ("Back"));
  else if (foreign && icon == NULL && label != NULL)
    name_after (GTK_WIDGET (button), label);
}

static void
label_changed_cb (GtkButton *button)
{
  /* While an icon takes its place GTK 4.8 still looks for the text there, and warns. */
  GtkWidget *label = find_child (GTK_WIDGET (button), GTK_TYPE_LABEL);
  g_autofree char *name = NULL;

  if (label == NULL)
    return;

  name = dup_without_mnemonic (gtk_label_get_label (GTK_LABEL (label)));
  fanfold_speech_name_button (GTK_WIDGET (button), name);
}

/* GTK 4.8 has it read out twice, with the underscore. */
static void
name_mnemonic_button (GtkButton *button)
{
  g_signal_handlers_disconnect_by_func (button, label_changed_cb, NULL);
  g_signal_connect (button, "notify::label", G_CALLBACK (label_changed_cb), NULL);
  label_changed_cb (button);
}

static GList *
collect_labels (GtkWidget *widget, GList *labels)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    labels = GTK_IS_LABEL (child) ? g_list_append (labels, child) : collect_labels (child, labels);

  return labels;
}

/* The row of a list or a table reads as the words that stand in it. */
static void
name_list_item (GtkWidget *row)
{
  GtkAccessibleRelation relation = GTK_ACCESSIBLE_RELATION_LABELLED_BY;
  GList *labels = collect_labels (row, NULL); /* which the relation takes */
  g_auto (GValue) value = G_VALUE_INIT;

  if (labels == NULL)
    return;

  g_value_init (&value, G_TYPE_POINTER);
  g_value_set_pointer (&value, labels);
  gtk_accessible_update_relation_value (GTK_ACCESSIBLE (row), 1, &relation, &value);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_DROP_DOWN (widget))
    name_drop_down (GTK_DROP_DOWN (widget));
  else if (ADW_IS_SPLIT_BUTTON (widget))
    name_arrow (ADW_SPLIT_BUTTON (widget));
  else if (ADW_IS_EXPANDER_ROW (widget))
    name_expander (widget);
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)) &&
           gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    name_mnemonic_button (GTK_BUTTON (widget));
  else if (GTK_IS_BUTTON (widget))
    name_foreign_button (GTK_BUTTON (widget));
  else if (ADW_IS_VIEW_SWITCHER (widget) ||
           (GTK_IS_STACK_SWITCHER (widget) &&
            GTK_IS_SHORTCUTS_WINDOW (gtk_widget_get_root (widget))))
    set_name (widget, _ ("Views"));
  else if (GTK_IS_POPOVER (widget) && (GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent)))
    name_after (widget, parent);
  else if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListItemWidget"))
    name_list_item (widget);

  return G_SOURCE_CONTINUE;
}

void
fanfold_speech_start (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (
      g_signal_lookup ("map", G_TYPE_FROM_CLASS (klass)), 0, mapped_cb, NULL, NULL);
}

void
fanfold_speech_name_button (GtkWidget *button, const char *name)
{
  g_return_if_fail (GTK_IS_BUTTON (button));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  set_name (button, name);
}
