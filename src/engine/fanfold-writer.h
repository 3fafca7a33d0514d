/* fanfold-writer.h: the one thread that records: history and results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-export.h"
#include "fanfold-history.h"

G_BEGIN_DECLS

typedef struct _FanfoldWriter FanfoldWriter;
typedef struct _FanfoldRecorder FanfoldRecorder;

/* [main] Starts the thread. (transfer full) */
FanfoldWriter *fanfold_writer_new (FanfoldHistory *history);

/* [main] Waits until everything handed over is on disk, ends the thread, frees. */
void fanfold_writer_end (FanfoldWriter *self);

/* [main] Begins to record a run; does not wait. @run is copied (its id is given by the history, pid
 * and start time of this program are added); @results: (nullable) (transfer full). Two references:
 * the caller's and the writer's. (transfer full) */
FanfoldRecorder *fanfold_writer_begin (FanfoldWriter *self,
                                       const FanfoldHistoryRun *run,
                                       FanfoldCombine *combine,
                                       FanfoldExport *results);

FanfoldRecorder *fanfold_recorder_ref (FanfoldRecorder *self);
void fanfold_recorder_unref (FanfoldRecorder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRecorder, fanfold_recorder_unref)

/* [slot] Hands over what happened to jobs, @block: (transfer none). Waits while the queue is full
 * (64 MiB). */
void fanfold_recorder_add_block (FanfoldRecorder *self, FanfoldBlock *block);
/* [any] Hands over a piece of a job's log, copied. Waits likewise. */
void fanfold_recorder_add_log (
    FanfoldRecorder *self, guint64 index, FanfoldLogKind kind, const char *bytes, gsize length);
/* [main] The run is over: its last state, @reason: (nullable). Does not wait. */
void fanfold_recorder_end (FanfoldRecorder *self,
                           FanfoldRunState state,
                           const char *reason,
                           double seconds);

/* [any] The id in the history; 0 until it is known. */
guint64 fanfold_recorder_get_id (FanfoldRecorder *self);
/* [any] Jobs whose record is on disk. */
guint64 fanfold_recorder_get_n_recorded (FanfoldRecorder *self);
/* [any] After fanfold_recorder_end (): everything is on disk, or given up with an error. */
gboolean fanfold_recorder_is_over (FanfoldRecorder *self);
/* [any] What went wrong, once: with the history (jobs are still counted and exported) or with the
 * results. (transfer full) (nullable) */
GError *fanfold_recorder_dup_history_error (FanfoldRecorder *self);
GError *fanfold_recorder_dup_results_error (FanfoldRecorder *self);

G_END_DECLS
