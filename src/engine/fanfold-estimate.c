/* fanfold-estimate.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-estimate.h"

#include <math.h>
#include "fanfold-failures.h"

/* Of a normal distribution, a tenth is further off than so many deviations on either side. */
#define TENTH 1.2816
/* The machine is busier or idler than it was: not a matter of how many jobs there are. */
#define MOOD 0.1
/* The variance of what jobs take, as logarithms, that were given something else: with it, a factor
 * of about 2.5 either way. */
#define APART 0.5

/* So many jobs of about a size tell what others like them take. */
#define N_NEAREST 9
/* Logarithms: up to which distance sizes are about the same; by what jobs of the same size are
 * apart, and those of others: the more, the further these are. */
#define SAME 0.1
#define LIKE 0.15
#define AWAY 0.8
#define FURTHER 0.12
/* That others are so far apart is believed as if so many pairs of sizes had said it; none says more
 * than that. */
#define BELIEVED_PAIRS 0.25
#define MAX_AWAY 1.2
/* Sizes that are no further apart, as a variance, tell nothing of how time grows with them. */
#define LITTLE_SPREAD 0.02
#define MAX_DRIFT 1.5
/* Seconds that a job takes however small it is. */
#define BESIDES 0.0003

/* What is over the limit is tried again to no avail. */
static double
keep_within_limit (const FanfoldEstimate *self, double seconds)
{
  return self->limit > 0 && seconds >= self->limit ? self->limit * (1 + self->n_retries) : seconds;
}

/* Seconds that a job waits in all before that many further attempts. */
static double
get_wait (guint n_further)
{
  double seconds = 0;

  for (guint i = 0; i < n_further; i++)
    seconds += (double) fanfold_failures_get_delay (i) / G_USEC_PER_SEC;

  return seconds;
}

/* The same with what it waits for. */
static double
get_stay (const FanfoldEstimate *self, double seconds)
{
  gboolean is_over = self->limit > 0 && seconds >= self->limit;

  return keep_within_limit (self, seconds) + (is_over ? get_wait (self->n_retries) : 0);
}

void
fanfold_estimate_add (FanfoldEstimate *self, double seconds)
{
  g_return_if_fail (self != NULL);

  if (seconds < 0)
    {
      self->n_unknown++;
      return;
    }

  self->n_known++;
  self->seconds += keep_within_limit (self, seconds);
  self->longest = MAX (self->longest, get_stay (self, seconds));
}

/* The nearest of @sized, in order, around @size. */
static guint
find_nearest (GArray *sized, double size, guint *first)
{
  const FanfoldDurationsSized *all = (const FanfoldDurationsSized *) (gpointer) sized->data;
  guint begin = 0, end;

  while (begin < sized->len && all[begin].size < size)
    begin++;
  for (end = begin; end - begin < N_NEAREST && (begin > 0 || end < sized->len);)
    if (end == sized->len || (begin > 0 && size / all[begin - 1].size < all[end].size / size))
      begin--;
    else
      end++;
  *first = begin;

  return end - begin;
}

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return *first < *second ? -1 : *first > *second ? 1 : 0;
}

/* How far off each is as the next smaller one that is not about as large foretells it. */
static double
measure_away (GArray *sized)
{
  const FanfoldDurationsSized *all = (const FanfoldDurationsSized *) (gpointer) sized->data;
  double squares = 0, n = 0, n_pairs = 0;
  guint begin = 0; /* of those that are about as large as this one */
  double share;

  for (guint i = 0; i < sized->len; i++)
    {
      const FanfoldDurationsSized *before;
      double off;

      if (log (all[i].size / all[begin].size) >= SAME)
        {
          begin = i;
          n_pairs++;
        }
      if (begin == 0)
        continue;

      before = &all[begin - 1];
      off = log (all[i].seconds / all[i].size * before->size / before->seconds);
      squares += MIN (off * off, MAX_AWAY * MAX_AWAY);
      n++;
    }
  share = n_pairs / (n_pairs + BELIEVED_PAIRS);

  return sqrt ((1 - share) * AWAY * AWAY + share * squares / MAX (n, 1));
}

