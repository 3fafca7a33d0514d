/* fanfold-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-progress.h"

struct _FanfoldProgress
{
  FanfoldJobTable *table;
  FanfoldRemaining *remaining;
  FanfoldRemainingAnswer answer;
  gint64 begin_usec;
  double elapsed;
  double fraction;
};

FanfoldProgress *
fanfold_progress_new (FanfoldJobTable *table, guint n_slots, gint64 begin_usec)
{
  FanfoldProgress *self;

  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (FanfoldProgress, 1);
  self->table = fanfold_job_table_ref (table);
  self->begin_usec = begin_usec;
  self->remaining =
      fanfold_remaining_new (fanfold_job_table_get_n_jobs (table), n_slots, begin_usec);
  self->answer = (FanfoldRemainingAnswer){ -1, -1, -1 };

  return self;
}

void
fanfold_progress_free (FanfoldProgress *self)
{
  fanfold_job_table_unref (self->table);
  fanfold_remaining_free (self->remaining);
  g_free (self);
}

void
fanfold_progress_sample (FanfoldProgress *self,
                         gint64 now_usec,
                         guint64 counts[FANFOLD_N_JOB_STATES])
{
  guint64 before[FANFOLD_N_JOB_STATES];
  guint64 n_done = 0;
  double n_equivalent;

  g_return_if_fail (self != NULL);

  memcpy (before, counts, sizeof before);
  fanfold_job_table_get_counts (self->table, counts);
  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    {
      if (!fanfold_job_state_is_over (state))
        continue;

      if (state != FANFOLD_JOB_CANCELLED && state != FANFOLD_JOB_SKIPPED)
        n_done += counts[state];
      if (counts[state] > before[state])
        fanfold_remaining_finish (
            self->remaining, counts[state] - before[state], state, 0, now_usec);
    }

  n_equivalent = n_done + fanfold_job_table_get_running_fraction (self->table);
  self->fraction = CLAMP (n_equivalent / fanfold_job_table_get_n_jobs (self->table), 0, 1);
  self->elapsed = (now_usec - self->begin_usec) / (double) G_USEC_PER_SEC;
  fanfold_remaining_ask (self->remaining, now_usec, &self->answer);
}

double
fanfold_progress_get_elapsed (FanfoldProgress *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->elapsed;
}

double
fanfold_progress_get_fraction (FanfoldProgress *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->fraction;
}

void
fanfold_progress_get_remaining (FanfoldProgress *self, FanfoldRemainingAnswer *answer)
{
  g_return_if_fail (self != NULL);

  *answer = self->answer;
}
