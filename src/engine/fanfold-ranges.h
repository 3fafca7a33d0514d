/* fanfold-ranges.h: a set of job numbers, kept as ranges
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ranges that neither overlap nor touch, in order; O(log ranges) a call. One thread at a time. */
typedef struct _FanfoldRanges FanfoldRanges;

/* [any] Empty. (transfer full) */
FanfoldRanges *fanfold_ranges_new (void);
FanfoldRanges *fanfold_ranges_copy (FanfoldRanges *self);
void fanfold_ranges_free (FanfoldRanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRanges, fanfold_ranges_free)

/* [any] @n numbers from @first on; those that are in, or not in, already are left. Both give how
 * many were added or removed. */
guint64 fanfold_ranges_add (FanfoldRanges *self, guint64 first, guint64 n);
guint64 fanfold_ranges_remove (FanfoldRanges *self, guint64 first, guint64 n);

/* [any] How many numbers are in it. O(1). */
guint64 fanfold_ranges_get_size (FanfoldRanges *self);
gboolean fanfold_ranges_contains (FanfoldRanges *self, guint64 number);

/* [any] The first range that ends behind @from, cut to begin at @from at the earliest; False where
 * there is none. The way to walk through: from = first + n. */
gboolean fanfold_ranges_find (FanfoldRanges *self, guint64 from, guint64 *first, guint64 *n);

/* [any] Takes out the lowest numbers that stand side by side, @max at the most. False: empty. */
gboolean fanfold_ranges_take (FanfoldRanges *self, guint64 max, guint64 *first, guint64 *n);

G_END_DECLS
