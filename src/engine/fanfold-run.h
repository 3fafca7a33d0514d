/* fanfold-run.h: one execution of a batch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-batch.h"
#include "fanfold-conditions.h"
#include "fanfold-cpu.h"
#include "fanfold-ranges.h"
#include "fanfold-job-table.h"
#include "fanfold-memo.h"
#include "fanfold-recollection.h"
#include "fanfold-remaining.h"
#include "fanfold-run-halt.h"
#include "fanfold-start.h"
#include "fanfold-writer.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_RUN (fanfold_run_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldRun, fanfold_run, FANFOLD, RUN, GObject)

/* [main] all, unless said otherwise. Made by the engine. What changes while it runs is taken over
 * by fanfold_run_sample () and notified then; between samples everything stays as it was.
 *
 * Properties, read only: "title" (s: the batch's name, or the function's label), "state" (u:
 * FanfoldRunState), "fraction" (d: 0 to 1), "n-samples" (u: grows with each sample that brought a
 * change; counts, elapsed and remaining are to be asked anew then), "loaded" (b: the job table is
 * there; at once for a run of this program, for one from the history after fanfold_run_load_async
 * ()). */

/* What the history keeps of it, as far as it is known: id (0 until it is known), name, function,
 * batch, state, reason, counts by state, times. (transfer none) */
const FanfoldHistoryRun *fanfold_run_get_record (FanfoldRun *self);

/* NULL until loaded. (transfer none) (nullable) */
FanfoldCombine *fanfold_run_get_combine (FanfoldRun *self);
FanfoldJobTable *fanfold_run_get_job_table (FanfoldRun *self);

double fanfold_run_get_fraction (FanfoldRun *self);
/* As it was asked for last; the effective number of slots. */
int fanfold_run_get_n_jobs (FanfoldRun *self);
guint fanfold_run_get_n_slots (FanfoldRun *self);
/* How many jobs these run at once: roughly, where jobs take several of n_jobs, and not all as many.
 */
guint fanfold_run_get_n_at_once (FanfoldRun *self);
/* FALSE while a stream goes on, of which nobody knows how many jobs it makes: the total is then
 * what has come so far. */
gboolean fanfold_run_is_total_known (FanfoldRun *self);
/* How many jobs are got ready ahead of the slots meanwhile; FANFOLD_PRE_DISPATCH_ALL: any number.
 */
guint64 fanfold_run_get_n_ahead (FanfoldRun *self);
const FanfoldSettings *fanfold_run_get_settings (FanfoldRun *self);
/* It is paused until the machine is on AC power, or nobody uses it. */
gboolean fanfold_run_is_minding (FanfoldRun *self);
/* Why it starts no jobs just now, while it goes on; its reason, where there is one, says it in
 * full. Of a run elsewhere nothing but a pause is known. */
FanfoldRunHalt fanfold_run_get_halt (FanfoldRun *self);
/* Whether it starts no more jobs for good, whatever else holds it up: those that run may end, or
 * are ended. */
gboolean fanfold_run_is_ending (FanfoldRun *self);
/* Its jobs are stopped where they are. */
gboolean fanfold_run_is_frozen (FanfoldRun *self);
void fanfold_run_get_remaining (FanfoldRun *self, FanfoldRemainingAnswer *answer);

/* Why a run waits. @at_usec: (out) wall clock, of FANFOLD_WAIT_TIME. @title: (out) (nullable)
 * (transfer none) of the run that it waits for. A change is notified as a sample. */
FanfoldWaitKind fanfold_run_get_wait (FanfoldRun *self, gint64 *at_usec, const char **title);
/* About how long it will take once it has begun, in four cases of five, as was said before it was
 * launched; below 0 where that is unknown, and once it does not wait any more. A change is notified
 * as a sample. */
void fanfold_run_get_forecast (FanfoldRun *self, FanfoldRemainingAnswer *answer);
/* Whether another run waits in front of it. */
gboolean fanfold_run_is_movable (FanfoldRun *self);

