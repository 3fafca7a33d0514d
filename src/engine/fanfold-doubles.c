/* fanfold-doubles.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-doubles.h"

typedef struct
{
  guint64 hash;
  guint64 index;
} Thing;

struct _FanfoldDoubles
{
  GArray *things; /* of Thing */
};

static int
compare_things (gconstpointer a, gconstpointer b)
{
  const Thing *first = a;
  const Thing *second = b;

  if (first->hash != second->hash)
    return first->hash < second->hash ? -1 : 1;

  return first->index < second->index ? -1 : first->index > second->index ? 1 : 0;
}

FanfoldDoubles *
fanfold_doubles_new (void)
{
  FanfoldDoubles *self = g_new0 (FanfoldDoubles, 1);

  self->things = g_array_new (FALSE, FALSE, sizeof (Thing));

  return self;
}

void
fanfold_doubles_free (FanfoldDoubles *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->things);
  g_free (self);
}

void
fanfold_doubles_add (FanfoldDoubles *self, guint64 hash, guint64 index)
{
  Thing thing = { hash, index };

  g_return_if_fail (self != NULL);

  g_array_append_val (self->things, thing);
}

void
fanfold_doubles_foreach (FanfoldDoubles *self,
                         gboolean first,
                         FanfoldDoublesFunc func,
                         gpointer user_data)
{
  const Thing *things;
  guint64 start = 0, last = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  g_array_sort (self->things, compare_things);
  things = (const Thing *) (gpointer) self->things->data;
  for (guint i = 0; i < self->things->len; i++)
    {
      if (i == 0 || things[i].hash != things[i - 1].hash)
        {
          start = last = things[i].index;
          continue;
        }
      if (things[i].index == last)
        continue;

      if (last == start && first)
        func (start, user_data);
      func (things[i].index, user_data);
      last = things[i].index;
    }
  g_array_set_size (self->things, 0);
}
