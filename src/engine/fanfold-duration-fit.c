/* fanfold-duration-fit.c: weighs what a duration model has seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-duration-model-private.h"

#include "fanfold-chance.h"

/* All that is recalled of other times counts as so many jobs. */
#define RECALLED 4.0

/* Where hardly anything is known, chi-squared goes down to 0: sigma is no more times its usual. */
#define MAX_SIGMA 2.0

/* Jobs have more in common than the models know, so that however many they are they count as no
 * more than that: a power of the likelihood; Grünwald and van Ommen (2017). */
#define MAX_WORTH 600.0

/* Where jobs are in the order of their sizes, it is so many times as likely as else that times are
 * the same for all. */
#define ORDERED 0.1

/* What is that unlikely, as a logarithm, need not be known more exactly. */
#define NEGLIGIBLE -40.0

/* By that the level of a kind that has not run yet is below that of those that have. */
#define LONGER_FIRST 0.3

/* What sets small jobs back, such as a machine that is busy, does so by seconds rather than by
 * shares: one a tenth of those that matter has three times their variance. */
#define SMALL 0.3

typedef struct
{
  double sigmas[N_SCALES]; /* of y: jobs are alike or not, either is as likely */
  double degrees;          /* that counts as so many observations */
  const Choice *trends;
} Belief;

static const Choice steady_trends[N_TRENDS] = {
  { 0, 0.94 }, { 0.35, 0.02 }, { -0.35, 0.02 }, { 0.8, 0.01 }, { -0.8, 0.01 }
};
static const Choice plain_trends[N_TRENDS] = {
  { 0, 0.86 }, { 0.35, 0.04 }, { -0.35, 0.04 }, { 0.8, 0.03 }, { -0.8, 0.03 }
};

static const Belief beliefs[FANFOLD_N_DURATION_BASES] = {
  [FANFOLD_DURATION_PLAIN] = { { 0.05, 0.5 }, 2, plain_trends },
  [FANFOLD_DURATION_SIZE] = { { 0.06, 0.5 }, 2, steady_trends },
  [FANFOLD_DURATION_PRIOR] = { { 0.06, 0.3 }, 2, steady_trends },
};

static double
predict_seconds (FanfoldDurationModel *self, double x)
{
  double deviation;

  return exp (fanfold_duration_model_predict (self, x, 0, &deviation));
}

/* How long jobs are that wait, as those see it that are part of their work. */
static double
get_relevant (FanfoldDurationModel *self)
{
  double sum = 0, squares = 0;

  for (guint i = self->first; i < self->n_bins && i <= self->last; i++)
    if (self->bins[i].n_expected > 0)
      {
        const Bin *bin = &self->bins[i];
        double seconds = predict_seconds (self, bin->expected_x / bin->n_expected);

        sum += bin->n_expected * seconds;
        squares += bin->n_expected * seconds * seconds;
      }

  return sum > 0 ? squares / sum : 0;
}

double
fanfold_duration_model_get_weight (FanfoldDurationModel *self, double x)
{
  double seconds;

  if (self->relevant <= 0 || !self->known)
    return 1;

  seconds = predict_seconds (self, x);

  return MIN (1, (1 + SMALL) * seconds / (seconds + SMALL * self->relevant));
}

/* What bins and points tell, as sums with the weight of a new observation 1. */
static guint
gather (FanfoldDurationModel *self, const FanfoldDurationPoint *points, guint n_points, Sums *all)
{
  /* That so many observations of uneven weight are worth; Kish's effective size. */
  double newest = pow (MAX (self->n_learned, 1), NEWER) * (1 + NEWER) / (1 + 2 * NEWER) *
                  (1 + self->n_learned / MAX_WORTH);
  double recalled = MIN (1, RECALLED / MAX (self->n_recalled, 1));
  guint n = 0;

  for (guint i = self->first; i < self->n_bins && i <= self->last; i++)
    {
      const Bin *bin = &self->bins[i];
      Sums *sums = &all[n];
      double few = newest;

      if (bin->learned.w <= 0 && bin->n_recalled <= 0)
        continue;

      if (bin->learned.w > 0)
        few /= fanfold_duration_model_get_weight (self, bin->learned.x / bin->learned.w);
      *sums = (Sums){ bin->learned.w / few,  bin->learned.x / few,
                      bin->learned.y / few,  bin->learned.yy / few,
                      bin->learned.p / few,  bin->learned.pp / few,
                      bin->learned.py / few, 0 };
      sums->n = bin->learned.w / newest + bin->n_recalled * recalled;
      sums->w += bin->n_recalled * recalled;
      sums->x += bin->recalled_x * recalled;
      sums->y += bin->recalled_y * recalled;
      sums->yy += bin->recalled_yy * recalled;
      n++;
    }
  for (guint i = 0; i < n_points; i++)
    if (points[i].weight > 0)
      {
        all[n] = (Sums){ 0 };
        add_point (&all[n], points[i].weight, &points[i]);
        all[n].n = all[n].w;
        n++;
      }

  return n;
}

