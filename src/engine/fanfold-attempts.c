/* fanfold-attempts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-attempts.h"

#include <math.h>

/* Of a normal distribution, a tenth is further off than so many deviations on either side. */
#define TENTH 1.2816

/* Whether a job that failed fails again is hardly known before it was tried: it is believed as if
 * so many had been. */
#define BELIEVED 2.0

gboolean
fanfold_attempts_counts (FanfoldJobState state)
{
  return state == FANFOLD_JOB_DONE || state == FANFOLD_JOB_FAILED || state == FANFOLD_JOB_CRASHED ||
         state == FANFOLD_JOB_TIMED_OUT;
}

void
fanfold_attempts_count (FanfoldAttempts *self, FanfoldJobState state, guint attempt, double seconds)
{
  gboolean failed = state != FANFOLD_JOB_DONE;

  g_return_if_fail (self != NULL);
  g_return_if_fail (fanfold_attempts_counts (state));

  if (attempt > 1)
    {
      self->n_further++;
      self->n_further_failed += failed ? 1 : 0;
    }
  else
    {
      self->n_first++;
      self->n_first_failed += failed ? 1 : 0;
    }
  if (!(seconds > 0) || !isfinite (seconds))
    return;

  if (failed)
    self->failed_seconds += seconds;
  else
    self->done_seconds += seconds;
}

void
fanfold_attempts_add (FanfoldAttempts *self, const FanfoldAttempts *other)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (other != NULL);

  self->n_first += other->n_first;
  self->n_first_failed += other->n_first_failed;
  self->n_further += other->n_further;
  self->n_further_failed += other->n_further_failed;
  self->done_seconds += other->done_seconds;
  self->failed_seconds += other->failed_seconds;
}

/* How long one that fails takes: 1: as long as one that succeeds. */
static double
get_each (const FanfoldAttempts *self)
{
  double n_failed = (double) (self->n_first_failed + self->n_further_failed);
  double n_done = (double) (self->n_first + self->n_further) - n_failed;

  if (n_done < 1 || self->done_seconds <= 0)
    return 1;

  return self->failed_seconds / n_failed / (self->done_seconds / n_done);
}

/* @believed: the share of these that fail again, as long as nobody knows. */
static double
get_share_again (const FanfoldAttempts *self, double believed)
{
  return ((double) self->n_further_failed + BELIEVED * believed) /
         ((double) self->n_further + BELIEVED);
}

/* Of those that may follow the first one. */
static double
sum_further (double share, double again, guint n_retries)
{
  double sum = 0;

  for (guint i = 0; i < n_retries; i++)
    {
      sum += share;
      share *= again;
    }

  return sum;
}

/* So many are needed at one of @n jobs with that probability or more. */
static guint
find_most (double share, double again, guint n_retries, double n, double probability)
{
  double none = log1p (-probability);
  guint most = 0;

  while (most < n_retries && share > 0 && n * log1p (-MIN (share, 1 - 1e-12)) <= none)
    {
      share *= again;
      most++;
    }

  return most;
}

/* A job that failed may fail always, or as often as any other: nobody knows which, before some were
 * tried again. */
void
fanfold_attempts_expect (const FanfoldAttempts *self,
                         guint n_retries,
                         guint64 n_jobs,
                         FanfoldAttemptsFurther *further)
{
  double n, share, off, again;

  g_return_if_fail (self != NULL);
  g_return_if_fail (further != NULL);

  *further = (FanfoldAttemptsFurther){ 0 };
  if (n_retries == 0 || self->n_first_failed == 0)
    return;

  n = (double) self->n_first;
  share = (double) self->n_first_failed / n;
  off = TENTH * sqrt ((share * (1 - share) + 1 / n) * (1 / n + 1 / (double) MAX (n_jobs, 1)));
  again = get_share_again (self, (1 + share) / 2);
  further->each = get_each (self);
  further->low = sum_further (MAX (share - off, 0), get_share_again (self, share), n_retries);
  further->middle = sum_further (share, again, n_retries);
  further->high = sum_further (MIN (share + off, 1), get_share_again (self, 1), n_retries);
  further->most_low = find_most (share, again, n_retries, (double) n_jobs, 0.9);
  further->most = find_most (share, again, n_retries, (double) n_jobs, 0.5);
  further->most_high = find_most (share, again, n_retries, (double) n_jobs, 0.1);
}
