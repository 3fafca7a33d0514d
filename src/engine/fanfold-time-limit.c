/* fanfold-time-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-time-limit.h"

#include "fanfold-lock.h"

#include <math.h>
#include <stdatomic.h>

/* Bins of equal ratio, from 1 µs to 12 days. */
#define BINS_AN_OCTAVE 32
#define N_BINS (40 * BINS_AN_OCTAVE)

struct _FanfoldTimeLimit
{
  double percent; /* 0: the limit is fixed */
  _Atomic gint64 limit_usec;

  GMutex mutex;
  guint64 n_jobs;
  guint64 n_below; /* jobs in bins below that of the median */
  guint median;    /* its bin */
  guint64 bins[];
};

static guint
get_bin (double seconds)
{
  double octaves = log2 (MAX (seconds * G_USEC_PER_SEC, 1));

  return (guint) MIN (octaves * BINS_AN_OCTAVE, N_BINS - 1);
}

/* The middle of a bin, by ratio. */
static double
get_usec (guint bin)
{
  return exp2 ((bin + 0.5) / BINS_AN_OCTAVE);
}

static void
add_seconds (FanfoldTimeLimit *self, double seconds)
{
  guint bin = get_bin (seconds);

  self->bins[bin]++;
  self->n_jobs++;
  if (bin < self->median)
    self->n_below++;
}

/* It is never far from where it was. */
static void
find_median (FanfoldTimeLimit *self)
{
  guint64 rank = self->n_jobs / 2;

  while (self->n_below > rank)
    self->n_below -= self->bins[--self->median];
  while (self->n_below + self->bins[self->median] <= rank)
    self->n_below += self->bins[self->median++];
}

FanfoldTimeLimit *
fanfold_time_limit_new (const FanfoldSettings *settings)
{
  FanfoldTimeLimit *self;
  gsize n_bins;

  g_return_val_if_fail (settings != NULL, NULL);

  n_bins = settings->timeout_percent > 0 ? N_BINS : 0;
  self = g_malloc0 (sizeof *self + n_bins * sizeof self->bins[0]);
  g_mutex_init (&self->mutex);
  self->percent = MAX (settings->timeout_percent, 0);
  if (n_bins == 0)
    self->limit_usec = (gint64) ceil (MAX (settings->timeout, 0) * G_USEC_PER_SEC);

  return self;
}

void
fanfold_time_limit_free (FanfoldTimeLimit *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
fanfold_time_limit_learn (FanfoldTimeLimit *self, FanfoldBlock *block)
{
  guint n_jobs;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  if (self->percent == 0)
    return;

  n_jobs = fanfold_block_get_n_jobs (block);
  fanfold_lock (&self->mutex);
  for (guint i = 0; i < n_jobs; i++)
    {
      if (fanfold_block_get_state (block, i) == FANFOLD_JOB_DONE)
        add_seconds (self, fanfold_block_get_seconds (block, i));
    }
  if (self->n_jobs >= FANFOLD_TIME_LIMIT_MIN_JOBS)
    {
      find_median (self);
      atomic_store (&self->limit_usec,
                    (gint64) ceil (get_usec (self->median) * self->percent / 100));
    }
  fanfold_unlock (&self->mutex);
}

gint64
fanfold_time_limit_get (FanfoldTimeLimit *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load_explicit (&self->limit_usec, memory_order_relaxed);
}

gboolean
fanfold_time_limit_may_change (FanfoldTimeLimit *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->percent > 0;
}
