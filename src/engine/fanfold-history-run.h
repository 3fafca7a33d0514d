/* fanfold-history-run.h: what the history keeps of a run, without its jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"
#include "fanfold-job-state.h"
#include "fanfold-outlook.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 id;
  guint64 parent; /* the run of which it takes jobs and inputs; 0: none */
  char *name;     /* the batch's, else the command line that it runs, else the function's label */
  char *function_id;
  char *batch;  /* the text of its .fanfold file */
  char *folder; /* (nullable) the batch's, else what was the current one when it began */
  FanfoldRunState state;
  char *reason; /* (nullable) why it stopped or failed */
  guint64 n_jobs_total;
  guint64 counts[FANFOLD_N_JOB_STATES]; /* as far as recorded */
  gint64 started_usec;                  /* wall clock */
  double seconds;                       /* elapsed, of all its sessions */
  FanfoldOutlook outlook;               /* of one that goes on, where its program has said it */
  guint64 n_bytes;                      /* on disk */
  gboolean cut_short;                   /* not all of its stream is known to have come */
  gboolean kept;                        /* never pruned */
} FanfoldHistoryRun;

/* [main] What is to be kept of a run of @batch, `waiting`; its id and times are not known yet.
 * @text: (nullable) (transfer full) the batch's, where somebody made it already: of many values
 * that takes its time. (transfer full) */
FanfoldHistoryRun *fanfold_history_run_new (FanfoldBatch *batch,
                                            char *text,
                                            FanfoldFunction *function,
                                            guint64 n_jobs_total);

FanfoldHistoryRun *fanfold_history_run_copy (const FanfoldHistoryRun *self);
void fanfold_history_run_free (FanfoldHistoryRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldHistoryRun, fanfold_history_run_free)

/* [any] Jobs that are done in words: neither waiting nor running, cancelled or skipped. */
guint64 fanfold_history_run_get_n_done (const FanfoldHistoryRun *self);

G_END_DECLS
