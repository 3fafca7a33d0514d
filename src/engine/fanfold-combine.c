/* fanfold-combine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

#include "fanfold-column.h"
#include "fanfold-combine-window.h"
#include "fanfold-lock.h"

#include <string.h>

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

  g_clear_pointer (&self->parts, fanfold_combine_parts_free);
  g_clear_pointer (&self->twins, fanfold_combine_twins_free);
  g_clear_pointer (&self->order, g_bytes_unref);
  g_clear_pointer (&self->numbers, g_bytes_unref);
  g_array_unref (self->groups);
  g_array_unref (self->inputs);
  g_array_unref (self->feeds);
  g_ptr_array_unref (self->frees);
  g_array_unref (self->free_inputs);
  g_ptr_array_unref (self->strays);
  g_object_unref (self->function);
  g_free (self);
}

guint64
fanfold_combine_count_own (FanfoldCombine *self)
{
  if (self->stream != NULL)
    return fanfold_source_get_size (self->stream) * self->n_jobs;
  if (self->order != NULL)
    return g_bytes_get_size (self->order) / sizeof (guint32);

  return self->n_jobs;
}

guint64
fanfold_combine_get_n_jobs (FanfoldCombine *self)
{
  FanfoldCombineParts *parts;
  FanfoldCombine *last;

  g_return_val_if_fail (self != NULL, 0);

  parts = g_atomic_pointer_get (&self->parts);
  if (parts == NULL)
    return fanfold_combine_count_own (self);

  last = parts->parts[parts->n - 1];

  return last->begin + fanfold_combine_count_own (last);
}

guint64
fanfold_combine_get_number (FanfoldCombine *self, guint64 index)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (index < fanfold_combine_get_n_jobs (self), 0);

  self = fanfold_combine_find_part (self, &index);

  return fanfold_combine_call_job (self, fanfold_combine_get_job (self, index), index);
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

  return self->stream != NULL ? fanfold_combine_get_input (self, self->stream_input)->param : NULL;
}

FanfoldCombineTwins *
fanfold_combine_get_twins (FanfoldCombine *self)
{
  FanfoldCombineParts *parts;

  g_return_val_if_fail (self != NULL, NULL);

  parts = g_atomic_pointer_get (&self->parts);

  return parts != NULL ? parts->twins : self->twins;
}

FanfoldFunction *
fanfold_combine_get_function (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->function;
}

/* What a template makes: a window of one job serves all of them. (nullable) */
static GVariant *
make_value (FanfoldCombine *self, guint param, guint64 index, FanfoldCombineWindow **window)
{
  g_autoptr (GVariant) column = NULL;

  if (*window == NULL)
    *window = fanfold_combine_window_new (self, index, 1);
  column = fanfold_combine_window_dup_column (*window, param);

  return column != NULL ? g_variant_get_child_value (column, 0) : NULL;
}

GVariant *
fanfold_combine_get_args (FanfoldCombine *self, guint64 index)
{
  g_autoptr (GVariantBuilder) builder = NULL;
  g_autoptr (FanfoldCombineWindow) window = NULL;
  guint64 job;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < fanfold_combine_get_n_jobs (self), NULL);

  self = fanfold_combine_find_part (self, &index);
  builder = g_variant_builder_new (fanfold_function_get_args_type (self->function));
  job = fanfold_combine_get_job (self, index);
  for (guint i = 0; i < self->feeds->len; i++)
    {
      const FanfoldCombineFeed *feed = fanfold_combine_get_feed (self, i);
      g_autoptr (GVariant) value = NULL;

      if (feed->template != NULL)
        value = make_value (self, i, index, &window);
      else
        value = fanfold_combine_get_input_value (self, feed->input, job);

      if (value == NULL)
        return NULL;
      g_variant_builder_add_value (builder, value);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

static GVariant *
get_columns (FanfoldCombine *self, guint64 first, guint n_jobs)
{
  g_autoptr (FanfoldCombineWindow) window = fanfold_combine_window_new (self, first, n_jobs);
  g_autoptr (GVariantBuilder) builder = g_variant_builder_new (G_VARIANT_TYPE ("av"));

  for (guint i = 0; i < self->feeds->len; i++)
    {
      g_autoptr (GVariant) column = fanfold_combine_window_dup_column (window, i);

      if (column == NULL)
        return NULL;
      g_variant_builder_add (builder, "v", column);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

GVariant *
fanfold_combine_get_columns (FanfoldCombine *self, guint64 first, guint n_jobs)
{
  guint64 n_all;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_jobs > 0, NULL);

  n_all = fanfold_combine_get_n_jobs (self);
  g_return_val_if_fail (first < n_all && n_jobs <= n_all - first, NULL);

  return fanfold_combine_collect (self, first, n_jobs, get_columns);
}

static GVariant *
fill_column (GVariant *column, guint slot)
{
  g_autoptr (FanfoldColumn) filled =
      fanfold_column_new (g_variant_type_element (g_variant_get_type (column)));
  gboolean is_text = g_variant_is_of_type (column, G_VARIANT_TYPE_STRING_ARRAY);
  g_autofree const char **texts =
      is_text ? g_variant_get_strv (column, NULL) : g_variant_get_bytestring_array (column, NULL);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *text = fanfold_template_fill_slot (texts[i], slot);

      fanfold_column_add_text (filled, text, strlen (text));
    }

  return fanfold_column_end (filled);
}

GVariant *
fanfold_combine_fill_slot (FanfoldCombine *self, GVariant *columns, guint slot)
{
  g_autoptr (GVariantBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (columns, G_VARIANT_TYPE ("av")), NULL);

  builder = g_variant_builder_new (G_VARIANT_TYPE ("av"));
  for (guint i = 0; i < self->feeds->len; i++)
    {
      const FanfoldCombineFeed *feed = fanfold_combine_get_feed (self, i);
      g_autoptr (GVariant) column = NULL;
      g_autoptr (GVariant) filled = NULL;

      g_variant_get_child (columns, i, "v", &column);
      if (feed->template != NULL && fanfold_template_has_slot (feed->template))
        filled = fill_column (column, slot);
      g_variant_builder_add (builder, "v", filled != NULL ? filled : column);
    }

  return g_variant_ref_sink (g_variant_builder_end (builder));
}

gboolean
fanfold_combine_has_slot (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_slot;
}

const char *const *
fanfold_combine_get_strays (FanfoldCombine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->strays->pdata;
}