/* The mean x of each stands for all in it. */
static void
scale (FanfoldDurationModel *self, double power, Sums *all, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      all[i].scaled = power * (all[i].x / all[i].w - self->usual);
      all[i].size = exp (MIN (all[i].scaled, 700));
    }
}

/* Of y less what the form says of x. */
static Sums
subtract_form (const Form *form, const Sums *all, guint n)
{
  Sums rest = { 0 };

  for (guint i = 0; i < n; i++)
    {
      double f = form->offset > 0 ? log (all[i].size + form->offset) : all[i].scaled;

      rest.w += all[i].w;
      rest.n += all[i].n;
      rest.y += all[i].y - f * all[i].w;
      rest.yy += all[i].yy - 2 * f * all[i].y + f * f * all[i].w;
      rest.p += all[i].p;
      rest.pp += all[i].pp;
      rest.py += all[i].py - f * all[i].p;
    }

  return rest;
}

/* From logarithms of what each is worth to shares, and which is worth most. */
static void
weigh (FanfoldDurationModel *self, guint first, guint end)
{
  double most = -INFINITY;
  double sum = 0;

  for (guint i = first; i < end; i++)
    if (self->fits[i].weight > most)
      {
        most = self->fits[i].weight;
        self->likeliest = i;
      }
  for (guint i = first; i < end; i++)
    {
      double less = self->fits[i].weight - most;

      self->fits[i].weight = less > NEGLIGIBLE ? exp (less) : 0;
      sum += self->fits[i].weight;
    }
  self->deviation = 0;
  for (guint i = first; i < end; i++)
    {
      self->fits[i].weight /= sum;
      self->fits[i].sum = self->fits[i].weight + (i > first ? self->fits[i - 1].sum : 0);
      self->deviation += self->fits[i].weight * self->fits[i].squares / self->degrees;
    }
  self->deviation = sqrt (self->deviation);
}

/* What is thought of the level before anything is seen, worth @strength observations. */
static double
get_believed_level (FanfoldDurationModel *self,
                    FanfoldDurationModel *parent,
                    guint at,
                    double *strength)
{
  double sigma = beliefs[self->basis].sigmas[at % N_SCALES];
  const Fit *fit;

  *strength = 0;
  if (parent != NULL && parent->known)
    {
      gboolean is_prior = self->basis == FANFOLD_DURATION_PRIOR;

      /* Kinds are further apart than jobs of one kind. What has run so far is rather one of those
       * that take longer: a run spends most of its time in these. */
      fit = &parent->fits[at];
      *strength = MAX (sigma * sigma / (is_prior ? 0.06 : 0.8), 1e-3);
      return fit->level + self->apart - (is_prior ? 0 : LONGER_FIRST);
    }
  if (self->basis == FANFOLD_DURATION_PRIOR)
    {
      /* As long as the last time, on a machine that is a little faster or slower. */
      *strength = sigma * sigma / 0.0625;
      return self->usual;
    }

  return 0;
}

/* What others took is worth less than one observation, and the less, the further it is off. */
static void
add_presumption (
    FanfoldDurationModel *self, const Sums *rest, guint at, double *level, double *strength)
{
  double sigma = beliefs[self->basis].sigmas[at % N_SCALES];
  double more, off;

  if (self->presumed_variance <= 0)
    return;

  off = rest->w > 0 ? rest->y / rest->w - self->presumed : 0;
  off = off * off / self->presumed_variance;
  more = MAX (sigma * sigma / self->presumed_variance, 1e-3) / (1 + off * off);
  *level = (*strength * *level + more * self->presumed) / (*strength + more);
  *strength += more;
}

