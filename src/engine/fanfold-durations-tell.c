/* fanfold-durations-tell.c: what earlier durations say of jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-durations-private.h"

#include <math.h>

/* Numbers say what jobs cost where seconds go with a power of them that is one of these, and such
 * a line leaves so many times less than it explains, for each degree of freedom: what hardly any
 * serial numbers or seeds do by chance. */
#define LEAST_POWER 0.4
#define MOST_POWER 2.5
#define LEAST_RATIO 30.0
#define LEAST_SPREAD 1e-3

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  const float *first = a;
  const float *second = b;

  return *first < *second ? -1 : *first > *second ? 1 : 0;
}

static int
compare_sizes (gconstpointer a, gconstpointer b)
{
  const FanfoldDurationsSized *first = a;
  const FanfoldDurationsSized *second = b;

  return first->size < second->size ? -1 : first->size > second->size ? 1 : 0;
}

static void
summarise (GArray *known, const guint *kind, double limit, FanfoldDurationsSummary *summary)
{
  g_autofree float *seconds = g_new (float, known->len + 1);
  double sum = 0, squares = 0;
  guint n = 0, n_over = 0;

  for (guint i = 0; i < known->len; i++)
    {
      const FanfoldDurationsKnown *one = &g_array_index (known, FanfoldDurationsKnown, i);

      if (kind != NULL && one->kind != *kind)
        continue;

      n_over += one->seconds >= limit ? 1 : 0;
      seconds[n] = (float) MIN (one->seconds, limit);
      sum += seconds[n++];
    }
  if (n == 0)
    return;

  qsort (seconds, n, sizeof *seconds, compare_seconds);

  summary->n_known = n;
  summary->over = (double) n_over / n;
  summary->mean = sum / n;
  summary->median = (seconds[(n - 1) / 2] + seconds[n / 2]) / 2;
  summary->low = seconds[(n - 1) / 10];
  summary->high = seconds[n - 1 - (n - 1) / 10];
  for (guint i = 0; i < n; i++)
    squares += (seconds[i] - summary->mean) * (seconds[i] - summary->mean);
  summary->deviation = n > 1 ? sqrt (squares / (n - 1)) : 0;
}

double
fanfold_durations_look_up (FanfoldDurations *self, guint64 args_hash)
{
  const FanfoldDurationsKnown *known;
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, -1);

  known = (const FanfoldDurationsKnown *) (gpointer) self->known->data;
  high = self->known->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (known[middle].args_hash < args_hash)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->known->len && known[low].args_hash == args_hash ? (double) known[low].seconds
                                                                     : -1;
}

double
fanfold_durations_seconds_cb (guint64 args_hash, gpointer durations)
{
  return fanfold_durations_look_up (durations, args_hash);
}

void
fanfold_durations_summarise (FanfoldDurations *self,
                             const guint *kind,
                             double limit,
                             FanfoldDurationsSummary *summary)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (summary != NULL);

  *summary = (FanfoldDurationsSummary){ 0 };
  summarise (self->known, kind, limit > 0 ? limit : INFINITY, summary);
}

/* As many, from the smallest to the largest. */
static void
thin_out (GArray *sized, guint n_max)
{
  guint n = sized->len;

  if (n <= n_max)
    return;

  for (guint i = 0; i < n_max; i++)
    {
      gsize from = (gsize) i * (n - 1) / (n_max - 1);

      g_array_index (sized, FanfoldDurationsSized, i) =
          g_array_index (sized, FanfoldDurationsSized, from);
    }
  g_array_set_size (sized, n_max);
}

static void
put_in_order (GArray *sized)
{
  g_array_sort (sized, compare_sizes);
  thin_out (sized, FANFOLD_DURATIONS_MAX_SIZED);
}

GArray *
fanfold_durations_list_sized (FanfoldDurations *self, const guint *kind)
{
  GArray *sized = g_array_new (FALSE, FALSE, sizeof (FanfoldDurationsSized));

  g_return_val_if_fail (self != NULL, sized);

  for (guint i = 0; i < self->known->len; i++)
    {
      const FanfoldDurationsKnown *known = &g_array_index (self->known, FanfoldDurationsKnown, i);
      FanfoldDurationsSized one = { known->size, known->seconds };

      if (one.size > 0 && one.seconds > 0 && (kind == NULL || known->kind == *kind))
        g_array_append_val (sized, one);
    }
  put_in_order (sized);

  return sized;
}

/* The line through the logarithms. */
gboolean
fanfold_durations_are_costs (GArray *numbered)
{
  double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  double n, power;

  g_return_val_if_fail (numbered != NULL, FALSE);

  n = numbered->len;
  for (guint i = 0; i < numbered->len; i++)
    {
      const FanfoldDurationsSized *one = &g_array_index (numbered, FanfoldDurationsSized, i);

      x += log (one->size) / n;
      y += log (one->seconds) / n;
    }
  for (guint i = 0; i < numbered->len; i++)
    {
      const FanfoldDurationsSized *one = &g_array_index (numbered, FanfoldDurationsSized, i);
      double off_x = log (one->size) - x;
      double off_y = log (one->seconds) - y;

      xx += off_x * off_x;
      xy += off_x * off_y;
      yy += off_y * off_y;
    }
  if (n < 3 || xx < LEAST_SPREAD)
    return FALSE;

  power = xy / xx;

  return power >= LEAST_POWER && power <= MOST_POWER &&
         (n - 2) * power * xy >= LEAST_RATIO * (yy - power * xy);
}

GArray *
fanfold_durations_list_numbered (FanfoldDurations *self, guint shape)
{
  GArray *numbered = g_array_new (FALSE, FALSE, sizeof (FanfoldDurationsSized));

  g_return_val_if_fail (self != NULL, numbered);

  for (guint i = 0; i < self->known->len; i++)
    {
      const FanfoldDurationsKnown *known = &g_array_index (self->known, FanfoldDurationsKnown, i);
      FanfoldDurationsSized one = { -known->size, known->seconds };

      if (one.size > 0 && one.seconds > 0 && known->shape == shape)
        g_array_append_val (numbered, one);
    }
  put_in_order (numbered);
  if (!fanfold_durations_are_costs (numbered))
    g_array_set_size (numbered, 0);

  return numbered;
}

void
fanfold_durations_get_attempts (FanfoldDurations *self,
                                const guint *kind,
                                FanfoldAttempts *attempts)
{
  GHashTableIter iter;
  gpointer key, value;

  g_return_if_fail (self != NULL);
  g_return_if_fail (attempts != NULL);

  *attempts = (FanfoldAttempts){ 0 };
  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (kind == NULL || GPOINTER_TO_UINT (key) == *kind)
      fanfold_attempts_add (attempts, value);
}
