/* fanfold-range-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-range-editor.h"

#include <glib/gi18n.h>

struct _FanfoldRangeEditor
{
  FanfoldInputEditor parent_instance;

  gboolean setting;

  GtkDropDown *mode;
  GtkLabel *start_label;
  GtkLabel *stop_label;
  GtkLabel *step_label;
  GtkEditable *start;
  GtkEditable *stop;
  GtkEditable *step;
};

/* In the order of the drop-down. */
static const FanfoldInputKind kinds[] = { FANFOLD_INPUT_RANGE,
                                          FANFOLD_INPUT_LINSPACE,
                                          FANFOLD_INPUT_GEOMSPACE };

G_DEFINE_FINAL_TYPE (FanfoldRangeEditor, fanfold_range_editor, FANFOLD_TYPE_INPUT_EDITOR)

static void
changed_cb (FanfoldRangeEditor *self)
{
  if (!self->setting)
    fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}

static gboolean
is_counted (FanfoldRangeEditor *self)
{
  return fanfold_input_editor_get_kind (FANFOLD_INPUT_EDITOR (self)) != FANFOLD_INPUT_RANGE;
}

static void
show_mode (FanfoldRangeEditor *self)
{
  gboolean counted = is_counted (self);
  FanfoldInputKind kind = fanfold_input_editor_get_kind (FANFOLD_INPUT_EDITOR (self));

  gtk_label_set_label (self->start_label, counted ? _ ("First") : _ ("Start"));
  gtk_label_set_label (self->stop_label, counted ? _ ("Last") : C_ ("range", "Stop"));
  gtk_label_set_label (self->step_label, counted ? _ ("Count") : _ ("Step"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->stop),
                               counted ? _ ("The last value") : _ ("The values end before it"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->step), counted ? "50" : "1");

  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i] == kind)
      gtk_drop_down_set_selected (self->mode, i);
  self->setting = FALSE;
}

static void
mode_cb (FanfoldRangeEditor *self)
{
  guint position = gtk_drop_down_get_selected (self->mode);

  if (!self->setting && position < G_N_ELEMENTS (kinds))
    fanfold_range_editor_set_mode (self, kinds[position]);
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

  if (start[0] == '\0' || stop[0] == '\0' || (step[0] == '\0' && is_counted (self)))
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
fanfold_range_editor_set_input (FanfoldInputEditor *editor, FanfoldInput *input)
{
  fanfold_input_editor_set_kind (editor, fanfold_input_get_kind (input));
  show_mode (FANFOLD_RANGE_EDITOR (editor));
  fanfold_range_editor_set_texts (editor, fanfold_input_get_texts (input));
}

/* The entries that hold no number by themselves; all of them where each does. */
static void
fanfold_range_editor_mark (FanfoldInputEditor *editor, const char *error)
{
  FanfoldRangeEditor *self = FANFOLD_RANGE_EDITOR (editor);
  GtkEditable *entries[] = { self->start, self->stop, self->step };
  gboolean wrong[G_N_ELEMENTS (entries)] = { FALSE };
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *text = read_entry (entries[i]);
      char *end = NULL;

      g_ascii_strtod (text, &end);
      wrong[i] = text[0] != '\0' && *end != '\0';
      any = any || wrong[i];
    }

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    fanfold_input_editor_mark_widget (GTK_WIDGET (entries[i]), !any || wrong[i] ? error : NULL);
}

static void
fanfold_range_editor_class_init (FanfoldRangeEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FanfoldInputEditorClass *editor_class = FANFOLD_INPUT_EDITOR_CLASS (klass);

  editor_class->kind = FANFOLD_INPUT_RANGE;
  editor_class->dup_texts = fanfold_range_editor_dup_texts;
  editor_class->set_texts = fanfold_range_editor_set_texts;
  editor_class->set_input = fanfold_range_editor_set_input;
  editor_class->mark = fanfold_range_editor_mark;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-range-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, mode);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, start_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, stop_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, step_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, start);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, stop);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRangeEditor, step);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
}

static void
fanfold_range_editor_init (FanfoldRangeEditor *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

GtkWidget *
fanfold_range_editor_new (FanfoldParam *param)
{
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  return g_object_new (FANFOLD_TYPE_RANGE_EDITOR, "param", param, NULL);
}

void
fanfold_range_editor_set_mode (FanfoldRangeEditor *self, FanfoldInputKind kind)
{
  g_return_if_fail (FANFOLD_IS_RANGE_EDITOR (self));

  if (fanfold_input_editor_get_kind (FANFOLD_INPUT_EDITOR (self)) == kind)
    return;

  fanfold_input_editor_set_kind (FANFOLD_INPUT_EDITOR (self), kind);
  show_mode (self);
  fanfold_input_editor_changed (FANFOLD_INPUT_EDITOR (self));
}
