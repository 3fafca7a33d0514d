/* fanfold-remaining-private.h: what the files of the remaining time share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-duration-model.h"
#include "fanfold-remaining-chain.h"
#include "fanfold-remaining.h"

#include <math.h>

G_BEGIN_DECLS

#define N_KINDS (FANFOLD_REMAINING_MAX_KIND + 1)
#define N_SAMPLES 256

/* Seconds are kept within that: a microsecond to three years. */
#define MIN_SECONDS 1e-6
#define MAX_SECONDS 1e8

/* Of a job, bits of @flags. */
enum
{
  JOB_KNOWN = 1 << 0,
  JOB_BEGUN = 1 << 1, /* no longer expected */
  JOB_CACHED = 1 << 2,
  JOB_NOT_CACHED = 1 << 3
};

/* Where a job belongs: a model, and what that goes by. */
typedef struct
{
  guint kind;
  FanfoldDurationBasis basis;
  double x;
} RemainingPlace;

typedef struct
{
  guint64 job;
  double begin;    /* seconds of work when it began */
  double fraction; /* below 0: none */
  double age;      /* when it reported that */
} RemainingJob;

/* Of jobs that are over, a sample. */
typedef struct
{
  guint kind;
  double xs[FANFOLD_N_DURATION_BASES]; /* NAN: not known */
  FanfoldDurationBasis basis;          /* the best of them */
  double job;
  double y;
} RemainingSample;

/* Jobs that are over in a way that takes another time than to succeed. */
typedef struct
{
  double n;
  double seconds; /* of one, in the mean */
  double total;
} RemainingOutcome;

/* Attempts of jobs of which so many failed before, or more than we tell apart. */
#define N_TRIES 8

typedef struct
{
  double n;
  double n_failed;
} RemainingTries;

/* A job that is to be tried again, and may begin no sooner. */
typedef struct
{
  guint64 job;
  gint64 due_usec;
} RemainingDelayed;

/* What was shown once. */
typedef struct
{
  double worked;
  FanfoldRemainingAnswer answer;
} RemainingPromise;

#define N_PROMISES 24

struct _FanfoldRemaining
{
  guint64 n_jobs;
  guint64 n_over;
  guint64 n_dropped;
  guint n_slots;
  gboolean open;
  gboolean paused;
  double limit;    /* seconds of an attempt; INFINITY: none */
  guint n_retries; /* of each job, at most: as told, or as seen */

  gint64 last_usec;
  double worked;         /* seconds, pauses left out */
  double slot_time;      /* seconds that slots have had while jobs waited, and might begin */
  double used_time;      /* of these, seconds that they have used */
  double busy_time;      /* the same, whether jobs might begin or not */
  double job_time;       /* since then, seconds that jobs took which are over */
  double n_timed;        /* so many */
  gboolean told_running; /* by start events or set_running (), that some job has begun */
  double last_end;
  double start_delay; /* seconds between two starts */
  gint64 last_start_usec;

  GArray *running; /* of RemainingJob */
  GHashTable *running_by_job;
  GHashTable *tries; /* how many failed, of jobs that are to be tried again */
  RemainingTries attempts[N_TRIES];

  /* In the order in which they may begin. They count neither as jobs that wait nor as such that
   * run, and models do not expect them. */
  RemainingDelayed delayed[FANFOLD_REMAINING_MAX_DELAYED];
  guint n_delayed;

  /* Of single jobs, as far as something is known of one. */
  guint64 n_told;
  float *priors;
  float *sizes;
  guint8 *kinds;
  guint8 *flags;
  guint64 n_cached_waiting;
  double last_size; /* that was told */
  guint64 n_rising; /* sizes that were told, from one to the next */
  guint64 n_falling;
  guint n_kinds;

  FanfoldDurationModel *models[N_KINDS][FANFOLD_N_DURATION_BASES]; /* 0: of all kinds together */
  double n_ended;   /* jobs that were not cached and are over */
  double n_learned; /* of these, that succeeded */
  /* Jobs of which nobody knew whether they were cached; without a prior, and with one: what has not
   * run before is not cached. */
  FanfoldRemainingChain are_cached[2];
  FanfoldRemainingChain have_failed;
  double seconds_learned;
  RemainingOutcome cached;
  RemainingOutcome failed;
  RemainingOutcome retried;
  RemainingSample samples[N_SAMPLES];
  guint n_samples;
  guint64 seed;

