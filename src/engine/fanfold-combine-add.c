/* fanfold-combine-add.c: jobs of other inputs behind those of a combine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

#include "fanfold-column.h"
#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* The arguments of so many jobs at most are compared. */
#define MAX_COMPARED ((guint64) 4 * 1024 * 1024)

void
fanfold_combine_parts_free (FanfoldCombineParts *self)
{
  while (self != NULL)
    {
      FanfoldCombineParts *before = self->before;

      g_clear_pointer (&self->twins, fanfold_combine_twins_free);
      for (guint i = 0; i < self->n; i++)
        fanfold_combine_unref (self->parts[i]);
      g_free (self);
      self = before;
    }
}

/* What @self has, and @behind. (transfer full) */
static FanfoldCombineParts *
extend (FanfoldCombine *self, FanfoldCombine *behind)
{
  FanfoldCombineParts *old = g_atomic_pointer_get (&self->parts);
  guint n_old = old != NULL ? old->n : 0;
  FanfoldCombineParts *parts = g_malloc0 (sizeof *parts + (n_old + 1) * sizeof *parts->parts);

  for (guint i = 0; i < n_old; i++)
    parts->parts[i] = fanfold_combine_ref (old->parts[i]);
  parts->parts[n_old] = fanfold_combine_ref (behind);
  parts->n = n_old + 1;

  return parts;
}

/* Each column of @pieces, one behind the other. */
static GVariant *
join (GPtrArray *pieces)
{
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("av"));
  gsize n_columns = g_variant_n_children (pieces->pdata[0]);

  for (gsize i = 0; i < n_columns; i++)
    {
      g_autoptr (FanfoldColumn) column = NULL;
      g_autoptr (GVariant) joined = NULL;

      for (guint k = 0; k < pieces->len; k++)
        {
          g_autoptr (GVariant) values = NULL;

          g_variant_get_child (pieces->pdata[k], i, "v", &values);
          if (column == NULL)
            column = fanfold_column_new (g_variant_type_element (g_variant_get_type (values)));
          fanfold_column_add_from (column, values, 0, g_variant_n_children (values));
        }
      joined = fanfold_column_end (column);
      g_variant_builder_add (builder, "v", joined);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

GVariant *
fanfold_combine_collect (FanfoldCombine *self,
                         guint64 first,
                         guint n_jobs,
                         FanfoldCombinePartFunc func)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  while (n_jobs > 0)
    {
      guint64 own = first;
      FanfoldCombine *part = fanfold_combine_find_part (self, &own);
      guint n = (guint) MIN (n_jobs, fanfold_combine_count_own (part) - own);
      GVariant *piece = func (part, own, n);

      if (piece == NULL || (pieces->len == 0 && n == n_jobs))
        return piece;

      g_ptr_array_add (pieces, piece);
      first += n;
      n_jobs -= n;
    }

  return join (pieces);
}

static gboolean
refuse_other (GError **error, const char *name)
{
  g_set_error (
      error,
      FANFOLD_ERROR,
      FANFOLD_ERROR_INVALID,
      _ ("“%s” is the same in all jobs of the run, and has to be so in those that are added"),
      name);
  return FALSE;
}

static gboolean
are_equal (const FanfoldCombineInput *one, const FanfoldCombineInput *other)
{
  g_autoptr (GVariant) left = NULL;
  g_autoptr (GVariant) right = NULL;

  if (fanfold_source_get_size (other->source) != 1)
    return FALSE;

  left = fanfold_source_get (one->source, 0);
  right = fanfold_source_get (other->source, 0);

  return left != NULL && right != NULL && g_variant_equal (left, right);
}

