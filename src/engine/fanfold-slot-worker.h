/* fanfold-slot-worker.h: where a slot's jobs run: its worker, or its own thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-events.h"
#include "fanfold-slot-context.h"

G_BEGIN_DECLS

typedef struct _FanfoldSlotWorker FanfoldSlotWorker;

/* [any] Both must outlive it. (transfer full) */
FanfoldSlotWorker *fanfold_slot_worker_new (const FanfoldSlotContext *context,
                                            guint32 slot,
                                            const FanfoldJobEvents *events);
void fanfold_slot_worker_free (FanfoldSlotWorker *self);

/* [slot] Starts what jobs need, where it is not there. */
gboolean fanfold_slot_worker_start (FanfoldSlotWorker *self, GError **error);
/* [slot] Ends it; it may be started again. */
void fanfold_slot_worker_end (FanfoldSlotWorker *self);

/* [slot] How many of @n jobs may be run together, once it was started: one, where it cannot be
 * rescued what must not be done twice. */
guint fanfold_slot_worker_limit (FanfoldSlotWorker *self, guint n);

/* [slot] From now on these are the jobs that may be asked to end one by one. */
void fanfold_slot_worker_take (FanfoldSlotWorker *self, guint64 first, guint n);

/* [slot] Of those that were taken only the job at @index is left. */
void fanfold_slot_worker_leave_one (FanfoldSlotWorker *self, guint64 index);

/* [slot] Runs the jobs that were taken, or the first @n of them; else as fanfold_worker_run ().
 * (transfer full) */
FanfoldBlock *fanfold_slot_worker_run (
    FanfoldSlotWorker *self, guint n, guint attempt, guint64 *begun, GError **error);

/* [slot] Whether a job of those that were taken last was asked to end. In `threads` the flag may
 * have reached a neighbour. */
gboolean fanfold_slot_worker_was_asked (FanfoldSlotWorker *self, guint64 index);

/* [any] See fanfold-slot.h. */
void fanfold_slot_worker_cancel (FanfoldSlotWorker *self);
void fanfold_slot_worker_cancel_jobs (FanfoldSlotWorker *self, FanfoldRanges *jobs);
void fanfold_slot_worker_freeze (FanfoldSlotWorker *self, gboolean frozen);
void fanfold_slot_worker_watch (FanfoldSlotWorker *self);

G_END_DECLS
