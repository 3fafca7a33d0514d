/* fanfold-remaining-retries.c: attempts that fail and are made again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-draw.h"

/* Before any attempt is over, one fails and one does not, as if of half a job each; and those that
 * come after one that failed are as those before. */
#define BELIEVED 0.5

void
fanfold_remaining_set_retries (FanfoldRemaining *self, guint n_retries)
{
  g_return_if_fail (self != NULL);

  self->n_retries = n_retries;
}

static void
count (FanfoldRemaining *self, guint n_before, gboolean failed)
{
  RemainingTries *tries = &self->attempts[MIN (n_before, N_TRIES - 1)];

  tries->n++;
  tries->n_failed += failed ? 1 : 0;
}

void
fanfold_remaining_count_try (FanfoldRemaining *self, guint64 job)
{
  guint n = fanfold_remaining_get_n_tries (self, job);

  count (self, n, TRUE);
  g_hash_table_replace (self->tries, GSIZE_TO_POINTER (job), GUINT_TO_POINTER (n + 1));
  self->n_retries = MAX (self->n_retries, n + 1);
}

void
fanfold_remaining_count_last_try (FanfoldRemaining *self, guint64 job, gboolean failed)
{
  count (self, fanfold_remaining_get_n_tries (self, job), failed);
  fanfold_remaining_forget_tries (self, job);
}

void
fanfold_remaining_forget_tries (FanfoldRemaining *self, guint64 job)
{
  g_hash_table_remove (self->tries, GSIZE_TO_POINTER (job));
}

guint
fanfold_remaining_get_n_tries (FanfoldRemaining *self, guint64 job)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->tries, GSIZE_TO_POINTER (job)));
}

/* The shares of attempts that fail, as their Beta distributions after those that are over say. */
static void
draw_chances (RemainingDraw *self)
{
  double z = fanfold_remaining_draw_z (self);
  double before = BELIEVED;

  for (guint i = 0; i < N_TRIES; i++)
    {
      const RemainingTries *tries = &self->scene->self->attempts[i];
      double n = tries->n + 2 * BELIEVED;
      double mean = (tries->n_failed + 2 * BELIEVED * before) / n;

      self->fails[i] = CLAMP (mean + z * sqrt (mean * (1 - mean) / (n + 1)), 0, 1);
      before = mean;
    }
}

/* How long one that fails takes, as a part of one that does not. */
static double
draw_part (RemainingDraw *self)
{
  const FanfoldRemaining *remaining = self->scene->self;
  const RemainingOutcome *retried = &remaining->retried;
  double usual = retried->seconds;

  if (retried->n < 1)
    return 0;
  if (remaining->n_learned > 0)
    usual = remaining->seconds_learned / remaining->n_learned;

  return (retried->total + usual / 2) / (retried->n + 1) / usual *
         exp (fanfold_remaining_draw_z (self) * sqrt (0.5 / retried->n));
}

static double
get_chance (const RemainingDraw *self, guint n_before)
{
  return self->fails[MIN (n_before, N_TRIES - 1)];
}

void
fanfold_remaining_draw_retries (RemainingDraw *self)
{
  guint n_retries = self->scene->self->n_retries;
  double all_fail = 1;

  self->part = draw_part (self);
  self->repeats = 0;
  self->retries = self->scene->self->retried.n > 0;
  if (!self->retries)
    return;

  draw_chances (self);
  for (guint i = 0; i < n_retries && all_fail > 1e-6; i++)
    {
      all_fail *= get_chance (self, i);
      self->repeats += all_fail;
    }
  self->failed = all_fail * get_chance (self, n_retries);
}

gboolean
fanfold_remaining_draw_again (RemainingDraw *self, guint n_before)
{
  return self->retries && n_before < self->scene->self->n_retries &&
         fanfold_chance_draw (&self->chance) < get_chance (self, n_before);
}

guint
fanfold_remaining_draw_tries (RemainingDraw *self, guint n_before, gboolean *fails)
{
  guint n_retries = self->scene->self->n_retries;
  double chance = self->failed;
  guint n = 0;

  while (fanfold_remaining_draw_again (self, n_before + n))
    n++;
  if (self->retries)
    chance = n_before + n < n_retries ? 0 : get_chance (self, n_before + n);
  *fails = fanfold_chance_draw (&self->chance) < chance;

  return n;
}
