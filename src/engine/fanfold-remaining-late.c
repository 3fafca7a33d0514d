/* fanfold-remaining-late.c: when a job that runs is late
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-private.h"

/* Of jobs like it so many must be over. It is late when it takes so many times as long as nine in
 * ten of them; and not before some seconds, which are nothing to wonder at. */
#define MIN_LIKE 10
#define SHARE 0.9
#define TIMES 3.0
#define MIN_LATE 10.0

/* Those that are up to so many times smaller are like it. */
#define SIZES 4.0

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* One that is larger took longer, if anything. */
static gboolean
is_like (const RemainingSample *sample, guint kind, double size)
{
  return sample->kind == kind &&
         (size <= 0 || sample->xs[FANFOLD_DURATION_SIZE] >= log (size / SIZES));
}

double
fanfold_remaining_get_late (FanfoldRemaining *self, guint64 job)
{
  double seconds[N_SAMPLES];
  double prior = 0, size = 0;
  guint kind = 0;
  guint n = 0;

  g_return_val_if_fail (self != NULL, INFINITY);

  if (job < self->n_told)
    {
      prior = self->priors[job];
      size = self->sizes[job];
      kind = self->kinds[job];
    }
  for (guint i = 0; i < self->n_samples; i++)
    if (is_like (&self->samples[i], kind, size))
      seconds[n++] = exp (self->samples[i].y);
  if (n < MIN_LIKE)
    return INFINITY;

  qsort (seconds, n, sizeof *seconds, compare);

  return MAX (TIMES * MAX (seconds[(guint) (SHARE * (n - 1))], prior), MIN_LATE);
}
