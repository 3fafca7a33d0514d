/* fanfold-combine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

#include "fanfold-lock.h"

FanfoldCombine *
fanfold_combine_ref (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
fanfold_combine_unref (FanfoldCombine *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < self->feeds->len; i++)
    g_clear_pointer (&g_array_index (self->feeds, FanfoldCombineFeed, i).source,
                     fanfold_source_unref);
  g_clear_pointer (&self->twins, fanfold_combine_twins_free);
  g_array_unref (self->groups);
  g_array_unref (self->feeds);
  g_array_unref (self->order);
  g_object_unref (self->function);
  g_free (self);
}

guint64
fanfold_combine_get_n_jobs (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->stream != NULL)
    return fanfold_source_get_size (self->stream) * self->n_jobs;

  return self->n_jobs;
}

FanfoldSource *
fanfold_combine_get_stream (FanfoldCombine *self, guint64 *n_jobs_each)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (n_jobs_each != NULL && self->stream != NULL)
    *n_jobs_each = self->n_jobs;

  return self->stream;
}

FanfoldParam *
fanfold_combine_get_stream_param (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->feeds->len && self->stream != NULL; i++)
    {
      if (g_array_index (self->feeds, FanfoldCombineFeed, i).source == self->stream)
        return fanfold_combine_get_param (self, i);
    }

  return NULL;
}

FanfoldCombineTwins *
fanfold_combine_get_twins (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->twins;
}

FanfoldFunction *
fanfold_combine_get_function (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->function;
}

GVariant *
fanfold_combine_get_args (FanfoldCombine *self, guint64 index)
{
  g_autoptr (GVariantBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < fanfold_combine_get_n_jobs (self), NULL);

  builder = g_variant_builder_new (fanfold_function_get_args_type (self->function));
  for (guint i = 0; i < self->feeds->len; i++)
    {
      const FanfoldCombineFeed *feed = &g_array_index (self->feeds, FanfoldCombineFeed, i);
      const FanfoldCombineGroup *group =
          &g_array_index (self->groups, FanfoldCombineGroup, feed->group);
      g_autoptr (GVariant) value =
          fanfold_source_get (feed->source, index / group->stride % group->size);

      if (value == NULL)
        return NULL;
      g_variant_builder_add_value (builder, value);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

/* The positions that the jobs from @first on have in @group. */
static void
fill_positions (const FanfoldCombineGroup *group, guint64 first, guint64 *positions, guint n_jobs)
{
  guint64 position = first / group->stride % group->size;
  guint64 left = group->stride - first % group->stride;

  for (guint i = 0; i < n_jobs; i++)
    {
      positions[i] = position;
      if (--left > 0)
        continue;

      left = group->stride;
      if (++position == group->size)
        position = 0;
    }
}

static void
free_columns (GVariant **columns, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    g_clear_pointer (&columns[i], g_variant_unref);
  g_free (columns);
}

/* (nullable) where a value of a stream cannot be fetched */
static GVariant **
gather_columns (FanfoldCombine *self, guint64 first, guint n_jobs)
{
  GVariant **columns = g_new0 (GVariant *, self->feeds->len + 1);
  g_autofree guint64 *positions = g_new (guint64, n_jobs);

  for (guint i = 0; i < self->groups->len; i++)
    {
      fill_positions (
          &g_array_index (self->groups, FanfoldCombineGroup, i), first, positions, n_jobs);
      for (guint k = 0; k < self->feeds->len; k++)
        {
          const FanfoldCombineFeed *feed = &g_array_index (self->feeds, FanfoldCombineFeed, k);

          if (feed->group != i)
            continue;

          columns[k] = fanfold_source_gather (feed->source, positions, n_jobs);
          if (columns[k] == NULL)
            {
              free_columns (columns, self->feeds->len);
              return NULL;
            }
        }
    }

  return columns;
}

GVariant *
fanfold_combine_get_columns (FanfoldCombine *self, guint64 first, guint n_jobs)
{
  GVariant **columns;
  GVariantBuilder builder;
  guint64 n_all;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_jobs > 0, NULL);

  n_all = fanfold_combine_get_n_jobs (self);
  g_return_val_if_fail (first < n_all && n_jobs <= n_all - first, NULL);

  columns = gather_columns (self, first, n_jobs);
  if (columns == NULL)
    return NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (guint k = 0; k < self->feeds->len; k++)
    g_variant_builder_add (&builder, "v", columns[k]);
  free_columns (columns, self->feeds->len);

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

GVariant *
fanfold_combine_to_variant (FanfoldCombine *self)
{
  GVariantBuilder builder;

  g_return_val_if_fail (self != NULL, NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(suv)"));
  for (guint i = 0; i < self->order->len; i++)
    {
      guint param = g_array_index (self->order, guint, i);
      const FanfoldCombineFeed *feed = &g_array_index (self->feeds, FanfoldCombineFeed, param);
      const FanfoldCombineGroup *group =
          &g_array_index (self->groups, FanfoldCombineGroup, feed->group);
      g_autoptr (GVariant) source = fanfold_source_to_variant (feed->source);

      g_variant_builder_add (&builder,
                             "(su@v)",
                             fanfold_param_get_id (fanfold_combine_get_param (self, param)),
                             group->number,
                             source);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
