/* fanfold-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-dispatch-private.h"

#include "fanfold-lock.h"

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
  self->weighed = FANFOLD_DISPATCH_NO_JOB;
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

void
fanfold_dispatch_return (FanfoldDispatch *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);

  if (n == 0)
    return;

  fanfold_lock (&self->mutex);
  fanfold_pending_return (self->pending, first, n);
  fanfold_dispatch_wake_next (self);
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
  fanfold_dispatch_wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_retry (FanfoldDispatch *self, guint64 index, gint64 delay_usec)
{
  gint64 due_usec = g_get_monotonic_time () + delay_usec;

  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_delay (self->pending, index, due_usec);
  fanfold_dispatch_wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_park (FanfoldDispatch *self, guint64 index)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_park (self->pending, index);
  fanfold_dispatch_wake_next (self);
  fanfold_unlock (&self->mutex);
}

guint64
fanfold_dispatch_settle (FanfoldDispatch *self, guint64 first, guint64 n, FanfoldRanges *settled)
{
  guint64 n_settled;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n_settled = fanfold_pending_settle (self->pending, first, n, settled);
  fanfold_dispatch_wake_next (self);
  fanfold_dispatch_wake_readers (self);
  fanfold_unlock (&self->mutex);

  return n_settled;
}

void
fanfold_dispatch_unpark (FanfoldDispatch *self, guint64 first, guint64 n)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  fanfold_pending_unpark (self->pending, first, n);
  fanfold_dispatch_wake_next (self);
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
  fanfold_dispatch_wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_complete (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->spec.growing = FALSE;
  fanfold_dispatch_wake_next (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_hold (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->n_holds++;
  fanfold_unlock (&self->mutex);
}

void
fanfold_dispatch_let_go (FanfoldDispatch *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  g_assert (self->n_holds > 0);
  self->n_holds--;
  fanfold_dispatch_wake_next (self);
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

guint
fanfold_dispatch_get_delayed (FanfoldDispatch *self, FanfoldDelayedJob *jobs, guint max)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n = fanfold_pending_get_delayed (self->pending, jobs, max);
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
  fanfold_dispatch_wake_next (self);
  fanfold_dispatch_wake_readers (self);
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
  fanfold_dispatch_wake_next (self);
  fanfold_unlock (&self->mutex);
}

static void
set_paused (FanfoldDispatch *self, gboolean paused)
{
  fanfold_lock (&self->mutex);
  self->paused = paused;
  fanfold_dispatch_wake_next (self);
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
  fanfold_dispatch_wake_next (self);
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
  fanfold_dispatch_give_room_back (self, slot);
  fanfold_dispatch_wake_next (self);
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
