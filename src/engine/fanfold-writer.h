/* fanfold-writer.h: the one thread that records: history and results
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-recorder.h"

G_BEGIN_DECLS

typedef struct _FanfoldWriter FanfoldWriter;

/* [main] Starts the thread. @history: (nullable) without one jobs are counted and exported only.
 * (transfer full) */
FanfoldWriter *fanfold_writer_new (FanfoldHistory *history);

#define FANFOLD_WRITER_FOR_EVER G_MAXUINT

/* [main] How long runs wait for a history that cannot be written, as on a full disk, before they do
 * without it; at first FANFOLD_WRITER_FOR_EVER. */
void fanfold_writer_set_patience (FanfoldWriter *self, guint seconds);

/* [main] The context's thread calls @func with the ids of runs that were removed from the history
 * to keep its limits, until the writer ends. */
typedef void (*FanfoldPrunedFunc) (const guint64 *ids, guint n, gpointer user_data);
void
fanfold_writer_set_pruned_func (FanfoldWriter *self, FanfoldPrunedFunc func, gpointer user_data);

/* [main] Waits until everything handed over is on disk, or given up after one more try, and for
 * results as fanfold_recorder_hurry () says; ends the thread, frees. */
void fanfold_writer_end (FanfoldWriter *self);

/* [main] Begins to record a run; does not wait. @run is copied (its id is given by the history, pid
 * and start time of this program are added). One that has an id is continued: @jobs, else NULL, are
 * those that are run in this session; the counts of @run are those of the jobs that stay as they
 * are, its seconds those of earlier sessions, and the results get all jobs. It fails, with a
 * history error, where the run goes on in another program. @results: (nullable) (transfer full).
 * Two references: the caller's and the writer's. (transfer full) */
FanfoldRecorder *fanfold_writer_begin (FanfoldWriter *self,
                                       const FanfoldHistoryRun *run,
                                       FanfoldCombine *combine,
                                       FanfoldRanges *jobs,
                                       FanfoldExport *results);

G_END_DECLS
