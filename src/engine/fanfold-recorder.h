/* fanfold-recorder.h: what is recorded of one run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-export.h"
#include "fanfold-history.h"
#include "fanfold-ranges.h"
#include "fanfold-record-queue.h"

G_BEGIN_DECLS

/* [any] Counted atomically. Made by fanfold_writer_begin (). */
typedef struct _FanfoldRecorder FanfoldRecorder;

FanfoldRecorder *fanfold_recorder_ref (FanfoldRecorder *self);
void fanfold_recorder_unref (FanfoldRecorder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRecorder, fanfold_recorder_unref)

/* [main] Of a run that was `waiting` when it was handed over: it begins now. @started_usec: when it
 * began first, wall clock. Does not wait. */
void fanfold_recorder_start (FanfoldRecorder *self, gint64 started_usec);

/* [slot] Hands over what happened to jobs, @block: (transfer none), in any order. @again: one
 * attempt of several; else it is how they ended, and comes once for each job, unless it was taken
 * back. Waits afterwards while the queue is full (4 MiB). */
void fanfold_recorder_add_block (FanfoldRecorder *self, FanfoldBlock *block, gboolean again);
/* [any] Hands over a piece of the log of an attempt, copied. Waits likewise. */
void fanfold_recorder_add_log (FanfoldRecorder *self,
                               guint64 index,
                               guint attempt,
                               FanfoldLogKind kind,
                               const char *bytes,
                               gsize length);
/* [any] Hands over what came of a stream, values @first and following, an array: it is on disk
 * before any job of it is, and the stream is told so. Does not wait; there is a number for that. */
void fanfold_recorder_add_values (FanfoldRecorder *self, guint64 first, GVariant *values);
/* [any] The bytes of such that are not on disk and have not been given up. */
gsize fanfold_recorder_get_values_bytes (FanfoldRecorder *self);
/* [any] Hands over what was added to the inputs after @n others: it is on disk before any job of it
 * may begin, which has to wait for that. Does not wait. */
void fanfold_recorder_add_inputs (FanfoldRecorder *self, guint n, FanfoldCombine *added);
/* [any] Whether what was handed over as @n is on disk, or was given up with the history. */
gboolean fanfold_recorder_has_inputs (FanfoldRecorder *self, guint n);
/* [any] Jobs that are over are run again and do not count as that any more: so many of each state
 * among @jobs, which are copied. Those whose results are not written yet get the new ones; what is
 * written already stays. Does not wait. */
void fanfold_recorder_take_back (FanfoldRecorder *self,
                                 FanfoldRanges *jobs,
                                 const guint64 counts[FANFOLD_N_JOB_STATES]);
/* [any] How many jobs the run has now. Does not wait. */
void fanfold_recorder_set_total (FanfoldRecorder *self, guint64 n_jobs);
/* [any] The run's stream came to its end: it is not cut short any more. Does not wait. */
void fanfold_recorder_set_whole (FanfoldRecorder *self);
/* [any] The text of its batch has other settings now. Does not wait. */
void fanfold_recorder_set_batch (FanfoldRecorder *self, const char *batch);
/* [any] Something has happened to the run itself. Does not wait. */
void fanfold_recorder_add_event (FanfoldRecorder *self, const FanfoldRunEvent *event);
/* [any] What other programs are to know of how long it takes. Does not wait. */
void fanfold_recorder_set_outlook (FanfoldRecorder *self, const FanfoldOutlook *outlook);
/* [any] Whether they can know it. */
gboolean fanfold_recorder_has_told (FanfoldRecorder *self);
/* [main] The run is over: its last state, @reason: (nullable), @seconds: of all its sessions. Does
 * not wait. Once, and the last of all. */
void fanfold_recorder_end (FanfoldRecorder *self,
                           FanfoldRunState state,
                           const char *reason,
                           double seconds);

/* [any] A reader of the results that takes nothing for a second is not waited for any more. */
void fanfold_recorder_hurry (FanfoldRecorder *self);

/* [any] The id in the history; 0 until it is known. */
guint64 fanfold_recorder_get_id (FanfoldRecorder *self);
/* [any] Jobs whose record is on disk. */
guint64 fanfold_recorder_get_n_recorded (FanfoldRecorder *self);
/* [any] After fanfold_recorder_end (): everything is on disk, or given up with an error, and the
 * results have been read; a slow reader holds up neither the jobs nor their records before. */
gboolean fanfold_recorder_is_over (FanfoldRecorder *self);
/* [any] Why the history cannot be written just now, as a sentence. It is tried again each second
 * while the slots wait, for as long as the writer is patient, then given up with an error.
 * (transfer full) (nullable) */
char *fanfold_recorder_dup_trouble (FanfoldRecorder *self);
/* [any] What went wrong: with the history (jobs are still counted and exported) or with the
 * results (jobs are still recorded). (transfer full) (nullable) */
GError *fanfold_recorder_dup_history_error (FanfoldRecorder *self);
GError *fanfold_recorder_dup_results_error (FanfoldRecorder *self);

/* [main] For the writer: @history, @jobs: (nullable); @run, @jobs are copied; @results: (nullable)
 * (transfer full). (transfer full) */
FanfoldRecorder *fanfold_recorder_new (FanfoldRecordQueue *queue,
                                       FanfoldHistory *history,
                                       const FanfoldHistoryRun *run,
                                       FanfoldCombine *combine,
                                       FanfoldRanges *jobs,
                                       FanfoldExport *results);

/* [writer] Takes over a record that came out of the queue, to be worked off next. */
void fanfold_recorder_take (FanfoldRecorder *self, const FanfoldRecord *record);

/* [writer] Records all that was taken, in one transaction; what fails is tried again for
 * @patience_usec, or, where this is the @last call, given up. Gives the time of the monotonic clock
 * when it is to be called again at the latest. */
gint64 fanfold_recorder_work (FanfoldRecorder *self, gint64 patience_usec, gboolean last);

/* [writer] It is over, and there is nothing more to do: where the history was given up, the list
 * says so by now, so that the run does not seem to go on. */
gboolean fanfold_recorder_is_settled (FanfoldRecorder *self);

G_END_DECLS
