/* fanfold-combine-twins.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine-twins.h"

typedef struct
{
  FanfoldGroupTwins *group;
  guint64 size;
  guint64 stride;
} Part;

struct _FanfoldCombineTwins
{
  GArray *parts; /* of Part, slowest first */
};

typedef struct
{
  FanfoldCombineTwins *twins;
  guint64 index;
  FanfoldCombineTwinsFunc func;
  gpointer user_data;
} Walk;

static void
clear_part (gpointer data)
{
  Part *part = data;

  fanfold_group_twins_free (part->group);
}

static guint64
get_position (const Part *part, guint64 index)
{
  return index / part->stride % part->size;
}

FanfoldCombineTwins *
fanfold_combine_twins_new (void)
{
  FanfoldCombineTwins *self = g_new0 (FanfoldCombineTwins, 1);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);

  return self;
}

void
fanfold_combine_twins_free (FanfoldCombineTwins *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->parts);
  g_free (self);
}

void
fanfold_combine_twins_take (FanfoldCombineTwins *self,
                            FanfoldGroupTwins *group,
                            guint64 size,
                            guint64 stride)
{
  const Part part = { group, size, stride };

  g_return_if_fail (self != NULL);
  g_return_if_fail (group != NULL);
  g_return_if_fail (size > 0 && stride > 0);

  g_array_append_val (self->parts, part);
}

gboolean
fanfold_combine_twins_exist (FanfoldCombineTwins *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->parts->len > 0;
}

gboolean
fanfold_combine_twins_has (FanfoldCombineTwins *self, guint64 index)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      guint64 position = get_position (part, index);

      if (fanfold_group_twins_get_first (part->group, position) != position ||
          fanfold_group_twins_get_next (part->group, &position))
        return TRUE;
    }

  return FALSE;
}

guint64
fanfold_combine_twins_get_first (FanfoldCombineTwins *self, guint64 index)
{
  guint64 first = index;

  g_return_val_if_fail (self != NULL, index);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const Part *part = &g_array_index (self->parts, Part, i);
      guint64 position = get_position (part, index);

      first -= (position - fanfold_group_twins_get_first (part->group, position)) * part->stride;
    }

  return first;
}

/* @first: the lowest one, as far as the parts from @level on are concerned. */
static void
walk (const Walk *self, guint level, guint64 first)
{
  const Part *part;
  guint64 begin, position;

  if (level == self->twins->parts->len)
    {
      if (first != self->index)
        self->func (first, self->user_data);
      return;
    }

  part = &g_array_index (self->twins->parts, Part, level);
  begin = position = get_position (part, first);
  do
    walk (self, level + 1, first + (position - begin) * part->stride);
  while (fanfold_group_twins_get_next (part->group, &position));
}

void
fanfold_combine_twins_foreach (FanfoldCombineTwins *self,
                               guint64 index,
                               FanfoldCombineTwinsFunc func,
                               gpointer user_data)
{
  const Walk all = { self, index, func, user_data };

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  walk (&all, 0, fanfold_combine_twins_get_first (self, index));
}