/* The group of runs among which it waits, "" where it is in none, and its place there: settings,
 * which are kept with it. */
void fanfold_run_set_place (FanfoldRun *self, const char *group, FanfoldPriority priority);

/* For the engine: how many slots it asks for, has jobs for, and has just now. */
guint fanfold_run_count_slots (FanfoldRun *self, guint *n_needed, guint *n_present);
/* It may have no more than that; 0: as many as it asks for. */
void fanfold_run_set_max_slots (FanfoldRun *self, guint max_slots);

/* Takes over how far the run is. The window calls it ten times a second through
 * fanfold_engine_sample (). */
void fanfold_run_sample (FanfoldRun *self);

/* A run to be, `waiting`. @combine holds the frozen inputs for @function; @history, @memo,
 * @recollection: (nullable); @results: (nullable) (transfer full); the rest is borrowed for as long
 * as the run goes on. (transfer full) */
typedef struct
{
  FanfoldBatch *batch;
  char *text; /* its text, where that was made already: (nullable) (transfer full) */
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldHistory *history;
  FanfoldWriter *writer;
  FanfoldMemo *memo;
  FanfoldConditions *conditions;     /* when it may start jobs: (nullable) any time */
  FanfoldRecollection *recollection; /* what earlier runs say of the remaining time */
  FanfoldExport *results;
  const char *worker_path;
  const FanfoldCpu *cpu;
  int stream_fd;           /* (transfer full) where a stream of @combine comes from; else ignored */
  const char *stream_name; /* both by fanfold_batch_open_stream () */
} FanfoldRunSpec;
FanfoldRun *fanfold_run_new (const FanfoldRunSpec *spec);

/* A run of the history. (transfer full) */
FanfoldRun *fanfold_run_new_from_history (FanfoldHistory *history, const FanfoldHistoryRun *kept);

/* Whether it goes on, or waits, in another program: what the history holds of it is all that is
 * known, and nothing can be done to it from here. */
gboolean fanfold_run_is_elsewhere (FanfoldRun *self);

/* For the engine: what another program has made of a run that is not this program's. Of one that is
 * loaded the jobs are read first, off the main thread. */
void fanfold_run_take_news (FanfoldRun *self, const FanfoldHistoryRun *news);
/* For the engine, now and then: the clock of a run goes on in another program, too. */
void fanfold_run_advance (FanfoldRun *self);

/* Makes a run of the history that is over and loaded `waiting` again, to run @jobs (transfer full),
 * with @spec's batch for its settings, function, history, writer, memo, results and worker; the
 * results get all jobs of the run. */
void fanfold_run_prepare_again (FanfoldRun *self, const FanfoldRunSpec *spec, FanfoldRanges *jobs);

/* Records a run that is to wait: it is found again, `interrupted`, where the program dies. */
void fanfold_run_enter (FanfoldRun *self);
/* For the engine: why it waits, until when, for a run of which title (nullable), and whether
 * another waits in front of it. */
void fanfold_run_set_wait (
    FanfoldRun *self, FanfoldWaitKind kind, gint64 at_usec, const char *title, gboolean movable);

/* Begins a run that is waiting. */
void fanfold_run_begin (FanfoldRun *self);

/* Control while it goes on. Each takes effect within 100 ms, loses nothing and does not wait; where
 * the run is over, or is so already, nothing happens. */

/* Starts no more jobs until it is resumed: the state is `paused`. */
void fanfold_run_pause (FanfoldRun *self);
/* The same, and the workers are stopped where they are (SIGSTOP), their time limits with them. */
void fanfold_run_freeze (FanfoldRun *self);
/* Goes on from either. */
void fanfold_run_resume (FanfoldRun *self);
/* Whether other programs can know by now how it stands. */
gboolean fanfold_run_has_told (FanfoldRun *self);
/* Whether these do something: it goes on, is not being stopped, and is not paused by what goes by
 * itself, as records that cannot be written. */
gboolean fanfold_run_is_steerable (FanfoldRun *self);

