/* fanfold-progress.h: how far a run is, as sampled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-recollection.h"
#include "fanfold-remaining-feed.h"

G_BEGIN_DECLS

/* [main] all. Derived from a job table and the time, which is passed in. */
typedef struct _FanfoldProgress FanfoldProgress;

/* @table: (transfer none), a reference is taken: its jobs that wait now are those that are run;
 * @begin_usec: of the monotonic clock; @seconds_before: what earlier sessions took. (transfer full)
 */
FanfoldProgress *fanfold_progress_new (FanfoldJobTable *table,
                                       guint n_slots,
                                       gint64 begin_usec,
                                       double seconds_before);
/* What is known of the jobs, and of others of their function, is made out on a thread once the run
 * has lasted for a moment. @folder: (nullable) the jobs' own; @recollection: (nullable); @memo:
 * (nullable) the cache that answers jobs. */
void fanfold_progress_recall (FanfoldProgress *self,
                              FanfoldCombine *combine,
                              const char *folder,
                              FanfoldRecollection *recollection,
                              FanfoldMemo *memo);
void fanfold_progress_free (FanfoldProgress *self);

/* Takes over how far the jobs are; fills @counts. While the total is not known the fraction is 0,
 * and the remaining time unknown, unless no more jobs are begun; that it is, too, for a moment in
 * which the memo is asked. It is asked for twice a second, and whenever something is done to the
 * run; with many jobs on a thread, so that a later sample has it. */
void fanfold_progress_sample (FanfoldProgress *self,
                              const FanfoldRemainingLook *look,
                              guint64 counts[FANFOLD_N_JOB_STATES]);

/* As of the last sample: seconds since the begin, and of earlier sessions; 0 to 1, running jobs
 * counting by their own fraction. */
double fanfold_progress_get_elapsed (FanfoldProgress *self);
double fanfold_progress_get_fraction (FanfoldProgress *self);
void fanfold_progress_get_remaining (FanfoldProgress *self, FanfoldRemainingAnswer *answer);

G_END_DECLS
