/* fanfold-recorder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-recorder.h"
#include "fanfold-error.h"
#include "fanfold-history-db.h"
#include "fanfold-lock.h"
#include "fanfold-results.h"
#include "fanfold-run-db.h"

#include <glib/gstdio.h>

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
  FanfoldHistory *history; /* NULL: none, or given up */
  FanfoldHistoryRun *run;
  FanfoldCombine *combine;
  FanfoldFunction *function;
  FanfoldDb *db; /* stays for reading when the history is given up */
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
  self->history = history != NULL ? fanfold_history_ref (history) : NULL;
  self->run = fanfold_history_run_copy (run);
  self->run->id = 0;
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
  g_clear_pointer (&self->db, fanfold_db_close);
  g_clear_pointer (&self->history, fanfold_history_unref);
  fanfold_history_run_free (self->run);
  fanfold_combine_unref (self->combine);
  g_object_unref (self->function);
  fanfold_record_queue_unref (self->queue);
  g_free (self->trouble);
  g_clear_error (&self->history_error);
  g_clear_error (&self->results_error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fanfold_recorder_add_block (FanfoldRecorder *self, FanfoldBlock *block)
{
  FanfoldRecord record = { .kind = FANFOLD_RECORD_BLOCK, .owner = self };

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  record.block = fanfold_block_ref (block);
  record.n_bytes = fanfold_block_get_bytes (block);
  fanfold_record_queue_push (self->queue, &record);
}

void
fanfold_recorder_add_log (
    FanfoldRecorder *self, guint64 index, FanfoldLogKind kind, const char *bytes, gsize length)
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

static FanfoldDbMode
get_mode (FanfoldRecorder *self)
{
  return fanfold_history_can_share_memory (self->history) ? FANFOLD_DB_WRITE : FANFOLD_DB_WRITE_OLD;
}

static FanfoldDb *
open_list (FanfoldRecorder *self, GError **error)
{
  return fanfold_history_db_open (
      fanfold_history_get_folder (self->history), get_mode (self), error);
}

static gboolean
begin_in_list (FanfoldRecorder *self, FanfoldDb *list, GError **error)
{
  const char *folder = fanfold_history_get_folder (self->history);
  g_autofree char *path = NULL;
  g_autoptr (FanfoldDb) db = NULL;

  self->run->id = fanfold_history_db_add (list, folder, self->run, error);
  if (self->run->id == 0)
    return FALSE;

  path = fanfold_history_db_dup_run_path (folder, self->run->id);
  db = fanfold_run_db_make (path, get_mode (self), self->combine, error);
  if (db != NULL && fanfold_db_commit (list, error))
    {
      self->db = g_steal_pointer (&db);
      return TRUE;
    }

  g_clear_pointer (&db, fanfold_db_close);
  g_unlink (path);
  self->run->id = 0;
  return FALSE;
}

static gboolean
begin (FanfoldRecorder *self, GError **error)
{
  g_autoptr (FanfoldDb) list = open_list (self, error);

  if (list == NULL || !fanfold_db_begin (list, error))
    return FALSE;
  if (!begin_in_list (self, list, error))
    {
      fanfold_db_roll_back (list);
      return FALSE;
    }

  fanfold_lock (&self->mutex);
  self->id = self->run->id;
  fanfold_unlock (&self->mutex);

  return TRUE;
}

static gboolean
record_one (FanfoldRecorder *self, const FanfoldRecord *record, GError **error)
{
  switch (record->kind)
    {
    case FANFOLD_RECORD_BLOCK:
      return fanfold_run_db_add_block (self->db, record->block, error);

    case FANFOLD_RECORD_LOG:
      return fanfold_run_db_add_log (
          self->db, record->index, record->log_kind, record->time_usec, record->bytes, error);

    case FANFOLD_RECORD_BEGIN:
    case FANFOLD_RECORD_END:
    default:
      return TRUE;
    }
}

static gboolean
record_all (FanfoldRecorder *self, GError **error)
{
  gboolean good;

  if (self->db == NULL && !begin (self, error))
    return FALSE;

  good = fanfold_db_begin (self->db, error);
  for (guint i = 0; i < self->records->len && good; i++)
    good = record_one (self, &g_array_index (self->records, FanfoldRecord, i), error);
  if (good && fanfold_db_commit (self->db, error))
    return TRUE;

  fanfold_db_roll_back (self->db);
  return FALSE;
}

static gboolean
update_list (FanfoldRecorder *self, GError **error)
{
  g_autoptr (FanfoldDb) list = open_list (self, error);

  return list != NULL && fanfold_history_db_update (list, self->run, error);
}

static gboolean
finish (FanfoldRecorder *self, GError **error)
{
  if (!update_list (self, error))
    return FALSE;

  fanfold_db_settle (self->db);
  return TRUE;
}

static void
give_up (FanfoldRecorder *self, GError *error)
{
  fanfold_lock (&self->mutex);
  self->history_error = error;
  fanfold_unlock (&self->mutex);

  g_clear_pointer (&self->history, fanfold_history_unref);
}

/* False: @step has to be tried again, at retry_usec. Where there is no history, or it has been
 * given up, nothing is to be done. */
static gboolean
attempt (FanfoldRecorder *self, Step step, gboolean last)
{
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_monotonic_time ();
  gboolean hopeless;

  if (self->history == NULL)
    return TRUE;
  if (self->trouble_usec != 0 && now < self->retry_usec && !last)
    return FALSE;

  if (!step (self, &error))
    {
      if (self->trouble_usec == 0)
        self->trouble_usec = now;
      self->retry_usec = now + RETRY_USEC;
      hopeless = fanfold_history_is_newer (self->history) ||
                 g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
      if (!hopeless && !last && now - self->trouble_usec < GIVE_UP_USEC)
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

static void
count_block (FanfoldRecorder *self, FanfoldBlock *block)
{
  guint n_jobs = fanfold_block_get_n_jobs (block);

  for (guint place = 0; place < n_jobs; place++)
    self->run->counts[fanfold_block_get_state (block, place)]++;
  self->unlisted = TRUE;
  if (self->history == NULL)
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

static void
pass_on (FanfoldRecorder *self, GPtrArray *blocks)
{
  GError *error = NULL;

  if (self->results == NULL || blocks->len == 0)
    return;

  if (!fanfold_results_add (self->results, blocks, self->history != NULL, self->db, &error))
    drop_results (self, error);
}

static void
close_results (FanfoldRecorder *self)
{
  GError *error = NULL;

  if (self->results == NULL)
    return;

  if (fanfold_results_close (self->results, self->db, &error))
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

  if (!self->unlisted || self->history == NULL)
    return G_MAXINT64;
  if (now < self->listed_usec + LIST_USEC)
    return self->listed_usec + LIST_USEC;

  /* It is done again, with all that counts, when the run ends. */
  self->run->seconds = (double) (now - self->begun_usec) / G_USEC_PER_SEC;
  update_list (self, NULL);
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

  g_clear_pointer (&self->db, fanfold_db_close);
  g_clear_pointer (&self->history, fanfold_history_unref);
  fanfold_lock (&self->mutex);
  self->over = TRUE;
  fanfold_unlock (&self->mutex);

  return G_MAXINT64;
}