static gboolean
check_feed (FanfoldCombine *self, FanfoldCombine *added, guint param, GError **error)
{
  const FanfoldCombineFeed *feed = fanfold_combine_get_feed (self, param);
  const FanfoldCombineFeed *other = fanfold_combine_get_feed (added, param);
  const FanfoldCombineInput *input;

  if ((feed->template != NULL) != (other->template != NULL))
    return refuse_other (error, fanfold_param_get_id (fanfold_combine_get_param (self, param)));
  if (feed->template != NULL)
    return g_str_equal (fanfold_template_get_text (feed->template),
                        fanfold_template_get_text (other->template)) ||
           refuse_other (error, fanfold_param_get_id (fanfold_combine_get_param (self, param)));

  input = fanfold_combine_get_input (self, feed->input);
  if (!input->constant || are_equal (input, fanfold_combine_get_input (added, other->input)))
    return TRUE;

  return refuse_other (error, input->name);
}

static gboolean
check_free (FanfoldCombine *self, FanfoldCombine *added, guint position, GError **error)
{
  FanfoldParam *param = fanfold_combine_get_free_param (self, position);
  FanfoldParam *other = fanfold_combine_get_free_param (added, position);
  const FanfoldCombineInput *input;

  if (!g_str_equal (fanfold_param_get_id (param), fanfold_param_get_id (other)) ||
      fanfold_param_get_param_type (param) != fanfold_param_get_param_type (other))
    {
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_INVALID,
          _ ("The input “%s” of the run and “%s” of what is to be added are not alike: give "
             "it the same name, and values of the same kind"),
          fanfold_param_get_id (param),
          fanfold_param_get_id (other));
      return FALSE;
    }

  input = fanfold_combine_get_input (self, g_array_index (self->free_inputs, guint, position));
  if (!input->constant ||
      are_equal (
          input,
          fanfold_combine_get_input (added, g_array_index (added->free_inputs, guint, position))))
    return TRUE;

  return refuse_other (error, input->name);
}

static gboolean
check_alike (FanfoldCombine *self, FanfoldCombine *added, GError **error)
{
  if (self->stream != NULL || added->stream != NULL || added->numbers != NULL)
    {
      g_set_error_literal (error,
                           FANFOLD_ERROR,
                           FANFOLD_ERROR_INVALID,
                           self->stream != NULL
                               ? _ ("The run reads its inputs from a stream: write others to that")
                           : added->stream != NULL
                               ? _ ("A stream cannot be added to a run: write its lines to a file, "
                                    "and give the file")
                               : _ ("Jobs of an earlier run cannot be added to one"));
      return FALSE;
    }
  if (self->frees->len != added->frees->len)
    {
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_INVALID,
          _ ("The run has %u inputs by name, and what is to be added %u: they have to be the "
             "same"),
          self->frees->len,
          added->frees->len);
      return FALSE;
    }

  for (guint i = 0; i < self->feeds->len; i++)
    {
      if (!check_feed (self, added, i, error))
        return FALSE;
    }
  for (guint i = 0; i < self->frees->len; i++)
    {
      if (!check_free (self, added, i, error))
        return FALSE;
    }

  return TRUE;
}

FanfoldCombine *
fanfold_combine_new_behind (FanfoldCombine *self, FanfoldCombine *added, GError **error)
{
  FanfoldCombine *behind;
  guint64 n_jobs;

  g_return_val_if_fail (self != NULL && added != NULL, NULL);
  g_return_val_if_fail (added->parts == NULL, NULL);
  g_return_val_if_fail (self->function == added->function, NULL);

  if (!check_alike (self, added, error))
    return NULL;

  n_jobs = fanfold_combine_get_n_jobs (self);
  if (fanfold_combine_count_own (added) > FANFOLD_COMBINE_MAX_JOBS - n_jobs)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("The run would have more than %" PRIu64
                      " jobs, which is the most in one: launch the others by themselves"),
                   FANFOLD_COMBINE_MAX_JOBS);
      return NULL;
    }

  behind = fanfold_combine_share (added);
  behind->begin = n_jobs;

  return behind;
}

