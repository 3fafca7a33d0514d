/* fanfold-remaining-show.c: from what is thought to what is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-private.h"

/* What is shown and off by the whole range goes over to what is thought while such a part of what
 * remains goes by: slowly at first, when thoughts change most, and what is shown can be off by
 * more; and in time before the end. */
#define SMOOTH 0.037

/* Where the range is narrower than that (the logarithm of its ends' ratio) it goes over the faster,
 * as what is learned moves it by less; and where it is wider the slower. */
#define NARROW 0.6
#define WIDE 1.0

/* So many times as slowly where all that is known is how old jobs are: such a guess grows as long
 * as nothing happens. */
#define GUESS 4.0

/* Nor faster than in that many seconds, as nobody reads a number that is another one each moment;
 * where a run is younger than that, in such a part of its age. */
#define SETTLE_SECONDS 0.15
#define SETTLE_SHARE 0.3

static double
approach (double shown, double thought, double gone, double k)
{
  return MAX (shown - gone, 0) * (1 - k) + thought * k;
}

/* How far what is shown is off: as a part of the way from the median to the end of the range, in
 * logarithms, as the far end may be many times as long. */
static double
get_off (const FanfoldRemainingAnswer *thought, double shown)
{
  double median = MAX (thought->median, MIN_SECONDS);
  double end = shown > median ? thought->high : thought->low;
  double way = fabs (log (MAX (end, MIN_SECONDS) / median));

  return MIN (fabs (log (MAX (shown, MIN_SECONDS) / median)) / (way + 1e-9), 4);
}

static double
get_slowness (FanfoldRemaining *self, const FanfoldRemainingAnswer *thought)
{
  double width = log (MAX (thought->high, MIN_SECONDS) / MAX (thought->low, MIN_SECONDS));

  return self->by_age ? GUESS * SMOOTH : SMOOTH * MIN (1, width / NARROW) * MAX (1, width / WIDE);
}

void
fanfold_remaining_show (FanfoldRemaining *self, const FanfoldRemainingAnswer *thought)
{
  FanfoldRemainingAnswer *shown = &self->answer;
  double gone = self->worked - self->shown_at;
  double off = get_off (thought, MAX (shown->median - gone, 0));
  double slowness = get_slowness (self, thought);
  double k = 1 - exp (-off * gone / (slowness * thought->median + 1e-9));
  double settle = MIN (SETTLE_SECONDS, SETTLE_SHARE * self->worked);

  k = MIN (k, 1 - exp (-gone / (settle + 1e-9)));
  if (!self->shown || self->jump || thought->high <= 0)
    {
      k = 1;
      self->n_promises = 0;
    }
  else if (shown->median - gone < fanfold_remaining_get_least (self))
    k = 1;

  shown->median = approach (shown->median, thought->median, gone, k);
  shown->low = MIN (approach (shown->low, thought->low, gone, k), shown->median);
  shown->high = MAX (approach (shown->high, thought->high, gone, k), shown->median);
  self->shown_at = self->worked;
  self->shown = TRUE;
  self->jump = FALSE;
}
