/* fanfold-launch-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-form.h"
#include "fanfold-files-editor.h"
#include "fanfold-file-globs.h"
#include "fanfold-inputs-group.h"
#include "fanfold-labels-group.h"
#include "fanfold-settings-group.h"
#include "fanfold-words.h"

struct _FanfoldLaunchForm
{
  AdwBin parent_instance;

  FanfoldFunction *function;
  char *folder;               /* of the batch that was opened */
  FanfoldBatchParent *parent; /* likewise; (nullable) */
  FanfoldRun *target;         /* (nullable) */
  gboolean setting;

  GtkLabel *title_label;
  GtkLabel *summary_label;
  FanfoldInputsGroup *inputs_group;
  FanfoldSettingsGroup *settings_group;
  FanfoldLabelsGroup *labels_group;
};

enum
{
  CHANGED,
  BLAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchForm, fanfold_launch_form, ADW_TYPE_BIN)

static void
changed_cb (FanfoldLaunchForm *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
counted_cb (FanfoldLaunchForm *self)
{
  g_autofree char *gap = fanfold_launch_form_describe_gap (self, NULL);

  if (gap != NULL)
    g_signal_emit (self, signals[BLAMED], 0);
}

static void
set_up (FanfoldLaunchForm *self, FanfoldFunction *function, const FanfoldCpu *cpu)
{
  const char *summary = fanfold_words_function_summary (function);

  self->function = g_object_ref (function);
  self->setting = TRUE;

  gtk_label_set_label (self->title_label, fanfold_words_function_label (function));
  gtk_label_set_label (self->summary_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary_label), summary != NULL && summary[0] != '\0');
  fanfold_inputs_group_set_up (self->inputs_group, function);
  fanfold_settings_group_set_up (self->settings_group, function, cpu);

  self->setting = FALSE;
}

/* With the files there, what is left is to type what is done with them. */
static void
focus_command (FanfoldLaunchForm *self)
{
  GPtrArray *params = fanfold_function_get_params (self->function);
  FanfoldParamRow *row;

  for (guint i = 0; i < params->len; i++)
    if (fanfold_param_get_param_type (params->pdata[i]) == FANFOLD_PARAM_TYPE_COMMAND)
      {
        row = fanfold_inputs_group_find_row (self->inputs_group,
                                             fanfold_param_get_id (params->pdata[i]));
        gtk_widget_child_focus (GTK_WIDGET (fanfold_param_row_get_editor (row)),
                                GTK_DIR_TAB_FORWARD);
        return;
      }
}

static void
files_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchForm) self = FANFOLD_LAUNCH_FORM (user_data);
  g_auto (GStrv) globs = fanfold_file_globs_finish (result, NULL);

  if (globs == NULL || globs[0] == NULL)
    return;

  fanfold_inputs_group_add_globs (self->inputs_group, (const char *const *) globs);
  focus_command (self);
}

static void
take_parent (FanfoldLaunchForm *self, FanfoldBatchParent *parent)
{
  g_clear_pointer (&self->parent, fanfold_batch_parent_unref);
  self->parent = parent != NULL ? fanfold_batch_parent_ref (parent) : NULL;
  fanfold_inputs_group_set_locked (self->inputs_group, parent != NULL);
}

static void
fanfold_launch_form_finalize (GObject *object)
{
  FanfoldLaunchForm *self = FANFOLD_LAUNCH_FORM (object);

  g_clear_object (&self->function);
  g_clear_object (&self->target);
  g_clear_pointer (&self->parent, fanfold_batch_parent_unref);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (fanfold_launch_form_parent_class)->finalize (object);
}

static void
fanfold_launch_form_class_init (FanfoldLaunchFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = fanfold_launch_form_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[BLAMED] = g_signal_new (
      "blamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_INPUTS_GROUP);
  g_type_ensure (FANFOLD_TYPE_LABELS_GROUP);
  g_type_ensure (FANFOLD_TYPE_SETTINGS_GROUP);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-form.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, title_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, summary_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, inputs_group);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, settings_group);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, labels_group);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, counted_cb);
}

static void
fanfold_launch_form_init (FanfoldLaunchForm *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

GtkWidget *
fanfold_launch_form_new (FanfoldFunction *function, const FanfoldCpu *cpu)
{
  FanfoldLaunchForm *self;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (cpu != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_LAUNCH_FORM, NULL);
  set_up (self, function, cpu);

  return GTK_WIDGET (self);
}

FanfoldFunction *
fanfold_launch_form_get_function (FanfoldLaunchForm *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  return self->function;
}

FanfoldParamRow *
fanfold_launch_form_find_row (FanfoldLaunchForm *self, const char *id)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return fanfold_inputs_group_find_row (self->inputs_group, id);
}

