/* fanfold-batch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch.h"

#include "fanfold-error.h"
#include "fanfold-input-groups.h"
#include "fanfold-input-lines.h"
#include "fanfold-n-jobs.h"

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)

struct _FanfoldBatch
{
  GObject parent_instance;

  char *function_id;
  char *name;
  char *folder;
  GPtrArray *inputs;
  gboolean zip;
  FanfoldSettings settings;
  FanfoldExpansionProgress *progress; /* (nullable) */
  FanfoldBatchParent *parent;         /* (nullable) */
};

G_DEFINE_FINAL_TYPE (FanfoldBatch, fanfold_batch, G_TYPE_OBJECT)

static void
fanfold_batch_finalize (GObject *object)
{
  FanfoldBatch *self = FANFOLD_BATCH (object);

  g_clear_pointer (&self->function_id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->progress, fanfold_expansion_progress_unref);
  g_clear_pointer (&self->parent, fanfold_batch_parent_unref);

  G_OBJECT_CLASS (fanfold_batch_parent_class)->finalize (object);
}

static void
fanfold_batch_class_init (FanfoldBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_batch_finalize;
}

static void
fanfold_batch_init (FanfoldBatch *self)
{
  const FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  self->name = g_strdup ("");
  self->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_input_unref);
  self->settings = settings;
}

FanfoldBatch *
fanfold_batch_new (const char *function_id)
{
  FanfoldBatch *self;

  g_return_val_if_fail (function_id != NULL, NULL);

  self = g_object_new (FANFOLD_TYPE_BATCH, NULL);
  self->function_id = g_strdup (function_id);

  return self;
}

FanfoldBatch *
fanfold_batch_copy (FanfoldBatch *self)
{
  FanfoldBatch *copy;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  copy = fanfold_batch_new (self->function_id);
  fanfold_batch_set_name (copy, self->name);
  fanfold_batch_set_folder (copy, self->folder);
  for (guint i = 0; i < self->inputs->len; i++)
    g_ptr_array_add (copy->inputs, fanfold_input_ref (self->inputs->pdata[i]));
  copy->zip = self->zip;
  copy->settings = self->settings;
  fanfold_batch_set_progress (copy, self->progress);
  fanfold_batch_set_parent (copy, self->parent);

  return copy;
}

static char *
load (GFile *file, gsize *length, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;

  if (stream == NULL)
    return NULL;

  text = g_malloc (MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_BYTES + 1, length, NULL, error))
    return NULL;

  if (*length > MAX_BYTES)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "it is larger than 64 MiB, which is the most");
      return NULL;
    }

  return g_steal_pointer (&text);
}

FanfoldBatch *
fanfold_batch_new_from_file (GFile *file, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (FanfoldBatch) self = NULL;
  g_autoptr (GFile) parent = NULL;
  gsize length;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  name = g_file_get_parse_name (file);
  text = load (file, &length, error);
  if (text == NULL)
    {
      g_prefix_error (error, "The batch file “%s” cannot be read: ", name);
      return NULL;
    }

  self = fanfold_batch_new_from_text (text, (gssize) length, error);
  if (self == NULL)
    {
      g_prefix_error (error, "The batch file “%s” cannot be used. ", name);
      return NULL;
    }

  parent = g_file_get_parent (file);
  if (parent != NULL)
    {
      g_autofree char *folder = g_file_get_path (parent);

      fanfold_batch_set_folder (self, folder);
    }

  return g_steal_pointer (&self);
}

const char *
fanfold_batch_get_function_id (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->function_id;
}

const char *
fanfold_batch_get_name (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->name;
}

void
fanfold_batch_set_name (FanfoldBatch *self, const char *name)
{
  g_autofree char *old = NULL;

  g_return_if_fail (FANFOLD_IS_BATCH (self));
  g_return_if_fail (name != NULL);

  old = g_steal_pointer (&self->name);
  self->name = g_strdup (name);
}

const char *
fanfold_batch_get_folder (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->folder;
}

void
fanfold_batch_set_folder (FanfoldBatch *self, const char *folder)
{
  g_autofree char *old = NULL;

  g_return_if_fail (FANFOLD_IS_BATCH (self));

  old = g_steal_pointer (&self->folder);
  self->folder = g_strdup (folder);
}

