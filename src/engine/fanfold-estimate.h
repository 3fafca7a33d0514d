/* fanfold-estimate.h: about how long jobs that have not begun will take together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-durations.h"

G_BEGIN_DECLS

/* [any] Sums, to be filled in job by job. Plain arithmetic. It is apart from the remaining
 * time, which learns from jobs that run, of which there are none yet: of millions of jobs sums
 * alone are kept here, and all that is known are the times of earlier runs. Once a run goes on,
 * nobody asks this any more. */
typedef struct
{
  guint64 n_known; /* jobs that took @seconds in all the last time */
  guint64 n_unknown;
  double seconds;
  double longest;
  guint64 n_sized; /* jobs of which others of other sizes tell */
  double sized_seconds;
  double sized_low;
  double sized_high;
  double sized_longest;
  double
      delay; /* so many seconds after the first one the last one may begin, cached ones counted */
  /* To be set before jobs are added. */
  double limit;    /* no attempt takes longer, in seconds; 0: any */
  guint n_retries; /* of a job that does */
  double away;     /* by fanfold_estimate_learn (); 0: nobody knows */
  double drift;
  double span;
  FanfoldAttemptsFurther further; /* of jobs that fail in another way; it may be set later */
} FanfoldEstimate;

#define FANFOLD_ESTIMATE_INIT                                                                      \
  {                                                                                                \
    0                                                                                              \
  }

/* One more job: what fanfold_durations_look_up () says of it. */
void fanfold_estimate_add (FanfoldEstimate *self, double seconds);

/* One more job that nobody knows, but whose size is known: as long as those of @sized that are
 * about as large took for their size. @sized: as fanfold_durations_list_sized () gives it, not
 * empty. */
void fanfold_estimate_add_sized (FanfoldEstimate *self, GArray *sized, double size);

/* How well @sized tell what such of another size take, by what they say of one another: how far
 * that is off, how that grows with the size, and how large the range of sizes is, all as
 * logarithms. */
void fanfold_estimate_learn (FanfoldEstimate *self, GArray *sized);

/* What that takes for such a job, in the middle. */
double fanfold_estimate_get_sized (GArray *sized, double size);

/* @n more that nobody has looked at: like those of unknown size, or like those of a known one. */
void fanfold_estimate_add_rest (FanfoldEstimate *self, guint64 n);

/* How many in all. */
guint64 fanfold_estimate_get_n_jobs (const FanfoldEstimate *self);

/* Seconds that all of them take on @n_slots: a job that nobody knows takes as long as others of
 * its function do, or several times that, as these were given something else. *@low and *@high:
 * four times of five it is between them, as long as things go as they went. 0 for no jobs; below 0,
 * all three, where nothing is known of a function. @summary: within the limit. */
double fanfold_estimate_get_seconds (const FanfoldEstimate *self,
                                     const FanfoldDurationsSummary *summary,
                                     guint n_slots,
                                     double *low,
                                     double *high);

G_END_DECLS
