/* fanfold-slots.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-slots.h"

#include "fanfold-lock.h"
#include "fanfold-n-jobs.h"

#include <glib/gi18n-lib.h>

#define WATCH_USEC (20 * 1000)

struct _FanfoldSlots
{
  const FanfoldSlotContext *context;
  GThreadPool *pool;
  GThread *watch; /* NULL: nothing needs it */

  GMutex mutex; /* for what follows */
  GCond over;
  GPtrArray *slots; /* those that are there */
  guint n_busy;     /* whose threads are under way */
  guint n;
  guint over_id;
  gboolean cancelled;
  gboolean frozen;
  gboolean ended;
  char *reason;

  GSourceOnceFunc over_cb;
  gpointer user_data;
};

/* With the lock. */
static void
take_reason (FanfoldSlots *self, char *reason)
{
  if (reason == NULL)
    return;

  fanfold_run_log_add (self->context->log, reason);
  if (self->reason == NULL)
    self->reason = g_steal_pointer (&reason);
  g_free (reason);
}

/* Jobs may have come, and slots with them, since the last one ended. */
static gboolean
over_idle_cb (gpointer user_data)
{
  FanfoldSlots *self = user_data;
  gboolean over;

  fanfold_lock (&self->mutex);
  self->over_id = 0;
  over = self->slots->len == 0;
  fanfold_unlock (&self->mutex);
  if (!over)
    return G_SOURCE_REMOVE;

  fanfold_job_table_skip_rest (self->context->table, TRUE);
  self->over_cb (self->user_data);

  return G_SOURCE_REMOVE;
}

/* With the lock. */
static void
remove_slot (FanfoldSlots *self, FanfoldSlot *slot)
{
  g_ptr_array_remove_fast (self->slots, slot);
  if (self->slots->len == 0 && self->over_id == 0)
    self->over_id = g_idle_add (over_idle_cb, self);
}

static gboolean
is_last (FanfoldSlots *self)
{
  gboolean last;

  fanfold_lock (&self->mutex);
  last = --self->n_busy == 0;
  fanfold_unlock (&self->mutex);

  return last;
}

static void
slot_main (gpointer data, gpointer user_data)
{
  FanfoldSlots *self = user_data;
  FanfoldSlot *slot = data;
  char *reason;

  fanfold_take_over (slot);
  reason = fanfold_slot_run (slot);
  if (is_last (self) && self->context->memo != NULL)
    fanfold_memo_flush_counts (self->context->memo);

  /* Behind the lock all slots may be gone. */
  fanfold_lock (&self->mutex);
  take_reason (self, reason);
  remove_slot (self, slot);
  fanfold_unlock (&self->mutex);
}

/* With the lock. */
static void
give_up_slot (FanfoldSlots *self, FanfoldSlot *slot, const GError *error)
{
  guint32 number = fanfold_slot_get_number (slot);

  take_reason (self, g_strdup_printf (_ ("Slot %u cannot be started: %s"), number, error->message));
  fanfold_dispatch_leave (self->context->dispatch, number);
  remove_slot (self, slot);
}

/* With the lock. */
static void
start_missing (FanfoldSlots *self)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_threads;

  for (guint32 number = 0; number < self->n; number++)
    if (fanfold_dispatch_enter (self->context->dispatch, number))
      g_ptr_array_add (fresh, fanfold_slot_new (self->context, number));
  if (fresh->len == 0)
    return;

  n_threads = self->slots->len + fresh->len;
  if (!g_thread_pool_set_max_threads (self->pool, (int) n_threads, &error))
    n_threads = g_thread_pool_get_num_threads (self->pool);

  g_ptr_array_extend (self->slots, fresh, NULL, NULL);
  for (guint i = 0; i < fresh->len; i++)
    {
      FanfoldSlot *slot = g_ptr_array_index (fresh, i);

      if (self->n_busy >= n_threads)
        {
          give_up_slot (self, slot, error);
          continue;
        }

      if (self->cancelled)
        fanfold_slot_cancel (slot);
      if (self->frozen)
        fanfold_slot_freeze (slot, TRUE);
      self->n_busy++;
      fanfold_hand_over (slot);
      g_thread_pool_push (self->pool, slot, NULL);
    }
}

