/* fanfold-attempts.h: how often jobs failed before, and what trying them again would cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-state.h"

G_BEGIN_DECLS

/* [any] all. Attempts that succeeded or failed: first ones, and those of jobs that had failed
 * already. Plain sums, to begin with { 0 }. */
typedef struct
{
  guint64 n_first;
  guint64 n_first_failed;
  guint64 n_further;
  guint64 n_further_failed;
  double done_seconds; /* of all that succeeded, and of all that failed */
  double failed_seconds;
} FanfoldAttempts;

/* What jobs may take besides one attempt each. */
typedef struct
{
  double
      low; /* further attempts at a job, in the mean; each counts as @each of one that succeeds */
  double middle;
  double high;
  double each;
  guint most_low; /* at the job that is tried most often: nine times of ten so many, half of the */
  guint most;     /* time, and one time of ten */
  guint most_high;
} FanfoldAttemptsFurther;

/* Whether an attempt that ended so says anything. */
gboolean fanfold_attempts_counts (FanfoldJobState state);

/* @attempt: from 1 on. */
void fanfold_attempts_count (FanfoldAttempts *self,
                             FanfoldJobState state,
                             guint attempt,
                             double seconds);

void fanfold_attempts_add (FanfoldAttempts *self, const FanfoldAttempts *other);

/* Of @n_jobs that are tried again up to @n_retries times. All 0 where none has failed. */
void fanfold_attempts_expect (const FanfoldAttempts *self,
                              guint n_retries,
                              guint64 n_jobs,
                              FanfoldAttemptsFurther *further);

G_END_DECLS
