/* fanfold-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-dispatch.h"

#include "fanfold-block.h"
#include "fanfold-bundle-size.h"
#include "fanfold-lock.h"
#include "fanfold-n-jobs.h"
#include "fanfold-pending.h"

#define ASK_USEC (100 * 1000)
#define NO_JOB G_MAXUINT64

struct _FanfoldDispatch
{
  FanfoldDispatchSpec spec;
  GMutex mutex;
  FanfoldPending *pending;

  guint n_slots;
  gboolean present[FANFOLD_MAX_SLOTS];

  guint64 n_taken; /* of the capacity */
  guint64 taken[FANFOLD_MAX_SLOTS];
  guint64 weighed; /* the job that was weighed last, or NO_JOB */
  guint64 weight;

  GCond work; /* what slots wait for */
  guint n_idle;
  gint64 timer_usec; /* when a slot looks again of itself; G_MAXINT64: none does */

  GCond room; /* what readers of a stream wait for */
  guint n_readers;
  guint64 room_below; /* the most of what they wait for */

  FanfoldBundleSize bundle;
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
  g_cond_init (&self->work);
  g_cond_init (&self->room);
  self->spec = *spec;
  self->pending = fanfold_pending_new (spec->jobs);
  self->n_slots = spec->n_slots;
  self->weighed = NO_JOB;
  self->timer_usec = G_MAXINT64;
  self->held = spec->may_start != NULL;
  fanfold_bundle_size_init (&self->bundle,
                            spec->may_bundle && spec->delay_usec == 0 && spec->weigh == NULL,
                            spec->batch_size);

  return self;
}

void
fanfold_dispatch_free (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_pending_free (self->pending);
  g_cond_clear (&self->work);
  g_cond_clear (&self->room);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
is_over (FanfoldDispatch *self)
{
  if (self->closed)
    return TRUE;
  if (self->spec.growing || fanfold_pending_get_n_out (self->pending) > 0)
    return FALSE;

  return fanfold_pending_get_n_waiting (self->pending) == 0;
}

/* A job heavier than all there is gets all of it. */
static gboolean
has_room (FanfoldDispatch *self)
{
  return self->n_taken == 0 || self->n_taken + self->weight <= self->spec.capacity;
}

/* Whether the job that is next waits until others have ended. */
static gboolean
is_crowded (FanfoldDispatch *self)
{
  return self->spec.weigh != NULL && !has_room (self) &&
         self->weighed == fanfold_pending_get_first (self->pending);
}

/* When there may be jobs to start: in the past, where there are now. */
static gint64
get_next_look (FanfoldDispatch *self)
{
  gint64 due_usec;

  if (self->paused)
    return G_MAXINT64;

  due_usec = fanfold_pending_get_next_due (self->pending);
  if (fanfold_pending_get_n_ready (self->pending) == 0 || is_crowded (self))
    return due_usec;

  return MIN (due_usec, self->held ? self->next_ask_usec : self->next_start_usec);
}

/* Wakes one of the slots that wait, where there is something for it, or one has to look at the
 * clock sooner than any does. Each that goes off calls this, so that they wake one another, as many
 * as are needed. */
static void
wake_next (FanfoldDispatch *self)
{
  if (self->n_idle == 0)
    return;

  if (fanfold_pending_get_n_cancelled (self->pending) > 0 || is_over (self) ||
      get_next_look (self) < self->timer_usec)
    g_cond_signal (&self->work);
}

static void
wake_readers (FanfoldDispatch *self)
{
  if (self->n_readers > 0 && fanfold_pending_get_n_waiting (self->pending) < self->room_below)
    g_cond_broadcast (&self->room);
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
      *wake_usec = now; /* much may have changed while it was asked */
      return FALSE;
    }

  *wake_usec = self->next_ask_usec;

  return !self->held;
}

/* Likewise. */
static gboolean
fits (FanfoldDispatch *self, gint64 now, gint64 *wake_usec)
{
  guint64 next, weight;

  if (self->spec.weigh == NULL)
    return TRUE;

  next = fanfold_pending_get_first (self->pending);
  if (self->weighed == next)
    return has_room (self);

  fanfold_unlock (&self->mutex);
  weight = self->spec.weigh (next, self->spec.user_data);
  fanfold_lock (&self->mutex);
  self->weighed = next;
  self->weight = weight;
  *wake_usec = now;

  return FALSE;
}

