/* fanfold-duration-shape.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-duration-shape.h"

#include <math.h>

#define SIZE FANFOLD_DURATION_SHAPE_SIZE

/* So many jobs that are over count as much as the normal distribution. */
#define SEEN_TRUST 14.0

/* Of all, the uppermost; how far they are up in the normal distribution, in the mean, and how many
 * jobs count as much as that. */
#define N_UPPER 10
#define NORMAL_EXCESS 0.42
#define UPPER_TRUST 8.0
#define MAX_EXCESS 1.0

#define SIGMA_STEP 0.1

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* What is far up is taken to be spread exponentially, as there are few of it, and the latest are
 * not over yet: those count with their ages, as for life times that are censored. */
static void
extend (
    FanfoldDurationShape *self, const double *offs, guint n_offs, const double *ages, guint n_ages)
{
  guint first = SIZE - N_UPPER;
  double sum = UPPER_TRUST * NORMAL_EXCESS;
  double n_upper = UPPER_TRUST;

  self->least = self->offs[first - 1];
  for (guint i = 0; i < n_offs; i++)
    if (offs[i] > self->least)
      {
        sum += offs[i] - self->least;
        n_upper++;
      }
  for (guint i = 0; i < n_ages; i++)
    if (ages[i] > self->least)
      sum += ages[i] - self->least;

  self->excess = MIN (sum / n_upper, MAX_EXCESS);
  for (guint i = 0; i < N_UPPER; i++)
    self->offs[first + i] = self->least - self->excess * log (1 - (i + 0.5) / N_UPPER);
}

static void
measure (FanfoldDurationShape *self, guint at)
{
  double sum = 0;
  double squares = 0;

  for (guint i = 0; i < SIZE; i++)
    {
      double one = exp (MIN (at * SIGMA_STEP * self->offs[i], 50));

      sum += one;
      squares += one * one;
    }
  self->means[at] = log (sum / SIZE);
  self->squares[at] = log (squares / SIZE);
}

void
fanfold_duration_shape_make (
    FanfoldDurationShape *self, const double *offs, guint n_offs, const double *ages, guint n_ages)
{
  guint n_normal = (guint) ceil (SIZE * SEEN_TRUST / (SEEN_TRUST + n_offs));

  for (guint i = 0; i < n_normal; i++)
    self->offs[i] = fanfold_chance_normal_quantile ((i + 0.5) / n_normal);
  for (guint i = n_normal; i < SIZE; i++)
    self->offs[i] = offs[(guint64) (i - n_normal) * n_offs / (SIZE - n_normal)];
  qsort (self->offs, SIZE, sizeof *self->offs, compare);
  extend (self, offs, n_offs, ages, n_ages);
  for (guint i = 0; i < FANFOLD_DURATION_SHAPE_SIGMAS; i++)
    measure (self, i);
}

double
fanfold_duration_shape_draw_excess (const FanfoldDurationShape *self, FanfoldChance *chance)
{
  return -self->excess * log (fanfold_chance_draw (chance));
}

double
fanfold_duration_shape_draw (const FanfoldDurationShape *self, FanfoldChance *chance)
{
  guint at = (guint) (fanfold_chance_draw_bits (chance) % SIZE);

  if (at < SIZE - N_UPPER)
    return self->offs[at];

  return self->least + fanfold_duration_shape_draw_excess (self, chance);
}

void
fanfold_duration_shape_measure (const FanfoldDurationShape *self,
                                double sigma,
                                double *mean,
                                double *variance)
{
  double at = CLAMP (sigma / SIGMA_STEP, 0, FANFOLD_DURATION_SHAPE_SIGMAS - 1.001);
  guint low = (guint) at;
  double part = at - low;

  *mean = exp (self->means[low] + part * (self->means[low + 1] - self->means[low]));
  *variance = exp (self->squares[low] + part * (self->squares[low + 1] - self->squares[low]));
  *variance = MAX (*variance - *mean * *mean, 0);
}
