/* fanfold-launch-form.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-form.h"
#include "fanfold-error.h"
#include "fanfold-file-globs.h"
#include "fanfold-files-editor.h"
#include "fanfold-input-check.h"
#include "fanfold-settings-group.h"

#include <glib/gi18n.h>

typedef enum
{
  COMBINE_PRODUCT,
  COMBINE_IN_STEP,
  COMBINE_AS_OPENED
} Combine;

struct _FanfoldLaunchForm
{
  AdwBin parent_instance;

  FanfoldFunction *function;
  GPtrArray *rows;    /* FanfoldParamRow, in the function's order */
  GPtrArray *order;   /* the same, in the order of the batch's inputs */
  GHashTable *groups; /* of the batch that was opened: a parameter's id → its group */
  char *name;         /* likewise */
  char *folder;
  FanfoldBatchParent *parent; /* (nullable) */ /* likewise */
  GCancellable *blame_cancellable;
  gboolean setting;

  GtkLabel *title_label;
  GtkLabel *summary_label;
  AdwPreferencesGroup *inputs_group;
  AdwExpanderRow *advanced_row;
  AdwComboRow *combine_row;
  GtkStringList *combine_model;
  FanfoldSettingsGroup *settings_group;
};

enum
{
  CHANGED,
  BLAMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchForm, fanfold_launch_form, ADW_TYPE_BIN)

static gboolean
has_many (FanfoldParamRow *row)
{
  return fanfold_param_row_get_kind (row) != FANFOLD_INPUT_VALUE;
}

static void
update_combine (FanfoldLaunchForm *self)
{
  guint n_many = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (has_many (self->rows->pdata[i]))
      n_many++;

  gtk_widget_set_visible (GTK_WIDGET (self->combine_row), n_many > 1);
}

static void
cancel_blame (FanfoldLaunchForm *self)
{
  g_cancellable_cancel (self->blame_cancellable);
  g_clear_object (&self->blame_cancellable);
}

static void
changed_cb (FanfoldLaunchForm *self)
{
  if (self->setting)
    return;

  cancel_blame (self);
  update_combine (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_row (FanfoldLaunchForm *self, FanfoldParam *param)
{
  GtkWidget *row = fanfold_param_row_new (param);

  if ((fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_ADVANCED) != 0)
    {
      adw_expander_row_add_row (self->advanced_row, row);
      gtk_widget_set_visible (GTK_WIDGET (self->advanced_row), TRUE);
    }
  else
    {
      adw_preferences_group_add (self->inputs_group, row);
    }

  g_signal_connect_object (row, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->order, row);
}

static void
move_to_end (FanfoldLaunchForm *self, GtkWidget *row)
{
  g_object_ref (row);
  adw_preferences_group_remove (self->inputs_group, row);
  adw_preferences_group_add (self->inputs_group, row);
  g_object_unref (row);
}

static void
add_rows (FanfoldLaunchForm *self)
{
  GPtrArray *params = fanfold_function_get_params (self->function);

  for (guint i = 0; i < params->len; i++)
    add_row (self, params->pdata[i]);
  move_to_end (self, GTK_WIDGET (self->advanced_row));
  move_to_end (self, GTK_WIDGET (self->combine_row));

  gtk_widget_set_visible (GTK_WIDGET (self->inputs_group), params->len > 0);
}

static void
set_up (FanfoldLaunchForm *self, FanfoldFunction *function, guint n_usable)
{
  const char *summary = fanfold_function_get_summary (function);

  self->function = g_object_ref (function);
  self->setting = TRUE;

  gtk_label_set_label (self->title_label, fanfold_function_get_label (function));
  gtk_label_set_label (self->summary_label, summary != NULL ? summary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->summary_label), summary != NULL && summary[0] != '\0');
  add_rows (self);
  fanfold_settings_group_set_up (self->settings_group, function, n_usable);
  update_combine (self);

  self->setting = FALSE;
}

static guint
get_group (FanfoldLaunchForm *self, FanfoldParamRow *row)
{
  const char *id = fanfold_param_get_id (fanfold_param_row_get_param (row));

  switch ((Combine) adw_combo_row_get_selected (self->combine_row))
    {
    case COMBINE_IN_STEP:
      return has_many (row) ? 1 : 0;

    case COMBINE_AS_OPENED:
      return GPOINTER_TO_UINT (g_hash_table_lookup (self->groups, id));

    case COMBINE_PRODUCT:
    default:
      return 0;
    }
}

/* How the groups of an opened batch are shown: as one of the two simple ways, or as they are. */
static Combine
take_groups (FanfoldLaunchForm *self, GPtrArray *inputs)
{
  guint n_many = 0, n_alone = 0, n_first = 0, first = 0;

  g_hash_table_remove_all (self->groups);
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      guint group = fanfold_input_get_group (input);

      g_hash_table_insert (
          self->groups, g_strdup (fanfold_input_get_name (input)), GUINT_TO_POINTER (group));

      if (fanfold_input_get_kind (input) == FANFOLD_INPUT_VALUE)
        continue;

      n_many++;
      if (group == 0)
        n_alone++;
      else if (first == 0)
        first = group;
      if (group != 0 && group == first)
        n_first++;
    }

  if (n_alone == n_many)
    return COMBINE_PRODUCT;

  return n_first == n_many ? COMBINE_IN_STEP : COMBINE_AS_OPENED;
}

