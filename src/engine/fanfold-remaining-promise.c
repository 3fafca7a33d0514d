/* fanfold-remaining-promise.c: how well a run has kept to what was promised of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-private.h"

/* One is remembered in such a part of the run; of too many, every second one is forgotten. */
#define EACH 0.02

/* Before a run has shown how it keeps promises, ranges are wider by that power, as if so many
 * promises had been as bad. */
#define AT_FIRST 1.5
#define N_AT_FIRST 0.7

/* Ends of ranges are so many deviations of what is to be learned away: 1.28 would do for four in
 * five, if what is thought now was the truth. */
#define RANGE 1.5

/* No narrower nor wider than these powers of what is thought. */
#define MIN_WIDER 0.2
#define MAX_WIDER 4.0

/* Nor are they made wider than that, as a ratio. */
#define MAX_RATIO 8.0

/* Off by more counts as if it was that far. */
#define FAR 3.84

/* How far what is thought now is off from what was promised then, as a part of the way to the end
 * of its range. */
static double
get_off (const RemainingPromise *promise, double end)
{
  double left = MAX (end - promise->worked, MIN_SECONDS);
  double bound = left > promise->answer.median ? promise->answer.high : promise->answer.low;
  double way = fabs (log (MAX (bound, MIN_SECONDS) / promise->answer.median));

  return MIN (fabs (log (left / promise->answer.median)) / MAX (way, 0.02), FAR);
}

/* An honest promise changes by what is learned, and its range shrinks by as much: the variance of
 * the change is the difference of those of the ranges. As a part of the variance then. */
static double
get_learned (const RemainingPromise *promise, const FanfoldRemainingAnswer *answer)
{
  double before = promise->answer.high - promise->answer.low;
  double now = answer->high - answer->low;

  return now < before ? 1 - now * now / (before * before) : 0;
}

/* Where attempts may take no longer than some time; but that others follow, nobody knows. */
static double
get_most (FanfoldRemaining *self)
{
  double n = (double) (fanfold_remaining_get_n_waiting (self) + self->n_delayed);

  if (self->retried.n > 0)
    return INFINITY;

  return self->limit * (1 + ceil (n / self->n_slots)) + fanfold_remaining_get_least (self);
}

static double
get_wider (FanfoldRemaining *self, const FanfoldRemainingAnswer *answer)
{
  double n = N_AT_FIRST;
  double sum = N_AT_FIRST * AT_FIRST * AT_FIRST;

  for (guint i = 0; i < self->n_promises; i++)
    {
      double off = get_off (&self->promises[i], self->worked + answer->median);

      sum += RANGE * RANGE * off * off;
      n += get_learned (&self->promises[i], answer);
    }

  return CLAMP (sqrt (sum / n), MIN_WIDER, MAX_WIDER);
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

/* What is wide already is not made wider: it says that next to nothing is known. */
static double
stretch (double ratio, double wider)
{
  double stretched = pow (MIN (ratio, MAX_SECONDS), wider);

  return wider > 1 ? MAX (MIN (stretched, MAX_RATIO), ratio) : stretched;
}

/* Ranges that were too narrow or too wide so far are so now: in the spirit of Gibbs and Candès
 * (2021), adaptive conformal inference. So the range of a run whose jobs have much in common, as on
 * a machine that others use, is wider than that of one whose jobs are drawn one by one. */
void
fanfold_remaining_widen (FanfoldRemaining *self, FanfoldRemainingAnswer *answer)
{
  double wider = get_wider (self, answer);

  remember (self, answer);
  if (answer->median <= MIN_SECONDS)
    return;

  answer->low = answer->median / stretch (answer->median / MAX (answer->low, MIN_SECONDS), wider);
  answer->low = MAX (answer->low, MIN (fanfold_remaining_get_least (self), answer->median));
  answer->high = answer->median * stretch (answer->high / answer->median, wider);
  answer->high = MAX (MIN (answer->high, get_most (self)), answer->median);
}
