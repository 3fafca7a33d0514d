/* fanfold-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block-private.h"

#include "fanfold-lock.h"

FanfoldBlock *
fanfold_block_ref (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_block_unref (FanfoldBlock *self)
{
  guint i;

  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  for (i = 0; i < self->n_columns; i++)
    {
      g_clear_pointer (&self->columns[i].present, g_variant_unref);
      g_clear_pointer (&self->columns[i].values, g_variant_unref);
    }
  g_free (self->columns);
  g_free (self->failures);
  g_clear_pointer (&self->json, g_variant_unref);
  g_clear_pointer (&self->variant, g_variant_unref);
  g_clear_object (&self->function);
  g_free (self);
}

GVariant *
fanfold_block_get_variant (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->variant;
}

guint64
fanfold_block_get_first (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->first;
}

guint
fanfold_block_get_n_jobs (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_jobs;
}

guint32
fanfold_block_get_slot (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->slot;
}

guint32
fanfold_block_get_attempt (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->attempt;
}

gsize
fanfold_block_get_bytes (FanfoldBlock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_variant_get_size (self->variant);
}

FanfoldJobState
fanfold_block_get_state (FanfoldBlock *self, guint place)
{
  g_return_val_if_fail (self != NULL && place < self->n_jobs, FANFOLD_JOB_WAITING);

  return self->states[place];
}

gint64
fanfold_block_get_started (FanfoldBlock *self, guint place)
{
  g_return_val_if_fail (self != NULL && place < self->n_jobs, 0);

  return self->started[place];
}

double
fanfold_block_get_seconds (FanfoldBlock *self, guint place)
{
  g_return_val_if_fail (self != NULL && place < self->n_jobs, 0);

  return self->seconds[place];
}

double
fanfold_block_get_cpu_seconds (FanfoldBlock *self, guint place)
{
  g_return_val_if_fail (self != NULL && place < self->n_jobs, 0);

  return self->cpu_seconds != NULL ? self->cpu_seconds[place] : self->seconds[place];
}

guint64
fanfold_block_get_peak_bytes (FanfoldBlock *self, guint place)
{
  g_return_val_if_fail (self != NULL && place < self->n_jobs, 0);

  if (self->n_peaks == 0)
    return 0;

  return self->peak_bytes[self->n_peaks == 1 ? 0 : place];
}

static const FanfoldBlockFailure *
find_failure (FanfoldBlock *self, guint place)
{
  guint low = 0;
  guint high = self->n_failures;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->failures[middle].place == place)
        return &self->failures[middle];
      if (self->failures[middle].place < place)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

FanfoldJobEnd
fanfold_block_get_end (FanfoldBlock *self, guint place)
{
  const FanfoldBlockFailure *failure;

  g_return_val_if_fail (self != NULL && place < self->n_jobs, 0);

  failure = find_failure (self, place);

  return failure != NULL ? failure->end : 0;
}

const char *
fanfold_block_get_error (FanfoldBlock *self, guint place)
{
  const FanfoldBlockFailure *failure;

  g_return_val_if_fail (self != NULL && place < self->n_jobs, NULL);

  failure = find_failure (self, place);

  return failure != NULL ? failure->message : NULL;
}

static gboolean
is_present (const FanfoldBlockColumn *column, guint place)
{
  gsize n_present;
  const guint8 *present = g_variant_get_fixed_array (column->present, &n_present, sizeof *present);

  return n_present == 0 || present[place] != 0;
}

/* Only a job that is done has any. */
static gboolean
has_outputs (FanfoldBlock *self, guint place)
{
  return self->n_columns > 0 &&
         (self->states[place] == FANFOLD_JOB_DONE || self->states[place] == FANFOLD_JOB_CACHED);
}

void
fanfold_block_append_result (FanfoldBlock *self, GString *json, guint place)
{
  g_autofree GVariant **values = NULL;
  const char *text = "";
  guint i;

  g_return_if_fail (self != NULL && place < self->n_jobs);

  if (!has_outputs (self, place))
    {
      if (g_variant_n_children (self->json) > 0)
        g_variant_get_child (self->json, place, "&s", &text);
      g_string_append (json, *text != '\0' ? text : "null");
      return;
    }

  values = g_new0 (GVariant *, self->n_columns);
  for (i = 0; i < self->n_columns; i++)
    if (is_present (&self->columns[i], place))
      values[i] = g_variant_get_child_value (self->columns[i].values, place);

  fanfold_function_append_result_json (self->function, json, values);

  for (i = 0; i < self->n_columns; i++)
    g_clear_pointer (&values[i], g_variant_unref);
}

GVariant *
fanfold_block_get_output (FanfoldBlock *self, guint output, guint place)
{
  g_return_val_if_fail (self != NULL && place < self->n_jobs, NULL);
  g_return_val_if_fail (output < self->n_columns, NULL);

  if (!has_outputs (self, place) || !is_present (&self->columns[output], place))
    return NULL;

  return g_variant_get_child_value (self->columns[output].values, place);
}

void
fanfold_block_append_output (FanfoldBlock *self, GString *json, guint output, guint place)
{
  g_autoptr (GVariant) value = NULL;
  GPtrArray *outputs;

  g_return_if_fail (self != NULL && place < self->n_jobs);
  g_return_if_fail (output < self->n_columns);

  outputs = fanfold_function_get_outputs (self->function);
  value = fanfold_block_get_output (self, output, place);
  if (value != NULL)
    fanfold_param_append_json (g_ptr_array_index (outputs, output), json, value);
  else
    g_string_append (json, "null");
}
