/* fanfold-combine-twins.h: which jobs of a batch have equal arguments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-group-twins.h"

G_BEGIN_DECLS

/* Two jobs are equal where they are so in every group; nothing is kept of a group that has no equal
 * positions. Immutable once made: any thread. */
typedef struct _FanfoldCombineTwins FanfoldCombineTwins;

/* [any] (transfer full) */
FanfoldCombineTwins *fanfold_combine_twins_new (void);
void fanfold_combine_twins_free (FanfoldCombineTwins *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCombineTwins, fanfold_combine_twins_free)

/* [any] The slowest group first: @group knows its equal positions, of @size, and @stride jobs in a
 * row have the same position of it. @group: (transfer full) */
void fanfold_combine_twins_take (FanfoldCombineTwins *self,
                                 FanfoldGroupTwins *group,
                                 guint64 size,
                                 guint64 stride);

/* [any] Whether any two jobs are equal. */
gboolean fanfold_combine_twins_exist (FanfoldCombineTwins *self);

/* [any] Whether another job is equal to @index. */
gboolean fanfold_combine_twins_has (FanfoldCombineTwins *self, guint64 index);

/* [any] The lowest job that is equal: @index itself where none below is. */
guint64 fanfold_combine_twins_get_first (FanfoldCombineTwins *self, guint64 index);

/* [any] Calls @func for each other job that is equal to @index, in order. */
typedef void (*FanfoldCombineTwinsFunc) (guint64 index, gpointer user_data);
void fanfold_combine_twins_foreach (FanfoldCombineTwins *self,
                                    guint64 index,
                                    FanfoldCombineTwinsFunc func,
                                    gpointer user_data);

G_END_DECLS
