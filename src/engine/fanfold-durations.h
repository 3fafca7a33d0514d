/* fanfold-durations.h: how long the jobs of a function took before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-attempts.h"
#include "fanfold-history.h"
#include "fanfold-memo.h"

G_BEGIN_DECLS

/* The newest successes of a function, by their arguments. Immutable, counted atomically: any
 * thread. */
typedef struct _FanfoldDurations FanfoldDurations;

/* So much is read: of the newest runs of the function, and of its newest memo entries. */
#define FANFOLD_DURATIONS_MAX_RUNS 20
#define FANFOLD_DURATIONS_MAX_JOBS 1000000
#define FANFOLD_DURATIONS_MAX_ENTRIES 20000
#define FANFOLD_DURATIONS_MAX_FILES 400 /* for their sizes */
#define FANFOLD_DURATIONS_MAX_SIZE 1e30

/* Seconds, each set of arguments counted once; all 0 where nothing is known. */
typedef struct
{
  guint64 n_known;
  double mean;
  double deviation;
  double median;
  double low;  /* a tenth took less */
  double high; /* a tenth took more */
  double over; /* the share that took as long as the limit, or longer */
} FanfoldDurationsSummary;

/* One of them of which it is known what it cost, as FanfoldJobSize says it. */
typedef struct
{
  double size;
  double seconds;
} FanfoldDurationsSized;

#define FANFOLD_DURATIONS_MAX_SIZED 200

/* [any] Waits for the disk: a million jobs take some seconds. Reads what runs of @function that
 * succeeded have recorded, whatever version of it they had, and for a pure one what its memo
 * entries say, stale ones too. @history, @memo: (nullable). @before: (nullable) what an earlier
 * call gave for that function: where no run was recorded since, it is given again. A run or an
 * entry that cannot be read is left out; NULL where it is cancelled. (transfer full) */
FanfoldDurations *fanfold_durations_load (FanfoldHistory *history,
                                          FanfoldMemo *memo,
                                          FanfoldFunction *function,
                                          FanfoldDurations *before,
                                          GCancellable *cancellable,
                                          GError **error);

/* [any] The same of runs before the one with that @id, and of no memo. (transfer full) */
FanfoldDurations *fanfold_durations_load_until (FanfoldHistory *history,
                                                FanfoldFunction *function,
                                                guint64 id,
                                                GCancellable *cancellable,
                                                GError **error);
FanfoldDurations *fanfold_durations_ref (FanfoldDurations *self);
void fanfold_durations_unref (FanfoldDurations *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDurations, fanfold_durations_unref)

/* [any] (transfer none) */
FanfoldFunction *fanfold_durations_get_function (FanfoldDurations *self);

/* [any] Seconds that the job with these arguments took the last time that it succeeded, by
 * fanfold_args_hash (); below 0 where nobody knows. Some 200 ns. */
double fanfold_durations_look_up (FanfoldDurations *self, guint64 args_hash);

/* [any] The same, as a FanfoldOrderSecondsFunc. */
double fanfold_durations_seconds_cb (guint64 args_hash, gpointer durations);

/* [any] Of those jobs that have that fanfold_job_kind_hash (): other commands say nothing
 * of how long one takes; NULL: of all. @limit: 0, or the seconds that no job takes any more. Some
 * nanoseconds for each set of arguments. */
void fanfold_durations_summarise (FanfoldDurations *self,
                                  const guint *kind,
                                  double limit,
                                  FanfoldDurationsSummary *summary);

/* [any] How the attempts of these ended, in the runs that were read. */
void fanfold_durations_get_attempts (FanfoldDurations *self,
                                     const guint *kind,
                                     FanfoldAttempts *attempts);

/* [any] Some of those of which a size is known, the smallest first; @kind: (nullable) only of that
 * one. Files are as large as they were when this was loaded. (transfer full) (element-type
 * FanfoldDurationsSized) */
GArray *fanfold_durations_list_sized (FanfoldDurations *self, const guint *kind);

/* [any] The same by fanfold_job_size_get_number () of those of that @shape, where it seems that
 * these numbers say what jobs cost; else none. */
GArray *fanfold_durations_list_numbered (FanfoldDurations *self, guint shape);

/* [any] Whether it seems so of these numbers. @numbered: (element-type FanfoldDurationsSized) */
gboolean fanfold_durations_are_costs (GArray *numbered);

G_END_DECLS
