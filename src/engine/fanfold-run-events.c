/* fanfold-run-events.c: what happens to a run is recorded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-n-jobs.h"

#define LOOK_USEC G_USEC_PER_SEC
#define OUTLOOK_SECONDS 2

static void
record_event (FanfoldRun *self, FanfoldRunEventKind kind, guint n_jobs)
{
  FanfoldRunEvent event = { kind, g_get_real_time (), n_jobs, 0 };

  fanfold_recorder_add_event (self->recorder, &event);
}

void
fanfold_run_record_begin (FanfoldRun *self)
{
  self->recorded = (FanfoldRunRecorded){ .n_at_once = fanfold_run_get_n_at_once (self) };
  g_clear_pointer (&self->quarters, fanfold_quarters_free);
  self->quarters = fanfold_quarters_new ();
  record_event (self, FANFOLD_RUN_EVENT_BEGIN, self->recorded.n_at_once);
  fanfold_run_record_act (self);
}

void
fanfold_run_record_act (FanfoldRun *self)
{
  FanfoldRunRecorded *recorded = &self->recorded;
  FanfoldRunRecorded now = { .n_at_once = fanfold_run_get_n_at_once (self),
                             .paused = self->record->state == FANFOLD_RUN_PAUSED,
                             .frozen = self->frozen,
                             .drains = self->ending != FANFOLD_RUN_HALT_NONE,
                             .looked_usec = recorded->looked_usec,
                             .outlook = recorded->outlook };

  if (now.frozen && !recorded->frozen)
    record_event (self, FANFOLD_RUN_EVENT_FREEZE, 0);
  else if (now.paused && !recorded->paused)
    record_event (self, FANFOLD_RUN_EVENT_PAUSE, 0);
  else if (!now.paused && recorded->paused)
    record_event (self, FANFOLD_RUN_EVENT_RESUME, 0);
  if (now.drains && !recorded->drains)
    record_event (self, FANFOLD_RUN_EVENT_DRAIN, 0);
  if (now.n_at_once != recorded->n_at_once)
    record_event (self, FANFOLD_RUN_EVENT_N_JOBS, now.n_at_once);
  self->recorded = now;
  fanfold_run_record_outlook (self, g_get_real_time ());
}

void
fanfold_run_record_end (FanfoldRun *self)
{
  record_event (self, FANFOLD_RUN_EVENT_END, 0);
}

void
fanfold_run_record_fractions (FanfoldRun *self, gint64 wall_usec)
{
  guint64 indices[FANFOLD_MAX_SLOTS];
  guint n;

  if (ABS (wall_usec - self->recorded.looked_usec) < LOOK_USEC)
    return;

  self->recorded.looked_usec = wall_usec;
  n = fanfold_job_table_get_running (self->table, indices, G_N_ELEMENTS (indices));
  for (guint i = 0; i < n; i++)
    {
      FanfoldRunEvent event = { FANFOLD_RUN_EVENT_PROGRESS, wall_usec, indices[i], 0 };
      FanfoldJobRow row;

      fanfold_job_table_get (self->table, indices[i], &row);
      event.fraction = row.fraction;
      if (fanfold_quarters_pass (self->quarters, indices[i], &row, wall_usec))
        fanfold_recorder_add_event (self->recorder, &event);
    }
}

void
fanfold_run_record_outlook (FanfoldRun *self, gint64 wall_usec)
{
  FanfoldOutlook outlook = { .time_usec = wall_usec,
                             .elapsed = self->record->seconds,
                             .halt = fanfold_run_get_halt (self) };
  FanfoldRemainingAnswer remaining;

  /* Nobody looks so soon. */
  if (outlook.elapsed < OUTLOOK_SECONDS && outlook.halt == FANFOLD_RUN_HALT_NONE)
    return;

  fanfold_run_get_remaining (self, &remaining);
  outlook.median = remaining.median;
  outlook.low = remaining.low;
  outlook.high = remaining.high;
  if (!fanfold_outlook_is_news (&outlook, &self->recorded.outlook))
    return;

  self->recorded.outlook = outlook;
  fanfold_recorder_set_outlook (self->recorder, &outlook);
}

gboolean
fanfold_run_has_told (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), TRUE);

  return fanfold_recorder_has_told (self->recorder);
}
