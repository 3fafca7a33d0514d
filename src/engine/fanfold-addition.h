/* fanfold-addition.h: inputs on their way to a run that goes on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-expansion.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

/* The run is held for as long as it is there. */
typedef struct
{
  FanfoldRun *run;
  FanfoldExpansion *expansion; /* for the run's own function */
  FanfoldCombine *behind;      /* (nullable) until it is expanded */
  FanfoldCombineTwins *twins;  /* (nullable) */
  guint64 first;               /* of the jobs that it makes */
  guint64 n_jobs;
} FanfoldAddition;

/* [main] @run goes on, or waits. @batch is copied, and looked up in the run's folder, where its
 * jobs are run. @recollection: (nullable). (transfer full) */
FanfoldAddition *
fanfold_addition_new (FanfoldRun *run, FanfoldBatch *batch, FanfoldRecollection *recollection);
void fanfold_addition_free (FanfoldAddition *self);

/* [main] Expands it on a thread, for the run as it is now: nothing else may be added meanwhile.
 * @callback gets a GTask of @source_object with a boolean as its result; @self has to outlive it.
 * The errors are those of fanfold_engine_add_inputs_async (). */
void fanfold_addition_start (FanfoldAddition *self,
                             gpointer source_object,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

G_END_DECLS
