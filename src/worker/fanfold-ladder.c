/* fanfold-ladder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-ladder.h"

#include <signal.h>

#include "fanfold-family.h"

void
fanfold_ladder_start (FanfoldLadder *self,
                      guint place,
                      FanfoldJobState state,
                      char *message,
                      gint64 term_usec,
                      gint64 kill_usec)
{
  g_autofree char *owned = message;

  if (self->state != FANFOLD_JOB_WAITING && !fanfold_ladder_has_missed (self, place))
    {
      self->term_usec = MIN (self->term_usec, term_usec);
      self->kill_usec = MIN (self->kill_usec, kill_usec);
      return;
    }

  fanfold_ladder_clear (self);
  self->state = state;
  self->place = place;
  self->message = g_steal_pointer (&owned);
  self->term_usec = term_usec;
  self->kill_usec = kill_usec;
}

void
fanfold_ladder_clear (FanfoldLadder *self)
{
  g_free (self->message);
  *self = (FanfoldLadder){ 0 };
}

gboolean
fanfold_ladder_has_missed (FanfoldLadder *self, guint place)
{
  return self->state != FANFOLD_JOB_WAITING && self->place != FANFOLD_LADDER_ANY_PLACE &&
         self->place != place;
}

static void
send_signal (FanfoldLadder *self, int signal_number)
{
  self->last_signal = signal_number;
  fanfold_family_signal (signal_number, 0);
  if (signal_number == SIGTERM)
    fanfold_family_signal (SIGCONT, 0); /* who is stopped does not see it */
}

void
fanfold_ladder_check (FanfoldLadder *self, gint64 now)
{
  if (self->state == FANFOLD_JOB_WAITING)
    return;

  if (self->last_signal != SIGKILL && now >= self->kill_usec)
    send_signal (self, SIGKILL);
  else if (self->last_signal == 0 && now >= self->term_usec)
    send_signal (self, SIGTERM);
}

gint64
fanfold_ladder_get_next (FanfoldLadder *self)
{
  if (self->state == FANFOLD_JOB_WAITING || self->last_signal == SIGKILL)
    return G_MAXINT64;

  return self->last_signal == 0 ? MIN (self->term_usec, self->kill_usec) : self->kill_usec;
}
