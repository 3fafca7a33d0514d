/* fanfold-delayed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-delayed.h"

struct _FanfoldDelayed
{
  GTree *by_index; /* FanfoldDelayedJob, each its own key; owns them */
  GTree *by_due;   /* the same */
};

static int
compare_index (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint64 x = ((const FanfoldDelayedJob *) a)->index;
  guint64 y = ((const FanfoldDelayedJob *) b)->index;

  return (x > y) - (x < y);
}

static int
compare_due (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 x = ((const FanfoldDelayedJob *) a)->due_usec;
  gint64 y = ((const FanfoldDelayedJob *) b)->due_usec;

  return x != y ? (x > y) - (x < y) : compare_index (a, b, user_data);
}

static void
take_out (FanfoldDelayed *self, FanfoldDelayedJob *item)
{
  g_tree_remove (self->by_due, item);
  g_tree_remove (self->by_index, item);
}

FanfoldDelayed *
fanfold_delayed_new (void)
{
  FanfoldDelayed *self = g_new0 (FanfoldDelayed, 1);

  self->by_index = g_tree_new_full (compare_index, NULL, NULL, g_free);
  self->by_due = g_tree_new_full (compare_due, NULL, NULL, NULL);

  return self;
}

void
fanfold_delayed_free (FanfoldDelayed *self)
{
  g_return_if_fail (self != NULL);

  g_tree_unref (self->by_due);
  g_tree_unref (self->by_index);
  g_free (self);
}

void
fanfold_delayed_add (FanfoldDelayed *self, guint64 index, gint64 due_usec)
{
  FanfoldDelayedJob *item;

  g_return_if_fail (self != NULL);

  item = g_new (FanfoldDelayedJob, 1);
  *item = (FanfoldDelayedJob){ index, due_usec };
  g_assert (g_tree_lookup (self->by_index, item) == NULL);
  g_tree_insert (self->by_index, item, item);
  g_tree_insert (self->by_due, item, item);
}

static FanfoldDelayedJob *
find_next (FanfoldDelayed *self)
{
  GTreeNode *node = g_tree_node_first (self->by_due);

  return node != NULL ? g_tree_node_value (node) : NULL;
}

gint64
fanfold_delayed_get_next_due (FanfoldDelayed *self)
{
  const FanfoldDelayedJob *next;

  g_return_val_if_fail (self != NULL, G_MAXINT64);

  next = find_next (self);

  return next != NULL ? next->due_usec : G_MAXINT64;
}

void
fanfold_delayed_take_due (FanfoldDelayed *self, gint64 now_usec, FanfoldRanges *to)
{
  FanfoldDelayedJob *next;

  g_return_if_fail (self != NULL);
  g_return_if_fail (to != NULL);

  while ((next = find_next (self)) != NULL && next->due_usec <= now_usec)
    {
      fanfold_ranges_add (to, next->index, 1);
      take_out (self, next);
    }
}

guint64
fanfold_delayed_remove (FanfoldDelayed *self, guint64 first, guint64 n, FanfoldRanges *to)
{
  const FanfoldDelayedJob from = { first, 0 };
  guint64 n_removed = 0;
  GTreeNode *node;

  g_return_val_if_fail (self != NULL, 0);

  while ((node = g_tree_lower_bound (self->by_index, &from)) != NULL)
    {
      FanfoldDelayedJob *item = g_tree_node_value (node);

      if (item->index - first >= n)
        break;

      if (to != NULL)
        fanfold_ranges_add (to, item->index, 1);
      take_out (self, item);
      n_removed++;
    }

  return n_removed;
}

guint64
fanfold_delayed_get_size (FanfoldDelayed *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint64) g_tree_nnodes (self->by_index);
}

guint
fanfold_delayed_get_last (FanfoldDelayed *self, FanfoldDelayedJob *jobs, guint max)
{
  GTreeNode *node;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (node = g_tree_node_last (self->by_due); node != NULL && n < max;
       node = g_tree_node_previous (node))
    jobs[n++] = *(const FanfoldDelayedJob *) g_tree_node_value (node);

  return n;
}
