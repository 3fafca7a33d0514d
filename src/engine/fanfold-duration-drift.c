/* fanfold-duration-drift.c: whether jobs take another time lately
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-duration-model-private.h"

/* Of what jobs are off from the model the level wanders: the local level model, with a Kalman
 * filter for each of some speeds (its variance at each job, as a part of sigma²), which are weighed
 * by how well they foretell; Durbin and Koopman (2012), chapter 2. */
static const Choice speeds[] = { { 0, 0.7 }, { 0.003, 0.1 }, { 0.02, 0.12 }, { 0.1, 0.08 } };
#define N_SPEEDS G_N_ELEMENTS (speeds)

/* What is seen of one job counts less than it would: neighbours have much in common. */
#define TEMPER 0.8

/* After so many jobs it is half as likely that it wanders. */
#define STEADY 50.0

/* Further off, in deviations, a job counts as if it was that far. */
#define FAR 2.5

/* What is busy now is idle some time: over so many jobs half of it is gone. */
#define LASTS 150.0

/* Less than that of them says nothing. */
#define MIN_RECENT 8

typedef struct
{
  double level;
  double variance;
  double worth; /* logarithm of how likely it makes what was seen */
} Filter;

static void
step (Filter *filter, double speed, double off, double variance)
{
  double sum, gain, surprise;

  filter->variance += speed * variance;
  sum = filter->variance + variance;
  surprise = CLAMP (off - filter->level, -FAR * sqrt (sum), FAR * sqrt (sum));
  gain = filter->variance / sum;
  filter->worth -= TEMPER / 2 * (log (sum) + surprise * surprise / sum);
  filter->level += gain * surprise;
  filter->variance *= 1 - gain;
}

void
fanfold_duration_model_measure_drift (FanfoldDurationModel *self, double n_left)
{
  Filter filters[N_SPEEDS];
  double variance = self->deviation * self->deviation;
  double most = -INFINITY;
  double sum = 0, level = 0, squares = 0;
  guint n = (guint) MIN (self->n_learned, N_RECENT);

  self->shift = self->unrest = 0;
  if (!self->known || n < MIN_RECENT)
    return;

  for (guint i = 0; i < N_SPEEDS; i++)
    filters[i] = (Filter){ 0,
                           variance * (1 / self->n_learned + 5 * speeds[i].value),
                           log (speeds[i].share) - (i > 0 ? log1p (self->n_learned / STEADY) : 0) };
  for (guint k = 0; k < n; k++)
    {
      guint64 at = ((guint64) self->n_learned - n + k) % N_RECENT;
      const FanfoldDurationPoint *point = &self->recent[at];
      double deviation;
      double off =
          point->y - fanfold_duration_model_predict (self, point->x, point->place, &deviation);

      for (guint i = 0; i < N_SPEEDS; i++)
        step (&filters[i], speeds[i].value, off, variance);
    }

  for (guint i = 0; i < N_SPEEDS; i++)
    most = MAX (most, filters[i].worth);
  for (guint i = 1; i < N_SPEEDS; i++)
    {
      double share = exp (filters[i].worth - most);
      double further =
          filters[i].variance + speeds[i].value * variance * MIN (n_left, N_RECENT) / 3;

      sum += share;
      level += share * filters[i].level;
      squares += share * (filters[i].level * filters[i].level + MIN (further, MAX_UNREST));
    }
  sum += exp (filters[0].worth - most);
  self->shift = level / sum / (1 + n_left / LASTS);
  self->unrest =
      sqrt (MAX (squares / sum - 2 * self->shift * level / sum + self->shift * self->shift, 0));
}

double
fanfold_duration_model_get_unrest (FanfoldDurationModel *self)
{
  return self->unrest;
}
