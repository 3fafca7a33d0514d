/* fanfold-inputs-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-inputs-group.h"
#include "fanfold-combine-row.h"
#include "fanfold-files-editor.h"
#include "fanfold-free-name.h"
#include "fanfold-input-rows.h"
#include "fanfold-late-rows.h"

struct _FanfoldInputsGroup
{
  AdwPreferencesGroup parent_instance;

  FanfoldFunction *function;
  GPtrArray *rows; /* FanfoldParamRow, in the order of the batch's inputs */
  GPtrArray *free_rows;
  char *folder; /* (nullable) that of the batch which was taken over */
  gboolean setting;
  gboolean locked; /* jobs of a run of before: a template may do without what they had */

  AdwExpanderRow *advanced_row;
  FanfoldCombineRow *combine_row;
};

enum
{
  CHANGED,
  COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldInputsGroup, fanfold_inputs_group, ADW_TYPE_PREFERENCES_GROUP)

static void
update (FanfoldInputsGroup *self)
{
  for (guint i = 0; i < self->free_rows->len; i++)
    {
      FanfoldParamRow *row = self->free_rows->pdata[i];

      fanfold_param_row_set_taken (
          row, fanfold_input_rows_is_taken (self->rows, row, fanfold_param_row_get_name (row)));
    }

  fanfold_input_rows_update_templates (self->rows);
  fanfold_combine_row_update (self->combine_row, self->rows);
}

static void
changed_cb (FanfoldInputsGroup *self)
{
  if (self->setting)
    return;

  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
counted_cb (FanfoldInputsGroup *self)
{
  fanfold_combine_row_update (self->combine_row, self->rows);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
remove_free (FanfoldInputsGroup *self, FanfoldParamRow *row)
{
  g_ptr_array_remove (self->rows, row);
  g_ptr_array_remove (self->free_rows, row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
}

static void
removed_cb (FanfoldInputsGroup *self, FanfoldParamRow *row)
{
  remove_free (self, row);
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  changed_cb (self);
}

static void
watch_row (FanfoldInputsGroup *self, GtkWidget *row)
{
  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "counted", G_CALLBACK (counted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "removed", G_CALLBACK (removed_cb), self, G_CONNECT_SWAPPED);
}

static void
add_param (FanfoldInputsGroup *self, FanfoldParam *param)
{
  GtkWidget *row = fanfold_param_row_new (param);

  if ((fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_ADVANCED) != 0)
    {
      adw_expander_row_add_row (self->advanced_row, row);
      gtk_widget_set_visible (GTK_WIDGET (self->advanced_row), TRUE);
    }
  else
    {
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
    }

  watch_row (self, row);
  g_ptr_array_add (self->rows, row);
}

static void
move_to_end (FanfoldInputsGroup *self, GtkWidget *row)
{
  g_object_ref (row);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_object_unref (row);
}

/* Free inputs stand before the parameters, which are made from them. */
static void
arrange (FanfoldInputsGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldParamRow *row = self->rows->pdata[i];

      if (!fanfold_param_row_is_free (row) &&
          gtk_widget_get_ancestor (GTK_WIDGET (row), ADW_TYPE_EXPANDER_ROW) == NULL)
        move_to_end (self, GTK_WIDGET (row));
    }
  move_to_end (self, GTK_WIDGET (self->advanced_row));
  move_to_end (self, GTK_WIDGET (self->combine_row));
}

/* An input that feeds no parameter, under @name or, where that is taken, one like it. */
static FanfoldParamRow *
add_free (FanfoldInputsGroup *self, const char *name)
{
  g_autofree char *fresh = NULL;
  GtkWidget *row;

  fresh = g_strdup (name);
  for (guint i = 2; fanfold_inputs_group_find_row (self, fresh) != NULL; i++)
    {
      g_free (fresh);
      fresh = g_strdup_printf ("%s%u", name, i);
    }

  row = fanfold_param_row_new_free (fresh);
  fanfold_param_row_set_folder (FANFOLD_PARAM_ROW (row), self->folder);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_insert (self->rows, (int) self->free_rows->len, row);
  g_ptr_array_add (self->free_rows, row);
  watch_row (self, row);
  arrange (self);
  changed_cb (self);

  return FANFOLD_PARAM_ROW (row);
}

static void
add_input_cb (FanfoldInputsGroup *self)
{
  fanfold_param_row_edit_name (add_free (self, "input"));
}

static gboolean
add_input (FanfoldInputsGroup *self, FanfoldInput *input, GPtrArray *order, GError **error)
{
  const char *name = fanfold_input_get_name (input);
  FanfoldParamRow *row = fanfold_inputs_group_find_row (self, name);

  if (row == NULL && !fanfold_free_name_check (name, FALSE, error))
    return FALSE;

  if (row == NULL)
    row = add_free (self, name);

  g_ptr_array_add (order, row);

  if (fanfold_batch_parent_has_kind (fanfold_input_get_kind (input)) &&
      gtk_widget_is_ancestor (GTK_WIDGET (row), GTK_WIDGET (self->advanced_row)))
    adw_expander_row_set_expanded (self->advanced_row, TRUE); /* it says how many jobs there are */

  return fanfold_param_row_set_input (row, input, error);
}

static gboolean
take_inputs (FanfoldInputsGroup *self, FanfoldBatch *batch, GError **error)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  while (self->free_rows->len > 0)
    remove_free (self, self->free_rows->pdata[0]);

  g_free (self->folder);
  self->folder = g_strdup (fanfold_batch_get_folder (batch));
  for (guint i = 0; i < self->rows->len; i++)
    fanfold_param_row_set_folder (self->rows->pdata[i], self->folder);

  for (guint i = 0; i < inputs->len; i++)
    if (!add_input (self, inputs->pdata[i], order, error))
      return FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    if (!g_ptr_array_find (order, self->rows->pdata[i], NULL))
      g_ptr_array_add (order, self->rows->pdata[i]);

  g_ptr_array_unref (self->rows);
  self->rows = g_steal_pointer (&order);
  fanfold_combine_row_take (self->combine_row, self->rows);

  return TRUE;
}

static void
fanfold_inputs_group_dispose (GObject *object)
{
  FanfoldInputsGroup *self = FANFOLD_INPUTS_GROUP (object);

  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->free_rows, 0);

  G_OBJECT_CLASS (fanfold_inputs_group_parent_class)->dispose (object);
}

