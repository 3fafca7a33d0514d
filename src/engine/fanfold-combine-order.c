/* fanfold-combine-order.c: the jobs of a combine in another order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-private.h"

typedef struct
{
  FanfoldCombineTwins *twins; /* of the jobs that are numbered anew */
  const guint32 *order;
} Renumbering;

/* Jobs are equal where the first of those that are equal in the old order is the same. */
static GVariant *
gather_cb (gpointer user_data, guint column, const guint64 *positions, gsize n)
{
  const Renumbering *renumbering = user_data;
  gint64 *firsts = g_new (gint64, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    firsts[i] = (gint64) fanfold_combine_twins_get_first (renumbering->twins,
                                                          renumbering->order[positions[i]]);

  return g_variant_ref_sink (g_variant_new_from_data (
      G_VARIANT_TYPE ("ax"), firsts, n * sizeof *firsts, TRUE, g_free, firsts));
}

static FanfoldCombineTwins *
find_twins (FanfoldCombineTwins *old, GBytes *order)
{
  g_autoptr (FanfoldCombineTwins) twins = NULL;
  Renumbering renumbering = { .twins = old };
  FanfoldGroupTwins *group;
  gsize size;

  renumbering.order = g_bytes_get_data (order, &size);
  group = fanfold_group_twins_new (gather_cb, &renumbering, 1, size / sizeof (guint32));
  if (group == NULL)
    return NULL;

  twins = fanfold_combine_twins_new ();
  fanfold_combine_twins_take (twins, group, size / sizeof (guint32), 1);
  return g_steal_pointer (&twins);
}

/* An order of an order is one of the inputs. */
static GBytes *
compose (FanfoldCombine *self, GBytes *order)
{
  gsize size;
  const guint32 *numbers = g_bytes_get_data (order, &size);
  gsize n = size / sizeof *numbers;
  guint32 *jobs;

  if (self->order == NULL)
    return g_bytes_ref (order);

  jobs = g_new (guint32, n);
  for (gsize i = 0; i < n; i++)
    jobs[i] = (guint32) fanfold_combine_get_job (self, numbers[i]);

  return g_bytes_new_take (jobs, size);
}

FanfoldCombine *
fanfold_combine_share (FanfoldCombine *self)
{
  FanfoldCombine *shared = g_new0 (FanfoldCombine, 1);

  g_atomic_ref_count_init (&shared->ref_count);
  shared->function = g_object_ref (self->function);
  shared->groups = g_array_ref (self->groups);
  shared->inputs = g_array_ref (self->inputs);
  shared->feeds = g_array_ref (self->feeds);
  shared->frees = g_ptr_array_ref (self->frees);
  shared->free_inputs = g_array_ref (self->free_inputs);
  shared->strays = g_ptr_array_ref (self->strays);
  shared->has_slot = self->has_slot;
  shared->n_jobs = self->n_jobs;
  shared->order = self->order != NULL ? g_bytes_ref (self->order) : NULL;
  shared->numbers = self->numbers != NULL ? g_bytes_ref (self->numbers) : NULL;
  shared->begin = self->begin;

  return shared;
}

FanfoldCombine *
fanfold_combine_with_order (FanfoldCombine *self, GBytes *order)
{
  FanfoldCombine *ordered;

  g_return_val_if_fail (self != NULL && self->stream == NULL && self->parts == NULL, NULL);
  g_return_val_if_fail (order != NULL && g_bytes_get_size (order) >= sizeof (guint32), NULL);

  ordered = fanfold_combine_share (self);
  g_clear_pointer (&ordered->order, g_bytes_unref);
  ordered->order = compose (self, order);
  if (self->twins != NULL)
    ordered->twins = find_twins (self->twins, order);

  return ordered;
}
