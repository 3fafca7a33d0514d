/* fanfold-remaining-classes.c: draws how long jobs of each sort take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-draw.h"

/* To run a job takes more than to look it up, as a logarithm. */
#define RUN_OVER_CACHED 2.0

/* Jobs of which nothing is known but their ages take as long as Pareto's law with that exponent
 * says; and below that age they say nothing yet. */
#define YOUNG 1.8
#define FIRST_AGE 1.0

/* How much is off of a sort of jobs of which nothing is known but how others take. */
#define STRANGE 0.7

/* The age from which on a job is none of those that were cached, or failed. */
static double
get_outcome_age (const FanfoldRemaining *remaining)
{
  double age = INFINITY;

  if (remaining->failed.n > 0)
    age = LONGER * remaining->failed.seconds;
  else if (remaining->cached.n > 0)
    age = LONGER * remaining->cached.seconds;

  return age;
}

/* Nothing is known of jobs like these but that some of them are not over yet: the longer they have
 * taken, the longer they will. */
static gboolean
draw_by_age (RemainingDraw *self, guint kind, FanfoldDurationBasis basis, double share)
{
  FanfoldDurationModel *model = self->scene->self->models[kind][basis];
  FanfoldDurationDraw *draw = &self->classes[kind][basis];
  double least = -INFINITY;
  double oldest = 0;
  guint n = 0;

  /* How that goes with the size is believed as ever. */
  fanfold_duration_model_draw (model, fanfold_chance_draw (&self->chance), 0, 0, draw);
  draw->sigma = exp (-3 * fanfold_chance_draw (&self->chance));
  draw->level = draw->trend = 0;
  for (guint i = 0; i < self->scene->n_runners; i++)
    {
      const RemainingRunner *runner = &self->scene->runners[i];
      double mean;

      if (runner->place.kind != kind || runner->place.basis != basis)
        continue;

      n++;
      mean = fanfold_duration_model_mean (model, draw, runner->place.x, runner->job);
      least = MAX (least, log (runner->age) - mean);
      oldest = MAX (oldest, runner->age);
    }
  if (oldest < MIN (FIRST_AGE, get_outcome_age (self->scene->self)))
    return FALSE;

  self->by_age = TRUE;
  draw->level = least - log (share) / YOUNG + 0.8 * draw->sigma * sqrt (2 * log (n));

  return TRUE;
}

/* None has succeeded yet, but some failed, are to be tried again, or were cached: those took their
 * time, too. */
static gboolean
draw_by_outcome (RemainingDraw *self, FanfoldDurationDraw *draw, double z)
{
  const FanfoldRemaining *remaining = self->scene->self;

  *draw = (FanfoldDurationDraw){ .sigma = 0.5 };
  if (remaining->failed.n > 0)
    draw->level = log (remaining->failed.seconds) + z;
  else if (remaining->retried.n > 0)
    draw->level = log (remaining->retried.seconds) + z;
  else if (remaining->cached.n > 0)
    draw->level = log (remaining->cached.seconds) + RUN_OVER_CACHED * (1 + z);
  else
    return FALSE;

  return TRUE;
}

/* Jobs of the same kind of which less is known, or those of other kinds, are the next best. */
static FanfoldDurationModel *
get_next_best (RemainingDraw *self, guint kind)
{
  FanfoldRemaining *remaining = self->scene->self;
  FanfoldDurationModel *models[] = { remaining->models[kind][FANFOLD_DURATION_PLAIN],
                                     remaining->models[0][FANFOLD_DURATION_PLAIN] };

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    if (models[i] != NULL && fanfold_duration_model_is_known (models[i]))
      return models[i];

  return NULL;
}

static gboolean
draw_class (RemainingDraw *self, guint kind, FanfoldDurationBasis basis, guint at)
{
  FanfoldDurationModel *model = self->scene->self->models[kind][basis];
  FanfoldDurationDraw *draw = &self->classes[kind][basis];
  FanfoldDurationModel *next;
  double share = (at + 0.5) / self->n_draws;
  double z_level = fanfold_chance_normal_quantile (share);
  double z_sigma = fanfold_remaining_draw_z (self);
  double form = fanfold_chance_draw (&self->chance);

  if (fanfold_duration_model_is_known (model))
    {
      fanfold_duration_model_draw (model, form, z_level, z_sigma, draw);
      return TRUE;
    }

  next = get_next_best (self, kind);
  if (next == NULL)
    return draw_by_age (self, kind, basis, share) || draw_by_outcome (self, draw, z_level);

  fanfold_duration_model_draw (next, form, z_level, z_sigma, draw);
  draw->level += STRANGE * fanfold_remaining_draw_z (self);
  draw->power = basis == FANFOLD_DURATION_PLAIN ? 0 : 1;

  return TRUE;
}

gboolean
fanfold_remaining_draw_classes (RemainingDraw *self, guint at)
{
  RemainingScene *scene = self->scene;
  guint n = 0;

  for (guint kind = 0; kind <= scene->self->n_kinds; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      if (scene->used[kind][basis])
        {
          guint order = n++ % (N_ORDERS - 1);

          if (!draw_class (self, kind, basis, self->orders[order * self->n_draws + at]))
            return FALSE;
        }

  return TRUE;
}