/* By how much seconds for a size grow or shrink with the size, as a power of it. */
static double
measure_drift (GArray *sized)
{
  double n = sized->len;
  double x = 0, y = 0, xx = 0, xy = 0;

  for (guint i = 0; i < sized->len; i++)
    {
      const FanfoldDurationsSized *one = &g_array_index (sized, FanfoldDurationsSized, i);
      double size = log (one->size);
      double rate = log (one->seconds) - size;

      x += size / n;
      y += rate / n;
      xx += size * size;
      xy += size * rate;
    }

  return MIN (fabs (xy - n * x * y) / (xx - n * x * x + n * LITTLE_SPREAD), MAX_DRIFT);
}

void
fanfold_estimate_learn (FanfoldEstimate *self, GArray *sized)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (sized != NULL && sized->len > 0);

  self->away = measure_away (sized);
  self->drift = measure_drift (sized);
  self->span = log (g_array_index (sized, FanfoldDurationsSized, sized->len - 1).size /
                    g_array_index (sized, FanfoldDurationsSized, 0).size);
}

/* @apart: set to how far it may be off, as a logarithm. */
static double
predict_sized (const FanfoldEstimate *self, GArray *sized, double size, double *apart)
{
  double away = self->away > 0 ? self->away : AWAY;
  double rates[N_NEAREST];
  double distance = INFINITY;
  guint first, n;

  n = find_nearest (sized, size, &first);
  for (guint i = 0; i < n; i++)
    {
      const FanfoldDurationsSized *one = &g_array_index (sized, FanfoldDurationsSized, first + i);

      rates[i] = one->seconds / one->size;
      distance = MIN (distance, fabs (log (size / one->size)));
    }
  qsort (rates, n, sizeof *rates, compare_rates);

  /* Far beyond all that was seen, nobody knows. */
  *apart = distance < SAME ? LIKE
                           : away + self->drift * distance +
                                 FURTHER * distance * distance / (distance + self->span);
  *apart = hypot (*apart, log (rates[n - 1] / rates[0]) / 2);

  return rates[n / 2] * size + BESIDES;
}

double
fanfold_estimate_get_sized (GArray *sized, double size)
{
  FanfoldEstimate estimate = FANFOLD_ESTIMATE_INIT;
  double apart;

  g_return_val_if_fail (sized != NULL && sized->len > 0, -1);
  g_return_val_if_fail (size > 0, -1);

  return predict_sized (&estimate, sized, size, &apart);
}

void
fanfold_estimate_add_sized (FanfoldEstimate *self, GArray *sized, double size)
{
  double apart, seconds;

  g_return_if_fail (self != NULL);
  g_return_if_fail (sized != NULL && sized->len > 0);
  g_return_if_fail (size > 0);

  seconds = predict_sized (self, sized, size, &apart);
  self->n_sized++;
  self->sized_seconds += keep_within_limit (self, seconds);
  self->sized_low += keep_within_limit (self, seconds * exp (-apart));
  self->sized_high += keep_within_limit (self, seconds * exp (apart) + BESIDES);
  self->sized_longest = MAX (self->sized_longest, get_stay (self, seconds));
}

void
fanfold_estimate_add_rest (FanfoldEstimate *self, guint64 n)
{
  double more;

  g_return_if_fail (self != NULL);

  if (self->n_sized == 0)
    {
      self->n_unknown += n;
      return;
    }

  more = 1 + (double) n / (double) self->n_sized;
  self->n_sized += n;
  self->sized_seconds *= more;
  self->sized_low *= more;
  self->sized_high *= more;
}

guint64
fanfold_estimate_get_n_jobs (const FanfoldEstimate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_known + self->n_unknown + self->n_sized;
}

/* Sums of what jobs take, one after the other. */
typedef struct
{
  double low;
  double middle;
  double high;
  double longest_low;
  double longest;
  double longest_high;
} Total;

/* Of one that was never run before the mean is known only as well as so many jobs tell it, if they
 * are like it at all. */
