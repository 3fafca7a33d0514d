/* fanfold-combine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine.h"

#include "fanfold-error.h"
#include "fanfold-lock.h"

/* Sources that go in step. */
typedef struct
{
  guint number;     /* 0: one source alone */
  guint64 size;     /* of a stream: G_MAXUINT64 */
  guint64 stride;   /* how many jobs in a row have one position of it */
  const char *name; /* of its first parameter */
} Group;

/* What feeds one parameter. */
typedef struct
{
  FanfoldSource *source;
  guint group; /* among groups */
} Feed;

struct _FanfoldCombine
{
  gatomicrefcount ref_count;
  FanfoldFunction *function;
  GArray *groups;             /* of Group, slowest first */
  GArray *feeds;              /* of Feed, one a parameter */
  GArray *order;              /* of guint: parameters in the order written, then the defaults */
  guint64 n_jobs;             /* for each value of the stream, where there is one */
  FanfoldSource *stream;      /* (nullable), that of a feed */
  FanfoldCombineTwins *twins; /* (nullable) */
};

static FanfoldParam *
get_param (FanfoldCombine *self, guint param)
{
  return fanfold_function_get_params (self->function)->pdata[param];
}

static guint64
get_size (FanfoldSource *source)
{
  return fanfold_source_is_stream (source) ? G_MAXUINT64 : fanfold_source_get_size (source);
}

static guint
add_group (FanfoldCombine *self, guint number, FanfoldSource *source, const char *name)
{
  Group group = { .number = number, .size = get_size (source), .name = name };

  g_array_append_val (self->groups, group);
  return self->groups->len - 1;
}

/* Nobody knows how long a stream is, nor can it be read from its beginning again. */
static gboolean
check_stream (const Group *other, const char *name, guint64 size, GError **error)
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
  const char *name = fanfold_param_get_id (get_param (self, item->param));
  guint64 size = get_size (item->source);

  for (guint i = 0; i < self->groups->len && item->group != 0; i++)
    {
      const Group *other = &g_array_index (self->groups, Group, i);

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
  Feed *feed;
  guint group;

  g_return_val_if_fail (item->param < self->feeds->len, FALSE);
  g_return_val_if_fail (item->source != NULL, FALSE);

  feed = &g_array_index (self->feeds, Feed, item->param);
  if (feed->source != NULL)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "The parameter “%s” has two inputs: leave one out",
                   fanfold_param_get_id (get_param (self, item->param)));
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
      FanfoldParam *param = get_param (self, i);

      if (g_array_index (self->feeds, Feed, i).source != NULL)
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
  const Group *slower = NULL;

  for (guint i = 0; i < self->order->len; i++)
    {
      guint param = g_array_index (self->order, guint, i);
      const Feed *feed = &g_array_index (self->feeds, Feed, param);
      const Group *group = &g_array_index (self->groups, Group, feed->group);

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
      Group *group = &g_array_index (self->groups, Group, i - 1);

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
      const Group *group = &g_array_index (self->groups, Group, i);
      g_autoptr (GPtrArray) sources = g_ptr_array_new ();

      for (guint k = 0; k < self->feeds->len; k++)
        {
          const Feed *feed = &g_array_index (self->feeds, Feed, k);

          if (feed->group == i &&
              (fanfold_param_get_flags (get_param (self, k)) & FANFOLD_PARAM_FLAG_IGNORED) == 0)
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
  self->groups = g_array_new (FALSE, TRUE, sizeof (Group));
  self->feeds = g_array_set_size (g_array_new (FALSE, TRUE, sizeof (Feed)), n_params);
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
    g_clear_pointer (&g_array_index (self->feeds, Feed, i).source, fanfold_source_unref);
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
      if (g_array_index (self->feeds, Feed, i).source == self->stream)
        return get_param (self, i);
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
      const Feed *feed = &g_array_index (self->feeds, Feed, i);
      const Group *group = &g_array_index (self->groups, Group, feed->group);
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
fill_positions (const Group *group, guint64 first, guint64 *positions, guint n_jobs)
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
      fill_positions (&g_array_index (self->groups, Group, i), first, positions, n_jobs);
      for (guint k = 0; k < self->feeds->len; k++)
        {
          const Feed *feed = &g_array_index (self->feeds, Feed, k);

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
      const Feed *feed = &g_array_index (self->feeds, Feed, param);
      const Group *group = &g_array_index (self->groups, Group, feed->group);
      g_autoptr (GVariant) source = fanfold_source_to_variant (feed->source);

      g_variant_builder_add (&builder,
                             "(su@v)",
                             fanfold_param_get_id (get_param (self, param)),
                             group->number,
                             source);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
