/* fanfold-recorder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-recorder.h"
#include "fanfold-journal.h"
#include "fanfold-lock.h"
#include "fanfold-results.h"

#define LIST_USEC G_USEC_PER_SEC
#define RETRY_USEC G_USEC_PER_SEC
#define GIVE_UP_USEC (60 * G_USEC_PER_SEC)

struct _FanfoldRecorder
{
  int ref_count;

  FanfoldRecordQueue *queue;

  GMutex mutex; /* for what follows, up to the blank line */
  guint64 id;
  guint64 n_recorded;
  gboolean over;
  char *trouble;
  GError *history_error;
  GError *results_error;

  /* the writer's thread alone */
  gboolean recording;      /* there is a history, and it has not been given up */
  FanfoldJournal *journal; /* stays for reading when it is given up */
  FanfoldHistoryRun *run;
  FanfoldFunction *function;
  FanfoldResults *results;
  GArray *records;
  gboolean ended;
  gboolean unlisted; /* counts have changed since they were written to the list */
  gint64 begun_usec;
  gint64 listed_usec;
  gint64 trouble_usec; /* since when; 0: none */
  gint64 retry_usec;
};

typedef gboolean (*Step) (FanfoldRecorder *self, GError **error);

FanfoldRecorder *
fanfold_recorder_new (FanfoldRecordQueue *queue,
                      FanfoldHistory *history,
                      const FanfoldHistoryRun *run,
                      FanfoldCombine *combine,
                      FanfoldExport *results)
{
  FanfoldRecorder *self = g_new0 (FanfoldRecorder, 1);

  self->ref_count = 1;
  g_mutex_init (&self->mutex);
  self->queue = fanfold_record_queue_ref (queue);
  self->recording = history != NULL;
  self->journal = history != NULL ? fanfold_journal_new (history, combine) : NULL;
  self->run = fanfold_history_run_copy (run);
  self->run->id = 0;
  memset (self->run->counts, 0, sizeof self->run->counts);
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

  g_atomic_int_inc (&self->ref_count);

  return self;
}

static void
clear_records (FanfoldRecorder *self)
{
  gsize n_bytes = 0;

  for (guint i = 0; i < self->records->len; i++)
    {
      FanfoldRecord *record = &g_array_index (self->records, FanfoldRecord, i);

      n_bytes += record->n_bytes;
      fanfold_record_clear (record);
    }
  g_array_set_size (self->records, 0);
  fanfold_record_queue_release (self->queue, n_bytes);
}

void
fanfold_recorder_unref (FanfoldRecorder *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  clear_records (self);
  g_array_unref (self->records);
  g_clear_pointer (&self->results, fanfold_results_free);
  g_clear_pointer (&self->journal, fanfold_journal_free);
  fanfold_history_run_free (self->run);
  g_object_unref (self->function);
  fanfold_record_queue_unref (self->queue);
  g_free (self->trouble);
  g_clear_error (&self->history_error);
  g_clear_error (&self->results_error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fanfold_recorder_add_block (FanfoldRecorder *self, FanfoldBlock *block, gboolean again)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_BLOCK, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  record.block = fanfold_block_ref (block);
  record.n_bytes = fanfold_block_get_bytes (block);
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
  record.log_kind = kind;
  record.time_usec = g_get_real_time ();
  record.bytes = g_bytes_new (bytes, length);
  record.n_bytes = length + sizeof record;
  fanfold_record_queue_push (self->queue, &record);
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

void
fanfold_recorder_take (FanfoldRecorder *self, const FanfoldRecord *record)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL);

  g_array_append_vals (self->records, record, 1);
}

static void
set_trouble (FanfoldRecorder *self, const char *trouble)
{
  fanfold_lock (&self->mutex);
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  fanfold_unlock (&self->mutex);
}

static gboolean
record_all (FanfoldRecorder *self, GError **error)
{
  if (!fanfold_journal_record (self->journal, self->run, self->records, error))
    return FALSE;

  fanfold_lock (&self->mutex);
  self->id = self->run->id;
  fanfold_unlock (&self->mutex);

  return TRUE;
}

static gboolean
finish (FanfoldRecorder *self, GError **error)
{
  return fanfold_journal_finish (self->journal, self->run, error);
}

static void
give_up (FanfoldRecorder *self, GError *error)
{
  fanfold_lock (&self->mutex);
  self->history_error = error;
  fanfold_unlock (&self->mutex);

  self->recording = FALSE;
}

/* False: @step has to be tried again, at retry_usec. Where there is no history, or it has been
 * given up, nothing is to be done. */
