/* fanfold-recorder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-recorder-private.h"
#include "fanfold-lock.h"

/* What a record takes besides its bytes, roughly: blocks of one job are many small pieces. */
#define RECORD_BYTES 768

FanfoldRecorder *
fanfold_recorder_new (FanfoldRecordQueue *queue,
                      FanfoldHistory *history,
                      const FanfoldHistoryRun *run,
                      FanfoldCombine *combine,
                      FanfoldRanges *jobs,
                      FanfoldExport *results)
{
  FanfoldRecorder *self = g_new0 (FanfoldRecorder, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->queue = fanfold_record_queue_ref (queue);
  self->recording = history != NULL;
  self->journal = history != NULL ? fanfold_journal_new (history, combine) : NULL;
  self->run = fanfold_history_run_copy (run);
  self->continued = run->id != 0;
  if (self->continued)
    g_clear_pointer (&self->run->reason, g_free);
  else
    memset (self->run->counts, 0, sizeof self->run->counts);
  self->run->counts[FANFOLD_JOB_WAITING] = 0;
  self->run->counts[FANFOLD_JOB_RUNNING] = 0;
  self->jobs = jobs != NULL ? fanfold_ranges_copy (jobs) : NULL;
  self->seconds_before = self->continued ? run->seconds : 0;
  self->combine = fanfold_combine_ref (combine);
  self->function = g_object_ref (fanfold_combine_get_function (combine));
  self->results = results != NULL ? fanfold_results_new (combine, results) : NULL;
  self->records = g_array_new (FALSE, FALSE, sizeof (FanfoldRecord));
  self->begun_usec = g_get_monotonic_time ();

  return self;
}

FanfoldRecorder *
fanfold_recorder_ref (FanfoldRecorder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fanfold_recorder_clear_records (FanfoldRecorder *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      FanfoldRecord *record = &g_array_index (self->records, FanfoldRecord, i);

      self->held_bytes += record->n_bytes;
      fanfold_record_clear (record);
    }
  g_array_set_size (self->records, 0);
}

void
fanfold_recorder_release (FanfoldRecorder *self)
{
  fanfold_record_queue_release (self->queue, self->held_bytes);
  self->held_bytes = 0;
}

void
fanfold_recorder_unref (FanfoldRecorder *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  fanfold_recorder_clear_records (self);
  fanfold_recorder_release (self);
  g_array_unref (self->records);
  g_clear_pointer (&self->results, fanfold_results_free);
  g_clear_pointer (&self->journal, fanfold_journal_free);
  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  fanfold_history_run_free (self->run);
  g_clear_pointer (&self->given_up, fanfold_history_run_free);
  g_object_unref (self->function);
  fanfold_combine_unref (self->combine);
  fanfold_record_queue_unref (self->queue);
  g_free (self->trouble);
  g_clear_error (&self->history_error);
  g_clear_error (&self->results_error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fanfold_recorder_start (FanfoldRecorder *self, gint64 started_usec)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_START, .owner = self };

  g_return_if_fail (self != NULL);

  record.time_usec = started_usec;
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_add_block (FanfoldRecorder *self, FanfoldBlock *block, gboolean again)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_BLOCK, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  record.block = fanfold_block_ref (block);
  record.again = again;
  record.n_bytes = fanfold_block_get_bytes (block) + RECORD_BYTES;
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_add_log (FanfoldRecorder *self,
                          guint64 index,
                          guint attempt,
                          FanfoldLogKind kind,
                          const char *bytes,
                          gsize length)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_LOG, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (bytes != NULL);

  record.index = index;
  record.attempt = attempt;
  record.log_kind = kind;
  record.time_usec = g_get_real_time ();
  record.bytes = g_bytes_new (bytes, length);
  record.n_bytes = length + RECORD_BYTES;
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_add_values (FanfoldRecorder *self, guint64 first, GVariant *values)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_VALUES, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (g_variant_is_of_type (values, G_VARIANT_TYPE_ARRAY));

  record.index = first;
  record.values = g_variant_ref_sink (values);
  fanfold_lock (&self->mutex);
  self->values_bytes += g_variant_get_size (values);
  fanfold_unlock (&self->mutex);
  fanfold_record_queue_push (self->queue, &record);
}

gsize
fanfold_recorder_get_values_bytes (FanfoldRecorder *self)
{
  gsize values_bytes;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  values_bytes = self->values_bytes;
  fanfold_unlock (&self->mutex);

  return values_bytes;
}

void
fanfold_recorder_add_inputs (FanfoldRecorder *self, guint n, FanfoldCombine *added)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_ADDED, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (added != NULL);

  record.index = n;
  record.added = fanfold_combine_ref (added);
  fanfold_record_queue_push (self->queue, &record);
}

