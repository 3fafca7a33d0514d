/* fanfold-group-twins.h: positions of inputs that go in step at which their values are equal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Eight bytes a position. Immutable: any thread. */
typedef struct _FanfoldGroupTwins FanfoldGroupTwins;

/* [any] The values of @column at @positions, as an array. (transfer full), not floating */
typedef GVariant *(*FanfoldGroupTwinsFunc) (gpointer user_data,
                                            guint column,
                                            const guint64 *positions,
                                            gsize n_positions);

/* [any] Compares the values of all columns at all of their @size positions, by hash first; without
 * columns all are equal. @func is called only now. NULL where no two are. (transfer full)
 * (nullable)
 */
FanfoldGroupTwins *fanfold_group_twins_new (FanfoldGroupTwinsFunc func,
                                            gpointer user_data,
                                            guint n_columns,
                                            guint64 size);
void fanfold_group_twins_free (FanfoldGroupTwins *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldGroupTwins, fanfold_group_twins_free)

/* [any] The lowest position that is equal to @position: itself where none below is. */
guint64 fanfold_group_twins_get_first (FanfoldGroupTwins *self, guint64 position);

/* [any] Goes on to the next higher position that is equal. FALSE: there is none. */
gboolean fanfold_group_twins_get_next (FanfoldGroupTwins *self, guint64 *position);

G_END_DECLS
