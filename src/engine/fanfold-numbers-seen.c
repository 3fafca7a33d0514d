/* fanfold-numbers-seen.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-numbers-seen.h"

#include "fanfold-durations.h"

#define MIN_JOBS 5
#define MAX_JOBS 1000

struct _FanfoldNumbersSeen
{
  GArray *jobs; /* of FanfoldDurationsSized */
  guint next;   /* of so many it is asked */
};

FanfoldNumbersSeen *
fanfold_numbers_seen_new (void)
{
  FanfoldNumbersSeen *self = g_new0 (FanfoldNumbersSeen, 1);

  self->jobs = g_array_new (FALSE, FALSE, sizeof (FanfoldDurationsSized));
  self->next = MIN_JOBS;

  return self;
}

void
fanfold_numbers_seen_free (FanfoldNumbersSeen *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->jobs);
  g_free (self);
}

void
fanfold_numbers_seen_clear (FanfoldNumbersSeen *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->jobs, 0);
  self->next = MIN_JOBS;
}

void
fanfold_numbers_seen_add (FanfoldNumbersSeen *self, double number, double seconds)
{
  FanfoldDurationsSized job = { number, seconds };

  g_return_if_fail (self != NULL);

  if (number > 0 && seconds > 0 && self->jobs->len < MAX_JOBS)
    g_array_append_val (self->jobs, job);
}

gboolean
fanfold_numbers_seen_are_costs (FanfoldNumbersSeen *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->jobs->len < self->next)
    return FALSE;

  self->next = self->jobs->len * 3 / 2;

  return fanfold_durations_are_costs (self->jobs);
}
