/* fanfold-remaining-promise.c: how well a run has kept to what was promised of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-private.h"

/* One is remembered in such a part of the run; of too many, every second one is forgotten. */
#define EACH 0.04

/* Ranges of four in five end 1.28 deviations away. */
#define RANGE 1.28

/* Nor wider than that power of what is thought. */
#define MAX_WIDER 4.0

/* How far what is thought now is off from what was promised then, as a part of the way to the end
 * of its range. */
static double
get_off (const RemainingPromise *promise, double end)
{
  double left = MAX (end - promise->worked, MIN_SECONDS);
  double bound = left > promise->answer.median ? promise->answer.high : promise->answer.low;
  double way = fabs (log (MAX (bound, MIN_SECONDS) / promise->answer.median));

  return MIN (fabs (log (left / promise->answer.median)) / MAX (way, 0.02), 3 * RANGE);
}

static double
get_wider (FanfoldRemaining *self, const FanfoldRemainingAnswer *answer)
{
  double sum = 1 / RANGE / RANGE;

  for (guint i = 0; i < self->n_promises; i++)
    {
      double off = get_off (&self->promises[i], self->worked + answer->median);

      sum += off * off;
    }

  return CLAMP (RANGE * sqrt (sum / (self->n_promises + 1)), 1, MAX_WIDER);
}

static void
remember (FanfoldRemaining *self, const FanfoldRemainingAnswer *answer)
{
  double last = self->n_promises > 0 ? self->promises[self->n_promises - 1].worked : 0;

  if (answer->median <= MIN_SECONDS || self->worked < last + EACH * (self->worked + answer->median))
    return;

  if (self->n_promises == N_PROMISES)
    {
      self->n_promises /= 2;
      for (guint i = 0; i < self->n_promises; i++)
        self->promises[i] = self->promises[2 * i + 1];
    }
  self->promises[self->n_promises++] = (RemainingPromise){ self->worked, *answer };
}

/* Ranges that were too narrow so far are so now: in the spirit of Gibbs and Candès (2021), adaptive
 * conformal inference. */
void
fanfold_remaining_widen (FanfoldRemaining *self, FanfoldRemainingAnswer *answer)
{
  double wider = get_wider (self, answer);

  remember (self, answer);
  if (answer->median <= MIN_SECONDS || wider <= 1)
    return;

  answer->low = answer->median * pow (MAX (answer->low, 0) / answer->median, wider);
  answer->high = answer->median * pow (MIN (answer->high / answer->median, 1e6), wider);
}
