/* fanfold-remaining-chain.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-chain.h"

#include <math.h>

/* What is so of jobs may end, or begin, as if that had been seen so many times. */
#define MOVES 0.1

void
fanfold_remaining_chain_count (FanfoldRemainingChain *self, double job, gboolean is_so, double n)
{
  if (self->last >= 0)
    self->moves[self->last][is_so] += 1;
  self->moves[is_so][is_so] += n - 1;
  self->n += is_so ? n : 0;
  self->n_other += is_so ? 0 : n;
  self->last_job = MAX (job, self->last_job);
  self->last = (gint8) is_so;
}

/* Between two jobs that are over it takes the place of a move from one to the other. */
static void
insert (FanfoldRemainingChain *self)
{
  double share = self->n / (self->n + self->n_other);
  double taken = MIN (share, self->moves[1][1]);

  self->moves[0][0] += 1 - share;
  self->moves[1][0] += share;
  self->moves[0][1] += share;
  self->moves[1][1] -= taken;
}

void
fanfold_remaining_chain_pass (FanfoldRemainingChain *self, double job)
{
  if (self->last >= 0 && job < self->last_job)
    insert (self);
  else
    fanfold_remaining_chain_count (self, job, FALSE, 1);
}

static double
draw_z (FanfoldChance *chance)
{
  return fanfold_chance_normal_quantile (fanfold_chance_draw (chance));
}

/* How likely it goes over from @state to the other one. */
static double
draw_move (const FanfoldRemainingChain *self, guint state, FanfoldChance *chance)
{
  double n = self->moves[state][0] + self->moves[state][1] + 2 * MOVES;
  double share = (self->moves[state][1 - state] + MOVES) / n;

  return MIN (share * exp (draw_z (chance) * sqrt ((1 - share) / share / (n + 1))), 1);
}

double
fanfold_remaining_chain_draw_share (const FanfoldRemainingChain *self,
                                    double n,
                                    FanfoldChance *chance)
{
  double there, back, keep, share, now;

  if (self->n < 1)
    return 0;

  there = draw_move (self, 0, chance);
  back = draw_move (self, 1, chance);
  share = there / (there + back);
  keep = 1 - there - back;
  now = keep * (1 - pow (fabs (keep), n)) / (1 - keep) / MAX (n, 1);

  return CLAMP (share + (self->last - share) * now, 0, 1);
}
