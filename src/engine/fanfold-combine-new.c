/* fanfold-combine-new.c: combines inputs, and checks that they can be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

#include "fanfold-error.h"

static guint64
get_size (FanfoldSource *source)
{
  return fanfold_source_is_stream (source) ? G_MAXUINT64 : fanfold_source_get_size (source);
}

static guint
add_group (FanfoldCombine *self, guint number, FanfoldSource *source, const char *name)
{
  FanfoldCombineGroup group = { .number = number, .size = get_size (source), .name = name };

  g_array_append_val (self->groups, group);
  return self->groups->len - 1;
}

/* Nobody knows how long a stream is, nor can it be read from its beginning again. */
static gboolean
check_stream (const FanfoldCombineGroup *other, const char *name, guint64 size, GError **error)
{
  if (other->size != G_MAXUINT64 && size != G_MAXUINT64)
    return TRUE;

  g_set_error (
      error,
      FANFOLD_ERROR,
      FANFOLD_ERROR_INVALID,
      "The inputs “%s” and “%s” go in step, which a stream cannot, as nobody knows how long "
      "it is: write its lines to a file, and give the file",
      other->name,
      name);
  return FALSE;
}

/* The group of that number, or a new one. False where the lengths differ. */
static gboolean
join_group (FanfoldCombine *self, const FanfoldCombineItem *item, guint *group, GError **error)
{
  const char *name = fanfold_param_get_id (fanfold_combine_get_param (self, item->param));
  guint64 size = get_size (item->source);

  for (guint i = 0; i < self->groups->len && item->group != 0; i++)
    {
      const FanfoldCombineGroup *other = &g_array_index (self->groups, FanfoldCombineGroup, i);

      if (other->number != item->group)
        continue;

      if (!check_stream (other, name, size, error))
        return FALSE;
      if (other->size != size)
        {
          g_set_error (
              error,
              FANFOLD_ERROR,
              FANFOLD_ERROR_INVALID,
              "The inputs “%s” and “%s” go in step but are of unequal lengths: %" G_GUINT64_FORMAT
              " and %" G_GUINT64_FORMAT " values",
              other->name,
              name,
              other->size,
              size);
          return FALSE;
        }

      *group = i;
      return TRUE;
    }

  *group = add_group (self, item->group, item->source, name);
  return TRUE;
}

static gboolean
add_item (FanfoldCombine *self, const FanfoldCombineItem *item, GError **error)
{
  FanfoldCombineFeed *feed;
  guint group;

  g_return_val_if_fail (item->param < self->feeds->len, FALSE);
  g_return_val_if_fail (item->source != NULL, FALSE);

  feed = &g_array_index (self->feeds, FanfoldCombineFeed, item->param);
  if (feed->source != NULL)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The parameter “%s” has two inputs: leave one out",
                   fanfold_param_get_id (fanfold_combine_get_param (self, item->param)));
      return FALSE;
    }

  if (!join_group (self, item, &group, error))
    return FALSE;

  feed->source = fanfold_source_ref (item->source);
  feed->group = group;
  g_array_append_val (self->order, item->param);
  return TRUE;
}

static gboolean
add_defaults (FanfoldCombine *self, GError **error)
{
  for (guint i = 0; i < self->feeds->len; i++)
    {
      g_autoptr (GVariant) value = NULL;
      g_autoptr (FanfoldSource) source = NULL;
      FanfoldCombineItem item = { .param = i };
      FanfoldParam *param = fanfold_combine_get_param (self, i);

      if (g_array_index (self->feeds, FanfoldCombineFeed, i).source != NULL)
        continue;

      value = fanfold_param_dup_default (param, error);
      if (value == NULL)
        return FALSE;

      item.source = source =
          fanfold_source_new_array (param, g_variant_new_array (NULL, &value, 1));
      if (!add_item (self, &item, error))
        return FALSE;
    }

  return TRUE;
}

