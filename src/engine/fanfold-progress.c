/* fanfold-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-progress.h"

struct _FanfoldProgress
{
  FanfoldJobTable *table;
  guint n_slots;
  gint64 begin_usec;
  double seconds_before;
  guint64 before[FANFOLD_N_JOB_STATES]; /* what earlier sessions left */

  FanfoldRemaining *remaining;
  guint64 n_jobs; /* as the remaining time knows it */

  FanfoldRemainingAnswer answer;
  double elapsed;
  double fraction;
};

FanfoldProgress *
fanfold_progress_new (FanfoldJobTable *table,
                      guint n_slots,
                      gint64 begin_usec,
                      double seconds_before)
{
  FanfoldProgress *self;

  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (FanfoldProgress, 1);
  self->table = fanfold_job_table_ref (table);
  self->n_slots = n_slots;
  self->begin_usec = begin_usec;
  self->seconds_before = seconds_before;
  self->answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  fanfold_job_table_get_counts (table, self->before);

  return self;
}

void
fanfold_progress_free (FanfoldProgress *self)
{
  fanfold_job_table_unref (self->table);
  g_clear_pointer (&self->remaining, fanfold_remaining_free);
  g_free (self);
}

static void
learn (FanfoldProgress *self, const guint64 *before, const guint64 *counts, gint64 now_usec)
{
  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    if (fanfold_job_state_is_over (state) && counts[state] > before[state])
      fanfold_remaining_finish (
          self->remaining, counts[state] - before[state], state, -1, now_usec);
}

/* Where jobs have come or are run again, it begins anew. */
static void
update_remaining (FanfoldProgress *self,
                  const guint64 *last,
                  const guint64 *counts,
                  gint64 now_usec)
{
  guint64 n_jobs = fanfold_job_table_get_n_jobs (self->table);
  gboolean anew = self->remaining == NULL || self->n_jobs != n_jobs;
  guint64 n_before = 0;

  for (guint state = 0; state < FANFOLD_N_JOB_STATES; state++)
    if (fanfold_job_state_is_over (state))
      {
        anew = anew || counts[state] < last[state];
        n_before += self->before[state];
      }

  if (!anew)
    {
      learn (self, last, counts, now_usec);
      return;
    }

  g_clear_pointer (&self->remaining, fanfold_remaining_free);
  self->n_jobs = n_jobs;
  self->remaining =
      fanfold_remaining_new (n_jobs - MIN (n_before, n_jobs), self->n_slots, self->begin_usec);
  learn (self, self->before, counts, now_usec);
}

void
fanfold_progress_sample (FanfoldProgress *self,
                         gint64 now_usec,
                         gboolean total_known,
                         guint64 counts[FANFOLD_N_JOB_STATES])
{
  guint64 last[FANFOLD_N_JOB_STATES];
  guint64 n_jobs;
  guint64 n_open;
  double n_equivalent;

  g_return_if_fail (self != NULL);

  memcpy (last, counts, sizeof last);
  fanfold_job_table_get_counts (self->table, counts);
  self->elapsed = self->seconds_before + (now_usec - self->begin_usec) / (double) G_USEC_PER_SEC;
  self->fraction = 0;
  self->answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  if (!total_known)
    return;

  update_remaining (self, last, counts, now_usec);
  fanfold_remaining_ask (self->remaining, now_usec, &self->answer);
  n_jobs = fanfold_job_table_get_n_jobs (self->table);
  n_open = counts[FANFOLD_JOB_WAITING] + counts[FANFOLD_JOB_RUNNING] +
           counts[FANFOLD_JOB_CANCELLED] + counts[FANFOLD_JOB_SKIPPED];
  n_equivalent = (double) (n_jobs - MIN (n_open, n_jobs)) +
                 fanfold_job_table_get_running_fraction (self->table);
  if (n_jobs > 0)
    self->fraction = CLAMP (n_equivalent / (double) n_jobs, 0, 1);
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