static void
add_unknown (const FanfoldEstimate *self, const FanfoldDurationsSummary *summary, Total *total)
{
  double n = (double) self->n_unknown;
  double over = self->limit > 0 ? summary->over * self->n_retries * self->limit : 0;
  double seconds = n * (summary->mean + over);
  double deviation = log (summary->high / MAX (summary->low, summary->high / 100)) / (2 * TENTH);
  double apart, spread;

  if (!(summary->high > 0))
    deviation = 0;
  apart = exp (TENTH * sqrt (APART + deviation * deviation));
  spread = TENTH * sqrt (pow (MOOD * seconds, 2) +
                         pow (summary->deviation, 2) * (n + n * n / (double) summary->n_known));
  total->low += MAX (seconds - spread, 0) / apart;
  total->middle += seconds;
  total->high += (seconds + spread) * apart;
  total->longest_high = MAX (total->longest_high, get_stay (self, summary->high * apart));
}

static void
add_up (const FanfoldEstimate *self, const FanfoldDurationsSummary *summary, Total *total)
{
  double sized = self->sized_seconds;

  *total = (Total){ .low = self->seconds * (1 - TENTH * MOOD) + self->sized_low,
                    .middle = self->seconds + sized,
                    .high = self->seconds * (1 + TENTH * MOOD) + self->sized_high,
                    .longest_low = self->longest * (1 - TENTH * MOOD),
                    .longest = MAX (self->longest, self->sized_longest) };
  total->longest_high = total->longest;
  if (self->n_sized > 0)
    {
      double longest = self->sized_longest;

      total->longest_low = MAX (total->longest_low, longest * self->sized_low / sized);
      total->longest_high = MAX (total->longest_high, longest * self->sized_high / sized);
    }
  if (self->n_unknown > 0)
    add_unknown (self, summary, total);
  if (self->limit > 0)
    total->high =
        MIN (total->high,
             (double) fanfold_estimate_get_n_jobs (self) * keep_within_limit (self, self->limit));
}

/* Attempts that follow one which failed: each takes a slot again, and waits before that. */
static void
add_further (const FanfoldEstimate *self, Total *total)
{
  const FanfoldAttemptsFurther *further = &self->further;
  double mean = total->middle / MAX ((double) fanfold_estimate_get_n_jobs (self), 1);
  double one = mean * (1 + further->most * further->each) + get_wait (further->most);
  double one_low = total->low / total->middle * mean + get_wait (further->most_low);

  total->low *= 1 + further->low * further->each;
  total->middle *= 1 + further->middle * further->each;
  total->high *= 1 + further->high * further->each;
  total->longest = MAX (total->longest, one);
  if (further->most_low > 0 && total->middle > 0)
    total->longest_low = MAX (total->longest_low, one_low);
  total->longest_high *= 1 + further->most_high * further->each;
  total->longest_high += get_wait (further->most_high);
}

double
fanfold_estimate_get_seconds (const FanfoldEstimate *self,
                              const FanfoldDurationsSummary *summary,
                              guint n_slots,
                              double *low,
                              double *high)
{
  double n, middle;
  Total total;

  g_return_val_if_fail (self != NULL && summary != NULL, -1);
  g_return_val_if_fail (low != NULL && high != NULL, -1);
  g_return_val_if_fail (n_slots > 0, -1);

  *low = *high = self->n_unknown > 0 && summary->n_known == 0 ? -1 : 0;
  if (*low < 0)
    return -1;

  add_up (self, summary, &total);
  add_further (self, &total);

  /* At the end slots are idle while the last jobs run; no schedule is shorter than the longest. */
  *low = MAX (total.low / n_slots, total.longest_low);
  *high = total.high / n_slots + total.longest_high * (1 - 1.0 / n_slots);
  *high = MAX (*high, total.longest);
  middle = MAX (total.middle / n_slots, total.longest);
  if (self->delay <= 0)
    return CLAMP (middle, *low, *high);

  /* The last one that begins is one like all. */
  n = MAX ((double) fanfold_estimate_get_n_jobs (self), 1);
  *low = MAX (*low, self->delay + total.low / n);
  *high = MAX (*high, self->delay + total.longest_high);

  return CLAMP (MAX (middle, self->delay + total.middle / n), *low, *high);
}
