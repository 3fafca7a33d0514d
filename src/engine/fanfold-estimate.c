/* fanfold-estimate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-estimate.h"

#include <math.h>

/* Of a normal distribution, a tenth is further off than so many deviations on either side. */
#define TENTH 1.2816
/* The machine is busier or idler than it was: not a matter of how many jobs there are. */
#define MOOD 0.1

void
fanfold_estimate_add (FanfoldEstimate *self, double seconds)
{
  g_return_if_fail (self != NULL);

  if (seconds < 0)
    {
      self->n_unknown++;
      return;
    }

  self->n_known++;
  self->seconds += seconds;
  self->longest = MAX (self->longest, seconds);
}

double
fanfold_estimate_get_seconds (const FanfoldEstimate *self,
                              const FanfoldDurationsSummary *summary,
                              guint n_slots,
                              double *low,
                              double *high)
{
  double n_unknown, n, total, variance, spread, longest;

  g_return_val_if_fail (self != NULL && summary != NULL, -1);
  g_return_val_if_fail (low != NULL && high != NULL, -1);
  g_return_val_if_fail (n_slots > 0, -1);

  *low = *high = self->n_unknown > 0 && summary->n_known == 0 ? -1 : 0;
  if (*low < 0)
    return -1;

  /* Of one that was never run before the mean is known only as well as so many jobs tell it. */
  n_unknown = (double) self->n_unknown;
  total = self->seconds + n_unknown * summary->mean;
  variance = pow (MOOD * total, 2);
  if (n_unknown > 0)
    variance += pow (summary->deviation, 2) *
                (n_unknown + n_unknown * n_unknown / (double) summary->n_known);
  spread = TENTH * sqrt (variance);

  /* At the end slots are idle while the last jobs run; no schedule is shorter than the longest. */
  longest = MAX (self->longest, n_unknown > 0 ? summary->high : 0);
  *low = MAX (MAX (total - spread, 0) / n_slots, self->longest * (1 - TENTH * MOOD));
  *high = (total + spread) / n_slots + longest * (1 - 1.0 / n_slots);

  if (self->delay <= 0)
    return CLAMP (MAX (total / n_slots, self->longest), *low, *high);

  /* The last one that begins is one like all. */
  n = MAX ((double) self->n_known + n_unknown, 1);
  *low = MAX (*low, self->delay + MAX (total - spread, 0) / n);
  *high = MAX (*high, self->delay + longest);

  return CLAMP (MAX (MAX (total / n_slots, self->longest), self->delay + total / n), *low, *high);
}
