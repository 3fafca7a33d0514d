/* fanfold-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-writer.h"
#include "fanfold-lock.h"

struct _FanfoldWriter
{
  FanfoldHistory *history; /* (nullable) */
  FanfoldRecordQueue *queue;
  guint patience; /* atomic: seconds */
  GThread *thread;

  FanfoldPrunedFunc pruned; /* (nullable) */
  gpointer user_data;

  GMutex mutex;     /* for what follows, up to the blank line */
  GArray *removed;  /* ids of runs that the main thread has not heard of */
  guint removed_id; /* 0: it will not hear of them */

  /* the writer's thread alone */
  GPtrArray *recorders; /* one reference each */
  GThread *pruner;      /* (nullable) */
  int pruning;          /* atomic: it is at work */
};

static gboolean
removed_idle_cb (gpointer user_data)
{
  FanfoldWriter *self = user_data;
  g_autoptr (GArray) removed = NULL;

  fanfold_lock (&self->mutex);
  removed = self->removed;
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->removed_id = 0;
  fanfold_unlock (&self->mutex);

  if (self->pruned != NULL)
    self->pruned (&g_array_index (removed, guint64, 0), removed->len, self->user_data);

  return G_SOURCE_REMOVE;
}

static void
tell_removed (FanfoldWriter *self, GArray *removed)
{
  if (removed->len == 0)
    return;

  fanfold_lock (&self->mutex);
  g_array_append_vals (self->removed, removed->data, removed->len);
  if (self->removed_id == 0)
    self->removed_id = g_idle_add (removed_idle_cb, self);
  fanfold_unlock (&self->mutex);
}

static gpointer
prune_thread (gpointer user_data)
{
  FanfoldWriter *self = user_data;
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint64));

  fanfold_history_keep_limits (self->history, removed);
  tell_removed (self, removed);
  g_atomic_int_set (&self->pruning, FALSE);

  return NULL;
}

/* Removing large files takes longer than a record may wait. */
static void
keep_limits (FanfoldWriter *self)
{
  if (self->history == NULL || g_atomic_int_get (&self->pruning))
    return;

  g_clear_pointer (&self->pruner, g_thread_join);
  g_atomic_int_set (&self->pruning, TRUE);
  self->pruner = g_thread_new ("pruner", prune_thread, self);
}

static void
deal_out (FanfoldWriter *self, GArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      FanfoldRecord *record = &g_array_index (records, FanfoldRecord, i);

      if (record->kind == FANFOLD_RECORD_BEGIN)
        g_ptr_array_add (self->recorders, record->owner);
      fanfold_recorder_take (record->owner, record);
    }
  g_array_set_size (records, 0);
}

static gint64
work (FanfoldWriter *self, gboolean last)
{
  const gint64 patience_usec = (guint) g_atomic_int_get (&self->patience) * (gint64) G_USEC_PER_SEC;
  gint64 wake_usec = G_MAXINT64;

  for (guint i = self->recorders->len; i > 0; i--)
    {
      FanfoldRecorder *recorder = g_ptr_array_index (self->recorders, i - 1);
      gint64 next_usec = fanfold_recorder_work (recorder, patience_usec, last);

      wake_usec = MIN (wake_usec, next_usec);
      if (!fanfold_recorder_is_settled (recorder))
        continue;
      g_ptr_array_remove_index_fast (self->recorders, i - 1);
      keep_limits (self);
    }

  return wake_usec;
}

static gpointer
writer_thread (gpointer user_data)
{
  FanfoldWriter *self = user_data;
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (FanfoldRecord));
  gint64 wake_usec = G_MAXINT64;
  gboolean open = TRUE;

  while (open)
    {
      open = fanfold_record_queue_take (self->queue, records, wake_usec);
      deal_out (self, records);
      wake_usec = work (self, !open);
    }

  return NULL;
}

FanfoldWriter *
fanfold_writer_new (FanfoldHistory *history)
{
  FanfoldWriter *self = g_new0 (FanfoldWriter, 1);

  self->history = history != NULL ? fanfold_history_ref (history) : NULL;
  self->queue = fanfold_record_queue_new ();
  self->patience = FANFOLD_WRITER_FOR_EVER;
  self->recorders = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_recorder_unref);
  g_mutex_init (&self->mutex);
  self->removed = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->thread = g_thread_new ("writer", writer_thread, self);

  return self;
}

void
fanfold_writer_set_patience (FanfoldWriter *self, guint seconds)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->patience, seconds);
}

void
fanfold_writer_set_pruned_func (FanfoldWriter *self, FanfoldPrunedFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->pruned = func;
  self->user_data = user_data;
}

void
fanfold_writer_end (FanfoldWriter *self)
{
  g_return_if_fail (self != NULL);

  fanfold_record_queue_close (self->queue);
  g_thread_join (self->thread);
  g_clear_pointer (&self->pruner, g_thread_join);
  g_clear_handle_id (&self->removed_id, g_source_remove);
  g_array_unref (self->removed);
  g_mutex_clear (&self->mutex);
  g_ptr_array_unref (self->recorders);
  fanfold_record_queue_unref (self->queue);
  g_clear_pointer (&self->history, fanfold_history_unref);
  g_free (self);
}

FanfoldRecorder *
fanfold_writer_begin (FanfoldWriter *self,
                      const FanfoldHistoryRun *run,
                      FanfoldCombine *combine,
                      FanfoldRanges *jobs,
                      FanfoldExport *results)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_BEGIN };
  FanfoldRecorder *recorder;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (run != NULL, NULL);
  g_return_val_if_fail (combine != NULL, NULL);

  recorder = fanfold_recorder_new (self->queue, self->history, run, combine, jobs, results);
  record.owner = fanfold_recorder_ref (recorder);
  fanfold_record_queue_push (self->queue, &record);

  return recorder;
}
