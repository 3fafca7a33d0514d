/* fanfold-dispatch.h: who gets which jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives out the numbers of jobs, in order, each once; what a slot hands back comes first. One lock.
 */
typedef struct _FanfoldDispatch FanfoldDispatch;

/* [any] @may_bundle: jobs may travel together once they prove short (under 1 ms each). (transfer
 * full) */
FanfoldDispatch *fanfold_dispatch_new (guint64 n_jobs, guint n_slots, gboolean may_bundle);
void fanfold_dispatch_free (FanfoldDispatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDispatch, fanfold_dispatch_free)

/* [slot] The next jobs: *@n of them from *@first on. False where there is nothing left to start, or
 * it was closed. */
gboolean fanfold_dispatch_next (FanfoldDispatch *self, guint64 *first, guint *n);

/* [slot] Jobs that were given out and not begun. */
void fanfold_dispatch_return (FanfoldDispatch *self, guint64 first, guint n);

/* [slot] How long @n jobs that travelled together were under way: makes the next bundles larger or
 * smaller. */
void fanfold_dispatch_learn (FanfoldDispatch *self, guint n, double seconds);

/* [any] Nothing more is given out. */
void fanfold_dispatch_close (FanfoldDispatch *self);

G_END_DECLS
