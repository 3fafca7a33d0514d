/* fanfold-shown-rows.h: the rows of a long list that widgets hold just now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* [main] all. For list models whose items are made when they are asked for: the same object as long
 * as somebody holds it. It holds none itself. */
typedef struct _FanfoldShownRows FanfoldShownRows;

/* (transfer full) */
FanfoldShownRows *fanfold_shown_rows_new (void);
void fanfold_shown_rows_free (FanfoldShownRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldShownRows, fanfold_shown_rows_free)

/* The row at @index. (transfer none) (nullable) */
gpointer fanfold_shown_rows_lookup (FanfoldShownRows *self, guint64 index);

/* @row (GObject) stands at @index, where none is. */
void fanfold_shown_rows_add (FanfoldShownRows *self, guint64 index, gpointer row);

/* All, in no order. Held, as a handler of what is notified of one may let go of others.
 * (transfer full) */
GPtrArray *fanfold_shown_rows_dup_all (FanfoldShownRows *self);

guint fanfold_shown_rows_get_n_rows (FanfoldShownRows *self);

G_END_DECLS
