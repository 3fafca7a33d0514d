/* fanfold-delayed.h: jobs that are due at a time of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-ranges.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 index;
  gint64 due_usec;
} FanfoldDelayedJob;

/* O(log jobs) a job. One thread at a time. */
typedef struct _FanfoldDelayed FanfoldDelayed;

/* [any] Empty. (transfer full) */
FanfoldDelayed *fanfold_delayed_new (void);
void fanfold_delayed_free (FanfoldDelayed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDelayed, fanfold_delayed_free)

/* [any] Job @index, which is not in it yet, is due at @due_usec. */
void fanfold_delayed_add (FanfoldDelayed *self, guint64 index, gint64 due_usec);

/* [any] When the next one is due; G_MAXINT64: there is none. */
gint64 fanfold_delayed_get_next_due (FanfoldDelayed *self);
/* [any] Moves those that are due by @now_usec to @to. */
void fanfold_delayed_take_due (FanfoldDelayed *self, gint64 now_usec, FanfoldRanges *to);

/* [any] Takes out the jobs @first … @first + @n - 1, those of them that are in it, and adds them to
 * @to (nullable). Gives how many they were. */
guint64 fanfold_delayed_remove (FanfoldDelayed *self, guint64 first, guint64 n, FanfoldRanges *to);

guint64 fanfold_delayed_get_size (FanfoldDelayed *self);

/* [any] The @max that are due last, the very last one first: how many. */
guint fanfold_delayed_get_last (FanfoldDelayed *self, FanfoldDelayedJob *jobs, guint max);

G_END_DECLS