GPtrArray *
fanfold_batch_get_inputs (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->inputs;
}

gboolean
fanfold_batch_add_input (FanfoldBatch *self, FanfoldInput *input, GError **error)
{
  const char *name;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), FALSE);
  g_return_val_if_fail (input != NULL, FALSE);

  name = fanfold_input_get_name (input);
  for (guint i = 0; i < self->inputs->len; i++)
    {
      if (!g_str_equal (fanfold_input_get_name (self->inputs->pdata[i]), name))
        continue;

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The parameter “%s” has two inputs: leave one out",
                   name);
      return FALSE;
    }

  if (self->zip)
    g_ptr_array_add (self->inputs, fanfold_input_with_group (input, 1));
  else
    g_ptr_array_add (self->inputs, fanfold_input_ref (input));

  return TRUE;
}

void
fanfold_batch_set_zip (FanfoldBatch *self, gboolean zip)
{
  g_return_if_fail (FANFOLD_IS_BATCH (self));

  if (self->zip == !!zip)
    return;

  self->zip = !!zip;
  for (guint i = 0; i < self->inputs->len; i++)
    {
      g_autoptr (FanfoldInput) input = self->inputs->pdata[i];

      self->inputs->pdata[i] = fanfold_input_with_group (input, self->zip ? 1 : 0);
    }
}

const FanfoldSettings *
fanfold_batch_get_settings (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return &self->settings;
}

void
fanfold_batch_set_settings (FanfoldBatch *self, const FanfoldSettings *settings)
{
  g_return_if_fail (FANFOLD_IS_BATCH (self));
  g_return_if_fail (settings != NULL);
  g_return_if_fail (settings->n_jobs != 0);

  self->settings = *settings;
}

void
fanfold_batch_set_progress (FanfoldBatch *self, FanfoldExpansionProgress *progress)
{
  FanfoldExpansionProgress *old;

  g_return_if_fail (FANFOLD_IS_BATCH (self));

  old = self->progress;
  self->progress = progress != NULL ? fanfold_expansion_progress_ref (progress) : NULL;
  g_clear_pointer (&old, fanfold_expansion_progress_unref);
}

void
fanfold_batch_set_parent (FanfoldBatch *self, FanfoldBatchParent *parent)
{
  FanfoldBatchParent *old;

  g_return_if_fail (FANFOLD_IS_BATCH (self));

  old = self->parent;
  self->parent = parent != NULL ? fanfold_batch_parent_ref (parent) : NULL;
  g_clear_pointer (&old, fanfold_batch_parent_unref);
}

FanfoldBatchParent *
fanfold_batch_get_parent (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  return self->parent;
}

guint64
fanfold_batch_get_parent_run (FanfoldBatch *self)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), 0);

  return self->parent != NULL ? fanfold_batch_parent_get_run (self->parent) : 0;
}

static void
set_unknown_error (GError **error, FanfoldFunction *function, const char *name)
{
  g_autoptr (GString) known = g_string_new (NULL);
  GPtrArray *params = fanfold_function_get_params (function);

  for (guint i = 0; i < params->len; i++)
    g_string_append_printf (
        known, "%s%s", i > 0 ? ", " : "", fanfold_param_get_id (params->pdata[i]));

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_UNKNOWN,
               "%s has no parameter “%s”; it has %s",
               fanfold_function_get_id (function),
               name,
               known->len > 0 ? known->str : "none");
}

static gboolean
check_settings (FanfoldBatch *self, GError **error)
{
  FanfoldCpu cpu;
  guint n_slots;

  fanfold_cpu_get (&cpu);
  n_slots = fanfold_n_jobs_effective (self->settings.n_jobs, cpu.n_usable);

  return fanfold_settings_check (&self->settings, MIN (n_slots, FANFOLD_MAX_SLOTS), error);
}

