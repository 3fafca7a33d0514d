/* fanfold-starts-seen.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-starts-seen.h"

void
fanfold_starts_seen_begin (FanfoldStartsSeen *self, gint64 before_usec)
{
  self->before_usec = before_usec;
  self->n = 0;
}

void
fanfold_starts_seen_add (FanfoldStartsSeen *self, gint64 usec)
{
  if (usec > self->before_usec)
    self->n++;
  self->last_usec = MAX (self->last_usec, usec);
}

/* The clock may have been set back. */
double
fanfold_starts_seen_get_age (const FanfoldStartsSeen *self, gint64 now_usec)
{
  return (double) MAX (now_usec - self->last_usec, 0) / G_USEC_PER_SEC;
}

double
fanfold_starts_seen_get_age_before (const FanfoldStartsSeen *self, double delay)
{
  double age = (double) (self->before_usec - self->last_usec) / G_USEC_PER_SEC;

  return MAX (age, delay * (1 - (double) MAX (self->n, 1)));
}
