/* fanfold-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-queue.h"

typedef struct
{
  gconstpointer run;
  FanfoldStart start;
  char *group;
  FanfoldPriority priority;
  gboolean going_on;
  GPtrArray *others; /* (nullable) those whose good end it waits for */
  char *failure;     /* (nullable) why it is not to begin */
} Place;

struct _FanfoldQueue
{
  GPtrArray *places;  /* of Place: those that go on, then the others, the first to begin first */
  GHashTable *limits; /* of groups, by name; not there: 1 */
};

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_pointer (&place->others, g_ptr_array_unref);
  g_free (place->failure);
  g_free (place->group);
  g_free (place);
}

static Place *
get (FanfoldQueue *self, guint position)
{
  return g_ptr_array_index (self->places, position);
}

static Place *
find (FanfoldQueue *self, gconstpointer run, guint *position)
{
  for (guint i = 0; i < self->places->len; i++)
    if (get (self, i)->run == run)
      {
        if (position != NULL)
          *position = i;
        return get (self, i);
      }

  return NULL;
}

FanfoldQueue *
fanfold_queue_new (void)
{
  FanfoldQueue *self = g_new0 (FanfoldQueue, 1);

  self->places = g_ptr_array_new_with_free_func (place_free);
  self->limits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
fanfold_queue_free (FanfoldQueue *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->places);
  g_hash_table_unref (self->limits);
  g_free (self);
}

void
fanfold_queue_set_limit (FanfoldQueue *self, const char *group, guint limit)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (group != NULL);
  g_return_if_fail (limit > 0);

  g_hash_table_replace (self->limits, g_strdup (group), GUINT_TO_POINTER (limit));
}

/* Whether another of that group may begin. */
static gboolean
has_room (FanfoldQueue *self, const char *group)
{
  guint limit = GPOINTER_TO_UINT (g_hash_table_lookup (self->limits, group));
  guint n = 0;

  for (guint i = 0; i < self->places->len; i++)
    if (get (self, i)->going_on && g_str_equal (get (self, i)->group, group))
      n++;

  return n < MAX (limit, 1);
}

/* Whether it begins without anybody's doing, once those before it are over. */
static gboolean
is_in_line (const Place *place)
{
  return place->going_on || place->start.rule == FANFOLD_START_BEHIND ||
         place->start.rule == FANFOLD_START_NOW || place->start.rule == FANFOLD_START_AFTER_SUCCESS;
}

/* Where a run of that priority is to wait. */
static guint
find_position (FanfoldQueue *self, FanfoldPriority priority)
{
  guint position = self->places->len;

  while (position > 0 && !get (self, position - 1)->going_on &&
         get (self, position - 1)->priority < priority)
    position--;

  return position;
}

void
fanfold_queue_add (FanfoldQueue *self,
                   gconstpointer run,
                   const FanfoldStart *start,
                   const char *group,
                   FanfoldPriority priority)
{
  Place *place;

  g_return_if_fail (self != NULL);
  g_return_if_fail (start != NULL && group != NULL);
  g_return_if_fail (find (self, run, NULL) == NULL);

  place = g_new0 (Place, 1);
  place->run = run;
  place->start = *start;
  place->group = g_strdup (group);
  place->priority = priority;
  if (start->rule == FANFOLD_START_AFTER_SUCCESS)
    {
      place->others = g_ptr_array_new ();
      for (guint i = 0; i < self->places->len; i++)
        if (is_in_line (get (self, i)))
          g_ptr_array_add (place->others, (gpointer) get (self, i)->run);
    }
  g_ptr_array_insert (self->places, (int) find_position (self, priority), place);
}

static gboolean
may_begin (FanfoldQueue *self, const Place *place, gint64 now_usec)
{
  if (place->going_on || place->failure != NULL)
    return FALSE;

  switch (place->start.rule)
    {
    case FANFOLD_START_NOW:
      return TRUE;

    case FANFOLD_START_BEHIND:
      return has_room (self, place->group);

    case FANFOLD_START_LATER:
      return place->start.at_usec <= now_usec && has_room (self, place->group);

    case FANFOLD_START_AFTER_SUCCESS:
      return place->others->len == 0 && has_room (self, place->group);

    case FANFOLD_START_HELD:
    default:
      return FALSE;
    }
}

/* One whose time has come stands in line from then, also where it cannot begin yet. */
static void
pass_time (FanfoldQueue *self, gint64 now_usec)
{
  for (guint i = 0; i < self->places->len; i++)
    if (get (self, i)->start.rule == FANFOLD_START_LATER &&
        get (self, i)->start.at_usec <= now_usec)
      get (self, i)->start.rule = FANFOLD_START_BEHIND;
}

gconstpointer
fanfold_queue_next (FanfoldQueue *self, gint64 now_usec)
{
  g_return_val_if_fail (self != NULL, NULL);

  pass_time (self, now_usec);
  for (guint i = 0; i < self->places->len; i++)
    if (may_begin (self, get (self, i), now_usec))
      return get (self, i)->run;

  return NULL;
}

void
fanfold_queue_begin (FanfoldQueue *self, gconstpointer run)
{
  guint position;
  guint n_going_on = 0;
  Place *place;

  g_return_if_fail (self != NULL);

  if (find (self, run, &position) == NULL || get (self, position)->going_on)
    return;

  while (n_going_on < self->places->len && get (self, n_going_on)->going_on)
    n_going_on++;
  place = g_ptr_array_steal_index (self->places, position);
  place->going_on = TRUE;
  g_ptr_array_insert (self->places, (int) n_going_on, place);
}

