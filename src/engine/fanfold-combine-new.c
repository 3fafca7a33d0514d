/* fanfold-combine-new.c: combines inputs, and checks that they can be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

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
      _ ("The inputs “%s” and “%s” go in step, which a stream cannot, as nobody knows how long "
         "it is: write its lines to a file, and give the file"),
      other->name,
      name);
  return FALSE;
}

/* The group of that number, or a new one. False where the lengths differ. */
static gboolean
join_group (FanfoldCombine *self,
            const char *name,
            guint number,
            FanfoldSource *source,
            guint *group,
            GError **error)
{
  guint64 size = get_size (source);

  for (guint i = 0; i < self->groups->len && number != 0; i++)
    {
      const FanfoldCombineGroup *other = fanfold_combine_get_group (self, i);

      if (other->number != number)
        continue;

      if (!check_stream (other, name, size, error))
        return FALSE;
      if (other->size != size)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       _ ("The inputs “%s” and “%s” go in step but are of unequal lengths: %" PRIu64
                          " and %" PRIu64 " values"),
                       other->name,
                       name,
                       other->size,
                       size);
          return FALSE;
        }

      *group = i;
      return TRUE;
    }

  *group = add_group (self, number, source, name);
  return TRUE;
}

static gboolean
set_twice_error (GError **error, const char *words, const char *name)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The %s “%s” has two inputs: leave one out"),
               words,
               name);
  return FALSE;
}

/* Whether something feeds it, or will. */
static gboolean
check_fed (FanfoldCombine *self, const FanfoldCombineItem *items, gsize n_items, GError **error)
{
  for (gsize i = 0; i < n_items; i++)
    {
      const FanfoldCombineItem *item = &items[i];
      gboolean is_free = item->param == FANFOLD_COMBINE_FREE;

      for (gsize k = 0; k < i; k++)
        {
          if (item->param != items[k].param ||
              (is_free && !g_str_equal (item->name, items[k].name)))
            continue;

          return is_free ? set_twice_error (error, "name", item->name)
                         : set_twice_error (error,
                                            "parameter",
                                            fanfold_param_get_id (
                                                fanfold_combine_get_param (self, item->param)));
        }
    }

  return TRUE;
}

static gboolean
add_input (FanfoldCombine *self, const FanfoldCombineItem *item, GError **error)
{
  FanfoldCombineInput input = {
    .position = item->param,
    .constant = item->constant,
    .by_name = item->by_name,
    .kept = item->kept,
  };

  if (item->param == FANFOLD_COMBINE_FREE)
    {
      g_return_val_if_fail (FANFOLD_IS_PARAM (item->free) && item->name != NULL, FALSE);
      input.param = item->free;
    }
  else
    {
      g_return_val_if_fail (item->param < self->feeds->len, FALSE);
      input.param = fanfold_combine_get_param (self, item->param);
      g_array_index (self->feeds, FanfoldCombineFeed, item->param).input = self->inputs->len;
    }
  input.name = g_strdup (item->name != NULL ? item->name : fanfold_param_get_id (input.param));
  if (!join_group (self, input.name, item->group, item->source, &input.group, error))
    {
      g_free (input.name);
      return FALSE;
    }

  input.source = fanfold_source_ref (item->source);
  g_object_ref (input.param);
  if (item->param == FANFOLD_COMBINE_FREE)
    {
      g_ptr_array_add (self->frees, g_object_ref (input.param));
      g_array_append_val (self->free_inputs, self->inputs->len);
    }
  g_array_append_val (self->inputs, input);

  return TRUE;
}

static gboolean
is_fed (const FanfoldCombineItem *items, gsize n_items, guint param)
{
  for (gsize i = 0; i < n_items; i++)
    {
      if (items[i].param == param)
        return TRUE;
    }

  return FALSE;
}

static gboolean
add_defaults (FanfoldCombine *self, const FanfoldCombineItem *items, gsize n_items, GError **error)
{
  for (guint i = 0; i < self->feeds->len; i++)
    {
      g_autoptr (GVariant) value = NULL;
      g_autoptr (FanfoldSource) source = NULL;
      FanfoldCombineItem item = { .param = i, .constant = TRUE };
      FanfoldParam *param = fanfold_combine_get_param (self, i);

      if (is_fed (items, n_items, i))
        continue;

      value = fanfold_param_dup_default (param, error);
      if (value == NULL)
        return FALSE;

      item.source = source =
          fanfold_source_new_array (param, g_variant_new_array (NULL, &value, 1));
      if (!add_input (self, &item, error))
        return FALSE;
    }

  return TRUE;
}

