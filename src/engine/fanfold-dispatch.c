/* fanfold-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-dispatch.h"

#include "fanfold-block.h"
#include "fanfold-lock.h"
#include "fanfold-n-jobs.h"

#define SHORT_SECONDS 0.001 /* longer jobs travel alone */
#define BUNDLE_SECONDS 0.02 /* what a bundle is meant to take */
#define MAX_GROWTH 8
#define ASK_USEC (100 * 1000)

typedef struct
{
  gint64 due_usec;
  guint64 index;
} Delayed;

struct _FanfoldDispatch
{
  FanfoldDispatchSpec spec; /* its jobs are those that wait */
  GMutex mutex;
  GCond changed;

  FanfoldRanges *waiting;
  FanfoldRanges *parked;
  FanfoldRanges *cancelled; /* no slot was told yet */
  FanfoldRanges *unwanted;  /* out, and not to be given again */
  GArray *delayed;          /* Delayed, the one that is due first at the end */
  guint64 n_out;

  guint n_slots;
  gboolean present[FANFOLD_MAX_SLOTS];

  guint bundle;
  gint64 next_start_usec;
  gint64 next_ask_usec;
  gboolean held; /* by may_start */
  gboolean paused;
  gboolean closed;
};

FanfoldDispatch *
fanfold_dispatch_new (const FanfoldDispatchSpec *spec)
{
  FanfoldDispatch *self;

  g_return_val_if_fail (spec != NULL && spec->jobs != NULL, NULL);

  self = g_new0 (FanfoldDispatch, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->spec = *spec;
  self->waiting = spec->jobs;
  self->parked = fanfold_ranges_new ();
  self->cancelled = fanfold_ranges_new ();
  self->unwanted = fanfold_ranges_new ();
  self->delayed = g_array_new (FALSE, FALSE, sizeof (Delayed));
  self->n_slots = spec->n_slots;
  self->bundle = spec->batch_size > 0 ? MIN (spec->batch_size, FANFOLD_BLOCK_MAX_JOBS) : 1;

  return self;
}

void
fanfold_dispatch_free (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_ranges_free (self->waiting);
  fanfold_ranges_free (self->parked);
  fanfold_ranges_free (self->cancelled);
  fanfold_ranges_free (self->unwanted);
  g_array_unref (self->delayed);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* With the lock. */
static guint64
count_waiting (FanfoldDispatch *self)
{
  return fanfold_ranges_get_size (self->waiting) + fanfold_ranges_get_size (self->parked) +
         self->delayed->len;
}

static void
wake_if_over (FanfoldDispatch *self)
{
  if (self->n_out == 0)
    g_cond_broadcast (&self->changed);
}

/* Those that are due wait like others. Gives when the next one is; G_MAXINT64: there is none. */
static gint64
take_in_delayed (FanfoldDispatch *self, gint64 now)
{
  while (self->delayed->len > 0)
    {
      const Delayed *next = &g_array_index (self->delayed, Delayed, self->delayed->len - 1);

      if (next->due_usec > now)
        return next->due_usec;

      fanfold_ranges_add (self->waiting, next->index, 1);
      g_array_set_size (self->delayed, self->delayed->len - 1);
    }

  return G_MAXINT64;
}

static gboolean
is_over (FanfoldDispatch *self)
{
  if (self->closed)
    return TRUE;
  if (self->spec.growing || self->n_out > 0)
    return FALSE;

  return count_waiting (self) == 0;
}

static void
assign (FanfoldDispatch *self, FanfoldRanges *jobs, guint64 max, FanfoldAssignment *assignment)
{
  guint64 n = 0;

  fanfold_ranges_take (jobs, max, &assignment->first, &n);
  assignment->n = (guint) n;
}

/* Towards the end bundles shrink, so that no slot is left with a large one while others are idle; a
 * size that was asked for stays. */
static guint64
get_bundle (FanfoldDispatch *self)
{
  guint64 share;

  if (!self->spec.may_bundle || self->spec.delay_usec > 0)
    return 1;
  if (self->spec.batch_size > 0)
    return self->bundle;

  share = fanfold_ranges_get_size (self->waiting) / (2 * (guint64) MAX (self->n_slots, 1));

  return CLAMP (share, 1, self->bundle);
}

/* FALSE until *@wake_usec at the latest. */
static gboolean
may_start (FanfoldDispatch *self, gint64 now, gint64 *wake_usec)
{
  gboolean held;

  if (now < self->next_start_usec)
    {
      *wake_usec = self->next_start_usec;
      return FALSE;
    }

  if (self->spec.may_start != NULL && now >= self->next_ask_usec)
    {
      self->next_ask_usec = now + ASK_USEC;
      fanfold_unlock (&self->mutex);
      held = !self->spec.may_start (self->spec.user_data);
      fanfold_lock (&self->mutex);
      self->held = held;
      *wake_usec = now; /* much may have changed meanwhile */
      return FALSE;
    }

  *wake_usec = self->next_ask_usec;

  return !self->held;
}

/* FALSE: there is nothing to do now, nor before *@wake_usec unless something changes. */
static gboolean
find_work (FanfoldDispatch *self, guint slot, FanfoldAssignment *assignment, gint64 *wake_usec)
{
  gint64 now = g_get_monotonic_time ();

  *wake_usec = G_MAXINT64;
  if (fanfold_ranges_get_size (self->cancelled) > 0)
    {
      assignment->kind = FANFOLD_DISPATCH_CANCEL;
      assign (self, self->cancelled, FANFOLD_BLOCK_MAX_JOBS, assignment);
      return TRUE;
    }

  if (slot >= self->n_slots || is_over (self))
    {
      assignment->kind = FANFOLD_DISPATCH_LEAVE;
      self->present[slot] = FALSE;
      return TRUE;
    }

  if (self->paused)
    return FALSE;

  *wake_usec = take_in_delayed (self, now);
  if (fanfold_ranges_get_size (self->waiting) == 0 || !may_start (self, now, wake_usec))
    return FALSE;

  assignment->kind = FANFOLD_DISPATCH_RUN;
  assign (self, self->waiting, get_bundle (self), assignment);
  self->n_out += assignment->n;
  self->next_start_usec = now + self->spec.delay_usec;
  if (self->spec.growing)
    g_cond_broadcast (&self->changed);

  return TRUE;
}

void
fanfold_dispatch_next (FanfoldDispatch *self, guint slot, FanfoldAssignment *assignment)
{
  gint64 wake_usec;

  g_return_if_fail (self != NULL);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);
  g_return_if_fail (assignment != NULL);

  *assignment = (FanfoldAssignment){ .kind = FANFOLD_DISPATCH_LEAVE };
  fanfold_lock (&self->mutex);
  while (!find_work (self, slot, assignment, &wake_usec))
    {
      if (wake_usec == G_MAXINT64)
        fanfold_lock_wait (&self->changed, &self->mutex);
      else
        fanfold_lock_wait_until (&self->changed, &self->mutex, wake_usec);
    }
  fanfold_unlock (&self->mutex);
}

/* Moves what @from and the numbers have in common to @to. */
static guint64
move (FanfoldRanges *from, guint64 first, guint64 n, FanfoldRanges *to)
{
  guint64 end = first + n;
  guint64 n_moved = 0;
  guint64 part_first, part_n;

  while (first < end && fanfold_ranges_find (from, first, &part_first, &part_n) && part_first < end)
    {
      part_n = MIN (part_n, end - part_first);
      n_moved += fanfold_ranges_remove (from, part_first, part_n);
      fanfold_ranges_add (to, part_first, part_n);
      first = part_first + part_n;
    }

  return n_moved;
}

void
fanfold_dispatch_return (FanfoldDispatch *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);

  if (n == 0)
    return;

  fanfold_lock (&self->mutex);
  self->n_out -= n;
  fanfold_ranges_add (self->waiting, first, n);
  if (fanfold_ranges_get_size (self->unwanted) > 0)
    {
      g_autoptr (FanfoldRanges) back = fanfold_ranges_new ();
      guint64 from = 0, part_first, part_n;

      move (self->unwanted, first, n, back);
      for (; fanfold_ranges_find (back, from, &part_first, &part_n); from = part_first + part_n)
        move (self->waiting, part_first, part_n, self->cancelled);
    }
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_finish (FanfoldDispatch *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);

  if (n == 0)
    return;

  fanfold_lock (&self->mutex);
  self->n_out -= n;
  if (fanfold_ranges_get_size (self->unwanted) > 0)
    fanfold_ranges_remove (self->unwanted, first, n);
  wake_if_over (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_retry (FanfoldDispatch *self, guint64 index, gint64 delay_usec)
{
  Delayed delayed = { g_get_monotonic_time () + delay_usec, index };
  guint i;

  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->n_out--;
  if (fanfold_ranges_remove (self->unwanted, index, 1) > 0)
    fanfold_ranges_add (self->cancelled, index, 1);
  else
    {
      for (i = self->delayed->len; i > 0; i--)
        if (g_array_index (self->delayed, Delayed, i - 1).due_usec > delayed.due_usec)
          break;
      g_array_insert_val (self->delayed, i, delayed);
    }
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_park (FanfoldDispatch *self, guint64 index)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->n_out--;
  if (fanfold_ranges_remove (self->unwanted, index, 1) > 0)
    fanfold_ranges_add (self->cancelled, index, 1);
  else
    fanfold_ranges_add (self->parked, index, 1);
  wake_if_over (self);
  fanfold_unlock (&self->mutex);
}

/* With the lock. Jobs that are due later leave for @to. */
static guint64
remove_delayed (FanfoldDispatch *self, guint64 first, guint64 n, FanfoldRanges *to)
{
  guint64 n_removed = 0;

  for (guint i = self->delayed->len; i > 0; i--)
    {
      guint64 index = g_array_index (self->delayed, Delayed, i - 1).index;

      if (index < first || index - first >= n)
        continue;

      fanfold_ranges_add (to, index, 1);
      g_array_remove_index (self->delayed, i - 1);
      n_removed++;
    }

  return n_removed;
}

guint64
fanfold_dispatch_settle (FanfoldDispatch *self, guint64 first, guint64 n)
{
  guint64 n_settled;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n_settled = fanfold_ranges_remove (self->waiting, first, n) +
              fanfold_ranges_remove (self->parked, first, n);
  if (self->delayed->len > 0)
    {
      g_autoptr (FanfoldRanges) gone = fanfold_ranges_new ();

      n_settled += remove_delayed (self, first, n, gone);
    }
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);

  return n_settled;
}

void
fanfold_dispatch_learn (FanfoldDispatch *self, guint n, double seconds)
{
  double each;

  g_return_if_fail (self != NULL);

  if (!self->spec.may_bundle || n == 0)
    return;

  each = MAX (seconds / n, 1e-9);

  fanfold_lock (&self->mutex);
  if (each >= SHORT_SECONDS)
    self->bundle = 1;
  else if (self->spec.batch_size > 0)
    self->bundle = MIN (self->spec.batch_size, FANFOLD_BLOCK_MAX_JOBS);
  else
    self->bundle =
        (guint) CLAMP (BUNDLE_SECONDS / each, 1, MIN (MAX_GROWTH * n, FANFOLD_BLOCK_MAX_JOBS));
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_add (FanfoldDispatch *self, guint64 first, guint64 n)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_ranges_remove (self->parked, first, n);
  fanfold_ranges_remove (self->unwanted, first, n);
  fanfold_ranges_remove (self->cancelled, first, n);
  if (self->delayed->len > 0)
    remove_delayed (self, first, n, self->waiting);
  fanfold_ranges_add (self->waiting, first, n);
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_complete (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->spec.growing = FALSE;
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

guint64
fanfold_dispatch_get_n_waiting (FanfoldDispatch *self)
{
  guint64 n;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n = count_waiting (self);
  fanfold_unlock (&self->mutex);

  return n;
}

gboolean
fanfold_dispatch_wait_below (FanfoldDispatch *self, guint64 n)
{
  gboolean open;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  while (!self->closed && count_waiting (self) >= n)
    fanfold_lock_wait (&self->changed, &self->mutex);
  open = !self->closed;
  fanfold_unlock (&self->mutex);

  return open;
}

/* With the lock. */
static void
cancel_range (FanfoldDispatch *self, guint64 first, guint64 n, FanfoldRanges *taken)
{
  guint64 from = first;
  guint64 part_first, part_n;

  move (self->waiting, first, n, taken);
  move (self->parked, first, n, taken);
  if (self->delayed->len > 0)
    remove_delayed (self, first, n, taken);

  /* Of the others, those that are out may come back unbegun. */
  if (self->n_out > 0)
    fanfold_ranges_add (self->unwanted, first, n);
  while (from < first + n && fanfold_ranges_find (taken, from, &part_first, &part_n) &&
         part_first < first + n)
    {
      part_n = MIN (part_n, first + n - part_first);
      fanfold_ranges_remove (self->unwanted, part_first, part_n);
      fanfold_ranges_add (self->cancelled, part_first, part_n);
      from = part_first + part_n;
    }
}

void
fanfold_dispatch_cancel (FanfoldDispatch *self, FanfoldRanges *jobs, FanfoldRanges *taken)
{
  g_autoptr (FanfoldRanges) own = fanfold_ranges_new ();
  guint64 from = 0, first, n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL);

  fanfold_lock (&self->mutex);
  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    cancel_range (self, first, n, taken != NULL ? taken : own);
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

static void
set_paused (FanfoldDispatch *self, gboolean paused)
{
  fanfold_lock (&self->mutex);
  self->paused = paused;
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_pause (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  set_paused (self, TRUE);
}

void
fanfold_dispatch_resume (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  set_paused (self, FALSE);
}

void
fanfold_dispatch_set_n_slots (FanfoldDispatch *self, guint n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n >= 1 && n <= FANFOLD_MAX_SLOTS);

  fanfold_lock (&self->mutex);
  self->n_slots = n;
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}

gboolean
fanfold_dispatch_enter (FanfoldDispatch *self, guint slot)
{
  gboolean entered;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (slot < FANFOLD_MAX_SLOTS, FALSE);

  fanfold_lock (&self->mutex);
  entered = !self->present[slot];
  self->present[slot] = TRUE;
  fanfold_unlock (&self->mutex);

  return entered;
}

void
fanfold_dispatch_leave (FanfoldDispatch *self, guint slot)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  fanfold_lock (&self->mutex);
  self->present[slot] = FALSE;
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_close (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->closed = TRUE;
  g_cond_broadcast (&self->changed);
  fanfold_unlock (&self->mutex);
}
