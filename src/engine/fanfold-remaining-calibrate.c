/* fanfold-remaining-calibrate.c: what jobs took together against what models say of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-scene.h"

/* So many jobs that are over make what they took together count as much as their shape; more where
 * those that wait are of other sizes. */
static const double ratio_trusts[FANFOLD_N_DURATION_BASES] = { 10, 30, 30 };

/* Less likely than that, a job is of another sort. */
#define NEVER 1e-12

/* How long a job that runs takes in all, as that is at least its age; and what the model says of
 * one. It is left out as far as it is rather of another sort. */
static void
add_runner_seconds (RemainingScene *scene,
                    const RemainingRunner *runner,
                    double *taken,
                    double *thought)
{
  FanfoldDurationModel *model = scene->self->models[runner->place.kind][runner->place.basis];
  double deviation, mean, variance, z, above, weight;
  double usual = fanfold_duration_model_predict (model, runner->place.x, runner->job, &deviation);

  if (!isnan (runner->y))
    {
      *taken += exp (MIN (MAX (runner->y, log (runner->age)), 50));
      *thought += exp (MIN (usual, 50));
      return;
    }

  z = (log (runner->age) - usual) / deviation;
  above = fanfold_chance_normal_above (z);
  if (above < NEVER)
    return;

  weight = above / (above + fanfold_remaining_get_strangers (scene->self));
  fanfold_duration_shape_measure (&scene->shape, deviation, &mean, &variance);
  *thought += weight * exp (MIN (usual, 50));
  *taken +=
      weight * exp (MIN (usual, 50)) * mean * fanfold_chance_normal_above (z - deviation) / above;
}

/* The shape is of a sample; how long all jobs took together is known exactly, but for those that
 * run: without these, what has begun would look shorter than it is, as what is short is over first.
 */
void
fanfold_remaining_scene_calibrate (RemainingScene *scene)
{
  double taken[N_KINDS][FANFOLD_N_DURATION_BASES] = { 0 };
  double thought[N_KINDS][FANFOLD_N_DURATION_BASES] = { 0 };

  for (guint i = 0; i < scene->n_runners; i++)
    {
      const RemainingPlace *place = &scene->runners[i].place;

      if (fanfold_duration_model_is_known (scene->self->models[place->kind][place->basis]))
        add_runner_seconds (scene,
                            &scene->runners[i],
                            &taken[place->kind][place->basis],
                            &thought[place->kind][place->basis]);
    }
  for (guint kind = 0; kind <= scene->self->n_kinds; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      {
        FanfoldDurationModel *model = scene->self->models[kind][basis];
        double deviation, mean, variance, ratio, n;

        scene->factors[kind][basis] = 1;
        if (!scene->used[kind][basis] || !fanfold_duration_model_is_known (model))
          continue;

        fanfold_duration_model_predict (model, 0, 0, &deviation);
        fanfold_duration_shape_measure (&scene->shape, deviation, &mean, &variance);
        ratio =
            fanfold_duration_model_get_ratio (model, taken[kind][basis], thought[kind][basis], &n);
        scene->factors[kind][basis] = pow (ratio / mean, n / (n + ratio_trusts[basis]));
      }
}