static void
fanfold_inputs_group_finalize (GObject *object)
{
  FanfoldInputsGroup *self = FANFOLD_INPUTS_GROUP (object);

  g_clear_object (&self->function);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->free_rows, g_ptr_array_unref);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (fanfold_inputs_group_parent_class)->finalize (object);
}

static void
fanfold_inputs_group_class_init (FanfoldInputsGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_inputs_group_dispose;
  object_class->finalize = fanfold_inputs_group_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[COUNTED] = g_signal_new (
      "counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_COMBINE_ROW);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-inputs-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldInputsGroup, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldInputsGroup, combine_row);
  gtk_widget_class_bind_template_callback (widget_class, add_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_inputs_group_init (FanfoldInputsGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->free_rows = g_ptr_array_new ();
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
  fanfold_late_rows_hide (self->advanced_row);
}

void
fanfold_inputs_group_set_up (FanfoldInputsGroup *self, FanfoldFunction *function)
{
  GPtrArray *params;

  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));
  g_return_if_fail (self->function == NULL);

  self->function = g_object_ref (function);
  self->setting = TRUE;
  params = fanfold_function_get_params (function);
  for (guint i = 0; i < params->len; i++)
    add_param (self, params->pdata[i]);
  arrange (self);
  if (fanfold_input_rows_needs_files (function))
    fanfold_param_row_set_kind (add_free (self, "file"), FANFOLD_INPUT_FILES);
  self->setting = FALSE;
  update (self);
}

FanfoldParamRow *
fanfold_inputs_group_find_row (FanfoldInputsGroup *self, const char *name)
{
  g_return_val_if_fail (FANFOLD_IS_INPUTS_GROUP (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return fanfold_input_rows_find (self->rows, name);
}

void
fanfold_inputs_group_add_globs (FanfoldInputsGroup *self, const char *const *globs)
{
  FanfoldParamRow *row;

  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));
  g_return_if_fail (globs != NULL);

  row = fanfold_input_rows_find_files (self->rows, self->function);
  if (row == NULL)
    row = add_free (self, "file");

  fanfold_param_row_set_kind (row, FANFOLD_INPUT_FILES);
  fanfold_files_editor_add_globs (FANFOLD_FILES_EDITOR (fanfold_param_row_get_editor (row)), globs);
}

void
fanfold_inputs_group_get (FanfoldInputsGroup *self, FanfoldBatch *batch)
{
  g_autoptr (GArray) groups = NULL;

  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  groups = fanfold_combine_row_dup_groups (self->combine_row, self->rows);
  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autoptr (FanfoldInput) input = fanfold_param_row_dup_input (self->rows->pdata[i]);
      g_autoptr (FanfoldInput) grouped = NULL;

      if (input == NULL ||
          (!self->locked &&
           fanfold_input_rows_is_left_out (
               self->rows, self->rows->pdata[i], fanfold_batch_get_settings (batch)->weight_name)))
        continue;

      grouped = fanfold_input_with_group (input, g_array_index (groups, guint, i));
      fanfold_batch_add_input (batch, grouped, NULL);
    }
}

