/* fanfold-slots.h: all slots of a run, in a GThreadPool of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-slot.h"

G_BEGIN_DECLS

typedef struct _FanfoldSlots FanfoldSlots;

/* [main] Starts @n slots. When the last of them has ended, the jobs that were never begun are
 * skipped, and then @over_cb is called, [main]. A slot that cannot be started is given up with a
 * line in the run's log.
 * @context must outlive it. (transfer full) */
FanfoldSlots *fanfold_slots_start (const FanfoldSlotContext *context,
                                   guint n,
                                   GSourceOnceFunc over_cb,
                                   gpointer user_data);

/* [main] How many there are to be from now on, 1 … FANFOLD_MAX_SLOTS: more are started, those that
 * are too many leave after what they have in hand. */
void fanfold_slots_set_n (FanfoldSlots *self, guint n);

/* [any] How many there are, those that are about to leave among them. */
guint fanfold_slots_get_n_busy (FanfoldSlots *self);

/* [main] Jobs have come after some slots may have left for want of them: starts those that are not
 * there. */
void fanfold_slots_refill (FanfoldSlots *self);

/* [any] Asks all jobs under way to end, and those that are still given out; does not wait. */
void fanfold_slots_cancel (FanfoldSlots *self);
/* [any] Asks those of @jobs to end that are running. The dispatch must have been told before. */
void fanfold_slots_cancel_jobs (FanfoldSlots *self, FanfoldRanges *jobs);
/* [any] Stops all jobs where they are, or lets them go on. */
void fanfold_slots_freeze (FanfoldSlots *self, gboolean frozen);

/* [main] Once @over_cb was called: frees, and gives the reason why a slot was given up, if one was.
 * (transfer full) (nullable) */
char *fanfold_slots_end (FanfoldSlots *self);

G_END_DECLS
