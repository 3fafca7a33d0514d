/* fanfold-doubles.h: finds what comes more than once among many things
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Things are known by 64 bits that stand for them: 16 bytes each. One thread at a time. */
typedef struct _FanfoldDoubles FanfoldDoubles;

/* [any] (transfer full) */
FanfoldDoubles *fanfold_doubles_new (void);
void fanfold_doubles_free (FanfoldDoubles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDoubles, fanfold_doubles_free)

/* [any] Job @index has @hash; a job may have several, and one that it has twice counts once. */
void fanfold_doubles_add (FanfoldDoubles *self, guint64 hash, guint64 index);

/* [any] Calls @func for each job that has what another has, too; with @first, for the first of
 * those that are alike as well. In no order. Forgets everything. A million take some 0.1 s. */
typedef void (*FanfoldDoublesFunc) (guint64 index, gpointer user_data);
void fanfold_doubles_foreach (FanfoldDoubles *self,
                              gboolean first,
                              FanfoldDoublesFunc func,
                              gpointer user_data);

G_END_DECLS
