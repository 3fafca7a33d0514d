/* fanfold-expansion-progress.h: how far inputs are expanded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A number that grows on the thread that expands, while others look at it. Counted atomically: any
 * thread. */
typedef struct _FanfoldExpansionProgress FanfoldExpansionProgress;

/* [any] (transfer full) */
FanfoldExpansionProgress *fanfold_expansion_progress_new (void);
FanfoldExpansionProgress *fanfold_expansion_progress_ref (FanfoldExpansionProgress *self);
void fanfold_expansion_progress_unref (FanfoldExpansionProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldExpansionProgress, fanfold_expansion_progress_unref)

/* [any] @self: (nullable) nobody looks. */
void fanfold_expansion_progress_add (FanfoldExpansionProgress *self, guint64 n_values);

/* [any] Files that were found, lines and rows that were read, so far: what all inputs of a batch
 * that have to look something up amount to. */
guint64 fanfold_expansion_progress_get_n_values (FanfoldExpansionProgress *self);

G_END_DECLS