FanfoldBatch *
fanfold_launch_form_dup_batch (FanfoldLaunchForm *self)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  FanfoldSettings settings;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  batch = fanfold_batch_new (fanfold_function_get_id (self->function));
  fanfold_labels_group_get (self->labels_group, batch);
  fanfold_batch_set_folder (batch, self->folder);
  fanfold_batch_set_parent (batch, self->parent);

  fanfold_settings_group_get (self->settings_group, &settings);
  fanfold_batch_set_settings (batch, &settings);
  fanfold_inputs_group_get (self->inputs_group, batch);

  return g_steal_pointer (&batch);
}

gboolean
fanfold_launch_form_set_batch (FanfoldLaunchForm *self, FanfoldBatch *batch, GError **error)
{
  gboolean taken;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), FALSE);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), FALSE);

  self->setting = TRUE;
  taken = fanfold_inputs_group_set (self->inputs_group, batch, error);
  if (taken)
    {
      fanfold_settings_group_set (self->settings_group, fanfold_batch_get_settings (batch));
      fanfold_labels_group_set (self->labels_group, batch);
    }
  self->setting = FALSE;
  if (!taken)
    return FALSE;

  g_free (self->folder);
  self->folder = g_strdup (fanfold_batch_get_folder (batch));
  fanfold_launch_form_set_target (self, NULL);
  take_parent (self, fanfold_batch_get_parent (batch));
  changed_cb (self);

  return TRUE;
}

char *
fanfold_launch_form_describe_gap (FanfoldLaunchForm *self, gboolean *wrong)
{
  FanfoldSettings settings;
  char *gap;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  fanfold_settings_group_get (self->settings_group, &settings);
  gap = fanfold_inputs_group_describe_gap (self->inputs_group, settings.weight_name, wrong);
  if (gap != NULL)
    return gap;

  gap = fanfold_settings_group_describe_gap (self->settings_group);
  if (gap == NULL)
    gap = fanfold_labels_group_describe_gap (self->labels_group);
  if (wrong != NULL)
    *wrong = gap != NULL;

  return gap;
}

void
fanfold_launch_form_blame (FanfoldLaunchForm *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));

  fanfold_inputs_group_check_again (self->inputs_group);
}

void
fanfold_launch_form_add_files (FanfoldLaunchForm *self, GListModel *files)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  fanfold_file_globs_async (files, NULL, files_found_cb, g_object_ref (self));
}

void
fanfold_launch_form_enter (FanfoldLaunchForm *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));

  fanfold_inputs_group_enter (self->inputs_group);
}

FanfoldBatchParent *
fanfold_launch_form_get_parent (FanfoldLaunchForm *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  return self->parent;
}

void
fanfold_launch_form_drop_parent (FanfoldLaunchForm *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));

  if (self->parent == NULL)
    return;

  take_parent (self, NULL);
  changed_cb (self);
}

FanfoldRun *
fanfold_launch_form_get_target (FanfoldLaunchForm *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  return self->target;
}

void
fanfold_launch_form_set_target (FanfoldLaunchForm *self, FanfoldRun *target)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));

  if (!g_set_object (&self->target, target))
    return;

  fanfold_inputs_group_set_fixed (self->inputs_group, target != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->labels_group), target == NULL);
  changed_cb (self);
}

gboolean
fanfold_launch_form_takes_files (FanfoldLaunchForm *self)
{
  GPtrArray *params;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), FALSE);

  params = fanfold_function_get_params (fanfold_launch_form_get_function (self));
  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParamType type = fanfold_param_get_param_type (params->pdata[i]);

      if (type == FANFOLD_PARAM_TYPE_COMMAND ||
          ((type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER) &&
           (fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0))
        return TRUE;
    }

  return FALSE;
}

void
fanfold_launch_form_leave_out (FanfoldLaunchForm *self, const char *name, const char *const *globs)
{
  FanfoldParamRow *row;
  FanfoldInputEditor *editor;

  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (globs != NULL);

  row = fanfold_launch_form_find_row (self, name);
  editor = row != NULL ? fanfold_param_row_get_editor (row) : NULL;
  if (FANFOLD_IS_FILES_EDITOR (editor))
    fanfold_files_editor_leave_out (FANFOLD_FILES_EDITOR (editor), globs);
}
