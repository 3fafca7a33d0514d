/* fanfold-slots.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-slots.h"

#include "fanfold-lock.h"

struct _FanfoldSlots
{
  const FanfoldSlotContext *context;
  GThreadPool *pool;
  FanfoldSlot **slots;
  guint n;
  int n_alive; /* atomic */

  GMutex mutex;
  char *reason;

  GSourceOnceFunc over_cb;
  gpointer user_data;
};

static void
take_reason (FanfoldSlots *self, char *reason)
{
  if (reason == NULL)
    return;

  fanfold_run_log_add (self->context->log, reason);

  fanfold_lock (&self->mutex);
  if (self->reason == NULL)
    self->reason = g_steal_pointer (&reason);
  fanfold_unlock (&self->mutex);

  g_free (reason);
}

static void
slot_main (gpointer data, gpointer user_data)
{
  FanfoldSlots *self = user_data;
  FanfoldSlot *slot = data;
  GSourceOnceFunc over_cb;
  gpointer over_data;

  fanfold_take_over (slot);
  over_cb = self->over_cb;
  over_data = self->user_data;
  take_reason (self, fanfold_slot_run (slot));

  if (!g_atomic_int_dec_and_test (&self->n_alive))
    return;

  fanfold_job_table_skip_rest (self->context->table, TRUE);
  if (self->context->memo != NULL)
    fanfold_memo_flush_counts (self->context->memo);
  fanfold_hand_over (self);
  g_idle_add_once (over_cb, over_data);
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
  g_return_val_if_fail (n > 0, NULL);

  self = g_new0 (FanfoldSlots, 1);
  self->context = context;
  self->over_cb = over_cb;
  self->user_data = user_data;
  g_mutex_init (&self->mutex);

  self->pool = g_thread_pool_new (slot_main, self, (int) n, TRUE, &error);
  if (error != NULL)
    {
      n = MAX (g_thread_pool_get_num_threads (self->pool), 1);
      fanfold_run_log_add (context->log, error->message);
    }

  self->n = n;
  self->n_alive = (int) n;
  self->slots = g_new0 (FanfoldSlot *, n);
  for (guint i = 0; i < n; i++)
    self->slots[i] = fanfold_slot_new (context, i);
  for (guint i = 0; i < n; i++)
    {
      fanfold_hand_over (self->slots[i]);
      g_thread_pool_push (self->pool, self->slots[i], NULL);
    }

  return self;
}

void
fanfold_slots_cancel (FanfoldSlots *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n; i++)
    fanfold_slot_cancel (self->slots[i]);
}

char *
fanfold_slots_end (FanfoldSlots *self)
{
  char *reason;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_take_over (self);
  g_thread_pool_free (self->pool, FALSE, TRUE);
  for (guint i = 0; i < self->n; i++)
    fanfold_slot_free (self->slots[i]);
  reason = self->reason;
  g_mutex_clear (&self->mutex);
  g_free (self->slots);
  g_free (self);

  return reason;
}
