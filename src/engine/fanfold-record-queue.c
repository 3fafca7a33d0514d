/* fanfold-record-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-record-queue.h"
#include "fanfold-lock.h"

struct _FanfoldRecordQueue
{
  int ref_count;

  GMutex mutex;
  GCond filled;
  GCond emptied;
  GArray *records;
  gsize n_bytes; /* waiting, or taken and not yet released */
  gboolean closed;
};

void
fanfold_record_clear (FanfoldRecord *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->block, fanfold_block_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->values, g_variant_unref);
  g_clear_pointer (&self->added, fanfold_combine_unref);
  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  g_clear_pointer (&self->counts, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->batch, g_free);
}

FanfoldRecordQueue *
fanfold_record_queue_new (void)
{
  FanfoldRecordQueue *self = g_new0 (FanfoldRecordQueue, 1);

  self->ref_count = 1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->filled);
  g_cond_init (&self->emptied);
  self->records = g_array_new (FALSE, FALSE, sizeof (FanfoldRecord));

  return self;
}

FanfoldRecordQueue *
fanfold_record_queue_ref (FanfoldRecordQueue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);

  return self;
}

void
fanfold_record_queue_unref (FanfoldRecordQueue *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  for (guint i = 0; i < self->records->len; i++)
    fanfold_record_clear (&g_array_index (self->records, FanfoldRecord, i));
  g_array_unref (self->records);
  g_cond_clear (&self->emptied);
  g_cond_clear (&self->filled);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fanfold_record_queue_push (FanfoldRecordQueue *self, const FanfoldRecord *record)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL);

  fanfold_lock (&self->mutex);
  self->n_bytes += record->n_bytes;
  g_array_append_vals (self->records, record, 1);
  if (self->records->len == 1)
    g_cond_signal (&self->filled);
  while (record->n_bytes > 0 && self->n_bytes > FANFOLD_RECORD_QUEUE_MAX_BYTES && !self->closed)
    fanfold_lock_wait (&self->emptied, &self->mutex);
  fanfold_unlock (&self->mutex);
}

gboolean
fanfold_record_queue_take (FanfoldRecordQueue *self, GArray *records, gint64 wake_usec)
{
  gboolean open, in_time = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (records != NULL, FALSE);

  fanfold_lock (&self->mutex);
  while (self->records->len == 0 && !self->closed && in_time)
    if (wake_usec == G_MAXINT64)
      fanfold_lock_wait (&self->filled, &self->mutex);
    else
      in_time = fanfold_lock_wait_until (&self->filled, &self->mutex, wake_usec);
  g_array_append_vals (records, self->records->data, self->records->len);
  g_array_set_size (self->records, 0);
  open = !self->closed;
  fanfold_unlock (&self->mutex);

  return open;
}

void
fanfold_record_queue_release (FanfoldRecordQueue *self, gsize n_bytes)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  g_assert (n_bytes <= self->n_bytes);
  self->n_bytes -= n_bytes;
  g_cond_broadcast (&self->emptied);
  fanfold_unlock (&self->mutex);
}

void
fanfold_record_queue_close (FanfoldRecordQueue *self)
{
  g_return_if_fail (self != NULL);

  fanfold_lock (&self->mutex);
  self->closed = TRUE;
  g_cond_broadcast (&self->filled);
  g_cond_broadcast (&self->emptied);
  fanfold_unlock (&self->mutex);
}
