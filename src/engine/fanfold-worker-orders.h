/* fanfold-worker-orders.h: what other threads want of a worker, until its slot passes it on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-wire.h"

G_BEGIN_DECLS

/* Any thread gives them; the slot that speaks with the worker sends them, and is woken for it. */
typedef struct _FanfoldWorkerOrders FanfoldWorkerOrders;

/* [any] (transfer full) */
FanfoldWorkerOrders *fanfold_worker_orders_new (void);
void fanfold_worker_orders_free (FanfoldWorkerOrders *self);

/* [any] Readable as long as something is there to be sent. */
int fanfold_worker_orders_get_fd (FanfoldWorkerOrders *self);

/* [any] Does not wait. What is as it was is not sent again. */
void fanfold_worker_orders_set_limits (FanfoldWorkerOrders *self,
                                       gint64 time_usec,
                                       guint64 memory_bytes);
void fanfold_worker_orders_freeze (FanfoldWorkerOrders *self, gboolean frozen);
void fanfold_worker_orders_cancel (FanfoldWorkerOrders *self, gint64 grace_usec);
/* [any] For as long as the bundle that runs now or next. */
void fanfold_worker_orders_cancel_job (FanfoldWorkerOrders *self, guint64 index, gint64 grace_usec);

/* [slot] Puts into the queue of @wire what has come since the last time; of jobs to be cancelled
 * those among the @n_jobs from @first on, which the worker has heard of: with 0 they wait. */
void fanfold_worker_orders_send (FanfoldWorkerOrders *self,
                                 FanfoldWire *wire,
                                 guint64 first,
                                 guint n_jobs);

/* [slot] The bundle is over: forgets the jobs that were to be cancelled in it. */
void fanfold_worker_orders_forget_jobs (FanfoldWorkerOrders *self);

G_END_DECLS
