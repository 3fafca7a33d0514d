/* fanfold-list-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-list-editor.h"

struct _FanfoldListEditor
{
  FanfoldInputEditor parent_instance;

  GtkTextView *view;
  GtkTextBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (FanfoldListEditor, fanfold_list_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
changed_cb (FanfoldListEditor *self)
{
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static GStrv
fanfold_list_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);
  FanfoldParamType type = fanfold_param_get_param_type (fanfold_input_editor_get_param (editor));
  gboolean paths = type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER;
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line =
          paths ? fanfold_input_editor_expand_home (lines[i]) : g_strdup (lines[i]);

      if (lines[i + 1] != NULL || line[0] != '\0')
        g_strv_builder_add (texts, line);
    }

  return g_strv_builder_end (texts);
}

static void
fanfold_list_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (editor);
  GString *text = g_string_new (NULL);
  g_autofree char *shown = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (text, texts[i]);
      if (texts[i + 1] != NULL || texts[i][0] == '\0')
        g_string_append_c (text, '\n');
    }

  shown = g_utf8_make_valid (text->str, (gssize) text->len);
  g_string_free (text, TRUE);
  gtk_text_buffer_set_text (self->buffer, shown, -1);
}

static void
fanfold_list_editor_constructed (GObject *object)
{
  FanfoldListEditor *self = FANFOLD_LIST_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_list_editor_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fanfold_param_get_label (param),
                                  -1);
}

static void
fanfold_list_editor_class_init (FanfoldListEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_list_editor_constructed;

  editor_class->dup_texts = fanfold_list_editor_dup_texts;
  editor_class->set_texts = fanfold_list_editor_set_texts;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-list-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldListEditor, buffer);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_list_editor_init (FanfoldListEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_list_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_LIST_EDITOR, "param", param, NULL);
}