gboolean
fanfold_recorder_has_inputs (FanfoldRecorder *self, guint n)
{
  gboolean has;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  has = n < self->n_inputs;
  fanfold_unlock (&self->mutex);

  return has;
}

void
fanfold_recorder_take_back (FanfoldRecorder *self,
                            FanfoldRanges *jobs,
                            const guint64 counts[FANFOLD_N_JOB_STATES])
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_TAKE_BACK, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL);

  record.jobs = fanfold_ranges_copy (jobs);
  record.counts = g_memdup2 (counts, FANFOLD_N_JOB_STATES * sizeof *counts);
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_set_total (FanfoldRecorder *self, guint64 n_jobs)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_TOTAL, .owner = self };

  g_return_if_fail (self != NULL);

  record.index = n_jobs;
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_set_whole (FanfoldRecorder *self)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_WHOLE, .owner = self };

  g_return_if_fail (self != NULL);

  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_set_batch (FanfoldRecorder *self, const char *batch)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_BATCH, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (batch != NULL);

  record.batch = g_strdup (batch);
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_add_event (FanfoldRecorder *self, const FanfoldRunEvent *event)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_EVENT, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  record.event = *event;
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_set_outlook (FanfoldRecorder *self, const FanfoldOutlook *outlook)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_OUTLOOK, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (outlook != NULL);

  record.outlook = *outlook;
  g_atomic_int_inc (&self->n_untold);
  fanfold_record_queue_push (self->queue, &record);
}

gboolean
fanfold_recorder_has_told (FanfoldRecorder *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return g_atomic_int_get (&self->n_untold) == 0;
}

void
fanfold_recorder_end (FanfoldRecorder *self,
                      FanfoldRunState state,
                      const char *reason,
                      double seconds)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_END, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (fanfold_run_state_is_over (state));

  record.state = state;
  record.reason = g_strdup (reason);
  record.seconds = seconds;
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_hurry (FanfoldRecorder *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_int_set (&self->hurried, TRUE);
}

guint64
fanfold_recorder_get_id (FanfoldRecorder *self)
{
  guint64 id;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  id = self->id;
  fanfold_unlock (&self->mutex);

  return id;
}

guint64
fanfold_recorder_get_n_recorded (FanfoldRecorder *self)
{
  guint64 n_recorded;

  g_return_val_if_fail (self != NULL, 0);

  fanfold_lock (&self->mutex);
  n_recorded = self->n_recorded;
  fanfold_unlock (&self->mutex);

  return n_recorded;
}

gboolean
fanfold_recorder_is_over (FanfoldRecorder *self)
{
  gboolean over;

  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_lock (&self->mutex);
  over = self->over;
  fanfold_unlock (&self->mutex);

  return over;
}

char *
fanfold_recorder_dup_trouble (FanfoldRecorder *self)
{
  char *trouble;

  g_return_val_if_fail (self != NULL, NULL);

  fanfold_lock (&self->mutex);
  trouble = g_strdup (self->trouble);
  fanfold_unlock (&self->mutex);

  return trouble;
}

static GError *
dup_error (FanfoldRecorder *self, GError *const *place)
{
  GError *copy;

  fanfold_lock (&self->mutex);
  copy = *place != NULL ? g_error_copy (*place) : NULL;
  fanfold_unlock (&self->mutex);

  return copy;
}

GError *
fanfold_recorder_dup_history_error (FanfoldRecorder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_error (self, &self->history_error);
}

GError *
fanfold_recorder_dup_results_error (FanfoldRecorder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dup_error (self, &self->results_error);
}

gboolean
fanfold_recorder_is_settled (FanfoldRecorder *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return fanfold_recorder_is_over (self) && self->given_up == NULL;
}

void
fanfold_recorder_take (FanfoldRecorder *self, const FanfoldRecord *record)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL);

  g_array_append_vals (self->records, record, 1);
}
