/* fanfold-lines-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-lines-editor.h"
#include "fanfold-path-entry.h"
#include "fanfold-words.h"

struct _FanfoldLinesEditor
{
  FanfoldInputEditor parent_instance;

  FanfoldPathEntry *path;
};

G_DEFINE_FINAL_TYPE (FanfoldLinesEditor, fanfold_lines_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
changed_cb (FanfoldLinesEditor *self)
{
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static GStrv
fanfold_lines_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldLinesEditor *self = FANFOLD_LINES_EDITOR (editor);
  g_autofree char *path = fanfold_path_entry_dup_path (self->path);
  const char *texts[] = { path, NULL };

  if (texts[0][0] == '\0')
    texts[0] = NULL;

  return g_strdupv ((GStrv) texts);
}

static void
fanfold_lines_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldLinesEditor *self = FANFOLD_LINES_EDITOR (editor);

  fanfold_path_entry_set_path (self->path, texts[0] != NULL ? texts[0] : "");
  fanfold_input_editor_changed (editor);
}

static void
fanfold_lines_editor_constructed (GObject *object)
{
  FanfoldLinesEditor *self = FANFOLD_LINES_EDITOR (object);
  FanfoldParam *param = fanfold_input_editor_get_param (FANFOLD_INPUT_EDITOR (self));

  G_OBJECT_CLASS (fanfold_lines_editor_parent_class)->constructed (object);

  fanfold_path_entry_set_label (self->path, fanfold_words_param_label (param));
}

static void
fanfold_lines_editor_class_init (FanfoldLinesEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  object_class->constructed = fanfold_lines_editor_constructed;

  g_type_ensure (FANFOLD_TYPE_PATH_ENTRY);
  editor_class->kind = FANFOLD_INPUT_LINES;
  editor_class->dup_texts = fanfold_lines_editor_dup_texts;
  editor_class->set_texts = fanfold_lines_editor_set_texts;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-lines-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLinesEditor, path);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
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
