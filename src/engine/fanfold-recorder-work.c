/* fanfold-recorder-work.c: what the writer's thread does for one run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-recorder-private.h"
#include "fanfold-error.h"
#include "fanfold-lock.h"

#include <glib/gi18n-lib.h>

#define LIST_USEC G_USEC_PER_SEC
#define RETRY_USEC G_USEC_PER_SEC
#define HURRY_USEC G_USEC_PER_SEC
#define HELD_UP_USEC 1000

typedef gboolean (*Step) (FanfoldRecorder *self, GError **error);

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

/* What is on disk stays as it is. Nobody is to think that the run goes on, which is said when there
 * is room again; once this program has ended its end says so, too. */
static void
give_up (FanfoldRecorder *self, GError *error)
{
  if (self->journal != NULL && fanfold_journal_get_db (self->journal) != NULL)
    {
      self->given_up = fanfold_history_run_copy (self->run);
      self->given_up->state = FANFOLD_RUN_FAILED;
      g_free (self->given_up->reason);
      self->given_up->reason = g_strdup (error->message);
    }
  self->recording = FALSE;

  fanfold_lock (&self->mutex);
  self->history_error = error;
  fanfold_unlock (&self->mutex);
}

/* The time when it is to be tried again. */
static gint64
settle (FanfoldRecorder *self, gboolean last)
{
  gint64 now = g_get_monotonic_time ();

  if (self->given_up == NULL)
    return G_MAXINT64;
  if (now < self->retry_usec && !last)
    return self->retry_usec;

  self->retry_usec = now + RETRY_USEC;
  if (!fanfold_journal_finish (self->journal, self->given_up, NULL))
    return self->retry_usec;

  g_clear_pointer (&self->given_up, fanfold_history_run_free);
  return G_MAXINT64;
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
          now - self->trouble_usec < self->patience_usec)
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

/* The jobs of a continued run that stay as they are come first. */
static void
continue_results (FanfoldRecorder *self)
{
  GError *error = NULL;

  if (self->continued && self->results != NULL && self->recording &&
      !fanfold_results_continue (self->results, get_db (self), self->jobs, &error))
    drop_results (self, error);
}

/* Whether whoever reads the results has had long enough. */
static gboolean
is_reader_asleep (FanfoldRecorder *self, gboolean last)
{
  gint64 now = g_get_monotonic_time ();

  if (!last && !g_atomic_int_get (&self->hurried))
    return FALSE;

  if (self->hurried_usec == 0)
    self->hurried_usec = now;

  return now - MAX (self->hurried_usec, fanfold_results_get_taken_usec (self->results)) >
         HURRY_USEC;
}

/* The time when there is more to write. */
static gint64
write_results (FanfoldRecorder *self, gboolean last)
{
  GError *error = NULL;
  gint64 wake_usec = G_MAXINT64;

  if (self->results == NULL)
    return G_MAXINT64;

  if (!fanfold_results_work (self->results, get_db (self), self->ended, &wake_usec, &error))
    drop_results (self, error);
  else if (wake_usec == G_MAXINT64 && self->ended)
    {
      if (fanfold_results_close (self->results, &error))
        g_clear_pointer (&self->results, fanfold_results_free);
      else
        drop_results (self, error);
    }
  else if (wake_usec != G_MAXINT64 && is_reader_asleep (self, last))
    drop_results (self,
                  g_error_new (FANFOLD_ERROR,
                               FANFOLD_ERROR_EXPORT,
                               _ ("The results were not read to their end.")));

  return self->results != NULL ? wake_usec : G_MAXINT64;
}

/* As long as there is something to write. */
static gint64
write_all_results (FanfoldRecorder *self)
{
  gint64 wake_usec;

  while ((wake_usec = write_results (self, TRUE)) != G_MAXINT64)
    {
      gint64 pause_usec = wake_usec - g_get_monotonic_time ();

      if (pause_usec > 0)
        g_usleep ((gulong) pause_usec);
    }

  return wake_usec;
}

