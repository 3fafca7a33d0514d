/* fanfold-dispatch-next.c: what a slot is to do, and how it waits for that
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-dispatch-private.h"

#include "fanfold-block.h"
#include "fanfold-lock.h"

#define ASK_USEC (100 * 1000)

static gboolean
is_over (FanfoldDispatch *self)
{
  if (self->closed)
    return TRUE;
  if (self->spec.growing || self->n_holds > 0 || fanfold_pending_get_n_out (self->pending) > 0)
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

void
fanfold_dispatch_wake_next (FanfoldDispatch *self)
{
  if (self->n_idle == 0)
    return;

  if (fanfold_pending_get_n_cancelled (self->pending) > 0 || is_over (self) ||
      get_next_look (self) < self->timer_usec)
    g_cond_signal (&self->work);
}

void
fanfold_dispatch_wake_readers (FanfoldDispatch *self)
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

void
fanfold_dispatch_give_room_back (FanfoldDispatch *self, guint slot)
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
  fanfold_dispatch_give_room_back (self, slot);
  while (!find_work (self, slot, assignment, &wake_usec))
    wait_for_work (self, wake_usec);
  fanfold_dispatch_wake_next (self);
  fanfold_dispatch_wake_readers (self);
  fanfold_unlock (&self->mutex);
}