  gboolean jump; /* the next answer need not be near the last */
  gboolean shown;
  gboolean by_age;   /* and was a guess */
  gboolean presumed; /* what is shown at first is of others */
  double shown_at;
  FanfoldRemainingAnswer answer;
  RemainingPromise promises[N_PROMISES]; /* since people last did something */
  guint n_promises;
};

/* [any] Within what the models are for. */
static inline double
fanfold_remaining_keep_sane (double seconds)
{
  return seconds > MIN_SECONDS ? MIN (seconds, MAX_SECONDS) : MIN_SECONDS;
}

/* [any] Time goes by; what slots do meanwhile tells how busy they can be kept. */
void fanfold_remaining_advance (FanfoldRemaining *self, gint64 now_usec);

/* [any] The model, which is made at first. */
FanfoldDurationModel *
fanfold_remaining_get_model (FanfoldRemaining *self, guint kind, FanfoldDurationBasis basis);

/* [any] A job of which something is told waits; a job waits no longer. */
void fanfold_remaining_expect (FanfoldRemaining *self, guint64 job);
void fanfold_remaining_unexpect (FanfoldRemaining *self, guint64 job);

/* [any] A job that does not run may begin in so many seconds; whenever it likes; all that may begin
 * by now wait as others do; and there are no more of them than jobs that are left. */
void fanfold_remaining_delay (FanfoldRemaining *self, guint64 job, double seconds);
void fanfold_remaining_forget_delay (FanfoldRemaining *self, guint64 job);
void fanfold_remaining_wake (FanfoldRemaining *self);
void fanfold_remaining_trim_delayed (FanfoldRemaining *self);

/* [any] An attempt of the job failed, and another one follows; its last one is over; it is gone;
 * and how many failed. */
void fanfold_remaining_count_try (FanfoldRemaining *self, guint64 job);
void fanfold_remaining_count_last_try (FanfoldRemaining *self, guint64 job, gboolean failed);
void fanfold_remaining_forget_tries (FanfoldRemaining *self, guint64 job);
guint fanfold_remaining_get_n_tries (FanfoldRemaining *self, guint64 job);

/* [any] 0: no job is delayed. */
double fanfold_remaining_get_longest_delay (FanfoldRemaining *self);

/* [any] A job began so many seconds ago, at least. */
void fanfold_remaining_begun (FanfoldRemaining *self, double seconds);

/* [any] Seconds from the last event until @now_usec in which no job might begin, or one that might
 * need not be there yet. */
double fanfold_remaining_get_held (FanfoldRemaining *self, gint64 now_usec);

/* [any] The run does not end in less time, as jobs are delayed or begin one after the other. */
double fanfold_remaining_get_least (FanfoldRemaining *self);

/* [any] It neither waits nor runs any more. Its age, 0 where it was not said to run. */
double fanfold_remaining_remove (FanfoldRemaining *self, guint64 job);

/* [any] */
RemainingPlace fanfold_remaining_get_place (FanfoldRemaining *self, guint64 job);
guint64 fanfold_remaining_get_n_waiting (FanfoldRemaining *self);

/* [any] Between two answers the one that is shown counts down, and moves towards @thought. */
void fanfold_remaining_show (FanfoldRemaining *self, const FanfoldRemainingAnswer *thought);

/* [any] @answer: (inout) as shown; its range gets wider or narrower by how earlier ones held. */
void fanfold_remaining_widen (FanfoldRemaining *self, FanfoldRemainingAnswer *answer);

/* [any] What the events so far say, as if nothing had been shown before. @by_age: nothing is known
 * of some jobs but how old they are. */
void
fanfold_remaining_draw (FanfoldRemaining *self, FanfoldRemainingAnswer *answer, gboolean *by_age);

G_END_DECLS
