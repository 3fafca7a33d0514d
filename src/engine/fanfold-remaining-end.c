/* fanfold-remaining-end.c: learns from jobs that are over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-chance.h"
#include "fanfold-remaining-private.h"

static void
average (RemainingOutcome *outcome, double n, double seconds)
{
  outcome->n += n;
  outcome->total += n * seconds;
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

  if (self->n_learned < 1 && self->presumed)
    self->jump = TRUE;
  self->n_learned++;
  self->seconds_learned += seconds;
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

/* Of @n jobs up to @job. @chain: (nullable) of jobs like these; NULL: whether they are cached was
 * known before. */
static void
take_outcome (FanfoldRemaining *self,
              guint64 job,
              guint64 n,
              FanfoldJobState state,
              FanfoldRemainingChain *chain,
              double seconds)
{
  gboolean cached = state == FANFOLD_JOB_CACHED;
  gboolean failed = !cached && state != FANFOLD_JOB_DONE;

  if (self->told_running)
    {
      self->job_time += (double) n * seconds;
      self->n_timed += (double) n;
    }
  if (chain != NULL)
    fanfold_remaining_chain_count (chain, (double) job, cached, (double) n);
  if (cached)
    average (&self->cached, (double) n, seconds);
  else
    {
      fanfold_remaining_chain_count (&self->have_failed, (double) job, failed, (double) n);
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
  FanfoldRemainingChain *chain = &self->are_cached[0];
  double age;

  g_return_if_fail (self != NULL);
  g_return_if_fail (fanfold_job_state_is_over (state));

  if (is_dropped (state))
    {
      fanfold_remaining_drop (self, job, now_usec);
      return;
    }

  fanfold_remaining_advance (self, now_usec);
  if (job < self->n_told && (self->flags[job] & (JOB_CACHED | JOB_NOT_CACHED)))
    chain = NULL;
  else if (job < self->n_told && self->priors[job] > 0)
    chain = &self->are_cached[1];
  age = fanfold_remaining_remove (self, job);
  if (!(seconds >= 0))
    seconds = age;
  fanfold_remaining_begun (self, MAX (seconds, age));
  self->n_over++;
  take_outcome (self, job, 1, state, chain, seconds);
  if (state != FANFOLD_JOB_CACHED)
    fanfold_remaining_count_last_try (self, job, state != FANFOLD_JOB_DONE);
  if (state == FANFOLD_JOB_DONE)
    learn (self, job, seconds);
  self->last_end = self->worked;
}

void
fanfold_remaining_retry (
    FanfoldRemaining *self, guint64 job, double seconds, double delay, gint64 now_usec)
{
  double age;

  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  age = fanfold_remaining_remove (self, job);
  fanfold_remaining_count_try (self, job);
  if (delay > 0)
    fanfold_remaining_delay (self, job, delay);
  else if (job < self->n_told && (self->flags[job] & JOB_KNOWN))
    fanfold_remaining_expect (self, job);
  seconds = seconds >= 0 ? seconds : age;
  if (self->told_running)
    self->job_time += seconds;
  average (&self->retried, 1, seconds);
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
      fanfold_remaining_trim_delayed (self);
      self->jump = TRUE;
      return;
    }

  /* Where nothing is said, slots have been busy all the time. */
  each = seconds / (double) n;
  if (!(seconds >= 0))
    each = (self->worked - self->last_end) * MIN (self->n_slots, (double) n) / (double) n;
  self->n_over += n;
  fanfold_remaining_trim_delayed (self);
  take_outcome (self, self->n_over, n, state, &self->are_cached[0], each);
  if (state == FANFOLD_JOB_DONE)
    for (guint64 i = 0; i < MIN (n, 64); i++)
      learn (self, self->n_over, each);
  self->last_end = self->worked;
}