gboolean
fanfold_batch_check (FanfoldBatch *self, FanfoldFunction *function, GError **error)
{
  g_return_val_if_fail (FANFOLD_IS_BATCH (self), FALSE);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const char *name = fanfold_input_get_name (self->inputs->pdata[i]);

      if (fanfold_function_find_param (function, name, NULL) == NULL)
        {
          set_unknown_error (error, function, name);
          return FALSE;
        }
    }

  if (self->settings.backend == FANFOLD_BACKEND_THREADS &&
      !fanfold_function_is_thread_safe (function))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "%s cannot run in threads: its plugin does not declare it thread-safe; use the "
                   "backend processes",
                   fanfold_function_get_id (function));
      return FALSE;
    }

  return check_settings (self, error);
}

/* In step with all others where they are those of a run of before. */
static FanfoldSource *
expand_input (FanfoldBatch *self,
              FanfoldInput *input,
              FanfoldParam *param,
              const FanfoldInputContext *context,
              guint *group,
              GError **error)
{
  FanfoldInputKind kind = fanfold_input_get_kind (input);

  if (self->parent == NULL || !fanfold_batch_parent_has_kind (kind))
    return fanfold_input_expand_in (input, param, context, error);

  *group = 1;
  return fanfold_batch_parent_get_source (self->parent, input, param, context->cancellable, error);
}

static void
clear_item (gpointer data)
{
  FanfoldCombineItem *item = data;

  g_clear_pointer (&item->source, fanfold_source_unref);
}

/* So that a CSV file is read once, for all of its columns. */
static void
announce_inputs (FanfoldBatch *self, FanfoldFunction *function, const FanfoldInputContext *context)
{
  for (guint i = 0; i < self->inputs->len; i++)
    {
      FanfoldInput *input = self->inputs->pdata[i];
      FanfoldParam *param =
          fanfold_function_find_param (function, fanfold_input_get_name (input), NULL);

      if (param != NULL)
        fanfold_input_announce (input, param, context);
    }
}

FanfoldCombine *
fanfold_batch_expand (FanfoldBatch *self,
                      FanfoldFunction *function,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (FanfoldCsvTables) tables = fanfold_csv_tables_new ();
  const FanfoldInputContext context = { self->folder, cancellable, self->progress, tables };
  g_autoptr (GArray) items = NULL;
  g_autofree guint *groups = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  if (!fanfold_batch_check (self, function, error))
    return NULL;

  items = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineItem));
  g_array_set_clear_func (items, clear_item);
  announce_inputs (self, function, &context);
  groups = fanfold_input_groups_new (self->inputs, self->folder);
  for (guint i = 0; i < self->inputs->len; i++)
    {
      FanfoldInput *input = self->inputs->pdata[i];
      FanfoldCombineItem item = { .group = groups[i] };
      FanfoldParam *param =
          fanfold_function_find_param (function, fanfold_input_get_name (input), &item.param);

      item.source = expand_input (self, input, param, &context, &item.group, error);
      if (item.source == NULL)
        return NULL;
      g_array_append_val (items, item);
    }

  combine = fanfold_combine_new (
      function, (const FanfoldCombineItem *) (gpointer) items->data, items->len, error);
  if (combine != NULL && self->parent != NULL &&
      !fanfold_batch_parent_check (self->parent, combine, error))
    return NULL;

  return g_steal_pointer (&combine);
}

/* The input that feeds the parameter which the stream of @combine feeds. (transfer none) */
static FanfoldInput *
find_stream_input (FanfoldBatch *self, FanfoldCombine *combine)
{
  FanfoldParam *param = fanfold_combine_get_stream_param (combine);

  for (guint i = 0; i < self->inputs->len && param != NULL; i++)
    {
      FanfoldInput *input = self->inputs->pdata[i];

      if (g_str_equal (fanfold_input_get_name (input), fanfold_param_get_id (param)))
        return input;
    }

  return NULL;
}

int
fanfold_batch_open_stream (FanfoldBatch *self, FanfoldCombine *combine, char **name, GError **error)
{
  FanfoldInput *input;

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), -1);
  g_return_val_if_fail (combine != NULL, -1);
  g_return_val_if_fail (name != NULL, -1);

  input = find_stream_input (self, combine);
  g_return_val_if_fail (input != NULL, -1);

  return fanfold_input_open_lines (input, self->folder, name, error);
}