static gboolean
attempt (FanfoldRecorder *self, Step step, gboolean last)
{
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_monotonic_time ();

  if (!self->recording)
    return TRUE;
  if (self->trouble_usec != 0 && now < self->retry_usec && !last)
    return FALSE;

  if (!step (self, &error))
    {
      if (self->trouble_usec == 0)
        self->trouble_usec = now;
      self->retry_usec = now + RETRY_USEC;
      if (!last && fanfold_journal_may_recover (self->journal, error) &&
          now - self->trouble_usec < GIVE_UP_USEC)
        {
          set_trouble (self, error->message);
          return FALSE;
        }
      give_up (self, g_steal_pointer (&error));
    }

  if (self->trouble_usec != 0)
    set_trouble (self, NULL);
  self->trouble_usec = 0;
  return TRUE;
}

/* Jobs of which nothing came until the end never began. */
static void
count_skipped (FanfoldRecorder *self)
{
  guint64 *counts = self->run->counts;
  guint64 n_known = 0;

  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    n_known += counts[state];
  counts[FANFOLD_JOB_SKIPPED] += self->run->n_jobs_total - MIN (n_known, self->run->n_jobs_total);
}

static void
count_block (FanfoldRecorder *self, FanfoldBlock *block)
{
  guint n_jobs = fanfold_block_get_n_jobs (block);

  for (guint place = 0; place < n_jobs; place++)
    self->run->counts[fanfold_block_get_state (block, place)]++;
  self->unlisted = TRUE;
  if (!self->recording)
    return;

  fanfold_lock (&self->mutex);
  self->n_recorded += n_jobs;
  fanfold_unlock (&self->mutex);
}

static void
drop_results (FanfoldRecorder *self, GError *error)
{
  fanfold_lock (&self->mutex);
  self->results_error = error;
  fanfold_unlock (&self->mutex);

  g_clear_pointer (&self->results, fanfold_results_free);
}

static FanfoldDb *
get_db (FanfoldRecorder *self)
{
  return self->journal != NULL ? fanfold_journal_get_db (self->journal) : NULL;
}

static void
pass_on (FanfoldRecorder *self, GPtrArray *blocks)
{
  GError *error = NULL;

  if (self->results == NULL || blocks->len == 0)
    return;

  if (!fanfold_results_add (self->results, blocks, self->recording, get_db (self), &error))
    drop_results (self, error);
}

static void
close_results (FanfoldRecorder *self)
{
  GError *error = NULL;

  if (self->results == NULL)
    return;

  if (fanfold_results_close (self->results, get_db (self), &error))
    g_clear_pointer (&self->results, fanfold_results_free);
  else
    drop_results (self, error);
}

/* What the records say besides what is kept of them. */
static void
digest (FanfoldRecorder *self)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  for (guint i = 0; i < self->records->len; i++)
    {
      FanfoldRecord *record = &g_array_index (self->records, FanfoldRecord, i);

      if (record->kind == FANFOLD_RECORD_BLOCK)
        {
          count_block (self, record->block);
          g_ptr_array_add (blocks, record->block);
        }
      else if (record->kind == FANFOLD_RECORD_END)
        {
          self->ended = TRUE;
          count_skipped (self);
          self->run->state = record->state;
          self->run->seconds = record->seconds;
          g_free (self->run->reason);
          self->run->reason = g_steal_pointer (&record->reason);
        }
    }

  pass_on (self, blocks);
}

/* The time when the list is to be brought up to date next. */
static gint64
list_counts (FanfoldRecorder *self)
{
  gint64 now = g_get_monotonic_time ();

  if (!self->unlisted || !self->recording)
    return G_MAXINT64;
  if (now < self->listed_usec + LIST_USEC)
    return self->listed_usec + LIST_USEC;

  /* It is done again, with all that counts, when the run ends. */
  self->run->seconds = (double) (now - self->begun_usec) / G_USEC_PER_SEC;
  fanfold_journal_update (self->journal, self->run, NULL);
  self->unlisted = FALSE;
  self->listed_usec = now;

  return G_MAXINT64;
}

gint64
fanfold_recorder_work (FanfoldRecorder *self, gboolean last)
{
  g_return_val_if_fail (self != NULL, G_MAXINT64);

  if (self->records->len > 0)
    {
      if (!attempt (self, record_all, last))
        return self->retry_usec;
      digest (self);
      clear_records (self);
    }
  if (!self->ended)
    return list_counts (self);

  close_results (self);
  if (!attempt (self, finish, last))
    return self->retry_usec;

  g_clear_pointer (&self->journal, fanfold_journal_free);
  self->recording = FALSE;
  fanfold_lock (&self->mutex);
  self->over = TRUE;
  fanfold_unlock (&self->mutex);

  return G_MAXINT64;
}
