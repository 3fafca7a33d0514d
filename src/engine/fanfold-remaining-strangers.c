/* fanfold-remaining-strangers.c: jobs of another sort, which take much longer than the others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-scene.h"

/* Of many jobs such a share is of another sort. */
#define STRANGERS 0.001

/* It is none of those that are over where less than that share of them takes so long; and where one
 * is alone, the jobs that wait are not like it. */
#define UNLIKE 0.003
#define MIN_STRANGERS 2

/* They take yet as long as Pareto's law with that exponent says of their age; those that wait no
 * more than so many times that, as a logarithm, and differ by so much. */
#define LATE 1.3
#define MOST 3.0
#define APART 0.3

/* Where hardly any are over, nobody can tell. */
double
fanfold_remaining_get_strangers (FanfoldRemaining *self)
{
  return STRANGERS * self->n_learned / (self->n_learned + 20);
}

/* Those that take long are the last to be over, so at first all are: they run. Of the jobs that
 * have begun, which are those that are over and those that run, their share is what it is of all.
 */
void
fanfold_remaining_scene_find_strangers (RemainingScene *scene)
{
  double n_begun = scene->self->n_learned;
  double n_strange = 0;
  double ages = 0;

  for (guint i = 0; i < scene->n_runners; i++)
    {
      const RemainingRunner *runner = &scene->runners[i];
      double off;

      if (runner->place.basis != FANFOLD_DURATION_PLAIN)
        continue;

      n_begun++;
      if (!fanfold_remaining_scene_measure_runner (scene, runner, &off) ||
          fanfold_chance_normal_above (off) > UNLIKE)
        continue;

      n_strange++;
      ages += log (runner->age);
    }
  if (n_strange < MIN_STRANGERS)
    return;

  scene->strange_share = n_strange / n_begun;
  scene->strange_age = ages / n_strange;
}

double
fanfold_remaining_draw_later (FanfoldChance *chance)
{
  return -log (fanfold_chance_draw (chance)) / LATE;
}

double
fanfold_remaining_draw_strange (const RemainingScene *scene, FanfoldChance *chance)
{
  if (scene->strange_share <= 0)
    return 0;

  return exp (scene->strange_age + MIN (fanfold_remaining_draw_later (chance), MOST));
}

gboolean
fanfold_remaining_draw_is_strange (const RemainingScene *scene,
                                   FanfoldDurationBasis basis,
                                   FanfoldChance *chance)
{
  return basis == FANFOLD_DURATION_PLAIN && scene->strange_share > 0 &&
         fanfold_chance_draw (chance) < scene->strange_share;
}

double
fanfold_remaining_draw_one_strange (double seconds, FanfoldChance *chance)
{
  return seconds * exp (APART * fanfold_chance_normal_quantile (fanfold_chance_draw (chance)));
}
