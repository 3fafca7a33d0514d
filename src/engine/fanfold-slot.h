/* fanfold-slot.h: one of the n_jobs places: what a pool thread does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-dispatch.h"
#include "fanfold-job-table.h"
#include "fanfold-memo.h"
#include "fanfold-failures.h"
#include "fanfold-run-log.h"
#include "fanfold-time-limit.h"
#include "fanfold-twins.h"
#include "fanfold-settings.h"
#include "fanfold-writer.h"

G_BEGIN_DECLS

/* What all slots of a run share. Everything in it outlives them. */
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
  const FanfoldSettings *settings; /* as they were when the run began */
  guint n_inner_threads;
  const char *worker_path;
  const char *folder; /* (nullable) the jobs' working folder */
} FanfoldSlotContext;

typedef struct _FanfoldSlot FanfoldSlot;

/* [any] (transfer full) */
FanfoldSlot *fanfold_slot_new (const FanfoldSlotContext *context, guint32 number);
void fanfold_slot_free (FanfoldSlot *self);

/* [slot] Runs jobs until there is nothing left to start, or the slot had to be given up: then the
 * reason, as a sentence, is its return value. (transfer full) (nullable) */
char *fanfold_slot_run (FanfoldSlot *self);

/* [any] Asks the jobs under way to end, and all that may still be given to it; does not wait. For
 * as long as fanfold_slot_run () goes on. */
void fanfold_slot_cancel (FanfoldSlot *self);

/* [any] Asks one job to end, where it is under way in this slot. */
void fanfold_slot_cancel_job (FanfoldSlot *self, guint64 index);

/* [any] Stops what runs where it is, or lets it go on; in `threads` nothing can be stopped. */
void fanfold_slot_freeze (FanfoldSlot *self, gboolean frozen);

G_END_DECLS
