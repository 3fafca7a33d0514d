/* fanfold-block-read.c: blocks made of their GVariant form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block-private.h"

#include <math.h>
#include <string.h>

#include "fanfold-error.h"
#include "fanfold-json.h"

#define MAX_COPIED_BYTES ((gsize) 4 * 1024 * 1024) /* numbers are far less */
#define MIN_COPIED_BYTES 1024                      /* below it GLib's own look takes less */

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

  self->states = get_member (self, FANFOLD_BLOCK_STATES, sizeof (guint8), &n_states);
  self->started = get_member (self, FANFOLD_BLOCK_STARTED, sizeof (gint64), &n_started);
  self->seconds = get_member (self, FANFOLD_BLOCK_SECONDS, sizeof (double), &n_seconds);

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

/* What was measured, which short jobs do without. */
static gboolean
read_uses (FanfoldBlock *self, GError **error)
{
  gsize n_cpu_seconds;
  gsize i;

  self->cpu_seconds = get_member (self, FANFOLD_BLOCK_CPU_SECONDS, sizeof (double), &n_cpu_seconds);
  self->peak_bytes = get_member (self, FANFOLD_BLOCK_PEAK_BYTES, sizeof (guint64), &self->n_peaks);

  if ((n_cpu_seconds != 0 && n_cpu_seconds != self->n_jobs) ||
      (self->n_peaks > 1 && self->n_peaks != self->n_jobs))
    return refuse (error, "its columns differ in length");

  for (i = 0; i < n_cpu_seconds; i++)
    if (!(self->cpu_seconds[i] >= 0) || isinf (self->cpu_seconds[i]))
      return refuse (error, "a job in it has an impossible time");
  for (i = 0; i < self->n_peaks; i++)
    if (self->peak_bytes[i] > G_MAXINT64)
      return refuse (error, "a job in it has used impossibly much memory");

  if (n_cpu_seconds == 0)
    self->cpu_seconds = NULL;

  return TRUE;
}

/* Whoever reads the results back takes them for JSON. */
static gboolean
check_json (const FanfoldBlockColumn *column, GError **error)
{
  gsize n_present;
  const guint8 *present = g_variant_get_fixed_array (column->present, &n_present, sizeof *present);
  gsize n = g_variant_n_children (column->values);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (JsonNode) node = NULL;
      const char *text;

      if (n_present > 0 && present[i] == 0)
        continue;

      g_variant_get_child (column->values, i, "&s", &text);
      node = strchr (text, '\n') == NULL ? fanfold_json_parse_output (text, -1, NULL) : NULL;
      if (node == NULL)
        return refuse (error, "an output is not JSON on one line");
    }

  return TRUE;
}

static gboolean
read_column (FanfoldBlock *self, GVariant *pair, guint position, GError **error)
{
  GPtrArray *outputs = fanfold_function_get_outputs (self->function);
  FanfoldParam *output = g_ptr_array_index (outputs, position);
  FanfoldBlockColumn *column = &self->columns[position];
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

  return fanfold_param_get_param_type (output) != FANFOLD_PARAM_TYPE_JSON ||
         check_json (column, error);
}

static gboolean
read_outputs (FanfoldBlock *self, GError **error)
{
  g_autoptr (GVariant) outputs = g_variant_get_child_value (self->variant, FANFOLD_BLOCK_OUTPUTS);
  guint n_columns = fanfold_function_get_outputs (self->function)->len;
  guint i;

  if (g_variant_n_children (outputs) != n_columns)
    return refuse (error, "it has not the declared outputs");

  self->columns = g_new0 (FanfoldBlockColumn, n_columns);
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

  self->json = g_variant_get_child_value (self->variant, FANFOLD_BLOCK_JSON);
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
  g_autoptr (GVariant) errors = g_variant_get_child_value (self->variant, FANFOLD_BLOCK_ERRORS);
  gsize n_failures = g_variant_n_children (errors);
  guint i;

  if (n_failures > self->n_jobs)
    return refuse (error, "it has more errors than jobs");

  self->failures = g_new (FanfoldBlockFailure, n_failures);
  self->n_failures = n_failures;
  for (i = 0; i < n_failures; i++)
    {
      FanfoldBlockFailure *failure = &self->failures[i];

      g_variant_get_child (errors, i, "(ui&s)", &failure->place, &failure->end, &failure->message);
      if (failure->place >= self->n_jobs || (i > 0 && failure->place <= failure[-1].place))
        return refuse (error, "its errors are out of order");
      if (failure->end < -FANFOLD_JOB_END_MAX_SIGNAL || failure->end > FANFOLD_JOB_END_EXIT_0)
        return refuse (error, "a job in it ended as no process does");
    }

  return TRUE;
}

