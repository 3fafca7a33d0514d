/* fanfold-lines-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-lines-editor.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

struct _FanfoldLinesEditor
{
  FanfoldInputEditor parent_instance;

  char *path; /* as bytes: the entry shows it, if not always whole */

  GtkEditable *entry;
};

G_DEFINE_FINAL_TYPE (FanfoldLinesEditor, fanfold_lines_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
changed_cb (FanfoldLinesEditor *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autofree char *shown = self->path != NULL ? g_filename_display_name (self->path) : NULL;

  if (g_strcmp0 (text, shown) != 0)
    g_clear_pointer (&self->path, g_free);

  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static void
show_path (FanfoldLinesEditor *self, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  char *copy = g_strdup (path);

  g_free (self->path);
  self->path = copy;
  gtk_editable_set_text (self->entry, shown);
}

static void
chosen_cb (FanfoldLinesEditor *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

      if (path != NULL)
        show_path (self, path);
    }

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
choose_cb (FanfoldLinesEditor *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Choose a File of Lines"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN,
                                   _ ("Choose"),
                                   NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GStrv
fanfold_lines_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldLinesEditor *self = FANFOLD_LINES_EDITOR (editor);
  g_autofree char *typed = fanfold_input_editor_expand_home (gtk_editable_get_text (self->entry));
  const char *texts[] = { self->path != NULL ? self->path : typed, NULL };

  if (texts[0][0] == '\0')
    texts[0] = NULL;

  return g_strdupv ((GStrv) texts);
}

static void
fanfold_lines_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  show_path (FANFOLD_LINES_EDITOR (editor), texts[0] != NULL ? texts[0] : "");
  fanfold_input_editor_changed (editor);
}

static void
fanfold_lines_editor_constructed (GObject *object)
{
  FanfoldLinesEditor *self = FANFOLD_LINES_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_lines_editor_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fanfold_words_param_label (param),
                                  -1);
}

static void
fanfold_lines_editor_finalize (GObject *object)
{
  FanfoldLinesEditor *self = FANFOLD_LINES_EDITOR (object);

  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (fanfold_lines_editor_parent_class)->finalize (object);
}

static void
fanfold_lines_editor_class_init (FanfoldLinesEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_lines_editor_constructed;
  object_class->finalize = fanfold_lines_editor_finalize;

  editor_class->kind = FANFOLD_INPUT_LINES;
  editor_class->dup_texts = fanfold_lines_editor_dup_texts;
  editor_class->set_texts = fanfold_lines_editor_set_texts;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-lines-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLinesEditor, entry);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
fanfold_lines_editor_init (FanfoldLinesEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_lines_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_LINES_EDITOR, "param", param, NULL);
}
