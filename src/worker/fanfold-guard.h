/* fanfold-guard.h: looks after what the job under way takes: time, memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-freezer.h"
#include "fanfold-ladder.h"
#include "fanfold-runner-link.h"
#include "fanfold-worker.h"

G_BEGIN_DECLS

#define FANFOLD_GUARD_NO_PLACE (G_MAXUINT - 1)

/* Of one bundle. */
typedef struct
{
  FanfoldRunnerLink *link;
  const FanfoldFreezer *freezer;
  const FanfoldJobLimits *limits; /* may change */
  gint64 begun_usec;
  gint64 begun_own_usec;
  gint64 next_time;
  gint64 next_memory;
} FanfoldGuard;

/* The runner is about to be asked. */
void fanfold_guard_begin (FanfoldGuard *self,
                          FanfoldRunnerLink *link,
                          const FanfoldFreezer *freezer,
                          const FanfoldJobLimits *limits);

/* For how long the job at @place has been under way, without the time that it was stopped. */
gint64 fanfold_guard_get_elapsed (FanfoldGuard *self, guint place, gint64 now);

/* Does what is due by now; @place is that of the job under way, or FANFOLD_GUARD_NO_PLACE. True
 * where it is to end: then it stands in @ladder. */
gboolean fanfold_guard_check (FanfoldGuard *self, guint place, gint64 now, FanfoldLadder *ladder);
gint64 fanfold_guard_get_next (FanfoldGuard *self);

/* The limits have changed. */
void fanfold_guard_look_again (FanfoldGuard *self);

G_END_DECLS