static gpointer
watch_thread (gpointer user_data)
{
  FanfoldSlots *self = user_data;

  fanfold_lock (&self->mutex);
  while (!self->ended)
    {
      for (guint i = 0; i < self->slots->len; i++)
        fanfold_slot_watch (g_ptr_array_index (self->slots, i));
      fanfold_lock_wait_until (&self->over, &self->mutex, g_get_monotonic_time () + WATCH_USEC);
    }
  fanfold_unlock (&self->mutex);

  return NULL;
}

static gboolean
needs_watch (const FanfoldSlotContext *context)
{
  return fanfold_time_limit_may_change (context->time_limit) ||
         context->settings->backend == FANFOLD_BACKEND_THREADS;
}

FanfoldSlots *
fanfold_slots_start (const FanfoldSlotContext *context,
                     guint n,
                     GSourceOnceFunc over_cb,
                     gpointer user_data)
{
  FanfoldSlots *self;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (n > 0 && n <= FANFOLD_MAX_SLOTS, NULL);

  self = g_new0 (FanfoldSlots, 1);
  self->context = context;
  self->over_cb = over_cb;
  self->user_data = user_data;
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_slot_free);
  self->n = n;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->over);
  self->pool = g_thread_pool_new (slot_main, self, 1, TRUE, NULL);

  fanfold_lock (&self->mutex);
  start_missing (self);
  fanfold_unlock (&self->mutex);
  if (needs_watch (context))
    self->watch = g_thread_try_new ("watch", watch_thread, self, &error);
  if (error != NULL)
    fanfold_run_log_add (context->log, error->message);

  return self;
}

void
fanfold_slots_set_n (FanfoldSlots *self, guint n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n > 0 && n <= FANFOLD_MAX_SLOTS);

  fanfold_lock (&self->mutex);
  self->n = n;
  fanfold_dispatch_set_n_slots (self->context->dispatch, n);
  start_missing (self);
  fanfold_unlock (&self->mutex);
}

guint
fanfold_slots_get_n_busy (FanfoldSlots *self)
{
  guint n_busy;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n_busy = self->n_busy;
  fanfold_unlock (&self->mutex);

  return n_busy;
}

void
fanfold_slots_refill (FanfoldSlots *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  start_missing (self);
  fanfold_unlock (&self->mutex);
}

void
fanfold_slots_cancel (FanfoldSlots *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->cancelled = TRUE;
  for (guint i = 0; i < self->slots->len; i++)
    fanfold_slot_cancel (g_ptr_array_index (self->slots, i));
  fanfold_unlock (&self->mutex);
}

void
fanfold_slots_cancel_jobs (FanfoldSlots *self, FanfoldRanges *jobs)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  for (guint i = 0; i < self->slots->len; i++)
    fanfold_slot_cancel_jobs (g_ptr_array_index (self->slots, i), jobs);
  fanfold_unlock (&self->mutex);
}

void
fanfold_slots_freeze (FanfoldSlots *self, gboolean frozen)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->frozen = frozen;
  for (guint i = 0; i < self->slots->len; i++)
    fanfold_slot_freeze (g_ptr_array_index (self->slots, i), frozen);
  fanfold_unlock (&self->mutex);
}

char *
fanfold_slots_end (FanfoldSlots *self)
{
  char *reason;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  self->ended = TRUE;
  g_cond_broadcast (&self->over);
  fanfold_unlock (&self->mutex);
  g_clear_pointer (&self->watch, g_thread_join);

  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_ptr_array_unref (self->slots);
  reason = self->reason;
  g_cond_clear (&self->over);
  g_mutex_clear (&self->mutex);
  g_free (self);

  return reason;
}