/* One of all: the normal-inverse-gamma posterior of level and sigma. */
static void
fit_one (FanfoldDurationModel *self, FanfoldDurationModel *parent, const Sums *rest, guint at)
{
  const Belief *belief = &beliefs[self->basis];
  const Choice *choice = &belief->trends[at / N_SCALES % N_TRENDS];
  double sigma = belief->sigmas[at % N_SCALES];
  double trend = choice->value / self->n_places;
  double sum = rest->y - trend * rest->p;
  double squares = rest->yy - 2 * trend * rest->py + trend * trend * rest->pp;
  double believed = belief->degrees * sigma * sigma;
  Fit *fit = &self->fits[at];
  double before = get_believed_level (self, parent, at, &fit->strength);
  double strength;

  add_presumption (self, rest, at, &before, &fit->strength);
  strength = fit->strength;
  fit->strength += rest->w;
  fit->level = fit->strength > 0 ? (sum + strength * before) / fit->strength : 0;
  squares -= fit->strength * fit->level * fit->level - strength * before * before;
  fit->squares = believed + MAX (squares, 0);
  fit->weight = -self->degrees / 2 * log (fit->squares);
}

/* Jobs are in the order of their sizes because somebody thinks that it matters. */
static double
get_share (FanfoldDurationModel *self, guint at)
{
  return self->forms[at].share * (self->ordered && self->forms[at].power == 0 ? ORDERED : 1);
}

/* What is the same for all trends. */
static void
add_beliefs (FanfoldDurationModel *self, guint at, double w)
{
  const Belief *belief = &beliefs[self->basis];

  for (guint i = 0; i < N_SCALES; i++)
    {
      double believed = belief->degrees * belief->sigmas[i] * belief->sigmas[i];
      double strength = self->fits[at * N_TRENDS * N_SCALES + i].strength;
      double more = log (get_share (self, at)) + belief->degrees / 2 * log (believed);

      if (strength > w)
        more += 0.5 * log ((strength - w) / strength);
      for (guint j = 0; j < N_TRENDS; j++)
        self->fits[(at * N_TRENDS + j) * N_SCALES + i].weight += more + self->trends[j];
    }
}

static void
fit_form (
    FanfoldDurationModel *self, FanfoldDurationModel *parent, guint at, const Sums *all, guint n)
{
  const Form *form = &self->forms[at];
  Sums rest = subtract_form (form, all, n);

  self->degrees = beliefs[self->basis].degrees + rest.n;
  self->apart = 0;
  if (parent != NULL)
    self->apart = get_form (parent, form->power, form->offset, self->usual) -
                  get_form (self, form->power, form->offset, self->usual);
  for (guint i = 0; i < N_TRENDS * N_SCALES; i++)
    fit_one (self, parent, &rest, at * N_TRENDS * N_SCALES + i);
  add_beliefs (self, at, rest.w);
}

void
fanfold_duration_model_fit (FanfoldDurationModel *self,
                            FanfoldDurationModel *parent,
                            const FanfoldDurationPoint *points,
                            guint n_points,
                            double n_places,
                            gboolean all_forms)
{
  g_autofree Sums *all = g_new (Sums, self->n_bins + n_points);
  guint n;
  guint form = self->likeliest / N_SCALES / N_TRENDS;
  guint first = all_forms ? 0 : form;
  guint last = all_forms ? self->n_forms - 1 : form;

  self->usual = self->n_ever > 0 ? self->ever_x / self->n_ever : 0;
  self->n_places = MAX (n_places, 1);
  self->n_works = 0;
  self->relevant = self->known && self->basis >= FANFOLD_DURATION_SIZE ? get_relevant (self) : 0;
  n = gather (self, points, n_points, all);
  for (guint i = 0; i < N_TRENDS; i++)
    self->trends[i] = log (beliefs[self->basis].trends[i].share);
  for (guint i = first; i <= last; i++)
    {
      if (i == first || self->forms[i].power != self->forms[i - 1].power)
        scale (self, self->forms[i].power, all, n);
      fit_form (self, parent, i, all, n);
    }
  self->known = self->fits[first * N_TRENDS * N_SCALES].strength > 1e-9;
  weigh (self, first * N_TRENDS * N_SCALES, (last + 1) * N_TRENDS * N_SCALES);
}

gboolean
fanfold_duration_model_is_known (FanfoldDurationModel *self)
{
  return self->known;
}

