/* fanfold-run-control.c: begins a run, steers it and ends it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-n-jobs.h"
#include "fanfold-sentence.h"

#include <glib/gi18n-lib.h>

#define RECORDED_POLL_MSEC 2

static void
note_error (FanfoldRun *self, GError **kept, GError *error)
{
  if (error == NULL)
    return;

  if (strstr (self->log->str, error->message) == NULL)
    fanfold_run_log_add (self->run_log, error->message);
  g_clear_error (kept);
  *kept = error;
}

static gboolean
recorded_cb (gpointer user_data)
{
  FanfoldRun *self = user_data;

  if (!fanfold_recorder_is_over (self->recorder))
    return G_SOURCE_CONTINUE;

  self->recorded_id = 0;
  fanfold_run_take_id (self);
  note_error (self, &self->history_error, fanfold_recorder_dup_history_error (self->recorder));
  note_error (self, &self->results_error, fanfold_recorder_dup_results_error (self->recorder));
  fanfold_run_sample_log (self, fanfold_run_get_n_done (self));
  fanfold_run_set_reason (self, self->last_reason);
  fanfold_run_set_state (self, self->last_state);
  fanfold_run_notify_sample (self);
  g_object_unref (self);

  return G_SOURCE_REMOVE;
}

/* @broken: (nullable) why it could not go on. */
static void
conclude (FanfoldRun *self, const char *broken)
{
  const guint64 *counts = self->record->counts;
  gboolean complete = counts[FANFOLD_JOB_SKIPPED] == 0 && !self->record->cut_short;
  gboolean stopped = self->stop_reason != NULL && (!complete || counts[FANFOLD_JOB_CANCELLED] > 0);

  if (broken == NULL && self->history_error != NULL && !complete)
    broken = self->history_error->message;
  if (broken != NULL)
    self->last_state = FANFOLD_RUN_FAILED;
  else
    self->last_state = stopped || !complete ? FANFOLD_RUN_STOPPED : FANFOLD_RUN_FINISHED;

  g_free (self->last_reason);
  self->last_reason = NULL;
  if (broken != NULL)
    self->last_reason = g_strdup (broken);
  else if (stopped)
    self->last_reason = g_strdup (self->stop_reason);
  else if (!complete && self->earlier_reason != NULL)
    self->last_reason = g_strdup (self->earlier_reason);
  else if (!complete)
    self->last_reason =
        fanfold_sentence_new (N_ ("Not all of its stream had come when its program died"), NULL);
}

/* The last slot has ended. */
static void
over_cb (gpointer user_data)
{
  FanfoldRun *self = user_data;
  g_autofree char *broken = NULL;

  fanfold_run_sample (self);
  if (fanfold_session_has_read_stream (self->session))
    self->record->cut_short = FALSE;
  broken = fanfold_session_end (g_steal_pointer (&self->session));
  /* A stream may have brought jobs until then. */
  fanfold_run_count_records (self);
  conclude (self, broken);
  self->total_known = TRUE;
  self->frozen = FALSE;

  fanfold_run_record_end (self);
  fanfold_recorder_end (self->recorder, self->last_state, self->last_reason, self->record->seconds);
  self->recorded_id = g_timeout_add (RECORDED_POLL_MSEC, recorded_cb, self);
}

static void
begin_end (FanfoldRun *self, FanfoldRunHalt ending, const char *reason)
{
  self->ending = MAX (self->ending, ending);
  if (self->stop_reason == NULL)
    self->stop_reason = g_strdup (reason);
  self->frozen = FALSE;
  fanfold_run_set_state (self, FANFOLD_RUN_RUNNING);
  fanfold_run_record_act (self);
}

static void
enough_cb (const char *reason, gpointer user_data)
{
  FanfoldRun *self = user_data;

  begin_end (self,
             self->settings.on_failure == FANFOLD_ON_FAILURE_STOP ? FANFOLD_RUN_HALT_STOP
                                                                  : FANFOLD_RUN_HALT_DRAIN,
             reason);
}

static FanfoldSession *
begin_session (FanfoldRun *self)
{
  FanfoldSessionSpec spec = { .function = self->function,
                              .combine = self->combine,
                              .table = self->table,
                              .recorder = self->recorder,
                              .memo = self->memo,
                              .log = self->run_log,
                              .settings = &self->settings,
                              .worker_path = self->worker_path,
                              .folder = self->record->folder,
                              .records = self->history != NULL
                                             ? fanfold_history_get_folder (self->history)
                                             : NULL,
                              .jobs = g_steal_pointer (&self->jobs),
                              .reads = self->stream_fd >= 0,
                              .stream_fd = self->stream_fd,
                              .stream_name = self->stream_name,
                              .weight = self->weight,
                              .capacity = self->capacity,
                              .held = self->held,
                              .n_slots = self->n_slots,
                              .n_holds = self->n_holds,
                              .over = over_cb,
                              .enough = enough_cb,
                              .user_data = self };

  self->stream_fd = -1;
  spec.n_inner_threads =
      fanfold_n_jobs_inner_threads (fanfold_run_get_n_at_once (self), &self->cpu);
  if (spec.jobs == NULL)
    {
      spec.jobs = fanfold_ranges_new ();
      fanfold_ranges_add (
          spec.jobs, 0, MIN (fanfold_job_table_get_n_jobs (self->table), self->n_begin));
    }

  return fanfold_session_begin (&spec);
}

