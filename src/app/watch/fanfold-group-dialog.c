/* fanfold-group-dialog.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-group-dialog.h"
#include "fanfold-group-entry.h"
#include "fanfold-group-name.h"

#include <glib/gi18n.h>

struct _FanfoldGroupDialog
{
  AdwMessageDialog parent_instance;

  FanfoldGroupEntry *entry;
  char group[FANFOLD_GROUP_NAME_MAX + 1];
};

G_DEFINE_FINAL_TYPE (FanfoldGroupDialog, fanfold_group_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
changed_cb (FanfoldGroupDialog *self)
{
  gboolean right = fanfold_group_entry_get_error (self->entry) == NULL;

  if (right)
    fanfold_group_name_parse (fanfold_group_entry_get_text (self->entry), self->group, NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "move", right);
}

static void
activate_cb (FanfoldGroupDialog *self)
{
  if (fanfold_group_entry_get_error (self->entry) == NULL)
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (self), "move");
}

static void
fanfold_group_dialog_class_init (FanfoldGroupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (FANFOLD_TYPE_GROUP_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/watch/fanfold-group-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldGroupDialog, entry);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_group_dialog_init (FanfoldGroupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (self), "cancel", _ ("_Cancel"), "move", _ ("_Move"), NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (self), "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (self), "move");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self), "cancel");
}

FanfoldGroupDialog *
fanfold_group_dialog_new (GtkWindow *parent, const char *group)
{
  FanfoldGroupDialog *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_GROUP_DIALOG, "transient-for", parent, NULL);
  fanfold_group_entry_set_text (self->entry, group);

  return self;
}

const char *
fanfold_group_dialog_get_group (FanfoldGroupDialog *self)
{
  g_return_val_if_fail (FANFOLD_IS_GROUP_DIALOG (self), NULL);

  return self->group;
}
