/* fanfold-worker-bundle.h: jobs on their way through a worker, as the slot sees them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-job-events.h"
#include "fanfold-wire.h"

G_BEGIN_DECLS

typedef struct
{
  FanfoldFunction *function;
  const FanfoldJobEvents *events;
  guint64 sequence;
  guint64 first; /* of those that are not over: all, or the job that was left when it was parted */
  guint n_jobs;
  guint n_over;  /* those before it */
  guint n_given; /* over, left and handed back together */
  guint32 slot;
  guint32 attempt;
  guint64 begun;       /* the newest job that was heard of, at first G_MAXUINT64 */
  FanfoldBlock *block; /* the answer, at first NULL */
} FanfoldWorkerBundle;

/* [slot] Puts it into the queue of @wire: fewer jobs where they are too large for a frame; one that
 * is too large by itself has failed, and that is the answer. */
void fanfold_worker_bundle_send (FanfoldWorkerBundle *self,
                                 FanfoldWire *wire,
                                 GVariant *columns,
                                 gint64 budget_usec);

/* [slot] Takes the messages that have come, up to the answer. FANFOLD_ERROR_WORKER where the worker
 * talks nonsense, FANFOLD_ERROR_INVALID where its answer is. */
gboolean fanfold_worker_bundle_take (FanfoldWorkerBundle *self, FanfoldWire *wire, GError **error);

G_END_DECLS
