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
  self->told_usec = g_get_monotonic_time ();
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

/* By how much the grace puts the signals off. */
static gint64
get_delay (FanfoldLadder *self, gint64 grace_usec)
{
  if (self->kill_usec <= self->told_usec)
    return 0;

  return MAX (self->told_usec + grace_usec - self->term_usec, 0);
}

void
fanfold_ladder_check (FanfoldLadder *self, gint64 now, gint64 grace_usec)
{
  gint64 due = now - get_delay (self, grace_usec);

  if (self->state == FANFOLD_JOB_WAITING)
    return;

  if (self->last_signal != SIGKILL && due >= self->kill_usec)
    send_signal (self, SIGKILL);
  else if (self->last_signal == 0 && due >= self->term_usec)
    send_signal (self, SIGTERM);
}

gint64
fanfold_ladder_get_next (FanfoldLadder *self, gint64 grace_usec)
{
  gint64 next = self->kill_usec;

  if (self->state == FANFOLD_JOB_WAITING || self->last_signal == SIGKILL)
    return G_MAXINT64;

  if (self->last_signal == 0)
    next = MIN (next, self->term_usec);

  return next + get_delay (self, grace_usec);
}
