/* fanfold-block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block.h"

#include <math.h>

#include "fanfold-error.h"
#include "fanfold-json.h"
#include "fanfold-lock.h"

/* The places of the members of FANFOLD_BLOCK_VARIANT_TYPE. */
enum
{
  FIRST,
  SLOT,
  ATTEMPT,
  STATES,
  STARTED,
  SECONDS,
  OUTPUTS,
  JSON,
  ERRORS
};

typedef struct
{
  GVariant *present; /* ay */
  GVariant *values;
} Column;

typedef struct
{
  guint place;
  const char *message;
} Failure;

struct _FanfoldBlock
{
  gatomicrefcount ref_count;

  FanfoldFunction *function;
  GVariant *variant; /* serialized, so that pointers into it stay */

  guint64 first;
  guint n_jobs;
  guint32 slot;
  guint32 attempt;

  GVariant *json;
  guint n_columns;
  Column *columns;
  guint n_failures;
  Failure *failures; /* by place */

  const guint8 *states;
  const gint64 *started;
  const double *seconds;
};

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (
      error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "A block of jobs cannot be used: %s.", what);
  return FALSE;
}

static gconstpointer
get_member (FanfoldBlock *self, guint member, gsize element_size, gsize *n_elements)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (self->variant, member);

  return g_variant_get_fixed_array (array, n_elements, element_size);
}

static gboolean
read_rows (FanfoldBlock *self, GError **error)
{
  gsize n_states;
  gsize n_started;
  gsize n_seconds;
  guint i;

  self->states = get_member (self, STATES, sizeof (guint8), &n_states);
  self->started = get_member (self, STARTED, sizeof (gint64), &n_started);
  self->seconds = get_member (self, SECONDS, sizeof (double), &n_seconds);

  if (n_states < 1 || n_states > FANFOLD_BLOCK_MAX_JOBS)
    return refuse (error, "it holds no jobs, or too many");
  if (n_started != n_states || n_seconds != n_states)
    return refuse (error, "its columns differ in length");
  if (self->first > G_MAXINT64 - n_states)
    return refuse (error, "its first job has an impossible number");

  self->n_jobs = n_states;
  for (i = 0; i < self->n_jobs; i++)
    {
      if (self->states[i] <= FANFOLD_JOB_RUNNING || self->states[i] >= FANFOLD_N_JOB_STATES)
        return refuse (error, "a job in it is in no state that ends a job");
      if (self->started[i] < 0 || !(self->seconds[i] >= 0) || isinf (self->seconds[i]))
        return refuse (error, "a job in it has an impossible time");
    }

  return TRUE;
}

static gboolean
read_column (FanfoldBlock *self, GVariant *pair, guint position, GError **error)
{
  GPtrArray *outputs = fanfold_function_get_outputs (self->function);
  FanfoldParam *output = g_ptr_array_index (outputs, position);
  Column *column = &self->columns[position];
  gsize n_present;

  if (!g_variant_type_is_tuple (g_variant_get_type (pair)) || g_variant_n_children (pair) != 2)
    return refuse (error, "an output is no pair of columns");

  column->present = g_variant_get_child_value (pair, 0);
  column->values = g_variant_get_child_value (pair, 1);
  if (!g_variant_is_of_type (column->present, G_VARIANT_TYPE_BYTESTRING) ||
      !g_variant_is_of_type (column->values, G_VARIANT_TYPE_ARRAY) ||
      !g_variant_type_equal (g_variant_type_element (g_variant_get_type (column->values)),
                             fanfold_param_get_variant_type (output)))
    return refuse (error, "an output is not of the declared type");

  n_present = g_variant_n_children (column->present);
  if (g_variant_n_children (column->values) != self->n_jobs ||
      (n_present != 0 && n_present != self->n_jobs))
    return refuse (error, "its columns differ in length");

  return TRUE;
}