gboolean
fanfold_inputs_group_set (FanfoldInputsGroup *self, FanfoldBatch *batch, GError **error)
{
  gboolean taken;

  g_return_val_if_fail (FANFOLD_IS_INPUTS_GROUP (self), FALSE);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), FALSE);

  self->setting = TRUE;
  taken = take_inputs (self, batch, error);
  self->setting = FALSE;
  if (taken)
    changed_cb (self);

  return taken;
}

void
fanfold_inputs_group_set_locked (FanfoldInputsGroup *self, gboolean locked)
{
  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));

  self->locked = locked;
  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldParamRow *row = self->rows->pdata[i];

      fanfold_param_row_set_locked (
          row, locked && fanfold_batch_parent_has_kind (fanfold_param_row_get_kind (row)));
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->combine_row), !locked);
}

void
fanfold_inputs_group_set_fixed (FanfoldInputsGroup *self, gboolean fixed)
{
  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldParamRow *row = self->rows->pdata[i];

      fanfold_param_row_set_locked (
          row, fixed && !fanfold_batch_parent_has_kind (fanfold_param_row_get_kind (row)));
    }
}

char *
fanfold_inputs_group_describe_gap (FanfoldInputsGroup *self, const char *wanted, gboolean *wrong)
{
  const char *error;
  char *gap;

  g_return_val_if_fail (FANFOLD_IS_INPUTS_GROUP (self), NULL);
  g_return_val_if_fail (wanted != NULL, NULL);

  gap = fanfold_input_rows_describe_gap (self->rows, wanted, self->locked, wrong);
  if (gap != NULL)
    return gap;

  error = fanfold_combine_row_get_error (self->combine_row);
  if (wrong != NULL)
    *wrong = error != NULL;

  return g_strdup (error);
}

void
fanfold_inputs_group_check_again (FanfoldInputsGroup *self)
{
  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));

  for (guint i = 0; i < self->rows->len; i++)
    fanfold_param_row_check_again (self->rows->pdata[i]);
}

static gboolean
enter_row (FanfoldParamRow *row)
{
  return gtk_widget_child_focus (GTK_WIDGET (fanfold_param_row_get_editor (row)),
                                 GTK_DIR_TAB_FORWARD);
}

void
fanfold_inputs_group_enter (FanfoldInputsGroup *self)
{
  g_return_if_fail (FANFOLD_IS_INPUTS_GROUP (self));

  /* What chosen jobs were given is settled: a template is what can be mended. */
  for (guint i = 0; i < self->rows->len && self->locked; i++)
    if (fanfold_param_row_get_kind (self->rows->pdata[i]) == FANFOLD_INPUT_TEMPLATE &&
        enter_row (self->rows->pdata[i]))
      return;

  for (guint i = 0; i < self->rows->len; i++)
    if (enter_row (self->rows->pdata[i]))
      return;

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
