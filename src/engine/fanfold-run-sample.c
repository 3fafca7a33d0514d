/* fanfold-run-sample.c: takes over how far a run is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-pre-dispatch.h"
#include "fanfold-report.h"

#include <glib/gi18n-lib.h>

/* joblib's lines for what is over since the last sample, then what slots had to say. */
void
fanfold_run_sample_log (FanfoldRun *self, guint64 n_done_before)
{
  FanfoldReportSample after = { .n_done = fanfold_run_get_n_done (self),
                                .n_total = self->record->n_jobs_total,
                                .elapsed = self->record->seconds,
                                .growing = !self->total_known,
                                .was_growing = self->was_growing };
  FanfoldRemainingAnswer answer;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *added = NULL;

  fanfold_run_get_remaining (self, &answer);
  after.remaining = answer.median;
  if (self->was_growing && self->session != NULL)
    after.n_ahead = fanfold_session_get_n_ahead (self->session);
  if (after.n_ahead == FANFOLD_PRE_DISPATCH_ALL)
    after.n_ahead = 0;
  self->was_growing = after.growing;
  fanfold_report_append_lines (
      lines, self->settings.n_jobs, self->settings.verbose, n_done_before, &after);
  if (lines->len > 0)
    {
      g_string_truncate (lines, lines->len - 1);
      fanfold_run_log_add (self->run_log, lines->str);
    }

  added = fanfold_run_log_dup_behind (self->run_log, self->log->len);
  g_string_append (self->log, added);
}

void
fanfold_run_take_id (FanfoldRun *self)
{
  guint64 id = fanfold_recorder_get_id (self->recorder);

  if (id != 0)
    self->record->id = id;
}

/* For now; those that run go on. */
static gboolean
starts_none (FanfoldRun *self)
{
  return self->record->state == FANFOLD_RUN_PAUSED ||
         fanfold_run_get_halt (self) == FANFOLD_RUN_HALT_SHORT;
}

static void
sample_progress (FanfoldRun *self)
{
  FanfoldRemainingLook look = { .now_usec = g_get_monotonic_time (),
                                .wall_usec = g_get_real_time (),
                                .n_slots = fanfold_run_get_n_at_once (self),
                                .paused = starts_none (self),
                                .frozen = self->frozen,
                                .delay = self->settings.delay,
                                .n_retries = self->settings.n_retries,
                                .limit = fanfold_session_get_time_limit (self->session),
                                .polite = self->settings.backend == FANFOLD_BACKEND_THREADS };

  self->total_known = fanfold_session_is_total_known (self->session);
  look.open = !self->total_known;
  look.closing = fanfold_session_is_closing (self->session);
  look.n_delayed =
      fanfold_session_get_delayed (self->session, look.delayed, G_N_ELEMENTS (look.delayed));
  self->record->n_jobs_total = fanfold_job_table_get_n_jobs (self->table);
  fanfold_progress_sample (self->progress, &look, self->record->counts);
  fanfold_run_record_fractions (self, look.wall_usec);
  self->record->seconds = fanfold_progress_get_elapsed (self->progress);
  fanfold_run_record_outlook (self, look.wall_usec);
  fanfold_run_take_id (self);
  fanfold_run_set_fraction (self, fanfold_progress_get_fraction (self->progress));
}

/* A run ends where its history was given up. */
static void
sample_history (FanfoldRun *self)
{
  g_autoptr (GError) error = fanfold_recorder_dup_history_error (self->recorder);

  if (error != NULL && self->history_error == NULL && self->session != NULL)
    {
      self->held = FALSE;
      fanfold_run_drain (self, error->message);
      self->history_error = g_steal_pointer (&error);
    }
}

char *
fanfold_run_sample_condition (FanfoldRun *self)
{
  gboolean asking = FALSE;
  char *reason = NULL;

  if (self->conditions != NULL)
    reason = fanfold_conditions_dup_reason (self->conditions, &self->settings, &asking);
  self->minding = reason != NULL;
  if (self->told && !self->minding)
    fanfold_run_log_add (self->run_log, _ ("Jobs are started."));
  else if (self->minding && !asking && !self->told)
    fanfold_run_log_add (self->run_log, reason);
  self->told = self->minding && !asking;

  return reason;
}

/* (transfer full) (nullable) Why what is over cannot be recorded now; its log has what is new. */
static char *
sample_trouble (FanfoldRun *self)
{
  char *trouble = fanfold_recorder_dup_trouble (self->recorder);

  if (trouble != NULL && g_strcmp0 (trouble, self->record->reason) != 0)
    fanfold_run_log_add (self->run_log, trouble);
  else if (trouble == NULL && self->troubled && self->history_error == NULL)
    fanfold_run_log_add (self->run_log, _ ("The history can be written again."));
  self->troubled = trouble != NULL;

  return trouble;
}

/* (transfer full) (nullable) What keeps it paused; it goes on by itself. */
static char *
sample_hold (FanfoldRun *self)
{
  char *trouble;

  sample_history (self);
  trouble = sample_trouble (self);
  if (self->session != NULL && !fanfold_session_is_closing (self->session))
    {
      g_autofree char *condition = fanfold_run_sample_condition (self);

      if (trouble == NULL)
        trouble = g_steal_pointer (&condition);
    }
  fanfold_run_keep_paused (self, trouble != NULL);

  return trouble;
}

/* While records cannot be written, or memory or room is short, or others need the machine, jobs are
 * held back, and that is said; so it is when no more of them are started for good. */
static void
sample_hindrance (FanfoldRun *self)
{
  g_autofree char *reason = sample_hold (self);

  if (reason == NULL)
    reason = fanfold_run_dup_ending (self);
  if (reason == NULL && self->session != NULL)
    reason = fanfold_session_dup_hindrance (self->session);
  if (g_strcmp0 (reason, self->record->reason) != 0)
    fanfold_run_set_reason (self, reason);
}

void
fanfold_run_sample (FanfoldRun *self)
{
  guint64 n_done_before;

  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (self->entered)
    fanfold_run_take_id (self);
  if (self->record->state != FANFOLD_RUN_RUNNING && self->record->state != FANFOLD_RUN_PAUSED)
    return;

  n_done_before = fanfold_run_get_n_done (self);
  if (self->session != NULL)
    sample_progress (self);
  sample_hindrance (self);
  fanfold_run_sample_log (self, n_done_before);
  fanfold_run_notify_sample (self);
}
