/* fanfold-slots.h: all slots of a run, in a GThreadPool of their own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-slot.h"

G_BEGIN_DECLS

typedef struct _FanfoldSlots FanfoldSlots;

/* [main] Starts @n slots. When the last of them has ended, the jobs that were never begun are
 * recorded as skipped, and then @over_cb is called, [main]. A slot that cannot be started is given
 * up with a line in the run's log.
 * @context must outlive it. (transfer full) */
FanfoldSlots *fanfold_slots_start (const FanfoldSlotContext *context,
                                   guint n,
                                   GSourceOnceFunc over_cb,
                                   gpointer user_data);

/* [main] Asks all jobs under way to end; does not wait. */
void fanfold_slots_cancel (FanfoldSlots *self);

/* [main] Once @over_cb was called: frees, and gives the reason why a slot was given up, if one was.
 * (transfer full) (nullable) */
char *fanfold_slots_end (FanfoldSlots *self);

G_END_DECLS
