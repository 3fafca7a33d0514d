/* fanfold-worker.h: the parent's side of a worker: start, feed, watch, end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-job-events.h"

G_BEGIN_DECLS

/* A worker process, used by one slot. [slot] unless said otherwise. */
typedef struct _FanfoldWorker FanfoldWorker;

typedef struct
{
  const char *path;          /* of fanfold-worker */
  const char *folder;        /* (nullable) the jobs' working folder */
  FanfoldFunction *function; /* must outlive the worker */
  int nice;                  /* of the runner */
  int io_priority;           /* of the runner: a FanfoldIoPriority */
  guint slot;                /* of these … */
  guint n_pinned;            /* … among which the cores are shared out; 0: any may be used */
  guint n_threads;           /* a job may use of its own accord: OMP_NUM_THREADS and its kin, where
                                the environment does not say already; 0: left alone */
} FanfoldWorkerSpec;

/* Starts one and says hello; waits for its answer, at most 10 s (a plugin loads meanwhile).
 * FANFOLD_ERROR_WORKER or FANFOLD_ERROR_PLUGIN. (transfer full) */
FanfoldWorker *fanfold_worker_start (const FanfoldWorkerSpec *spec, GError **error);

/* What a job may take, from now on: those that exceed it are ended, `timed-out` or `failed` with
 * the reason. The time counts from a job's own start, without the time it was frozen, and is kept
 * to within 100 ms: flag, SIGTERM, SIGKILL follow quickly. Memory is that of the runner and all
 * that descends from it, sampled. 0: any. */
typedef struct
{
  gint64 time_usec;
  guint64 memory_bytes;
} FanfoldJobLimits;

/* [any] They hold for the job under way, too. Does not wait. */
void fanfold_worker_set_limits (FanfoldWorker *self, const FanfoldJobLimits *limits);

/* Runs the jobs from @first on and waits until they are over: @columns as
 * fanfold_combine_get_columns () gives them. The block holds those that were begun, at least one: a
 * job whose process died is `crashed`, its message the signal's name or exit status and the last
 * lines that it wrote to stderr, and the worker goes on with a new runner; jobs that were not begun
 * when @budget_usec (0: none) was spent, or after a crash, are not in the block and can be given
 * again. Where a job is under way by then, events->parted gives those that are over. A worker that
 * dies itself costs no more than that where what it did can still be read, as on this machine; the
 * next call then says that it is gone: NULL with FANFOLD_ERROR_WORKER. Where it cannot be read,
 * this one does, and @begun (out) is the index of the job that was running when last heard of, or
 * G_MAXUINT64. (transfer full) */
FanfoldBlock *fanfold_worker_run (FanfoldWorker *self,
                                  guint64 first,
                                  GVariant *columns,
                                  guint32 slot,
                                  guint32 attempt,
                                  gint64 budget_usec,
                                  const FanfoldJobEvents *events,
                                  guint64 *begun,
                                  GError **error);

/* [any] Asks the jobs under way to end: flag, SIGTERM, SIGKILL after @grace_usec each, the runner
 * and all that descends from it. fanfold_worker_run () then returns with the running job
 * `cancelled`. Does not wait. It stays in force: where no job runs, the next fanfold_worker_run ()
 * ends its first job at once. */
void fanfold_worker_cancel (FanfoldWorker *self, gint64 grace_usec);

/* [any] The same for one job alone, of those under way: it is `cancelled`, where it had not begun
 * it is handed back with those behind it. Nothing where it is not under way. */
void fanfold_worker_cancel_job (FanfoldWorker *self, guint64 index, gint64 grace_usec);

/* [any] Stops the runner and all that descends from it where they are, or lets them go on. Does not
 * wait. */
void fanfold_worker_freeze (FanfoldWorker *self, gboolean frozen);

/* Whether it can be known, should it die, which jobs it had begun and what came of them: only then
 * may jobs that are not to be run twice travel together. */
gboolean fanfold_worker_can_rescue (FanfoldWorker *self);

/* [any] The process id of fanfold-worker. */
int fanfold_worker_get_pid (FanfoldWorker *self);

/* Says goodbye, waits a moment, kills what stays, frees. */
void fanfold_worker_end (FanfoldWorker *self);

G_END_DECLS
