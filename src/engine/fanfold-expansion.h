/* fanfold-expansion.h: a batch on its way to a combine, and perhaps to a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"
#include "fanfold-export.h"
#include "fanfold-recollection.h"
#include "fanfold-registry.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldBatch *batch; /* a copy: the caller may go on editing */
  gboolean launches;
  char *text; /* (nullable) the batch's, once it is expanded and is to be launched */
  FanfoldFunction *function;
  FanfoldExport *results;            /* (nullable) */
  FanfoldRecollection *recollection; /* (nullable) */
} FanfoldExpansion;

/* [any] Waits for the disk: what is made of it, in the order that the settings ask for. (transfer
 * full) */
FanfoldCombine *
fanfold_expansion_work (FanfoldExpansion *self, GCancellable *cancellable, GError **error);

/* [main] */
void fanfold_expansion_free (FanfoldExpansion *self);

/* [main] Expands @batch off the main thread, in the order that its settings ask for.
 * @recollection: (nullable) knows how long jobs took. @callback gets a GTask of @source_object with
 * a FanfoldCombine (to be released by fanfold_combine_unref ()) as its result and, where it did not
 * fail at once, a FanfoldExpansion as its data. @launches: what comes of it is to be launched.
 * @results: (nullable) (transfer full). FANFOLD_ERROR_UNKNOWN where @registry has no such function,
 * else as fanfold_batch_expand (). */
void fanfold_expansion_start (gpointer source_object,
                              FanfoldRegistry *registry,
                              FanfoldRecollection *recollection,
                              FanfoldBatch *batch,
                              gboolean launches,
                              FanfoldExport *results,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

G_END_DECLS
