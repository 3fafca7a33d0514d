/* fanfold-slot-context.h: what all slots of a run share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-dispatch.h"
#include "fanfold-failures.h"
#include "fanfold-job-table.h"
#include "fanfold-memo.h"
#include "fanfold-run-log.h"
#include "fanfold-settings.h"
#include "fanfold-time-limit.h"
#include "fanfold-twins.h"
#include "fanfold-writer.h"

G_BEGIN_DECLS

/* Everything in it outlives the slots. */
typedef struct
{
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldDispatch *dispatch;
  FanfoldJobTable *table;
  FanfoldRecorder *recorder;
  FanfoldMemo *memo;   /* (nullable) not used by this run */
  FanfoldTwins *twins; /* (nullable) */
  FanfoldRunLog *log;
  FanfoldFailures *failures;
  FanfoldTimeLimit *time_limit;
  const FanfoldSettings *settings; /* as they were when the run began, but for n_jobs */
  int n_inner_threads;             /* atomic: of a worker that is started */
  int n_slots;                     /* atomic: among which cores are shared out */
  const char *worker_path;
  const char *folder; /* (nullable) the jobs' working folder */
} FanfoldSlotContext;

G_END_DECLS