gint64
fanfold_queue_get_next_time (FanfoldQueue *self)
{
  gint64 next_usec = G_MAXINT64;

  g_return_val_if_fail (self != NULL, G_MAXINT64);

  for (guint i = 0; i < self->places->len; i++)
    if (get (self, i)->start.rule == FANFOLD_START_LATER)
      next_usec = MIN (next_usec, get (self, i)->start.at_usec);

  return next_usec;
}

void
fanfold_queue_end (FanfoldQueue *self, gconstpointer run, const char *failure)
{
  guint position;

  g_return_if_fail (self != NULL);

  if (find (self, run, &position) == NULL)
    return;

  g_ptr_array_remove_index (self->places, position);
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = get (self, i);

      if (place->others == NULL || !g_ptr_array_remove (place->others, (gpointer) run))
        continue;
      if (failure != NULL && place->failure == NULL &&
          place->start.rule == FANFOLD_START_AFTER_SUCCESS && !place->going_on)
        place->failure = g_strdup (failure);
    }
}

gconstpointer
fanfold_queue_get_refused (FanfoldQueue *self, const char **failure)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = get (self, i);

      if (place->failure == NULL || place->going_on)
        continue;
      *failure = place->failure;
      return place->run;
    }

  return NULL;
}

void
fanfold_queue_start_now (FanfoldQueue *self, gconstpointer run)
{
  Place *place;

  g_return_if_fail (self != NULL);

  place = find (self, run, NULL);
  if (place != NULL)
    place->start.rule = FANFOLD_START_NOW;
}

gboolean
fanfold_queue_is_now (FanfoldQueue *self, gconstpointer run)
{
  const Place *place;

  g_return_val_if_fail (self != NULL, FALSE);

  place = find (self, run, NULL);

  return place != NULL && place->start.rule == FANFOLD_START_NOW;
}

/* The one of its group that waits next in front of @position; -1: none. */
static int
find_waiting_before (FanfoldQueue *self, guint position)
{
  for (int i = (int) position - 1; i >= 0; i--)
    if (!get (self, (guint) i)->going_on &&
        g_str_equal (get (self, (guint) i)->group, get (self, position)->group))
      return i;

  return -1;
}

void
fanfold_queue_move_up (FanfoldQueue *self, gconstpointer run)
{
  guint position;
  int before;

  g_return_if_fail (self != NULL);

  if (find (self, run, &position) == NULL || get (self, position)->going_on)
    return;

  before = find_waiting_before (self, position);
  if (before >= 0)
    {
      FanfoldPriority priority = get (self, (guint) before)->priority;
      Place *place = g_ptr_array_steal_index (self->places, position);

      place->priority = priority;
      g_ptr_array_insert (self->places, before, place);
    }
}

void
fanfold_queue_set_place (FanfoldQueue *self,
                         gconstpointer run,
                         const char *group,
                         FanfoldPriority priority)
{
  guint position;
  Place *place;

  g_return_if_fail (self != NULL);
  g_return_if_fail (group != NULL);

  place = find (self, run, &position);
  if (place == NULL || (g_str_equal (place->group, group) && place->priority == priority))
    return;

  g_free (place->group);
  place->group = g_strdup (group);
  place->priority = priority;
  if (place->going_on)
    return;

  g_ptr_array_steal_index (self->places, position);
  g_ptr_array_insert (self->places, (int) find_position (self, priority), place);
}

/* The nearest of its group before @position that stands in line, or goes on and takes the room. */
static gconstpointer
find_ahead (FanfoldQueue *self, guint position)
{
  const char *group = get (self, position)->group;
  gboolean room = has_room (self, group);

  for (guint i = position; i > 0; i--)
    {
      const Place *place = get (self, i - 1);

      if (is_in_line (place) && g_str_equal (place->group, group) && !(room && place->going_on))
        return place->run;
    }

  return NULL;
}

void
fanfold_queue_explain (FanfoldQueue *self, gconstpointer run, FanfoldQueueWait *wait)
{
  const Place *place;
  guint position;

  g_return_if_fail (self != NULL);
  g_return_if_fail (wait != NULL);

  *wait = (FanfoldQueueWait){ .kind = FANFOLD_WAIT_NONE };
  place = find (self, run, &position);
  if (place == NULL)
    return;

  wait->priority = place->priority;
  if (place->going_on || place->start.rule == FANFOLD_START_NOW)
    return;

  wait->movable = find_waiting_before (self, position) >= 0;
  switch (place->start.rule)
    {
    case FANFOLD_START_HELD:
      wait->kind = FANFOLD_WAIT_HELD;
      break;

    case FANFOLD_START_LATER:
      wait->kind = FANFOLD_WAIT_TIME;
      wait->at_usec = place->start.at_usec;
      break;

    case FANFOLD_START_AFTER_SUCCESS:
      wait->kind = place->others->len > 0 ? FANFOLD_WAIT_SUCCESS : FANFOLD_WAIT_TURN;
      wait->ahead = place->others->len > 0
                        ? g_ptr_array_index (place->others, place->others->len - 1)
                        : find_ahead (self, position);
      break;

    case FANFOLD_START_BEHIND:
    case FANFOLD_START_NOW:
    default:
      wait->kind = FANFOLD_WAIT_TURN;
      wait->ahead = find_ahead (self, position);
      break;
    }
}

guint
fanfold_queue_get_n_runs (FanfoldQueue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->places->len;
}

gconstpointer
fanfold_queue_get_run (FanfoldQueue *self, guint position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (position < self->places->len, NULL);

  return get (self, position)->run;
}