static gboolean
read_outputs (FanfoldBlock *self, GError **error)
{
  g_autoptr (GVariant) outputs = g_variant_get_child_value (self->variant, OUTPUTS);
  guint n_columns = fanfold_function_get_outputs (self->function)->len;
  guint i;

  if (g_variant_n_children (outputs) != n_columns)
    return refuse (error, "it has not the declared outputs");

  self->columns = g_new0 (Column, n_columns);
  self->n_columns = n_columns;
  for (i = 0; i < n_columns; i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (outputs, i);
      g_autoptr (GVariant) pair = g_variant_get_variant (boxed);

      if (!read_column (self, pair, i, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_json (FanfoldBlock *self, GError **error)
{
  gsize n_texts;
  gsize i;

  self->json = g_variant_get_child_value (self->variant, JSON);
  n_texts = g_variant_n_children (self->json);
  if (n_texts != 0 && (n_texts != self->n_jobs || self->n_columns > 0))
    return refuse (error, "its columns differ in length");

  for (i = 0; i < n_texts; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      const char *text;

      g_variant_get_child (self->json, i, "&s", &text);
      if (*text == '\0')
        continue;

      node = fanfold_json_parse (text, -1, error);
      if (node == NULL)
        {
          g_prefix_error (error, "A block of jobs cannot be used: ");
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
read_failures (FanfoldBlock *self, GError **error)
{
  g_autoptr (GVariant) errors = g_variant_get_child_value (self->variant, ERRORS);
  gsize n_failures = g_variant_n_children (errors);
  guint i;

  if (n_failures > self->n_jobs)
    return refuse (error, "it has more errors than jobs");

  self->failures = g_new (Failure, n_failures);
  self->n_failures = n_failures;
  for (i = 0; i < n_failures; i++)
    {
      Failure *failure = &self->failures[i];

      g_variant_get_child (errors, i, "(u&s)", &failure->place, &failure->message);
      if (failure->place >= self->n_jobs || (i > 0 && failure->place <= failure[-1].place))
        return refuse (error, "its errors are out of order");
    }

  return TRUE;
}

FanfoldBlock *
fanfold_block_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error)
{
  g_autoptr (FanfoldBlock) self = NULL;
  g_autoptr (GVariant) owned = g_variant_ref_sink (variant);

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (FANFOLD_BLOCK_VARIANT_TYPE)) ||
      !g_variant_is_normal_form (variant))
    {
      refuse (error, "it is not one");
      return NULL;
    }

  self = g_new0 (FanfoldBlock, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->function = g_object_ref (function);
  self->variant = g_steal_pointer (&owned);
  g_variant_get_data (self->variant);
  g_variant_get_child (self->variant, FIRST, "t", &self->first);
  g_variant_get_child (self->variant, SLOT, "u", &self->slot);
  g_variant_get_child (self->variant, ATTEMPT, "u", &self->attempt);

  if (!read_rows (self, error) || !read_outputs (self, error) || !read_json (self, error) ||
      !read_failures (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

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

const char *
fanfold_block_get_error (FanfoldBlock *self, guint place)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (self != NULL && place < self->n_jobs, NULL);

  high = self->n_failures;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->failures[middle].place == place)
        return self->failures[middle].message;
      if (self->failures[middle].place < place)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

static gboolean
is_present (const Column *column, guint place)
{
  gsize n_present;
  const guint8 *present = g_variant_get_fixed_array (column->present, &n_present, sizeof *present);

  return n_present == 0 || present[place] != 0;
}

void
fanfold_block_append_result (FanfoldBlock *self, GString *json, guint place)
{
  g_autofree GVariant **values = NULL;
  const char *text = "";
  guint i;

  g_return_if_fail (self != NULL && place < self->n_jobs);

  if (self->n_columns == 0 ||
      (self->states[place] != FANFOLD_JOB_DONE && self->states[place] != FANFOLD_JOB_CACHED))
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
