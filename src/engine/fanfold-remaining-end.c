/* fanfold-remaining-end.c: learns from jobs that are over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-chance.h"
#include "fanfold-remaining-private.h"

/* The i-th job that is over counts i^NEWER for the shares of those that are cached and that fail.
 */
#define NEWER 1.0

/* @n jobs are over, each of which counts a little more than those before. */
static void
count (RemainingOutcome *outcome, gboolean is_so, double n, double n_before)
{
  double weight = n * (1 + NEWER) / (n_before + n + NEWER);

  outcome->share += ((is_so ? 1 : 0) - outcome->share) * MIN (weight, 1);
}

static void
average (RemainingOutcome *outcome, double n, double seconds)
{
  outcome->n += n;
  outcome->seconds += (fanfold_remaining_keep_sane (seconds) - outcome->seconds) * n / outcome->n;
}

static void
take_sample (FanfoldRemaining *self, const RemainingSample *sample)
{
  FanfoldChance chance = self->seed++;

  if (self->n_samples < N_SAMPLES)
    self->samples[self->n_samples++] = *sample;
  else if (fanfold_chance_draw (&chance) < MAX (0.25, N_SAMPLES / self->n_learned))
    self->samples[fanfold_chance_draw_bits (&chance) % N_SAMPLES] = *sample;
}

static FanfoldDurationBasis
get_basis (const RemainingSample *sample)
{
  FanfoldDurationBasis basis = FANFOLD_N_DURATION_BASES - 1;

  while (basis > 0 && isnan (sample->xs[basis]))
    basis--;

  return basis;
}

static void
learn (FanfoldRemaining *self, guint64 job, double seconds)
{
  RemainingSample sample = { .xs = { 0, NAN, NAN },
                             .y = log (fanfold_remaining_keep_sane (seconds)) };

  sample.job = (double) MIN (job, self->n_jobs);
  if (job < self->n_told)
    {
      sample.kind = self->kinds[job];
      if (self->sizes[job] > 0)
        sample.xs[FANFOLD_DURATION_SIZE] = log (self->sizes[job]);
      if (self->priors[job] > 0)
        sample.xs[FANFOLD_DURATION_PRIOR] = log (self->priors[job]);
    }

  self->n_learned++;
  for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
    {
      if (isnan (sample.xs[basis]))
        continue;

      fanfold_duration_model_learn (
          fanfold_remaining_get_model (self, 0, basis), sample.xs[basis], sample.job, sample.y);
      if (sample.kind > 0)
        fanfold_duration_model_learn (fanfold_remaining_get_model (self, sample.kind, basis),
                                      sample.xs[basis],
                                      sample.job,
                                      sample.y);
    }
  sample.basis = get_basis (&sample);
  take_sample (self, &sample);
}

/* @told: whether it is cached was known before. */
static void
take_outcome (
    FanfoldRemaining *self, guint64 n, FanfoldJobState state, gboolean told, double seconds)
{
  gboolean cached = state == FANFOLD_JOB_CACHED;
  gboolean failed = !cached && state != FANFOLD_JOB_DONE;

  if (!told)
    {
      count (&self->cached, cached, (double) n, self->n_guessed);
      self->n_guessed += (double) n;
    }
  if (cached)
    average (&self->cached, (double) n, seconds);
  else
    {
      count (&self->failed, failed, (double) n, self->n_ended);
      self->n_ended += (double) n;
    }
  if (failed)
    average (&self->failed, (double) n, seconds);
}

static gboolean
is_dropped (FanfoldJobState state)
{
  return state == FANFOLD_JOB_CANCELLED || state == FANFOLD_JOB_SKIPPED;
}

void
fanfold_remaining_end (
    FanfoldRemaining *self, guint64 job, FanfoldJobState state, double seconds, gint64 now_usec)
{
  gboolean told;
  double age;

  g_return_if_fail (self != NULL);
  g_return_if_fail (fanfold_job_state_is_over (state));

  if (is_dropped (state))
    {
      fanfold_remaining_drop (self, job, now_usec);
      return;
    }

  fanfold_remaining_advance (self, now_usec);
  told = job < self->n_told && (self->flags[job] & (JOB_CACHED | JOB_NOT_CACHED));
  age = fanfold_remaining_remove (self, job);
  if (!(seconds >= 0))
    seconds = age;
  self->n_over++;
  take_outcome (self, 1, state, told, seconds);
  if (state == FANFOLD_JOB_DONE)
    learn (self, job, seconds);
  self->last_end = self->worked;
}

void
fanfold_remaining_retry (FanfoldRemaining *self, guint64 job, double seconds, gint64 now_usec)
{
  double age;

  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  age = fanfold_remaining_remove (self, job);
  if (job < self->n_told && (self->flags[job] & JOB_KNOWN))
    fanfold_remaining_expect (self, job);
  average (&self->retried, 1, seconds >= 0 ? seconds : age);
}

void
fanfold_remaining_finish (
    FanfoldRemaining *self, guint64 n, FanfoldJobState state, double seconds, gint64 now_usec)
{
  double each;

  g_return_if_fail (self != NULL);
  g_return_if_fail (fanfold_job_state_is_over (state));

  if (n == 0)
    return;

  fanfold_remaining_advance (self, now_usec);
  if (is_dropped (state))
    {
      self->n_dropped += n;
      self->jump = TRUE;
      return;
    }

  /* Where nothing is said, slots have been busy all the time. */
  each = seconds / (double) n;
  if (!(seconds >= 0))
    each = (self->worked - self->last_end) * MIN (self->n_slots, (double) n) / (double) n;
  self->n_over += n;
  take_outcome (self, n, state, FALSE, each);
  if (state == FANFOLD_JOB_DONE)
    for (guint64 i = 0; i < MIN (n, 64); i++)
      learn (self, self->n_over, each);
  self->last_end = self->worked;
}