/* One stream, and nothing slower than it. */
static gboolean
find_stream (FanfoldCombine *self, GError **error)
{
  const FanfoldCombineGroup *slower = NULL;

  for (guint i = 0; i < self->inputs->len; i++)
    {
      const FanfoldCombineInput *input = fanfold_combine_get_input (self, i);
      const FanfoldCombineGroup *group = fanfold_combine_get_group (self, input->group);

      if (group->size == G_MAXUINT64 && slower != NULL)
        {
          g_set_error (
              error,
              FANFOLD_ERROR,
              FANFOLD_ERROR_INVALID,
              self->stream != NULL
                  ? _ ("The inputs “%s” and “%s” are both streams: write the lines of one "
                       "to a file, and give the file")
                  : _ ("The input “%s” comes before the stream “%s”, which can be read once "
                       "alone: give the stream first, so that every value is combined with "
                       "each of its lines"),
              slower->name,
              group->name);
          return FALSE;
        }
      if (group->size == G_MAXUINT64)
        {
          self->stream = input->source;
          self->stream_input = i;
        }
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
          g_set_error (
              error,
              FANFOLD_ERROR,
              FANFOLD_ERROR_INVALID,
              _ ("The inputs make more than %" PRIu64
                 " jobs, which is the most in one run: give fewer values, or let inputs go "
                 "in step"),
              FANFOLD_COMBINE_MAX_JOBS);
          return FALSE;
        }
      self->n_jobs *= group->size;
    }

  return TRUE;
}

static void
clear_input (gpointer data)
{
  FanfoldCombineInput *input = data;

  g_free (input->name);
  g_object_unref (input->param);
  fanfold_source_unref (input->source);
}

static void
clear_feed (gpointer data)
{
  FanfoldCombineFeed *feed = data;

  g_clear_pointer (&feed->template, fanfold_template_free);
}

static FanfoldCombine *
create (FanfoldFunction *function)
{
  FanfoldCombine *self = g_new0 (FanfoldCombine, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->function = g_object_ref (function);
  self->groups = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineGroup));
  self->inputs = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineInput));
  g_array_set_clear_func (self->inputs, clear_input);
  self->feeds = g_array_new (FALSE, TRUE, sizeof (FanfoldCombineFeed));
  g_array_set_clear_func (self->feeds, clear_feed);
  g_array_set_size (self->feeds, fanfold_function_get_params (function)->len);
  self->frees = g_ptr_array_new_with_free_func (g_object_unref);
  self->free_inputs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->strays = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/* As many as there are jobs, as they must be of one run. */
static gboolean
set_numbers (FanfoldCombine *self, GBytes *numbers, GError **error)
{
  if (numbers == NULL)
    return TRUE;

  if (self->stream != NULL || g_bytes_get_size (numbers) / sizeof (guint32) != self->n_jobs)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("Nothing is left of what varied in the %zu jobs that are to be "
                      "run again: leave at least one of the lists, ranges or files as it was"),
                   g_bytes_get_size (numbers) / sizeof (guint32));
      return FALSE;
    }

  self->numbers = g_bytes_ref (numbers);
  return TRUE;
}

FanfoldCombine *
fanfold_combine_new (FanfoldFunction *function,
                     const FanfoldCombineItem *items,
                     gsize n_items,
                     GError **error)
{
  return fanfold_combine_new_numbered (function, items, n_items, NULL, error);
}

FanfoldCombine *
fanfold_combine_new_numbered (FanfoldFunction *function,
                              const FanfoldCombineItem *items,
                              gsize n_items,
                              GBytes *numbers,
                              GError **error)
{
  g_autoptr (FanfoldCombine) self = NULL;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (items != NULL || n_items == 0, NULL);

  self = create (function);
  if (!check_fed (self, items, n_items, error))
    return NULL;

  for (gsize i = 0; i < n_items; i++)
    {
      g_return_val_if_fail ((items[i].source != NULL) != (items[i].template != NULL), NULL);
      if (items[i].source != NULL && !add_input (self, &items[i], error))
        return NULL;
    }

  if (!add_defaults (self, items, n_items, error) || !find_stream (self, error) ||
      !count_jobs (self, error) || !set_numbers (self, numbers, error) ||
      !fanfold_combine_add_templates (self, items, n_items, error) ||
      !fanfold_combine_check_templates (self, error))
    return NULL;

  if (self->stream == NULL && fanfold_function_is_pure (function))
    self->twins = fanfold_combine_find_twins (self);

  return g_steal_pointer (&self);
}
