/* fanfold-freezer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-freezer.h"

#include <signal.h>

#include "fanfold-family.h"

void
fanfold_freezer_stop (FanfoldFreezer *self)
{
  if (self->stopped_since != 0)
    return;

  self->stopped_since = g_get_monotonic_time ();
  fanfold_family_stop ();
}

void
fanfold_freezer_go_on (FanfoldFreezer *self)
{
  if (self->stopped_since == 0)
    return;

  /* Before they go on, so that none of them sees a clock that has jumped. */
  self->frozen_usec += g_get_monotonic_time () - self->stopped_since;
  self->stopped_since = 0;
  __atomic_store_n (self->frozen_nsec, self->frozen_usec * 1000, __ATOMIC_SEQ_CST);
  fanfold_family_signal (SIGCONT, 0);
}

gboolean
fanfold_freezer_is_stopped (const FanfoldFreezer *self)
{
  return self->stopped_since != 0;
}

gint64
fanfold_freezer_get_own_time (const FanfoldFreezer *self, gint64 now)
{
  if (self->stopped_since != 0)
    now = MIN (now, self->stopped_since);

  return now - self->frozen_usec;
}
