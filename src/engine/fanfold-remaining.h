/* fanfold-remaining.h: the estimate of the time until a run ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-state.h"

G_BEGIN_DECLS

/* [any] all. Pure: no clock, no thread, no file; the same events give the same answers. Events go
 * in with their times, an answer comes out. Times are microseconds of one clock; one that is before
 * that of an earlier event is taken for that. Jobs are numbered from 0 in the order in which they
 * are begun. What is told of no single job costs no memory for it. */
typedef struct _FanfoldRemaining FanfoldRemaining;

typedef struct
{
  double median; /* seconds of work, pauses left out; below 0: unknown, and so are the others */
  double low;    /* a tenth of runs like this end before */
  double high;   /* a tenth end after */
} FanfoldRemainingAnswer;

/* What is known of a job before it runs. */
typedef struct
{
  double prior; /* seconds that it took the last time; 0: unknown */
  double size;  /* what it costs, in whatever unit; 0: unknown */
  guint kind;   /* 1 to FANFOLD_REMAINING_MAX_KIND: of those that take about the same; 0: unknown */
  gint cached;  /* the memo answers it: 1, it does not: 0, nobody knows: -1 */
} FanfoldRemainingHint;

#define FANFOLD_REMAINING_HINT_INIT                                                                \
  {                                                                                                \
    0, 0, 0, -1                                                                                    \
  }

/* Further kinds are one kind together. */
#define FANFOLD_REMAINING_MAX_KIND 32

typedef struct
{
  guint64 job;
  double age;      /* seconds */
  double fraction; /* that it reports, 0 to 1; below 0: none */
} FanfoldRemainingRunning;

/* A job that is to be tried again. */
typedef struct
{
  guint64 job;
  double seconds; /* until it may begin */
} FanfoldRemainingDelayed;

/* Of more of them, the last ones. */
#define FANFOLD_REMAINING_MAX_DELAYED 64

/* (transfer full) */
FanfoldRemaining *fanfold_remaining_new (guint64 n_jobs, guint n_slots, gint64 now_usec);
void fanfold_remaining_free (FanfoldRemaining *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRemaining, fanfold_remaining_free)

/* Tells of a job that waits, once. @hint: (nullable) it neither waits nor runs, and never will. */
void fanfold_remaining_know (FanfoldRemaining *self, guint64 job, const FanfoldRemainingHint *hint);

/* Tells that some job of @kind took so long some other time. */
void fanfold_remaining_recall (FanfoldRemaining *self, guint kind, double seconds);

/* The same of one of that @size: jobs whose size is told go by it. */
void
fanfold_remaining_recall_sized (FanfoldRemaining *self, guint kind, double size, double seconds);

/* Tells what others like jobs of @kind took, which need not be like these: a tenth less than @low,
 * a tenth more than @high. It counts for less than the first of them that is over. */
void fanfold_remaining_presume (
    FanfoldRemaining *self, guint kind, double low, double median, double high);

/* More jobs have come, or fewer will; while @open nobody knows how many there will be. */
void fanfold_remaining_set_n_jobs (FanfoldRemaining *self,
                                   guint64 n_jobs,
                                   gboolean open,
                                   gint64 now_usec);

/* What people do: the next answer follows it at once. */
void fanfold_remaining_set_n_slots (FanfoldRemaining *self, guint n_slots, gint64 now_usec);
void fanfold_remaining_pause (FanfoldRemaining *self, gint64 now_usec);
void fanfold_remaining_resume (FanfoldRemaining *self, gint64 now_usec);
/* A job that waits or runs is cancelled or skipped. */
void fanfold_remaining_drop (FanfoldRemaining *self, guint64 job, gint64 now_usec);

/* Jobs on their way. */
void fanfold_remaining_start (FanfoldRemaining *self, guint64 job, gint64 now_usec);
void
fanfold_remaining_report (FanfoldRemaining *self, guint64 job, double fraction, gint64 now_usec);
/* Instead of those two: these run, and no others. */
void fanfold_remaining_set_running (FanfoldRemaining *self,
                                    const FanfoldRemainingRunning *running,
                                    guint n_running,
                                    gint64 now_usec);

/* No attempt at a job runs for longer than that; 0: as long as it likes. */
void fanfold_remaining_set_limit (FanfoldRemaining *self, double seconds);

/* A job that fails is tried again, so many times at most. Where that is not told, as many times as
 * was seen. */
void fanfold_remaining_set_retries (FanfoldRemaining *self, guint n_retries);

/* A job begins no sooner than @seconds after the one before it, by the same clock; 0: whenever
 * there is a slot. That slots are idle for it does not tell against them. */
void fanfold_remaining_set_start_delay (FanfoldRemaining *self, double seconds, gint64 now_usec);
/* Instead of start events there: the last one was @seconds ago; below 0: it is yet to come, and
 * none until then. */
void fanfold_remaining_set_last_start (FanfoldRemaining *self, double seconds, gint64 now_usec);

/* A job is over in @state, having taken @seconds; below 0: not known. It need not have been said to
 * run. */
void fanfold_remaining_end (
    FanfoldRemaining *self, guint64 job, FanfoldJobState state, double seconds, gint64 now_usec);
/* An attempt at it is over, and it is to be run again, no sooner than in @delay seconds by the same
 * clock: a pause does not hold that up. Others go before it meanwhile. */
void fanfold_remaining_retry (
    FanfoldRemaining *self, guint64 job, double seconds, double delay, gint64 now_usec);
/* Instead of delays there: of the jobs that do not run these wait for their time, and no others. */
void fanfold_remaining_set_delayed (FanfoldRemaining *self,
                                    const FanfoldRemainingDelayed *delayed,
                                    guint n_delayed,
                                    gint64 now_usec);
/* @n jobs are over, nobody says which, having taken @seconds together; below 0: not known. */
void fanfold_remaining_finish (
    FanfoldRemaining *self, guint64 n, FanfoldJobState state, double seconds, gint64 now_usec);

/* Seconds after which a job that runs is far later than jobs like it were, of its kind and about
 * its size; infinite where too few of these are over. */
double fanfold_remaining_get_late (FanfoldRemaining *self, guint64 job);

/* Counts down while nothing happens, and goes over smoothly to what events tell. */
void
fanfold_remaining_ask (FanfoldRemaining *self, gint64 now_usec, FanfoldRemainingAnswer *answer);

G_END_DECLS
