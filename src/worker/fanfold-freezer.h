/* fanfold-freezer.h: stops the runner and all that descends from it, and keeps count of the time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At first zeroed. */
typedef struct
{
  gint64 *frozen_nsec;  /* how long in all, where the runner sees it */
  gint64 frozen_usec;   /* the same; what the runner sees is not believed */
  gint64 stopped_since; /* 0: they are not stopped */
} FanfoldFreezer;

void fanfold_freezer_stop (FanfoldFreezer *self);
/* Nothing where they are not stopped. */
void fanfold_freezer_go_on (FanfoldFreezer *self);
gboolean fanfold_freezer_is_stopped (const FanfoldFreezer *self);

/* The time of a clock that stands still while they are stopped, at @now of the monotonic clock. */
gint64 fanfold_freezer_get_own_time (const FanfoldFreezer *self, gint64 now);

G_END_DECLS
