/* fanfold-path-entry.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-path-entry.h"
#include "fanfold-input-editor.h"

#include <glib/gi18n.h>

struct _FanfoldPathEntry
{
  AdwBin parent_instance;

  char *path; /* as bytes: the entry shows it, if not always whole */
  char *title;
  gboolean setting;

  GtkEntry *entry;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_PLACEHOLDER_TEXT,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldPathEntry, fanfold_path_entry, ADW_TYPE_BIN)

static void
changed_cb (FanfoldPathEntry *self)
{
  if (self->setting)
    return;

  g_clear_pointer (&self->path, g_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
chosen_cb (FanfoldPathEntry *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      if (file != NULL && g_file_peek_path (file) != NULL)
        {
          fanfold_path_entry_set_path (self, g_file_peek_path (file));
          g_signal_emit (self, signals[CHANGED], 0);
        }
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_cb (FanfoldPathEntry *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (self->title,
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN,
                                   _ ("Choose"),
                                   NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
fanfold_path_entry_finalize (GObject *object)
{
  FanfoldPathEntry *self = FANFOLD_PATH_ENTRY (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (fanfold_path_entry_parent_class)->finalize (object);
}

static void
fanfold_path_entry_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldPathEntry *self = FANFOLD_PATH_ENTRY (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_PLACEHOLDER_TEXT:
      g_value_set_string (value, gtk_entry_get_placeholder_text (self->entry));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_path_entry_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  FanfoldPathEntry *self = FANFOLD_PATH_ENTRY (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_free (self->title);
      self->title = g_value_dup_string (value);
      break;

    case PROP_PLACEHOLDER_TEXT:
      gtk_entry_set_placeholder_text (self->entry, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_path_entry_class_init (FanfoldPathEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fanfold_path_entry_finalize;
  object_class->get_property = fanfold_path_entry_get_property;
  object_class->set_property = fanfold_path_entry_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PLACEHOLDER_TEXT] =
      g_param_spec_string ("placeholder-text", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/launch/fanfold-path-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldPathEntry, entry);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
fanfold_path_entry_init (FanfoldPathEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_path_entry_set_label (FanfoldPathEntry *self, const char *label)
{
  g_return_if_fail (FANFOLD_IS_PATH_ENTRY (self));

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
fanfold_path_entry_mark (FanfoldPathEntry *self, const char *error)
{
  g_return_if_fail (FANFOLD_IS_PATH_ENTRY (self));

  fanfold_input_editor_mark_widget (GTK_WIDGET (self->entry), error);
}

char *
fanfold_path_entry_dup_path (FanfoldPathEntry *self)
{
  g_return_val_if_fail (FANFOLD_IS_PATH_ENTRY (self), NULL);

  return self->path != NULL ? g_strdup (self->path)
                            : fanfold_input_editor_expand_home (
                                  gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

void
fanfold_path_entry_set_path (FanfoldPathEntry *self, const char *path)
{
  g_autofree char *shown = NULL;
  char *copy;

  g_return_if_fail (FANFOLD_IS_PATH_ENTRY (self));
  g_return_if_fail (path != NULL);

  shown = g_filename_display_name (path);
  copy = g_strdup (path);
  g_free (self->path);
  self->path = copy;
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
  self->setting = FALSE;
}