typedef struct
{
  FanfoldCombine *combine;
  GArray *params; /* of guint: those that count */
  guint64 first;  /* of the columns that were looked up last */
  gsize n;
  GVariant *columns; /* (nullable) */
} Comparison;

/* All parameters of the same jobs come one after the other. */
static GVariant *
gather_cb (gpointer user_data, guint column, const guint64 *positions, gsize n)
{
  Comparison *comparison = user_data;
  guint param = g_array_index (comparison->params, guint, column);
  gboolean in_a_row = positions[n - 1] - positions[0] == n - 1;
  GVariant *values;

  if (!in_a_row)
    {
      g_autoptr (FanfoldColumn) gathered = NULL;

      for (gsize i = 0; i < n; i++)
        {
          g_autoptr (GVariant) args = fanfold_combine_get_args (comparison->combine, positions[i]);
          g_autoptr (GVariant) value = g_variant_get_child_value (args, param);

          if (gathered == NULL)
            gathered = fanfold_column_new (g_variant_get_type (value));
          fanfold_column_add (gathered, value);
        }
      return fanfold_column_end (gathered);
    }

  if (comparison->columns == NULL || comparison->first != positions[0] || comparison->n != n)
    {
      g_clear_pointer (&comparison->columns, g_variant_unref);
      comparison->first = positions[0];
      comparison->n = n;
      comparison->columns =
          fanfold_combine_get_columns (comparison->combine, positions[0], (guint) n);
    }
  g_variant_get_child (comparison->columns, param, "v", &values);

  return values;
}

FanfoldCombineTwins *
fanfold_combine_find_twins_behind (FanfoldCombine *self, FanfoldCombine *behind)
{
  g_autoptr (FanfoldCombine) whole = NULL;
  g_autoptr (GArray) params = g_array_new (FALSE, FALSE, sizeof (guint));
  Comparison comparison = { .params = params };
  FanfoldCombineTwins *twins;
  FanfoldGroupTwins *group;
  guint64 n_jobs;

  g_return_val_if_fail (self != NULL && behind != NULL, NULL);
  g_return_val_if_fail (behind->begin == fanfold_combine_get_n_jobs (self), NULL);

  n_jobs = behind->begin + fanfold_combine_count_own (behind);
  if (!fanfold_function_is_pure (self->function) || n_jobs > MAX_COMPARED)
    return NULL;

  for (guint i = 0; i < self->feeds->len; i++)
    {
      if ((fanfold_param_get_flags (fanfold_combine_get_param (self, i)) &
           FANFOLD_PARAM_FLAG_IGNORED) == 0)
        g_array_append_val (params, i);
    }
  comparison.combine = whole = fanfold_combine_share (self);
  whole->parts = extend (self, behind);
  group = fanfold_group_twins_new (gather_cb, &comparison, params->len, n_jobs);
  g_clear_pointer (&comparison.columns, g_variant_unref);
  if (group == NULL)
    return NULL;

  twins = fanfold_combine_twins_new ();
  fanfold_combine_twins_take (twins, group, n_jobs, 1);

  return twins;
}

void
fanfold_combine_add (FanfoldCombine *self, FanfoldCombine *behind, FanfoldCombineTwins *twins)
{
  FanfoldCombineParts *parts;

  g_return_if_fail (self != NULL && behind != NULL);
  g_return_if_fail (behind->begin == fanfold_combine_get_n_jobs (self));

  parts = extend (self, behind);
  parts->twins = twins;
  parts->before = g_atomic_pointer_get (&self->parts);
  g_atomic_pointer_set (&self->parts, parts);
}

FanfoldCombine *
fanfold_combine_get_added (FanfoldCombine *self, guint n)
{
  FanfoldCombineParts *parts;

  g_return_val_if_fail (self != NULL, NULL);

  parts = g_atomic_pointer_get (&self->parts);

  return parts != NULL && n < parts->n ? parts->parts[n] : NULL;
}
