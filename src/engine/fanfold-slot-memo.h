/* fanfold-slot-memo.h: one job on its way through the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-slot-context.h"

G_BEGIN_DECLS

typedef struct _FanfoldSlotMemo FanfoldSlotMemo;

/* [slot] For job @index, before it runs: its inputs as they are now count. @context, which has a
 * memo, must outlive it. (transfer full) */
FanfoldSlotMemo *fanfold_slot_memo_new (const FanfoldSlotContext *context, guint64 index);
void fanfold_slot_memo_free (FanfoldSlotMemo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldSlotMemo, fanfold_slot_memo_free)

/* [slot] The job as the cache answers it; NULL on a miss. (transfer full) (nullable) */
FanfoldBlock *fanfold_slot_memo_look_up (FanfoldSlotMemo *self);

/* [slot] Keeps what came of the job, @block, if it is done; what goes wrong is a line in the run's
 * log. */
void fanfold_slot_memo_store (FanfoldSlotMemo *self, FanfoldBlock *block);

G_END_DECLS
