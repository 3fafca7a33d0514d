/* fanfold-pending.h: the jobs of a run that are not over, by what they wait for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-delayed.h"
#include "fanfold-ranges.h"

G_BEGIN_DECLS

/* A job is ready, due later, parked, out, or cancelled and not told of yet; who is none of these is
 * unknown here. One thread at a time. */
typedef struct _FanfoldPending FanfoldPending;

/* [any] All of @jobs are ready; (transfer full). (transfer full) */
FanfoldPending *fanfold_pending_new (FanfoldRanges *jobs);
void fanfold_pending_free (FanfoldPending *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldPending, fanfold_pending_free)

guint64 fanfold_pending_get_n_ready (FanfoldPending *self);
guint64 fanfold_pending_get_n_waiting (FanfoldPending *self); /* ready, due later or parked */
guint64 fanfold_pending_get_n_cancelled (FanfoldPending *self);
guint64 fanfold_pending_get_n_out (FanfoldPending *self);

/* [any] Those that are due by @now_usec are ready. */
void fanfold_pending_update (FanfoldPending *self, gint64 now_usec);
/* [any] When the next one is due; G_MAXINT64: none is. */
gint64 fanfold_pending_get_next_due (FanfoldPending *self);
/* [any] As fanfold_delayed_get_last (). */
guint fanfold_pending_get_delayed (FanfoldPending *self, FanfoldDelayedJob *jobs, guint max);

/* [any] The lowest that is ready; there must be one. */
guint64 fanfold_pending_get_first (FanfoldPending *self);

/* [any] The lowest that are ready and stand side by side, which are out from now on; or those that
 * were cancelled, which are forgotten. There must be one. */
void fanfold_pending_take (FanfoldPending *self, guint max, guint64 *first, guint *n);
void fanfold_pending_take_cancelled (FanfoldPending *self, guint max, guint64 *first, guint *n);

/* [any] Jobs that are out come back: they are ready, due later or parked, or cancelled if they were
 * to be meanwhile; or they are over. */
void fanfold_pending_return (FanfoldPending *self, guint64 first, guint n);
void fanfold_pending_delay (FanfoldPending *self, guint64 index, gint64 due_usec);
void fanfold_pending_park (FanfoldPending *self, guint64 index);
void fanfold_pending_finish (FanfoldPending *self, guint64 first, guint n);

/* [any] Jobs that are not out are ready. */
void fanfold_pending_add (FanfoldPending *self, guint64 first, guint64 n);
/* [any] Those that are parked are ready. */
void fanfold_pending_unpark (FanfoldPending *self, guint64 first, guint64 n);
/* [any] Those that wait are forgotten, and added to @settled (nullable). Gives how many they were.
 */
guint64
fanfold_pending_settle (FanfoldPending *self, guint64 first, guint64 n, FanfoldRanges *settled);
/* [any] Those of @jobs that wait are cancelled, and added to @taken (nullable); those that are out
 * are, should they come back without being over. */
void fanfold_pending_cancel (FanfoldPending *self, FanfoldRanges *jobs, FanfoldRanges *taken);
/* [any] Those of @jobs that were cancelled, and of which nobody was told, are ready, and added to
 * @kept. */
void fanfold_pending_keep (FanfoldPending *self, FanfoldRanges *jobs, FanfoldRanges *kept);
/* [any] How many of the jobs, which are out, come before the first that was to be cancelled. */
guint fanfold_pending_count_wanted (FanfoldPending *self, guint64 first, guint n);

G_END_DECLS
