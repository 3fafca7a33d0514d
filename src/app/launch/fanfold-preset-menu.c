/* fanfold-preset-menu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preset-menu.h"
#include "fanfold-input-editor.h"
#include "fanfold-presets.h"

#include <glib/gi18n.h>

struct _FanfoldPresetMenu
{
  AdwBin parent_instance;

  GtkPopover *popover;
  GtkListBox *list;
  GtkEditable *entry;
  GtkWidget *save_button;
  GtkWidget *taken_label;
};

enum
{
  APPLY,
  SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldPresetMenu, fanfold_preset_menu, ADW_TYPE_BIN)

static const char *
get_name (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "name");
}

static void
delete_cb (FanfoldPresetMenu *self, GtkWidget *button)
{
  fanfold_presets_delete (get_name (button));
  gtk_list_box_remove (self->list, gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
add_preset (FanfoldPresetMenu *self, const char *name, gboolean own)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *button;
  g_autofree char *words = NULL;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 18);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->list, row);
  if (!own)
    return;

  button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  words = g_strdup_printf (_ ("Delete the preset “%s”"), name);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static void
fill (FanfoldPresetMenu *self)
{
  guint n_built_in;
  g_auto (GStrv) names = fanfold_presets_dup_names (&n_built_in);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; names[i] != NULL; i++)
    add_preset (self, names[i], i >= n_built_in);
}

static void
activated_cb (FanfoldPresetMenu *self, GtkWidget *row)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[APPLY], 0, get_name (row));
}

static void
name_changed_cb (FanfoldPresetMenu *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  gboolean taken = fanfold_presets_is_built_in (name);

  gtk_widget_set_sensitive (self->save_button, name[0] != '\0' && !taken);
  gtk_widget_set_visible (self->taken_label, taken);
  fanfold_input_editor_mark_widget (
      GTK_WIDGET (self->entry), taken ? gtk_label_get_label (GTK_LABEL (self->taken_label)) : NULL);
}

static void
save_cb (FanfoldPresetMenu *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  if (name[0] == '\0' || fanfold_presets_is_built_in (name))
    return;

  gtk_editable_set_text (self->entry, "");
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[SAVE], 0, name);
}

static guint
add_signal (FanfoldPresetMenuClass *klass, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       G_TYPE_STRING);
}

static void
fanfold_preset_menu_class_init (FanfoldPresetMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[APPLY] = add_signal (klass, "apply");
  signals[SAVE] = add_signal (klass, "save");

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-preset-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldPresetMenu, popover);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPresetMenu, list);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPresetMenu, entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPresetMenu, save_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPresetMenu, taken_label);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
fanfold_preset_menu_init (FanfoldPresetMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