/* Any bytes are numbers, where there are as many as numbers take: GVariant would look at each. */
static GVariant *
trust_numbers (GVariant *array, gsize number_bytes)
{
  const GVariantType *type = g_variant_get_type (array);
  gsize n_bytes = g_variant_get_size (array);
  g_autoptr (GBytes) bytes = NULL;

  if (n_bytes % number_bytes != 0 || (n_bytes > 0 && g_variant_get_data (array) == NULL))
    return NULL;
  if (n_bytes == 0)
    return g_variant_new_from_data (type, NULL, 0, TRUE, NULL, NULL);

  bytes = g_variant_get_data_as_bytes (array);
  return g_variant_new_from_bytes (type, bytes, TRUE);
}

/* The same in normal form; NULL where it is not. */
static GVariant *
trust (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ay")))
    return trust_numbers (value, 1);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("ax")) ||
      g_variant_is_of_type (value, G_VARIANT_TYPE ("at")) ||
      g_variant_is_of_type (value, G_VARIANT_TYPE ("ad")))
    return trust_numbers (value, 8);

  return g_variant_is_normal_form (value) ? g_variant_ref (value) : NULL;
}

static GVariant *trust_members (GVariant *container);

static GVariant *
trust_member (GVariant *container, gsize i, gsize *n_bytes)
{
  g_autoptr (GVariant) member = g_variant_get_child_value (container, i);
  g_autoptr (GVariant) content = NULL;
  g_autoptr (GVariant) trusted = NULL;

  *n_bytes += g_variant_get_size (member);
  if (*n_bytes > g_variant_get_size (container))
    return NULL;
  if (g_variant_is_of_type (member, G_VARIANT_TYPE ("av")))
    return trust_members (member);
  if (!g_variant_is_of_type (member, G_VARIANT_TYPE_VARIANT))
    return trust (member);

  content = g_variant_get_variant (member);
  if (!g_variant_is_of_type (content, G_VARIANT_TYPE ("(aya*)")))
    return trust (member);

  trusted = trust_members (content);
  return trusted != NULL ? g_variant_new_variant (trusted) : NULL;
}

/* Of a block, its outputs, or the pair of columns of one. Members that lie over each other, by
 * which a few bytes could seem to be many, are more than what they are in. */
static GVariant *
trust_members (GVariant *container)
{
  gsize n = g_variant_n_children (container);
  gsize n_bytes = 0;
  g_autoptr (GPtrArray) members =
      g_ptr_array_new_full ((guint) n, (GDestroyNotify) g_variant_unref);

  for (gsize i = 0; i < n; i++)
    {
      GVariant *member = trust_member (container, i, &n_bytes);

      if (member == NULL)
        return NULL;
      g_ptr_array_add (members, g_variant_take_ref (member));
    }

  return g_variant_ref_sink (
      g_variant_is_of_type (container, G_VARIANT_TYPE_TUPLE)
          ? g_variant_new_tuple ((GVariant **) members->pdata, n)
          : g_variant_new_array (G_VARIANT_TYPE_VARIANT, (GVariant **) members->pdata, n));
}

/* There is but one normal form, so what is put together anew has to be the same bytes. */
static GVariant *
make_normal (GVariant *variant)
{
  g_autoptr (GVariant) normal = NULL;
  gsize n_bytes;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (FANFOLD_BLOCK_VARIANT_TYPE)))
    return NULL;

  n_bytes = g_variant_get_size (variant);
  if (n_bytes < MIN_COPIED_BYTES || n_bytes > MAX_COPIED_BYTES)
    return g_variant_is_normal_form (variant) ? g_variant_ref (variant) : NULL;

  normal = trust_members (variant);
  if (normal == NULL || g_variant_get_size (normal) != n_bytes ||
      g_variant_get_data (variant) == NULL ||
      memcmp (g_variant_get_data (normal), g_variant_get_data (variant), n_bytes) != 0)
    return NULL;

  return g_steal_pointer (&normal);
}

/* @variant is in normal form, or NULL. */
static FanfoldBlock *
read_block (FanfoldFunction *function, GVariant *variant, GError **error)
{
  g_autoptr (FanfoldBlock) self = NULL;

  if (variant == NULL)
    {
      refuse (error, "it is not one");
      return NULL;
    }

  self = g_new0 (FanfoldBlock, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->function = g_object_ref (function);
  self->variant = g_variant_ref (variant);
  g_variant_get_data (self->variant);
  g_variant_get_child (self->variant, FANFOLD_BLOCK_FIRST, "t", &self->first);
  g_variant_get_child (self->variant, FANFOLD_BLOCK_SLOT, "u", &self->slot);
  g_variant_get_child (self->variant, FANFOLD_BLOCK_ATTEMPT, "u", &self->attempt);

  if (!read_rows (self, error) || !read_uses (self, error) || !read_outputs (self, error) ||
      !read_json (self, error) || !read_failures (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldBlock *
fanfold_block_new_from_own (FanfoldFunction *function, GVariant *variant, GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (variant);

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  return read_block (function, g_variant_is_normal_form (owned) ? owned : NULL, error);
}

FanfoldBlock *
fanfold_block_new_from_variant (FanfoldFunction *function, GVariant *variant, GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (variant);
  g_autoptr (GVariant) normal = NULL;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);

  normal = make_normal (owned);
  return read_block (function, normal, error);
}