static void
take_block (FanfoldRecorder *self, const FanfoldRecord *record)
{
  if (record->again)
    return;

  count_block (self, record->block);
  if (self->results != NULL)
    fanfold_results_add (self->results, record->block, self->recording);
}

static void
take_back (FanfoldRecorder *self, const FanfoldRecord *record)
{
  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    self->run->counts[state] -= MIN (record->counts[state], self->run->counts[state]);
  self->unlisted = TRUE;
  if (self->results != NULL)
    fanfold_results_take_back (self->results, record->jobs);
}

/* The stream may forget what can be read back. */
static void
take_values (FanfoldRecorder *self, const FanfoldRecord *record)
{
  FanfoldSource *stream = fanfold_combine_get_stream (self->combine, NULL);

  if (stream != NULL && self->recording)
    fanfold_source_set_kept (stream, record->index + g_variant_n_children (record->values));

  fanfold_lock (&self->mutex);
  self->values_bytes -= g_variant_get_size (record->values);
  fanfold_unlock (&self->mutex);
}

static void
take_inputs (FanfoldRecorder *self, const FanfoldRecord *record)
{
  self->unlisted = TRUE;

  fanfold_lock (&self->mutex);
  self->n_inputs = (guint) record->index + 1;
  fanfold_unlock (&self->mutex);
}

static void
take_start (FanfoldRecorder *self, const FanfoldRecord *record)
{
  self->run->state = FANFOLD_RUN_RUNNING;
  self->run->started_usec = record->time_usec;
  self->begun_usec = g_get_monotonic_time ();
  self->unlisted = TRUE;
}

static void
take_batch (FanfoldRecorder *self, FanfoldRecord *record)
{
  g_free (self->run->batch);
  self->run->batch = g_steal_pointer (&record->batch);
  if (self->recording)
    fanfold_journal_set_batch (self->journal, self->run, NULL);
}

/* For those who look at the list from other programs. */
static void
take_outlook (FanfoldRecorder *self, const FanfoldOutlook *outlook)
{
  gboolean paused =
      outlook->halt == FANFOLD_RUN_HALT_PAUSE || outlook->halt == FANFOLD_RUN_HALT_CONDITION;

  /* At once: this program may be stopped just as its jobs were. */
  if (outlook->halt != self->run->outlook.halt)
    self->listed_usec = 0;
  self->run->outlook = *outlook;
  if (self->recording)
    self->n_taken++;
  else
    g_atomic_int_add (&self->n_untold, -1);
  self->run->state = paused ? FANFOLD_RUN_PAUSED : FANFOLD_RUN_RUNNING;
  self->unlisted = TRUE;
}

static void
take_end (FanfoldRecorder *self, FanfoldRecord *record)
{
  self->ended = TRUE;
  self->run->outlook.time_usec = 0;
  count_skipped (self);
  self->run->state = record->state;
  self->run->seconds = record->seconds;
  g_free (self->run->reason);
  self->run->reason = g_steal_pointer (&record->reason);
}

