/* fanfold-labels-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-labels-group.h"
#include "fanfold-command-batch.h"
#include "fanfold-late-rows.h"

#include <glib/gi18n.h>

struct _FanfoldLabelsGroup
{
  AdwPreferencesGroup parent_instance;

  gboolean setting;

  AdwExpanderRow *row;
  GtkEntry *name_entry;
  GtkTextBuffer *note_buffer;
  GtkWidget *long_label;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLabelsGroup, fanfold_labels_group, ADW_TYPE_PREFERENCES_GROUP)

/* Without the space around it. (transfer full) */
static char *
dup_name (FanfoldLabelsGroup *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_entry))));
}

static char *
dup_note (FanfoldLabelsGroup *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->note_buffer, &start, &end);

  return g_strstrip (gtk_text_buffer_get_text (self->note_buffer, &start, &end, FALSE));
}

static gboolean
is_too_long (const char *note)
{
  return strlen (note) > FANFOLD_BATCH_MAX_NOTE_BYTES;
}

/* On one line, while the rows are folded up. */
static void
update_subtitle (FanfoldLabelsGroup *self, const char *name, const char *note)
{
  g_autofree char *text = g_strjoin (*name != '\0' && *note != '\0' ? " · " : "", name, note, NULL);
  g_autofree char *subtitle = g_markup_escape_text (g_strdelimit (text, "\n\r\t", ' '), -1);

  adw_expander_row_set_subtitle (self->row,
                                 *subtitle != '\0' ? subtitle : _ ("To find the run again by"));
}

static void
changed_cb (FanfoldLabelsGroup *self)
{
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;

  if (self->setting)
    return;

  name = dup_name (self);
  note = dup_note (self);
  gtk_widget_set_visible (self->long_label, is_too_long (note));
  update_subtitle (self, name, note);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fanfold_labels_group_class_init (FanfoldLabelsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-labels-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLabelsGroup, row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLabelsGroup, name_entry);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLabelsGroup, note_buffer);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLabelsGroup, long_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_labels_group_init (FanfoldLabelsGroup *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
  fanfold_late_rows_hide (self->row);
  update_subtitle (self, "", "");
}

void
fanfold_labels_group_get (FanfoldLabelsGroup *self, FanfoldBatch *batch)
{
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;

  g_return_if_fail (FANFOLD_IS_LABELS_GROUP (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  name = dup_name (self);
  note = dup_note (self);
  fanfold_batch_set_name (batch, name);
  fanfold_batch_set_note (batch, note, NULL);
}

static gboolean
is_own_name (FanfoldBatch *batch, const char *name)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);

  if (!g_str_equal (fanfold_batch_get_function_id (batch), FANFOLD_COMMAND_FUNCTION))
    return FALSE;

  for (guint i = 0; i < inputs->len; i++)
    {
      const char *text = fanfold_input_get_texts (inputs->pdata[i])[0];
      g_autofree char *own = NULL;

      if (text == NULL ||
          !g_str_equal (fanfold_input_get_name (inputs->pdata[i]), FANFOLD_COMMAND_PARAM))
        continue;

      own = fanfold_command_batch_dup_name (text);
      return g_str_equal (own, name);
    }

  return FALSE;
}

void
fanfold_labels_group_set (FanfoldLabelsGroup *self, FanfoldBatch *batch)
{
  const char *name;

  g_return_if_fail (FANFOLD_IS_LABELS_GROUP (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  name = fanfold_batch_get_name (batch);
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), is_own_name (batch, name) ? "" : name);
  gtk_text_buffer_set_text (self->note_buffer, fanfold_batch_get_note (batch), -1);
  self->setting = FALSE;
  changed_cb (self);
}

char *
fanfold_labels_group_describe_gap (FanfoldLabelsGroup *self)
{
  g_autofree char *note = NULL;

  g_return_val_if_fail (FANFOLD_IS_LABELS_GROUP (self), NULL);

  note = dup_note (self);

  return is_too_long (note) ? g_strdup_printf (_ ("There is a mistake in “%s”"), _ ("Note")) : NULL;
}