/* One stream, and nothing slower than it. */
static gboolean
find_stream (FanfoldCombine *self, GError **error)
{
  const FanfoldCombineGroup *slower = NULL;

  for (guint i = 0; i < self->order->len; i++)
    {
      guint param = g_array_index (self->order, guint, i);
      const FanfoldCombineFeed *feed = &g_array_index (self->feeds, FanfoldCombineFeed, param);
      const FanfoldCombineGroup *group =
          &g_array_index (self->groups, FanfoldCombineGroup, feed->group);

      if (group->size == G_MAXUINT64 && slower != NULL)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       self->stream != NULL
                           ? "The inputs “%s” and “%s” are both streams: write the lines of one "
                             "to a file, and give the file"
                           : "The input “%s” comes before the stream “%s”, which can be read once "
                             "alone: give the stream first, so that every value is combined with "
                             "each of its lines",
                       slower->name,
                       group->name);
          return FALSE;
        }
      if (group->size == G_MAXUINT64)
        self->stream = feed->source;
      if (group->size > 1 && slower == NULL)
        slower = group;
    }

  return TRUE;
}

static gboolean
count_jobs (FanfoldCombine *self, GError **error)
{
  self->n_jobs = 1;

  for (guint i = self->groups->len; i > 0; i--)
    {
      FanfoldCombineGroup *group = &g_array_index (self->groups, FanfoldCombineGroup, i - 1);

      group->stride = self->n_jobs;
      if (group->size == G_MAXUINT64)
        continue;
      if (group->size > FANFOLD_COMBINE_MAX_JOBS / self->n_jobs)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       "The inputs make more than %" G_GUINT64_FORMAT
                       " jobs, which is the most in one run: give fewer values, or let inputs go "
                       "in step",
                       FANFOLD_COMBINE_MAX_JOBS);
          return FALSE;
        }
      self->n_jobs *= group->size;
    }

  return TRUE;
}

static void
find_twins (FanfoldCombine *self)
{
  g_autoptr (FanfoldCombineTwins) twins = fanfold_combine_twins_new ();

  for (guint i = 0; i < self->groups->len; i++)
    {
      const FanfoldCombineGroup *group = &g_array_index (self->groups, FanfoldCombineGroup, i);
      g_autoptr (GPtrArray) sources = g_ptr_array_new ();

      for (guint k = 0; k < self->feeds->len; k++)
        {
          const FanfoldCombineFeed *feed = &g_array_index (self->feeds, FanfoldCombineFeed, k);

          if (feed->group == i && (fanfold_param_get_flags (fanfold_combine_get_param (self, k)) &
                                   FANFOLD_PARAM_FLAG_IGNORED) == 0)
            g_ptr_array_add (sources, feed->source);
        }
      fanfold_combine_twins_add (twins, sources, group->size, group->stride);
    }

  if (fanfold_combine_twins_exist (twins))
    self->twins = g_steal_pointer (&twins);
}

FanfoldCombine *
fanfold_combine_new (FanfoldFunction *function,
                     const FanfoldCombineItem *items,
                     gsize n_items,
                     GError **error)
{
  g_autoptr (FanfoldCombine) self = NULL;
  guint n_params;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (items != NULL || n_items == 0, NULL);

  n_params = fanfold_function_get_params (function)->len;
  self = g_new0 (FanfoldCombine, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->function = g_object_ref (function);
  self->groups = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineGroup));
  self->feeds = g_array_set_size (g_array_new (FALSE, TRUE, sizeof (FanfoldCombineFeed)), n_params);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (gsize i = 0; i < n_items; i++)
    {
      if (!add_item (self, &items[i], error))
        return NULL;
    }

  if (!add_defaults (self, error) || !find_stream (self, error) || !count_jobs (self, error))
    return NULL;

  if (self->stream == NULL && fanfold_function_is_pure (function))
    find_twins (self);

  return g_steal_pointer (&self);
}
