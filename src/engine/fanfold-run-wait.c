/* fanfold-run-wait.c: why a run waits, and what it shares with others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-private.h"

#include "fanfold-n-jobs.h"

void
fanfold_run_set_wait (
    FanfoldRun *self, FanfoldWaitKind kind, gint64 at_usec, const char *title, gboolean movable)
{
  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (self->wait == kind && self->wait_usec == at_usec && self->movable == movable &&
      g_strcmp0 (self->wait_title, title) == 0)
    return;

  self->wait = kind;
  self->wait_usec = at_usec;
  self->movable = movable;
  g_free (self->wait_title);
  self->wait_title = g_strdup (title);
  fanfold_run_notify_sample (self);
}

FanfoldWaitKind
fanfold_run_get_wait (FanfoldRun *self, gint64 *at_usec, const char **title)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FANFOLD_WAIT_NONE);

  if (at_usec != NULL)
    *at_usec = self->wait_usec;
  if (title != NULL)
    *title = self->wait_title;

  return self->wait;
}

gboolean
fanfold_run_is_movable (FanfoldRun *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN (self), FALSE);

  return self->movable;
}

void
fanfold_run_set_place (FanfoldRun *self, const char *group, FanfoldPriority priority)
{
  char *batch;

  g_return_if_fail (FANFOLD_IS_RUN (self));
  g_return_if_fail (group != NULL);

  if (self->elsewhere ||
      (g_str_equal (self->settings.group, group) && self->settings.priority == priority))
    return;

  g_strlcpy (self->settings.group, group, sizeof self->settings.group);
  self->settings.priority = priority;
  batch = fanfold_batch_replace_settings (self->record->batch, &self->settings);
  if (batch != NULL)
    {
      g_free (self->record->batch);
      self->record->batch = batch;
      if (self->entered || self->session != NULL)
        fanfold_recorder_set_batch (self->recorder, batch);
    }
  fanfold_run_notify_sample (self);
}

guint
fanfold_run_count_slots (FanfoldRun *self, guint *n_needed, guint *n_present)
{
  const guint64 *counts;
  gboolean known;
  guint n_wanted;

  g_return_val_if_fail (FANFOLD_IS_RUN (self), 0);

  counts = self->record->counts;
  known = self->stream_fd < 0 && self->total_known;
  n_wanted = fanfold_n_jobs_effective (self->settings.n_jobs, self->cpu.n_usable);
  n_wanted = fanfold_weight_get_n_at_once (fanfold_settings_get_weight (&self->settings), n_wanted);
  n_wanted = MIN (n_wanted, FANFOLD_MAX_SLOTS);
  /* As many as there are jobs at the most, unless nobody knows how many come. */
  if (known)
    n_wanted = (guint) CLAMP (self->record->n_jobs_total, 1, n_wanted);
  if (n_needed != NULL)
    *n_needed =
        known
            ? (guint) CLAMP (counts[FANFOLD_JOB_WAITING] + counts[FANFOLD_JOB_RUNNING], 1, n_wanted)
            : n_wanted;
  if (n_present != NULL)
    *n_present = self->session != NULL ? fanfold_session_get_n_present (self->session) : 0;

  return n_wanted;
}

void
fanfold_run_set_max_slots (FanfoldRun *self, guint max_slots)
{
  guint n_slots_before;

  g_return_if_fail (FANFOLD_IS_RUN (self));

  if (self->max_slots == max_slots)
    return;

  n_slots_before = self->n_slots;
  self->max_slots = max_slots;
  fanfold_run_update_n_slots (self);
  if (self->n_slots == n_slots_before)
    return;

  if (self->session != NULL && !fanfold_session_is_closing (self->session))
    fanfold_run_apply_n_slots (self);
  fanfold_run_notify_sample (self);
}