static void
record (FanfoldRun *self)
{
  self->record->cut_short = self->record->cut_short || self->stream_fd >= 0;
  g_clear_pointer (&self->recorder, fanfold_recorder_unref);
  self->recorder = fanfold_writer_begin (
      self->writer, self->record, self->combine, self->jobs, g_steal_pointer (&self->results));
}

void
fanfold_run_enter (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (self->record->state == FANFOLD_RUN_WAITING);
  g_return_if_fail (!self->entered);

  record (self);
  self->entered = TRUE;
  fanfold_run_begin_forecast (self);
}

void
fanfold_run_begin (FanfoldRun *self)
{
  g_autofree char *reason = NULL;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (self->record->state == FANFOLD_RUN_WAITING);

  fanfold_run_end_forecast (self);
  if (self->record->started_usec == 0)
    self->record->started_usec = g_get_real_time ();
  fanfold_run_weigh (self);
  g_clear_pointer (&self->progress, fanfold_progress_free);
  self->progress = fanfold_progress_new (self->table,
                                         fanfold_run_get_n_at_once (self),
                                         g_get_monotonic_time (),
                                         self->record->seconds);
  fanfold_progress_recall (
      self->progress, self->combine, self->record->folder, self->recollection, self->memo);
  reason = fanfold_run_sample_condition (self);
  self->held = reason != NULL;
  fanfold_run_set_state (self, self->held ? FANFOLD_RUN_PAUSED : FANFOLD_RUN_RUNNING);
  if (self->entered)
    fanfold_recorder_start (self->recorder, self->record->started_usec);
  else
    record (self);
  self->entered = FALSE;
  fanfold_run_record_begin (self);
  /* Given back when the last record is on disk. */
  g_object_ref (self);
  self->session = begin_session (self);
}

/* What waited for an earlier session and is not among @jobs is not run in this one either. */
static void
skip_others (FanfoldRun *self, FanfoldRanges *jobs)
{
  g_autoptr (FanfoldRanges) waiting = fanfold_ranges_new ();
  guint64 from = 0, first, n;

  fanfold_job_table_find (self->table, 1u << FANFOLD_JOB_WAITING, waiting);
  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    fanfold_ranges_remove (waiting, first, n);
  for (from = 0; fanfold_ranges_find (waiting, from, &first, &n); from = first + n)
    fanfold_job_table_skip (self->table, first, n);
}

void
fanfold_run_prepare_again (FanfoldRun *self, const FanfoldRunSpec *spec, FanfoldRanges *jobs)
{
  guint64 taken[FANFOLD_N_JOB_STATES] = { 0 };
  guint64 from = 0, first, n;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (fanfold_run_state_is_over (self->record->state));
  g_return_if_fail (self->table != NULL);
  g_return_if_fail (spec != NULL && jobs != NULL);

  fanfold_run_drop_added (self);
  fanfold_run_take_spec (self, spec);
  fanfold_job_table_skip_rest (self->table, FALSE);
  for (; fanfold_ranges_find (jobs, from, &first, &n); from = first + n)
    fanfold_job_table_take_back (self->table, first, n, taken, NULL);
  skip_others (self, jobs);
  fanfold_job_table_get_counts (self->table, self->record->counts);
  g_clear_pointer (&self->jobs, fanfold_ranges_free);
  self->jobs = jobs;

  g_clear_handle_id (&self->recorded_id, g_source_remove);
  g_free (self->earlier_reason);
  self->earlier_reason = g_strdup (self->record->reason);
  g_clear_pointer (&self->stop_reason, g_free);
  self->ending = FANFOLD_RUN_HALT_NONE;
  self->troubled = FALSE;
  g_clear_error (&self->history_error);
  g_clear_error (&self->results_error);
  fanfold_run_set_reason (self, NULL);
  fanfold_run_set_state (self, FANFOLD_RUN_WAITING);
  fanfold_run_notify_sample (self);
}

/* Whether there is a session that may still be steered. */
static gboolean
goes_on (FanfoldRun *self)
{
  return self->session != NULL && !fanfold_session_is_closing (self->session);
}

void
fanfold_run_pause (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  self->held = FALSE;
  if (!goes_on (self) || self->record->state == FANFOLD_RUN_PAUSED)
    return;

  fanfold_session_pause (self->session, FALSE);
  fanfold_run_set_state (self, FANFOLD_RUN_PAUSED);
  fanfold_run_record_act (self);
}

