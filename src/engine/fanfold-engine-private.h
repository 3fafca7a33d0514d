/* fanfold-engine-private.h: what the engine is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-engine.h"
#include "fanfold-history-watch.h"
#include "fanfold-queue.h"
#include "fanfold-recollection.h"

G_BEGIN_DECLS

struct _FanfoldEngine
{
  GObject parent_instance;

  char *worker_path;
  char *history_folder;
  FanfoldCpu cpu;

  FanfoldRegistry *registry;
  FanfoldMemo *memo;
  FanfoldHistory *history;    /* NULL: not there yet, or cannot be used */
  gboolean told_interrupted;  /* what is found later is not among the runs */
  FanfoldHistoryWatch *watch; /* likewise; the task that looks has it meanwhile */
  gboolean following;
  gboolean looking; /* there is such a task */
  guint follow_id;
  FanfoldRecollection *recollection; /* NULL before the start */
  FanfoldWriter *writer;
  GListStore *runs; /* newest first */
  FanfoldConditions *conditions;
  FanfoldQueue *queue; /* of runs, which are borrowed from there: those that go on, or wait */
  guint queue_id;
  GQueue additions; /* of GTask: inputs on their way to runs */
  guint max_slots;  /* of all runs together; 0: any number */
  GPtrArray *notes; /* NULL-ended */
};

/* [main] Begins @run when @start says so. */
void fanfold_engine_queue_run (FanfoldEngine *self, FanfoldRun *run, const FanfoldStart *start);

/* [main] Those of the runs that are over, or go on elsewhere, leave the list. */
void fanfold_engine_remove_runs (FanfoldEngine *self, const guint64 *ids, guint n);

/* [main] After the start: looks, where others are followed. */
void fanfold_engine_begin_following (FanfoldEngine *self);
/* [main] Nobody looks when it returns. */
void fanfold_engine_end_following (FanfoldEngine *self);

/* [main] Divides the slots that runs may have together among those that go on, and @next,
 * (nullable), which is to begin: False where it has to wait for one. */
gboolean fanfold_engine_share_slots (FanfoldEngine *self, FanfoldRun *next);

G_END_DECLS
