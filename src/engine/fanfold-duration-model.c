/* fanfold-duration-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-duration-model-private.h"

/* Jobs are kept in bins of like x, each of which keeps sums. */
#define X_FIRST -16.0
#define X_WIDTH 0.4
#define N_BINS 136

/* Trends last as long again as they have, and as long. */
#define REACH 1.5

/* The variance of a level between runs of jobs that may be alike: about a factor of 2.5. */
#define APART 0.8

/* So many deviations above what was presumed, jobs are of another sort. */
#define DOUBTFUL 2.0

/* What is further below the others, as a logarithm and in deviations, counts as if it was that far.
 */
#define NEXT_TO_NOTHING 2.0
#define N_DEVIATIONS 1.5

/* One recorded run in five takes no longer for larger files; that has a little more, as to believe
 * at first in sizes that say nothing costs more than to believe a little later in others. */
static const Choice size_powers[] = { { 0, 0.29 },    { 0.5, 0.04 },  { 0.75, 0.12 }, { 1, 0.6 },
                                      { 1.25, 0.05 }, { 1.5, 0.015 }, { 2, 0.015 } };
static const Choice size_offsets[] = { { 0, 0.42 },  { 0.1, 0.1 }, { 0.4, 0.13 }, { 1.6, 0.11 },
                                       { 6.4, 0.1 }, { 25, 0.08 }, { 100, 0.06 } };
static const Choice prior_powers[] = { { 0, 0.03 },   { 0.5, 0.05 }, { 0.75, 0.1 },
                                       { 0.9, 0.15 }, { 1, 0.62 },   { 1.15, 0.05 } };

static void
add_forms (FanfoldDurationModel *self, const Choice *powers, guint n_powers, guint n_offsets)
{
  for (guint i = 0; i < n_powers; i++)
    for (guint j = 0; j < n_offsets; j++)
      {
        Form *form = &self->forms[self->n_forms];

        form->power = powers[i].value;
        form->offset = size_offsets[j].value;
        form->share =
            powers[i].share * (form->power == 0 || n_offsets == 1 ? 1 : size_offsets[j].share);
        self->n_forms++;
        if (form->power == 0)
          break;
      }
}

FanfoldDurationModel *
fanfold_duration_model_new (FanfoldDurationBasis basis)
{
  static const Choice none = { 0, 1 };
  FanfoldDurationModel *self;

  self = g_new0 (FanfoldDurationModel, 1);
  self->basis = basis;
  self->n_bins = basis == FANFOLD_DURATION_PLAIN ? 1 : N_BINS;
  self->bins = g_new0 (Bin, self->n_bins);
  self->first = self->n_bins;
  if (basis == FANFOLD_DURATION_SIZE)
    add_forms (self, size_powers, G_N_ELEMENTS (size_powers), G_N_ELEMENTS (size_offsets));
  else if (basis == FANFOLD_DURATION_PRIOR)
    add_forms (self, prior_powers, G_N_ELEMENTS (prior_powers), 1);
  else
    add_forms (self, &none, 1, 1);

  return self;
}

void
fanfold_duration_model_free (FanfoldDurationModel *self)
{
  g_free (self->bins);
  g_free (self);
}

static Bin *
get_bin (FanfoldDurationModel *self, double x)
{
  guint at = 0;

  if (self->n_bins > 1)
    at = (guint) CLAMP ((x - X_FIRST) / X_WIDTH, 0, self->n_bins - 1);
  self->first = MIN (self->first, at);
  self->last = MAX (self->last, at);

  return &self->bins[at];
}

void
fanfold_duration_model_set_ordered (FanfoldDurationModel *self, gboolean ordered)
{
  self->ordered = ordered;
}

void
fanfold_duration_model_meet (FanfoldDurationModel *self, double x)
{
  self->n_ever++;
  self->ever_x += x;
}

void
fanfold_duration_model_expect (FanfoldDurationModel *self, double x)
{
  Bin *bin = get_bin (self, x);

  self->n_works = 0;
  bin->n_expected++;
  bin->expected_x += x;
  self->n_expected++;
}

void
fanfold_duration_model_unexpect (FanfoldDurationModel *self, double x)
{
  Bin *bin = get_bin (self, x);

  if (bin->n_expected < 1)
    return;

  self->n_works = 0;
  bin->n_expected--;
  bin->expected_x = bin->n_expected > 0 ? bin->expected_x - x : 0;
  self->n_expected--;
}

double
fanfold_duration_model_get_n_expected (FanfoldDurationModel *self)
{
  return self->n_expected;
}

/* Jobs that take next to nothing make no difference, but their logarithms would: they would make
 * the others be far apart. */
static double
keep_near (FanfoldDurationModel *self, double x, double place, double y)
{
  double mean, deviation;

  if (self->basis != FANFOLD_DURATION_PLAIN || !self->known || self->n_learned < 1)
    return y;

  mean = fanfold_duration_model_predict (self, x, place, &deviation);

  return MAX (y, mean - MAX (NEXT_TO_NOTHING, N_DEVIATIONS * deviation));
}

void
fanfold_duration_model_learn (FanfoldDurationModel *self, double x, double place, double y)
{
  double near = keep_near (self, x, place, y);
  FanfoldDurationPoint point = { x, place, near, near * near, 1 };
  Sums *learned = &get_bin (self, x)->learned;
  double weight;

  self->recent[(guint64) self->n_learned % N_RECENT] = point;
  self->n_learned++;
  self->reach = MAX (self->reach, REACH * place);
  weight = pow (self->n_learned, NEWER);
  add_point (learned, weight, &point);
  learned->seconds += weight * (exp (y) - exp (near));
}

void
fanfold_duration_model_recall (FanfoldDurationModel *self, double x, double y)
{
  Bin *bin = get_bin (self, x);

  self->n_recalled++;
  bin->n_recalled++;
  bin->recalled_x += x;
  bin->recalled_y += y;
  bin->recalled_yy += y * y;
}

void
fanfold_duration_model_presume (FanfoldDurationModel *self, double y, double deviation)
{
  self->presumed = y;
  self->presumed_variance = deviation * deviation + APART;
}

void
fanfold_duration_model_doubt (FanfoldDurationModel *self, double y)
{
  if (y > self->presumed + DOUBTFUL * sqrt (self->presumed_variance))
    self->presumed_variance = 0;
}
