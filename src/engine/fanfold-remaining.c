/* fanfold-remaining.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining.h"

struct _FanfoldRemaining
{
  guint64 n_jobs;
  guint64 n_done;
  guint64 n_dropped; /* skipped and cancelled: their time says nothing of the others' */
  gint64 started_usec;
};

FanfoldRemaining *
fanfold_remaining_new (guint64 n_jobs, guint n_slots, gint64 now_usec)
{
  FanfoldRemaining *self;

  self = g_new0 (FanfoldRemaining, 1);
  self->n_jobs = n_jobs;
  self->started_usec = now_usec;

  return self;
}

void
fanfold_remaining_free (FanfoldRemaining *self)
{
  g_free (self);
}

void
fanfold_remaining_finish (
    FanfoldRemaining *self, guint64 n, FanfoldJobState state, double seconds, gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  if (state == FANFOLD_JOB_SKIPPED || state == FANFOLD_JOB_CANCELLED)
    self->n_dropped += n;
  else
    self->n_done += n;
}

void
fanfold_remaining_ask (FanfoldRemaining *self, gint64 now_usec, FanfoldRemainingAnswer *answer)
{
  guint64 n_over;
  double elapsed;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  n_over = self->n_done + self->n_dropped;
  elapsed = (double) MAX (now_usec - self->started_usec, 0) / G_USEC_PER_SEC;

  if (n_over >= self->n_jobs)
    answer->median = 0;
  else if (self->n_done == 0)
    answer->median = -1;
  else
    answer->median = elapsed / (double) self->n_done * (double) (self->n_jobs - n_over);

  /* joblib's formula knows no spread. */
  answer->low = answer->median;
  answer->high = answer->median;
}