void
fanfold_run_keep_paused (FanfoldRun *self, gboolean held)
{
  if (!held && self->held)
    fanfold_run_resume (self);
  if (!held || !goes_on (self) || self->record->state == FANFOLD_RUN_PAUSED)
    return;

  self->held = TRUE;
  fanfold_session_pause (self->session, FALSE);
  fanfold_run_set_state (self, FANFOLD_RUN_PAUSED);
  fanfold_run_record_act (self);
}

void
fanfold_run_freeze (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (!goes_on (self) || self->frozen)
    return;

  self->frozen = TRUE;
  self->held = FALSE;
  fanfold_session_pause (self->session, TRUE);
  fanfold_run_set_state (self, FANFOLD_RUN_PAUSED);
  fanfold_run_record_act (self);
}

void
fanfold_run_resume (FanfoldRun *self)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (!goes_on (self) || self->record->state != FANFOLD_RUN_PAUSED)
    return;

  self->frozen = FALSE;
  self->held = FALSE;
  fanfold_session_resume (self->session);
  fanfold_run_set_state (self, FANFOLD_RUN_RUNNING);
  fanfold_run_record_act (self);
}

gboolean
fanfold_run_is_steerable (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return goes_on (self) && !self->held;
}

void
fanfold_run_apply_n_slots (FanfoldRun *self)
{
  fanfold_session_set_n_slots (
      self->session,
      self->n_slots,
      self->capacity,
      fanfold_n_jobs_inner_threads (fanfold_run_get_n_at_once (self), &self->cpu));
  fanfold_run_record_act (self);
}

void
fanfold_run_set_n_jobs (FanfoldRun *self, int n_jobs)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (n_jobs != 0);

  if (self->elsewhere || (self->record->state != FANFOLD_RUN_WAITING && !goes_on (self)))
    return;

  self->settings.n_jobs = n_jobs;
  fanfold_run_update_n_slots (self);
  if (self->session != NULL)
    fanfold_run_apply_n_slots (self);
  else if (self->entered)
    fanfold_run_begin_forecast (self);
  fanfold_run_notify_sample (self);
}

void
fanfold_run_cancel_jobs (FanfoldRun *self, FanfoldRanges *jobs)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (jobs != NULL);

  if (self->session != NULL)
    fanfold_session_cancel_jobs (self->session, jobs);
}

gboolean
fanfold_run_rerun_jobs (FanfoldRun *self, FanfoldRanges *jobs)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);
  g_return_val_if_fail (jobs != NULL, FALSE);

  return self->session != NULL && fanfold_session_rerun_jobs (self->session, jobs);
}

FanfoldRanges *
fanfold_run_find_jobs (FanfoldRun *self, guint states)
{
  FanfoldRanges *found;

  g_return_val_if_fail (FANFOLD_IS_RUN (self), NULL);

  found = fanfold_ranges_new ();
  if (self->table != NULL)
    fanfold_job_table_find (self->table, states, found);

  return found;
}

/* Until then it is not known under which number it was entered. */
static gboolean
dropped_cb (gpointer user_data)
{
  FanfoldRun *self = user_data;

  if (!fanfold_recorder_is_over (self->recorder))
    return G_SOURCE_CONTINUE;

  self->recorded_id = 0;
  fanfold_run_take_id (self);
  fanfold_run_notify_sample (self);

  return G_SOURCE_REMOVE;
}

static void
end_entry (FanfoldRun *self, const char *reason)
{
  self->entered = FALSE;
  fanfold_run_take_id (self);
  fanfold_recorder_end (self->recorder, FANFOLD_RUN_STOPPED, reason, self->record->seconds);
  self->recorded_id = g_timeout_add (RECORDED_POLL_MSEC, dropped_cb, self);
}

static void
drop (FanfoldRun *self, const char *reason)
{
  fanfold_run_end_forecast (self);
  if (self->entered)
    end_entry (self, reason);
  fanfold_run_set_reason (self, reason);
  fanfold_job_table_skip_rest (self->table, TRUE);
  fanfold_job_table_get_counts (self->table, self->record->counts);
  self->total_known = TRUE;
  fanfold_run_set_state (self, FANFOLD_RUN_STOPPED);
  fanfold_run_notify_sample (self);
}

void
fanfold_run_drain (FanfoldRun *self, const char *reason)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (reason != NULL);

  if (self->elsewhere)
    return;

  if (self->record->state == FANFOLD_RUN_WAITING)
    drop (self, reason);
  else if (self->session != NULL)
    {
      fanfold_session_drain (self->session);
      begin_end (self, FANFOLD_RUN_HALT_DRAIN, reason);
    }
}

void
fanfold_run_stop (FanfoldRun *self, const char *reason)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (reason != NULL);

  if (self->session != NULL)
    {
      fanfold_session_stop (self->session);
      self->ending = FANFOLD_RUN_HALT_STOP;
    }
  if (self->recorder != NULL)
    fanfold_recorder_hurry (self->recorder);
  fanfold_run_drain (self, reason);
}