/* How many jobs are to run at once, with joblib's meaning. Those that are too many end first. */
void fanfold_run_set_n_jobs (FanfoldRun *self, int n_jobs);

/* Those of @jobs that wait or run end as `cancelled`. */
void fanfold_run_cancel_jobs (FanfoldRun *self, FanfoldRanges *jobs);

/* Those of @jobs that are over are run again, as further attempts in the same run. False where that
 * is too late, as it is over or about to be: there is fanfold_engine_resume_async () for those that
 * are over. */
gboolean fanfold_run_rerun_jobs (FanfoldRun *self, FanfoldRanges *jobs);

/* Whether inputs can be added: it goes on or waits, is not being stopped, and reads no stream.
 * FANFOLD_ERROR_INVALID says why not. See fanfold_engine_add_inputs_async (). */
gboolean fanfold_run_check_adding (FanfoldRun *self, GError **error);

/* For the engine, which adds to a run once at a time. It is not over while it is held, unless it is
 * stopped, as jobs are about to be added. */
void fanfold_run_hold (FanfoldRun *self);
void fanfold_run_let_go (FanfoldRun *self);
/* Has the jobs of @behind, made for its combine, among its own, and recorded. @twins: (nullable)
 * (transfer full). */
void fanfold_run_add_jobs (FanfoldRun *self, FanfoldCombine *behind, FanfoldCombineTwins *twins);
/* FALSE: they are not on disk yet. Else, once, they may begin: *@begun, unless the run is being
 * stopped, or its history cannot be written. */
gboolean fanfold_run_settle_added (FanfoldRun *self, gboolean *begun);

/* [main] The jobs that are in one of @states, a mask of 1 << FanfoldJobState; for a large table it
 * takes a moment. (transfer full) */
FanfoldRanges *fanfold_run_find_jobs (FanfoldRun *self, guint states);

/* Starts no more jobs and ends those that run; those never begun are `skipped`. Results that nobody
 * reads are not waited for from then on. Does not wait. @reason: a sentence, as shown,
 * or one of fanfold_sentence_new (). */
void fanfold_run_stop (FanfoldRun *self, const char *reason);

/* Starts no more jobs and lets those that run end. */
void fanfold_run_drain (FanfoldRun *self, const char *reason);

/* (nullable) What went wrong with recording: in the history, in the results file. (transfer none)
 */
const GError *fanfold_run_get_history_error (FanfoldRun *self);
const GError *fanfold_run_get_results_error (FanfoldRun *self);

/* The run's own log: joblib's lines, what went wrong with workers, cache and history. Grows.
 * (transfer none) */
const char *fanfold_run_get_log (FanfoldRun *self);

/* Reads the frozen inputs and the job table of a run from the history, off the main thread. */
void fanfold_run_load_async (FanfoldRun *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean fanfold_run_load_finish (FanfoldRun *self, GAsyncResult *result, GError **error);

/* (nullable) Where its records are. (transfer none) */
FanfoldHistory *fanfold_run_get_history (FanfoldRun *self);

/* Of the record. */
static inline const char *
fanfold_run_get_title (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->name;
}

static inline FanfoldRunState
fanfold_run_get_state (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->state;
}

static inline const char *
fanfold_run_get_reason (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->reason;
}

static inline guint64
fanfold_run_get_id (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->id;
}

static inline const char *
fanfold_run_get_function_id (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->function_id;
}

static inline guint64
fanfold_run_get_n_jobs_total (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->n_jobs_total;
}

static inline const guint64 *
fanfold_run_get_counts (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->counts;
}

static inline gint64
fanfold_run_get_started (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->started_usec;
}

static inline double
fanfold_run_get_elapsed (FanfoldRun *self)
{
  return fanfold_run_get_record (self)->seconds;
}

static inline guint64
fanfold_run_get_n_done (FanfoldRun *self)
{
  return fanfold_history_run_get_n_done (fanfold_run_get_record (self));
}

G_END_DECLS
