/* fanfold-range-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-range-editor.h"

struct _FanfoldRangeEditor
{
  FanfoldInputEditor parent_instance;

  gboolean setting;

  GtkEditable *start;
  GtkEditable *stop;
  GtkEditable *step;
};

G_DEFINE_FINAL_TYPE (FanfoldRangeEditor, fanfold_range_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
changed_cb (FanfoldRangeEditor *self)
{
  if (!self->setting)
    fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static char *
read_entry (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static GStrv
fanfold_range_editor_dup_texts (FanfoldInputEditor *editor)
{
  FanfoldRangeEditor *self = FANFOLD_RANGE_EDITOR (editor);
  g_autofree char *start = read_entry (self->start);
  g_autofree char *stop = read_entry (self->stop);
  g_autofree char *step = read_entry (self->step);
  const char *texts[] = { start, stop, step[0] != '\0' ? step : NULL, NULL };

  if (start[0] == '\0' || stop[0] == '\0')
    texts[0] = NULL;

  return g_strdupv ((GStrv) texts);
}

static void
fanfold_range_editor_set_texts (FanfoldInputEditor *editor, const char *const *texts)
{
  FanfoldRangeEditor *self = FANFOLD_RANGE_EDITOR (editor);
  GtkEditable *entries[] = { self->start, self->stop, self->step };
  guint n_texts = g_strv_length ((GStrv) texts);

  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_editable_set_text (entries[i], i < n_texts ? texts[i] : "");
  self->setting = FALSE;

  fanfold_input_editor_changed (editor);
}

static void
fanfold_range_editor_class_init (FanfoldRangeEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  editor_class->dup_texts = fanfold_range_editor_dup_texts;
  editor_class->set_texts = fanfold_range_editor_set_texts;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-range-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, start);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, stop);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, step);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_range_editor_init (FanfoldRangeEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
fanfold_range_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_RANGE_EDITOR, "param", param, NULL);
}
