/* fanfold-batch-parent.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-parent.h"

#include "fanfold-error.h"
#include "fanfold-lock.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* How many jobs are looked up at once. */
#define N_AT_ONCE 4096

struct _FanfoldBatchParent
{
  gatomicrefcount ref_count;
  guint64 run;
  GHashTable *names; /* of the inputs: whether it varied */
  FanfoldCombine *combine;
  FanfoldRanges *jobs;
};

FanfoldBatchParent *
fanfold_batch_parent_new (guint64 run,
                          GPtrArray *inputs,
                          FanfoldCombine *combine,
                          FanfoldRanges *jobs)
{
  FanfoldBatchParent *self;

  g_return_val_if_fail (inputs != NULL, NULL);
  g_return_val_if_fail (combine != NULL, NULL);
  g_return_val_if_fail (jobs != NULL && fanfold_ranges_get_size (jobs) > 0, NULL);

  self = g_new0 (FanfoldBatchParent, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->run = run;
  self->combine = fanfold_combine_ref (combine);
  self->jobs = jobs;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];

      g_hash_table_insert (
          self->names,
          g_strdup (fanfold_input_get_name (input)),
          GINT_TO_POINTER (fanfold_batch_parent_has_kind (fanfold_input_get_kind (input))));
    }

  return self;
}

FanfoldBatchParent *
fanfold_batch_parent_ref (FanfoldBatchParent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_batch_parent_unref (FanfoldBatchParent *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->names);
  fanfold_combine_unref (self->combine);
  fanfold_ranges_free (self->jobs);
  g_free (self);
}

guint64
fanfold_batch_parent_get_run (FanfoldBatchParent *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->run;
}

guint64
fanfold_batch_parent_get_n_jobs (FanfoldBatchParent *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return fanfold_ranges_get_size (self->jobs);
}

guint64
fanfold_batch_parent_get_n_jobs_of_run (FanfoldBatchParent *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return fanfold_combine_get_n_jobs (self->combine);
}

gboolean
fanfold_batch_parent_has_kind (FanfoldInputKind kind)
{
  return kind != FANFOLD_INPUT_VALUE && kind != FANFOLD_INPUT_TEMPLATE;
}

gboolean
fanfold_batch_parent_has_input (FanfoldBatchParent *self, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return g_hash_table_contains (self->names, name);
}

GBytes *
fanfold_batch_parent_get_numbers (FanfoldBatchParent *self)
{
  gsize n_jobs = 0;
  guint64 from = 0, first, n;
  guint32 *numbers;

  g_return_val_if_fail (self != NULL, NULL);

  numbers = g_new (guint32, fanfold_ranges_get_size (self->jobs));
  for (; fanfold_ranges_find (self->jobs, from, &first, &n); from = first + n)
    {
      for (guint64 job = first; job < first + n; job++)
        numbers[n_jobs++] = (guint32) fanfold_combine_get_number (self->combine, job);
    }

  return g_bytes_new_take (numbers, n_jobs * sizeof *numbers);
}

/* Where an input of the run is: a parameter, or behind them the free inputs. */
static gboolean
find_position (FanfoldBatchParent *self, const char *name, guint *position)
{
  FanfoldFunction *function = fanfold_combine_get_function (self->combine);

  if (fanfold_function_find_param (function, name, position) != NULL)
    return TRUE;

  for (guint i = 0; i < fanfold_combine_get_n_free (self->combine); i++)
    {
      FanfoldParam *param = fanfold_combine_get_free_param (self->combine, i);

      *position = fanfold_function_get_params (function)->len + i;
      if (g_str_equal (fanfold_param_get_id (param), name))
        return TRUE;
    }

  return FALSE;
}

/* Adds the values that an input of the run has in the jobs from @first on. */
static gboolean
add_values (
    FanfoldBatchParent *self, GVariantBuilder *values, guint param, guint64 first, guint n_jobs)
{
  guint n_params = fanfold_function_get_params (fanfold_combine_get_function (self->combine))->len;
  g_autoptr (GVariant) columns =
      param < n_params ? fanfold_combine_get_columns (self->combine, first, n_jobs)
                       : fanfold_combine_get_free_columns (self->combine, first, n_jobs);
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) column = NULL;
  GVariantIter iter;
  GVariant *value;

  if (columns == NULL)
    return FALSE;

  boxed = g_variant_get_child_value (columns, param < n_params ? param : param - n_params);
  column = g_variant_get_variant (boxed);
  g_variant_iter_init (&iter, column);
  while ((value = g_variant_iter_next_value (&iter)) != NULL)
    {
      g_variant_builder_add_value (values, value);
      g_variant_unref (value);
    }

  return TRUE;
}

static gboolean
set_lost_error (FanfoldBatchParent *self, GError **error)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_DAMAGED,
               _ ("The inputs of run %" PRIu64 " cannot be read back from the history"),
               self->run);
  return FALSE;
}

static gboolean
add_all_values (FanfoldBatchParent *self,
                GVariantBuilder *values,
                guint param,
                GCancellable *cancellable,
                GError **error)
{
  guint64 from = 0, first, n;

  while (fanfold_ranges_find (self->jobs, from, &first, &n))
    {
      guint n_jobs = (guint) MIN (n, N_AT_ONCE);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!add_values (self, values, param, first, n_jobs))
        return set_lost_error (self, error);
      from = first + n_jobs;
    }

  return TRUE;
}

FanfoldSource *
fanfold_batch_parent_get_source (FanfoldBatchParent *self,
                                 FanfoldInput *input,
                                 FanfoldParam *param,
                                 GCancellable *cancellable,
                                 GError **error)
{
  g_autoptr (GVariantBuilder) values = NULL;
  g_autoptr (GVariantType) type = NULL;
  const char *name;
  guint position;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (input != NULL, NULL);

  name = fanfold_input_get_name (input);
  if (!GPOINTER_TO_INT (g_hash_table_lookup (self->names, name)) ||
      !find_position (self, name, &position))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("The input “%s” is not one that varied in run %" PRIu64
                      ": where jobs of a run are run again, only values and templates can be new"),
                   name,
                   self->run);
      return NULL;
    }

  type = g_variant_type_new_array (fanfold_param_get_variant_type (param));
  values = g_variant_builder_new (type);
  if (!add_all_values (self, values, position, cancellable, error))
    return NULL;

  return fanfold_source_new_array (param, g_variant_builder_end (values));
}
