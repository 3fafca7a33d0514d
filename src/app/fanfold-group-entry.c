/* fanfold-group-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-group-entry.h"
#include "fanfold-group-name.h"
#include "fanfold-groups.h"
#include "fanfold-input-editor.h"

#include <glib/gi18n.h>

struct _FanfoldGroupEntry
{
  AdwBin parent_instance;

  GtkEditable *entry;
  GtkMenuButton *button;
  char *error;
};

enum
{
  CHANGED,
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldGroupEntry, fanfold_group_entry, ADW_TYPE_BIN)

static void
choose_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldGroupEntry *self = FANFOLD_GROUP_ENTRY (widget);

  gtk_editable_set_text (self->entry, g_variant_get_string (parameter, NULL));
}

static void
append (GMenu *menu, const char *label, const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *plain = g_strjoinv ("__", parts);

  g_menu_item_set_label (item, plain);
  g_menu_item_set_action_and_target (item, "group.choose", "s", name);
  g_menu_append_item (menu, item);
}

/* With what there is when it is opened. */
static void
fill_cb (GtkMenuButton *button, gpointer user_data)
{
  g_auto (GStrv) names = fanfold_groups_dup_names ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) known = g_menu_new ();

  append (menu, _ ("No group"), "");
  for (guint i = 0; names[i] != NULL; i++)
    append (known, names[i], names[i]);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (known));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
changed_cb (FanfoldGroupEntry *self)
{
  char name[FANFOLD_GROUP_NAME_MAX + 1];
  g_autoptr (GError) error = NULL;

  fanfold_group_name_parse (gtk_editable_get_text (self->entry), name, &error);
  g_free (self->error);
  self->error = error != NULL ? g_strdup (error->message) : NULL;
  fanfold_input_editor_mark_widget (GTK_WIDGET (self->entry), self->error);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activate_cb (FanfoldGroupEntry *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

/* There is nothing to choose from where nobody has named a group yet. */
static void
fanfold_group_entry_map (GtkWidget *widget)
{
  FanfoldGroupEntry *self = FANFOLD_GROUP_ENTRY (widget);
  g_auto (GStrv) names = fanfold_groups_dup_names ();

  gtk_widget_set_visible (GTK_WIDGET (self->button), names[0] != NULL);

  GTK_WIDGET_CLASS (fanfold_group_entry_parent_class)->map (widget);
}

static gboolean
fanfold_group_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (FANFOLD_GROUP_ENTRY (widget)->entry));
}

static void
fanfold_group_entry_finalize (GObject *object)
{
  g_free (FANFOLD_GROUP_ENTRY (object)->error);

  G_OBJECT_CLASS (fanfold_group_entry_parent_class)->finalize (object);
}

static guint
add_signal (FanfoldGroupEntryClass *klass, const char *name)
{
  return g_signal_new (
      name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fanfold_group_entry_class_init (FanfoldGroupEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fanfold_group_entry_finalize;
  widget_class->map = fanfold_group_entry_map;
  widget_class->grab_focus = fanfold_group_entry_grab_focus;

  signals[CHANGED] = add_signal (klass, "changed");
  signals[ACTIVATE] = add_signal (klass, "activate");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/fanfold-group-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldGroupEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldGroupEntry, button);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "group.choose", "s", choose_action);
}

static void
fanfold_group_entry_init (FanfoldGroupEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, fill_cb, NULL, NULL);
}

const char *
fanfold_group_entry_get_text (FanfoldGroupEntry *self)
{
  g_return_val_if_fail (FANFOLD_IS_GROUP_ENTRY (self), NULL);

  return gtk_editable_get_text (self->entry);
}

void
fanfold_group_entry_set_text (FanfoldGroupEntry *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_GROUP_ENTRY (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (self->entry, text);
}

const char *
fanfold_group_entry_get_error (FanfoldGroupEntry *self)
{
  g_return_val_if_fail (FANFOLD_IS_GROUP_ENTRY (self), NULL);

  return self->error;
}