double
fanfold_duration_model_predict (FanfoldDurationModel *self,
                                double x,
                                double place,
                                double *deviation)
{
  FanfoldDurationDraw draw;
  const Fit *fit = &self->fits[self->likeliest];

  draw.level = fit->level;
  draw.trend = beliefs[self->basis].trends[self->likeliest / N_SCALES % N_TRENDS].value;
  draw.power = self->forms[self->likeliest / N_SCALES / N_TRENDS].power;
  draw.offset = self->forms[self->likeliest / N_SCALES / N_TRENDS].offset;
  *deviation = self->deviation;

  return fanfold_duration_model_mean (self, &draw, x, place);
}

double
fanfold_duration_model_get_ratio (FanfoldDurationModel *self,
                                  double taken,
                                  double thought,
                                  double *n)
{
  double newest = pow (MAX (self->n_learned, 1), NEWER);

  taken *= newest;
  thought *= newest;
  *n = self->n_learned;
  for (guint i = self->first; i < self->n_bins && i <= self->last; i++)
    {
      const Sums *sums = &self->bins[i].learned;
      double deviation;

      if (sums->w <= 0)
        continue;

      taken += sums->seconds;
      thought += sums->w * exp (fanfold_duration_model_predict (
                               self, sums->x / sums->w, sums->p / sums->w, &deviation));
    }

  return thought > 0 ? taken / thought : 1;
}

void
fanfold_duration_model_draw (FanfoldDurationModel *self,
                             double share,
                             double z_level,
                             double z_sigma,
                             FanfoldDurationDraw *draw)
{
  guint at = 0;
  guint end = self->n_forms * N_TRENDS * N_SCALES - 1;
  const Fit *fit;

  while (at < end)
    {
      guint middle = (at + end) / 2;

      if (self->fits[middle].sum < share)
        at = middle + 1;
      else
        end = middle;
    }

  fit = &self->fits[at];
  draw->sigma = sqrt (fit->squares / MAX (fanfold_chance_chi_squared (self->degrees, z_sigma),
                                          self->degrees / MAX_SIGMA / MAX_SIGMA));
  draw->level = fit->level + self->shift + z_level * draw->sigma / sqrt (MAX (fit->strength, 1e-9));
  draw->trend = beliefs[self->basis].trends[at / N_SCALES % N_TRENDS].value;
  draw->power = self->forms[at / N_SCALES / N_TRENDS].power;
  draw->offset = self->forms[at / N_SCALES / N_TRENDS].offset;
}

double
fanfold_duration_model_mean (FanfoldDurationModel *self,
                             const FanfoldDurationDraw *draw,
                             double x,
                             double place)
{
  return draw->level + draw->trend * MIN (place, self->reach) / self->n_places +
         get_form (self, draw->power, draw->offset, x);
}

double
fanfold_duration_model_seconds (
    FanfoldDurationModel *self, const FanfoldDurationDraw *draw, double x, double place, double off)
{
  double scaled = draw->power * (x - self->usual);
  double level = draw->level + draw->trend * MIN (place, self->reach) / self->n_places;

  if (draw->offset > 0)
    return exp (MIN (level + off, 700)) * (exp (MIN (scaled, 700)) + draw->offset);

  return exp (MIN (level + scaled + off, 700));
}

/* The sum of (size / usual size) ^ @power over all that is expected. */
static double
get_work (FanfoldDurationModel *self, double power)
{
  Choice *work = &self->works[self->n_works];

  for (guint i = 0; i < self->n_works; i++)
    if (self->works[i].value == power)
      return self->works[i].share;

  *work = (Choice){ power, 0 };
  for (guint i = self->first; i < self->n_bins && i <= self->last; i++)
    {
      const Bin *bin = &self->bins[i];

      if (bin->n_expected > 0)
        work->share += bin->n_expected *
                       exp (MIN (power * (bin->expected_x / bin->n_expected - self->usual), 700));
    }
  self->n_works = MIN (self->n_works + 1, MAX_WORKS - 1);

  return work->share;
}

double
fanfold_duration_model_sum (FanfoldDurationModel *self,
                            const FanfoldDurationDraw *draw,
                            double place)
{
  double level = draw->level + draw->trend * MIN (place, self->reach) / self->n_places;

  return exp (MIN (level, 700)) * (get_work (self, draw->power) + draw->offset * self->n_expected);
}
