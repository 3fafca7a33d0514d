/* fanfold-ranges.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-ranges.h"

typedef struct
{
  guint64 first;
  guint64 n;
} Range;

struct _FanfoldRanges
{
  GTree *tree; /* Range, each its own key, by first */
  guint64 size;
};

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  guint64 x = ((const Range *) a)->first;
  guint64 y = ((const Range *) b)->first;

  return (x > y) - (x < y);
}

static Range *
put (FanfoldRanges *self, guint64 first, guint64 n)
{
  Range *range = g_new (Range, 1);

  *range = (Range){ first, n };
  g_tree_insert (self->tree, range, range);

  return range;
}

/* The last range that begins before or at @number, or NULL. */
static Range *
find_before (FanfoldRanges *self, guint64 number)
{
  const Range key = { number, 0 };
  GTreeNode *node = g_tree_upper_bound (self->tree, &key);

  node = node != NULL ? g_tree_node_previous (node) : g_tree_node_last (self->tree);

  return node != NULL ? g_tree_node_value (node) : NULL;
}

/* The first range that begins behind @number, or NULL. */
static Range *
find_behind (FanfoldRanges *self, guint64 number)
{
  const Range key = { number, 0 };
  GTreeNode *node = g_tree_upper_bound (self->tree, &key);

  return node != NULL ? g_tree_node_value (node) : NULL;
}

FanfoldRanges *
fanfold_ranges_new (void)
{
  FanfoldRanges *self = g_new0 (FanfoldRanges, 1);

  self->tree = g_tree_new_full (compare, NULL, NULL, g_free);

  return self;
}

FanfoldRanges *
fanfold_ranges_copy (FanfoldRanges *self)
{
  FanfoldRanges *copy = fanfold_ranges_new ();
  guint64 from = 0, first, n;

  g_return_val_if_fail (self != NULL, copy);

  for (; fanfold_ranges_find (self, from, &first, &n); from = first + n)
    put (copy, first, n);
  copy->size = self->size;

  return copy;
}

void
fanfold_ranges_free (FanfoldRanges *self)
{
  g_return_if_fail (self != NULL);

  g_tree_unref (self->tree);
  g_free (self);
}

guint64
fanfold_ranges_add (FanfoldRanges *self, guint64 first, guint64 n)
{
  guint64 end = first + n;
  guint64 n_added = n;
  Range *range;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n <= G_MAXUINT64 - first, 0);

  if (n == 0)
    return 0;

  /* It swallows whatever it meets or touches. */
  range = find_before (self, first);
  if (range == NULL || range->first + range->n < first)
    range = find_behind (self, first);
  while (range != NULL && range->first <= end)
    {
      guint64 range_end = range->first + range->n;
      guint64 from = MAX (range->first, first);
      guint64 to = MIN (range_end, end);

      /* What it merely touches has nothing in common with what is added. */
      if (from < to)
        n_added -= to - from;
      first = MIN (first, range->first);
      end = MAX (end, range_end);
      g_tree_remove (self->tree, range);
      range = find_behind (self, first);
    }

  put (self, first, end - first);
  self->size += n_added;

  return n_added;
}

guint64
fanfold_ranges_remove (FanfoldRanges *self, guint64 first, guint64 n)
{
  guint64 end = first + n;
  guint64 n_removed = 0;
  Range *range;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n <= G_MAXUINT64 - first, 0);

  if (n == 0)
    return 0;

  range = find_before (self, first);
  if (range == NULL || range->first + range->n <= first)
    range = find_behind (self, first);
  while (range != NULL && range->first < end)
    {
      Range before = *range;
      guint64 before_end = before.first + before.n;

      g_tree_remove (self->tree, range);
      if (before.first < first)
        put (self, before.first, first - before.first);
      if (before_end > end)
        put (self, end, before_end - end);
      n_removed += MIN (before_end, end) - MAX (before.first, first);
      range = find_behind (self, MAX (before.first, first));
    }
  self->size -= n_removed;

  return n_removed;
}

guint64
fanfold_ranges_get_size (FanfoldRanges *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

gboolean
fanfold_ranges_contains (FanfoldRanges *self, guint64 number)
{
  Range *range;

  g_return_val_if_fail (self != NULL, FALSE);

  range = find_before (self, number);

  return range != NULL && number - range->first < range->n;
}

gboolean
fanfold_ranges_find (FanfoldRanges *self, guint64 from, guint64 *first, guint64 *n)
{
  Range *range;
  guint64 end;

  g_return_val_if_fail (self != NULL, FALSE);

  range = find_before (self, from);
  if (range == NULL || range->first + range->n <= from)
    range = find_behind (self, from);
  if (range == NULL)
    return FALSE;

  end = range->first + range->n;
  *first = MAX (range->first, from);
  *n = end - *first;

  return TRUE;
}

gboolean
fanfold_ranges_take (FanfoldRanges *self, guint64 max, guint64 *first, guint64 *n)
{
  GTreeNode *node;
  Range *range;

  g_return_val_if_fail (self != NULL, FALSE);

  node = g_tree_node_first (self->tree);
  if (node == NULL || max == 0)
    return FALSE;

  range = g_tree_node_value (node);
  *first = range->first;
  *n = MIN (range->n, max);
  self->size -= *n;

  /* The order among the ranges stays when the first of them begins later. */
  range->first += *n;
  range->n -= *n;
  if (range->n == 0)
    g_tree_remove (self->tree, range);

  return TRUE;
}
