/* fanfold-remaining-starts.c: jobs that begin one after the other, with a delay in between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-scene.h"

/* Nor is one that may begin there at once: so much later, and a share of the delay. */
#define LATE_USEC (G_USEC_PER_SEC / 20)
#define LATE_SHARE 0.1

static gint64
to_usec (double seconds)
{
  return (gint64) (CLAMP (seconds, -MAX_SECONDS, MAX_SECONDS) * G_USEC_PER_SEC);
}

static gint64
get_next_start (const FanfoldRemaining *self)
{
  return self->last_start_usec + to_usec (self->start_delay);
}

/* Seconds. */
static double
get_wait (const FanfoldRemaining *self)
{
  return (double) MAX (get_next_start (self) - self->last_usec, 0) / G_USEC_PER_SEC;
}

void
fanfold_remaining_set_start_delay (FanfoldRemaining *self, double seconds, gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  seconds = seconds > 0 ? MIN (seconds, MAX_SECONDS) : 0;
  if (seconds == self->start_delay)
    return;

  self->start_delay = seconds;
  self->jump = TRUE;
}

void
fanfold_remaining_set_last_start (FanfoldRemaining *self, double seconds, gint64 now_usec)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!isnan (seconds));

  fanfold_remaining_advance (self, now_usec);
  self->last_start_usec = self->last_usec - to_usec (seconds);
}

void
fanfold_remaining_begun (FanfoldRemaining *self, double seconds)
{
  self->last_start_usec = MAX (self->last_start_usec, self->last_usec - to_usec (seconds));
}

double
fanfold_remaining_get_held (FanfoldRemaining *self, gint64 now_usec)
{
  gint64 end_usec;

  if (self->start_delay <= 0)
    return 0;

  end_usec = get_next_start (self) + LATE_USEC + to_usec (LATE_SHARE * self->start_delay);
  end_usec = MIN (end_usec, now_usec);

  return (double) MAX (end_usec - self->last_usec, 0) / G_USEC_PER_SEC;
}

double
fanfold_remaining_get_least (FanfoldRemaining *self)
{
  double n = (double) (fanfold_remaining_get_n_waiting (self) + self->n_delayed);
  double least = fanfold_remaining_get_longest_delay (self);

  if (n >= 1 && self->start_delay > 0)
    least = MAX (least, get_wait (self) + (n - 1) * self->start_delay);

  return least;
}

/* Attempts that are to be repeated are starts of their own. */
void
fanfold_remaining_scene_space (RemainingScene *scene, double pace, FanfoldMakespan *makespan)
{
  const FanfoldRemaining *self = scene->self;
  double n_starts = 1 + self->retried.n / ((double) self->n_over + 1);

  if (self->start_delay > 0)
    fanfold_makespan_space (makespan, get_wait (self) / pace, self->start_delay * n_starts / pace);
}