/* What a record says besides what is kept of it. */
static void
digest (FanfoldRecorder *self, FanfoldRecord *record)
{
  switch (record->kind)
    {
    case FANFOLD_RECORD_BEGIN:
      continue_results (self);
      break;

    case FANFOLD_RECORD_START:
      take_start (self, record);
      break;

    case FANFOLD_RECORD_BLOCK:
      take_block (self, record);
      break;

    case FANFOLD_RECORD_TAKE_BACK:
      take_back (self, record);
      break;

    case FANFOLD_RECORD_TOTAL:
      self->run->n_jobs_total = record->index;
      break;

    case FANFOLD_RECORD_WHOLE:
      self->run->cut_short = FALSE;
      self->unlisted = TRUE;
      break;

    case FANFOLD_RECORD_BATCH:
      take_batch (self, record);
      break;

    case FANFOLD_RECORD_END:
      take_end (self, record);
      break;

    case FANFOLD_RECORD_VALUES:
      take_values (self, record);
      break;

    case FANFOLD_RECORD_ADDED:
      take_inputs (self, record);
      break;

    case FANFOLD_RECORD_OUTLOOK:
      take_outlook (self, &record->outlook);
      break;

    case FANFOLD_RECORD_EVENT:
    case FANFOLD_RECORD_LOG:
    default:
      break;
    }
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
  if (self->run->state != FANFOLD_RUN_WAITING)
    self->run->seconds = self->seconds_before + (double) (now - self->begun_usec) / G_USEC_PER_SEC;
  fanfold_journal_update (self->journal, self->run, NULL);
  g_atomic_int_add (&self->n_untold, -self->n_taken);
  self->n_taken = 0;
  self->unlisted = FALSE;
  self->listed_usec = now;

  return G_MAXINT64;
}

/* All that was taken is on disk, or given up, and the results have it. */
static gboolean
work_off (FanfoldRecorder *self, gboolean last)
{
  if (self->records->len == 0)
    return TRUE;
  if (!attempt (self, record_all, last))
    return FALSE;

  for (guint i = 0; i < self->records->len; i++)
    digest (self, &g_array_index (self->records, FanfoldRecord, i));
  fanfold_recorder_clear_records (self);

  return TRUE;
}

static void
set_over (FanfoldRecorder *self)
{
  self->recording = FALSE;

  fanfold_lock (&self->mutex);
  self->over = TRUE;
  fanfold_unlock (&self->mutex);
}

/* Where nothing is recorded a reader that sleeps holds up the jobs: what waits for it is nowhere
 * but in memory, and the queue stays full until it is taken over. */
static gboolean
is_held_up (FanfoldRecorder *self, gboolean last)
{
  return !last && !self->recording && self->results != NULL &&
         fanfold_results_are_held_up (self->results);
}

/* A run may wait for days, and many may wait: none holds files open for that. */
static void
rest (FanfoldRecorder *self)
{
  if (self->run->state == FANFOLD_RUN_WAITING && self->journal != NULL && self->results == NULL)
    fanfold_journal_rest (self->journal);
}

/* The time when it is to be called again, after all is on disk. */
static gint64
conclude (FanfoldRecorder *self, gint64 results_usec)
{
  self->finished = TRUE;
  if (results_usec != G_MAXINT64)
    return results_usec;

  if (!fanfold_recorder_is_over (self))
    set_over (self);
  if (self->given_up == NULL)
    g_clear_pointer (&self->journal, fanfold_journal_free);

  return self->given_up != NULL ? self->retry_usec : G_MAXINT64;
}

gint64
fanfold_recorder_work (FanfoldRecorder *self, gint64 patience_usec, gboolean last)
{
  gint64 settle_usec, results_usec, list_usec;
  gboolean held_up;

  g_return_val_if_fail (self != NULL, G_MAXINT64);

  self->patience_usec = patience_usec;
  held_up = is_held_up (self, last);
  if (!held_up && !work_off (self, last))
    return MIN (self->retry_usec, write_results (self, last));

  settle_usec = settle (self, last);
  results_usec = last ? write_all_results (self) : write_results (self, last);
  if (self->results == NULL || !fanfold_results_are_behind (self->results))
    fanfold_recorder_release (self);
  if (held_up)
    return MIN (results_usec, g_get_monotonic_time () + HELD_UP_USEC);
  if (!self->ended)
    {
      list_usec = list_counts (self);
      rest (self);
      return MIN (MIN (settle_usec, results_usec), list_usec);
    }
  if (!self->finished && !attempt (self, finish, last))
    return MIN (self->retry_usec, results_usec);

  return conclude (self, results_usec);
}
