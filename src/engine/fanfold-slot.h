/* fanfold-slot.h: one of the n_jobs places: what a pool thread does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-slot-context.h"

G_BEGIN_DECLS

typedef struct _FanfoldSlot FanfoldSlot;

/* [any] @context must outlive it. (transfer full) */
FanfoldSlot *fanfold_slot_new (const FanfoldSlotContext *context, guint32 number);
void fanfold_slot_free (FanfoldSlot *self);

guint32 fanfold_slot_get_number (FanfoldSlot *self);

/* [slot] Runs jobs until there is nothing left to start, or the slot had to be given up: then the
 * reason, as a sentence, is its return value. (transfer full) (nullable) */
char *fanfold_slot_run (FanfoldSlot *self);

/* [any] Asks the jobs under way to end, and all that may still be given to it; does not wait. */
void fanfold_slot_cancel (FanfoldSlot *self);

/* [any] Asks those of @jobs to end that are under way in this slot. The dispatch must have been
 * told before. */
void fanfold_slot_cancel_jobs (FanfoldSlot *self, FanfoldRanges *jobs);

/* [any] Stops what runs where it is, or lets it go on; in `threads` nothing can be stopped. */
void fanfold_slot_freeze (FanfoldSlot *self, gboolean frozen);

/* [any] Time has passed: limits that have changed hold from now on, and in `threads` the job under
 * way is shown as running, and asked to end where it is past its limit. */
void fanfold_slot_watch (FanfoldSlot *self);

G_END_DECLS
