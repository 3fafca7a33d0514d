/* fanfold-recollection.h: what earlier runs say about a batch that is to be launched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-durations.h"
#include "fanfold-footprint.h"
#include "fanfold-products.h"

G_BEGIN_DECLS

/* Reads when it is asked, and keeps what it read last, so that asking again while nothing was run
 * costs a look at the list of runs. Counted atomically, any thread. */
typedef struct _FanfoldRecollection FanfoldRecollection;

/* [any] @history, @memo: (nullable). (transfer full) */
FanfoldRecollection *fanfold_recollection_new (FanfoldHistory *history, FanfoldMemo *memo);
/* [any] The same of a history that is not opened yet: it is read where there is one in @folder, and
 * nothing is made. (transfer full) */
FanfoldRecollection *fanfold_recollection_new_for_folder (const char *folder, FanfoldMemo *memo);
FanfoldRecollection *fanfold_recollection_ref (FanfoldRecollection *self);
void fanfold_recollection_unref (FanfoldRecollection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRecollection, fanfold_recollection_unref)

/* [any] Waits for the disk; NULL where it is cancelled. (transfer full) */
FanfoldDurations *fanfold_recollection_get_durations (FanfoldRecollection *self,
                                                      FanfoldFunction *function,
                                                      GCancellable *cancellable,
                                                      GError **error);
FanfoldFootprint *fanfold_recollection_get_footprint (FanfoldRecollection *self,
                                                      FanfoldCombine *combine,
                                                      GCancellable *cancellable,
                                                      GError **error);
FanfoldProducts *fanfold_recollection_get_products (FanfoldRecollection *self,
                                                    GCancellable *cancellable,
                                                    GError **error);

G_END_DECLS
