/* fanfold-remaining-chain.h: how often something is so of jobs, and whether it comes in blocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-chance.h"

G_BEGIN_DECLS

/* [any] all. A Markov chain: whether it is so of a job goes by whether it was of the one before. */
typedef struct
{
  double n;           /* of which it is so */
  double n_other;     /* of which it is not */
  double moves[2][2]; /* from one job to the next one */
  double last_job;
  gint8 last; /* below 0: there was none */
} FanfoldRemainingChain;

#define FANFOLD_REMAINING_CHAIN_INIT                                                               \
  {                                                                                                \
    .last = -1                                                                                     \
  }

/* @n further jobs, up to @job, are so, or are not. */
void
fanfold_remaining_chain_count (FanfoldRemainingChain *self, double job, gboolean is_so, double n);

/* Of @job it is not so, as is seen before it is over: where the others are over at once, those that
 * are over by now are not like all. Jobs that are behind the last one come in their order. */
void fanfold_remaining_chain_pass (FanfoldRemainingChain *self, double job);

/* Of what share of the next @n jobs it may be so. What has never been so is not expected. */
double fanfold_remaining_chain_draw_share (const FanfoldRemainingChain *self,
                                           double n,
                                           FanfoldChance *chance);

G_END_DECLS
