/* fanfold-remaining-draw.h: one of the draws of what may come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-remaining-scene.h"

G_BEGIN_DECLS

#define N_ORDERS 5

/* One that has taken so many times as long as those that were cached, or failed, is none of them.
 */
#define LONGER 3.0

typedef struct
{
  RemainingScene *scene;
  FanfoldChance chance;
  guint n_draws;
  guint *orders; /* of shares, for what matters most: Latin hypercube */
  double *left;
  gboolean by_age;
  FanfoldDurationDraw classes[N_KINDS][FANFOLD_N_DURATION_BASES];
  FanfoldRemainingChain are_cached[2]; /* with what is seen of those that run */
  FanfoldRemainingChain have_failed;
  double cached[2];      /* shares of jobs: without a prior, with one */
  double failed;         /* for good */
  double fails[N_TRIES]; /* shares of attempts that fail */
  gboolean retries;      /* some were made again */
  double part;           /* how long such an attempt takes, of one that does not fail */
  double repeats;        /* attempts of a job that are made again, in the mean */
  double strange;        /* seconds of a job of another sort */
} RemainingDraw;

static inline double
fanfold_remaining_draw_z (RemainingDraw *self)
{
  return fanfold_chance_normal_quantile (fanfold_chance_draw (&self->chance));
}

/* [any] How long jobs of each sort take, in the draw with that number. FALSE: nothing is known of
 * some. */
gboolean fanfold_remaining_draw_classes (RemainingDraw *self, guint at);

/* [any] What failed so far says how often jobs will. */
void fanfold_remaining_draw_retries (RemainingDraw *self);

/* [any] Whether an attempt fails and is followed by another, where so many failed before. */
gboolean fanfold_remaining_draw_again (RemainingDraw *self, guint n_before);

/* [any] How many more attempts of a job fail and are followed by another, where so many did before;
 * and whether the last one fails. */
guint fanfold_remaining_draw_tries (RemainingDraw *self, guint n_before, gboolean *fails);

G_END_DECLS