static void
show_combine (FanfoldLaunchForm *self, Combine combine)
{
  GListModel *model = G_LIST_MODEL (self->combine_model);

  if (combine == COMBINE_AS_OPENED && g_list_model_get_n_items (model) == COMBINE_AS_OPENED)
    gtk_string_list_append (self->combine_model, _ ("As in the file"));

  adw_combo_row_set_selected (self->combine_row, combine);
}

static gboolean
take_inputs (FanfoldLaunchForm *self, GPtrArray *inputs, GError **error)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      FanfoldParamRow *row = fanfold_launch_form_find_row (self, fanfold_input_get_name (input));

      if (row == NULL)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_UNKNOWN,
                       _ ("The batch has an input “%s”, but “%s” has no parameter of that name"),
                       fanfold_input_get_name (input),
                       fanfold_function_get_label (self->function));
          return FALSE;
        }

      if (!fanfold_param_row_set_input (row, input, error))
        return FALSE;

      g_ptr_array_add (order, row);
    }

  for (guint i = 0; i < self->rows->len; i++)
    if (!g_ptr_array_find (order, self->rows->pdata[i], NULL))
      g_ptr_array_add (order, self->rows->pdata[i]);

  g_ptr_array_unref (self->order);
  self->order = g_steal_pointer (&order);

  return TRUE;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchForm) self = FANFOLD_LAUNCH_FORM (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = fanfold_input_check_finish (result, &error);
  FanfoldParamRow *row = name != NULL ? fanfold_launch_form_find_row (self, name) : NULL;

  if (row == NULL)
    return;

  fanfold_param_row_blame (row, error->message);
  g_signal_emit (self, signals[BLAMED], 0);
}

/* The row that takes files: of the parameter flagged EACH, else of the first that can. */
static FanfoldParamRow *
find_files_row (FanfoldLaunchForm *self)
{
  FanfoldParam *each = fanfold_function_get_each_param (self->function);
  FanfoldParamRow *row =
      each != NULL ? fanfold_launch_form_find_row (self, fanfold_param_get_id (each)) : NULL;

  if (row != NULL && fanfold_param_row_has_kind (row, FANFOLD_INPUT_FILES))
    return row;

  for (guint i = 0; i < self->rows->len; i++)
    if (fanfold_param_row_has_kind (self->rows->pdata[i], FANFOLD_INPUT_FILES))
      return self->rows->pdata[i];

  return NULL;
}

static void
files_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchForm) self = FANFOLD_LAUNCH_FORM (user_data);
  g_auto (GStrv) globs = fanfold_file_globs_finish (result, NULL);
  FanfoldParamRow *row = find_files_row (self);

  if (row == NULL || globs == NULL || globs[0] == NULL)
    return;

  fanfold_param_row_set_kind (row, FANFOLD_INPUT_FILES);
  fanfold_files_editor_add_globs (FANFOLD_FILES_EDITOR (fanfold_param_row_get_editor (row)),
                                  (const char *const *) globs);
}

/* What varies comes from the run that is the parent, as it was there. */
static void
update_locks (FanfoldLaunchForm *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldParamRow *row = self->rows->pdata[i];
      gboolean locked =
          self->parent != NULL && fanfold_batch_parent_has_kind (fanfold_param_row_get_kind (row));

      gtk_widget_set_sensitive (GTK_WIDGET (row), !locked);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->combine_row), self->parent == NULL);
}

static void
take_parent (FanfoldLaunchForm *self, FanfoldBatchParent *parent)
{
  g_clear_pointer (&self->parent, fanfold_batch_parent_unref);
  self->parent = parent != NULL ? fanfold_batch_parent_ref (parent) : NULL;
  update_locks (self);
}

static void
fanfold_launch_form_dispose (GObject *object)
{
  FanfoldLaunchForm *self = FANFOLD_LAUNCH_FORM (object);

  cancel_blame (self);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->order, 0);

  G_OBJECT_CLASS (fanfold_launch_form_parent_class)->dispose (object);
}

static void
fanfold_launch_form_finalize (GObject *object)
{
  FanfoldLaunchForm *self = FANFOLD_LAUNCH_FORM (object);

  g_clear_object (&self->function);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_hash_table_unref);
  g_clear_pointer (&self->parent, fanfold_batch_parent_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (fanfold_launch_form_parent_class)->finalize (object);
}