/* FALSE: there is nothing to do now, nor before *@wake_usec unless something changes. */
static gboolean
find_work (FanfoldDispatch *self, guint slot, FanfoldAssignment *assignment, gint64 *wake_usec)
{
  gint64 now = g_get_monotonic_time ();
  guint64 n_ready;

  *wake_usec = G_MAXINT64;
  if (fanfold_pending_get_n_cancelled (self->pending) > 0)
    {
      assignment->kind = FANFOLD_DISPATCH_CANCEL;
      fanfold_pending_take_cancelled (
          self->pending, FANFOLD_BLOCK_MAX_JOBS, &assignment->first, &assignment->n);
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

  fanfold_pending_update (self->pending, now);
  *wake_usec = fanfold_pending_get_next_due (self->pending);
  n_ready = fanfold_pending_get_n_ready (self->pending);
  if (n_ready == 0 || !fits (self, now, wake_usec) || !may_start (self, now, wake_usec))
    return FALSE;

  assignment->kind = FANFOLD_DISPATCH_RUN;
  fanfold_pending_take (self->pending,
                        fanfold_bundle_size_get (&self->bundle, n_ready, self->n_slots),
                        &assignment->first,
                        &assignment->n);
  self->next_start_usec = now + self->spec.delay_usec;
  if (self->spec.weigh != NULL)
    {
      self->taken[slot] = self->weight;
      self->n_taken += self->weight;
    }

  return TRUE;
}

/* What the slot had in hand is over, or has come back. */
static void
give_room_back (FanfoldDispatch *self, guint slot)
{
  self->n_taken -= self->taken[slot];
  self->taken[slot] = 0;
}

/* Until @wake_usec at the latest; where another slot looks again before that, it wakes this one. */
static void
wait_for_work (FanfoldDispatch *self, gint64 wake_usec)
{
  if (wake_usec <= g_get_monotonic_time ())
    return;

  self->n_idle++;
  if (wake_usec >= self->timer_usec)
    fanfold_lock_wait (&self->work, &self->mutex);
  else
    {
      self->timer_usec = wake_usec;
      fanfold_lock_wait_until (&self->work, &self->mutex, wake_usec);
      if (self->timer_usec == wake_usec)
        self->timer_usec = G_MAXINT64;
    }
  self->n_idle--;
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
  give_room_back (self, slot);
  while (!find_work (self, slot, assignment, &wake_usec))
    wait_for_work (self, wake_usec);
  wake_next (self);
  wake_readers (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_return (FanfoldDispatch *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);

  if (n == 0)
    return;

  fanfold_lock (&self->mutex);
  fanfold_pending_return (self->pending, first, n);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_finish (FanfoldDispatch *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);

  if (n == 0)
    return;

  fanfold_lock (&self->mutex);
  fanfold_pending_finish (self->pending, first, n);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_retry (FanfoldDispatch *self, guint64 index, gint64 delay_usec)
{
  gint64 due_usec = g_get_monotonic_time () + delay_usec;

  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_delay (self->pending, index, due_usec);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_park (FanfoldDispatch *self, guint64 index)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_park (self->pending, index);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

guint64
fanfold_dispatch_settle (FanfoldDispatch *self, guint64 first, guint64 n, FanfoldRanges *settled)
{
  guint64 n_settled;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n_settled = fanfold_pending_settle (self->pending, first, n, settled);
  wake_next (self);
  wake_readers (self);
  fanfold_unlock (&self->mutex);

  return n_settled;
}

void
fanfold_dispatch_unpark (FanfoldDispatch *self, guint64 first, guint64 n)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_unpark (self->pending, first, n);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_learn (FanfoldDispatch *self, guint n, double seconds)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_bundle_size_learn (&self->bundle, n, seconds);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_add (FanfoldDispatch *self, guint64 first, guint64 n)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_add (self->pending, first, n);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_complete (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->spec.growing = FALSE;
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

guint64
fanfold_dispatch_get_n_waiting (FanfoldDispatch *self)
{
  guint64 n;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n = fanfold_pending_get_n_waiting (self->pending);
  fanfold_unlock (&self->mutex);

  return n;
}

gboolean
fanfold_dispatch_wait_below (FanfoldDispatch *self, guint64 n)
{
  gboolean open;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  self->n_readers++;
  while (!self->closed && fanfold_pending_get_n_waiting (self->pending) >= n)
    {
      self->room_below = MAX (self->room_below, n);
      fanfold_lock_wait (&self->room, &self->mutex);
    }
  if (--self->n_readers == 0)
    self->room_below = 0;
  open = !self->closed;
  fanfold_unlock (&self->mutex);

  return open;
}

void
fanfold_dispatch_cancel (FanfoldDispatch *self, FanfoldRanges *jobs, FanfoldRanges *taken)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_cancel (self->pending, jobs, taken);
  wake_next (self);
  wake_readers (self);
  fanfold_unlock (&self->mutex);
}

guint
fanfold_dispatch_count_wanted (FanfoldDispatch *self, guint64 first, guint n)
{
  guint n_wanted;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n_wanted = fanfold_pending_count_wanted (self->pending, first, n);
  fanfold_unlock (&self->mutex);

  return n_wanted;
}

void
fanfold_dispatch_keep (FanfoldDispatch *self, FanfoldRanges *jobs, FanfoldRanges *kept)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_keep (self->pending, jobs, kept);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

static void
set_paused (FanfoldDispatch *self, gboolean paused)
{
  fanfold_lock (&self->mutex);
  self->paused = paused;
  wake_next (self);
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
  if (n < self->n_slots)
    g_cond_broadcast (&self->work);
  self->n_slots = n;
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_set_capacity (FanfoldDispatch *self, guint64 capacity)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->spec.capacity = capacity;
  wake_next (self);
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
  give_room_back (self, slot);
  wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_close (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->closed = TRUE;
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->room);
  fanfold_unlock (&self->mutex);
}