static void
fanfold_launch_form_class_init (FanfoldLaunchFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_launch_form_dispose;
  object_class->finalize = fanfold_launch_form_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[BLAMED] = g_signal_new (
      "blamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_SETTINGS_GROUP);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-form.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, title_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, summary_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, inputs_group);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, advanced_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, combine_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, combine_model);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchForm, settings_group);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_launch_form_init (FanfoldLaunchForm *self)
{
  self->rows = g_ptr_array_new ();
  self->order = g_ptr_array_new ();
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
}

GtkWidget *
fanfold_launch_form_new (FanfoldFunction *function, guint n_usable)
{
  FanfoldLaunchForm *self;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (n_usable > 0, NULL);

  self = g_object_new (FANFOLD_TYPE_LAUNCH_FORM, NULL);
  set_up (self, function, n_usable);

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

  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldParamRow *row = self->rows->pdata[i];

      if (g_str_equal (fanfold_param_get_id (fanfold_param_row_get_param (row)), id))
        return row;
    }

  return NULL;
}

FanfoldBatch *
fanfold_launch_form_dup_batch (FanfoldLaunchForm *self)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  FanfoldSettings settings;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  batch = fanfold_batch_new (fanfold_function_get_id (self->function));
  if (self->name != NULL)
    fanfold_batch_set_name (batch, self->name);
  fanfold_batch_set_folder (batch, self->folder);
  fanfold_batch_set_parent (batch, self->parent);

  for (guint i = 0; i < self->order->len; i++)
    {
      FanfoldParamRow *row = self->order->pdata[i];
      g_autoptr (FanfoldInput) input = fanfold_param_row_dup_input (row);
      g_autoptr (FanfoldInput) grouped = NULL;

      if (input == NULL)
        continue;

      grouped = fanfold_input_with_group (input, get_group (self, row));
      fanfold_batch_add_input (batch, grouped, NULL);
    }

  fanfold_settings_group_get (self->settings_group, &settings);
  fanfold_batch_set_settings (batch, &settings);

  return g_steal_pointer (&batch);
}

gboolean
fanfold_launch_form_set_batch (FanfoldLaunchForm *self, FanfoldBatch *batch, GError **error)
{
  gboolean taken;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), FALSE);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), FALSE);

  self->setting = TRUE;
  taken = take_inputs (self, fanfold_batch_get_inputs (batch), error);
  if (taken)
    {
      show_combine (self, take_groups (self, fanfold_batch_get_inputs (batch)));
      fanfold_settings_group_set (self->settings_group, fanfold_batch_get_settings (batch));
    }
  self->setting = FALSE;
  if (!taken)
    return FALSE;

  g_free (self->name);
  self->name = g_strdup (fanfold_batch_get_name (batch));
  g_free (self->folder);
  self->folder = g_strdup (fanfold_batch_get_folder (batch));
  take_parent (self, fanfold_batch_get_parent (batch));
  changed_cb (self);

  return TRUE;
}

char *
fanfold_launch_form_describe_gap (FanfoldLaunchForm *self, gboolean *wrong)
{
  FanfoldParamRow *missing = NULL;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_FORM (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldParamRow *row = self->rows->pdata[i];
      const char *label = fanfold_param_get_label (fanfold_param_row_get_param (row));

      if (wrong != NULL)
        *wrong = fanfold_param_row_get_error (row) != NULL;
      if (fanfold_param_row_get_error (row) != NULL)
        return g_strdup_printf (_ ("There is a mistake in “%s”"), label);

      if (missing == NULL && fanfold_param_row_is_missing (row))
        missing = row;
    }

  if (missing == NULL)
    return NULL;

  return g_strdup_printf (_ ("“%s” needs a value"),
                          fanfold_param_get_label (fanfold_param_row_get_param (missing)));
}

void
fanfold_launch_form_blame (FanfoldLaunchForm *self)
{
  g_autoptr (GPtrArray) inputs = NULL;
  g_autoptr (GPtrArray) params = NULL;

  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));

  inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  params = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->rows->len; i++)
    {
      FanfoldInput *input = fanfold_param_row_dup_input (self->rows->pdata[i]);

      if (input == NULL)
        continue;

      g_ptr_array_add (inputs, input);
      g_ptr_array_add (params, g_object_ref (fanfold_param_row_get_param (self->rows->pdata[i])));
    }

  cancel_blame (self);
  self->blame_cancellable = g_cancellable_new ();
  fanfold_input_check_async (
      inputs, params, self->folder, self->blame_cancellable, checked_cb, g_object_ref (self));
}

void
fanfold_launch_form_add_files (FanfoldLaunchForm *self, GListModel *files)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_FORM (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  fanfold_file_globs_async (files, NULL, files_found_cb, g_object_ref (self));
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
