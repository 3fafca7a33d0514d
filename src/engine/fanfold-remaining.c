/* fanfold-remaining.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-private.h"

/* For how long new slots count as busy before it is seen how busy they are: the first moments, in
 * which workers are started, would say that nothing gets on. */
#define NEW_SLOTS_SECONDS 1.5

/* While it is too soon for another job, it is presumed of such a share of the time that all slots
 * could be busy: of a run whose slots hardly ever wait for anything else, too little is seen. */
#define HELD_SHARE 0.02

#define MIN_SIZE 1e-6
#define MAX_SIZE 1e15

/* From the first tenth to the last one, in deviations. */
#define TENTHS 2.563

FanfoldRemaining *
fanfold_remaining_new (guint64 n_jobs, guint n_slots, gint64 now_usec)
{
  const FanfoldRemainingChain none = FANFOLD_REMAINING_CHAIN_INIT;
  FanfoldRemaining *self;

  self = g_new0 (FanfoldRemaining, 1);
  self->n_jobs = n_jobs;
  self->n_slots = MAX (n_slots, 1);
  self->last_usec = now_usec;
  self->limit = INFINITY;
  self->last_start_usec = now_usec - (gint64) MAX_SECONDS * G_USEC_PER_SEC;
  self->running = g_array_new (FALSE, FALSE, sizeof (RemainingJob));
  self->running_by_job = g_hash_table_new (NULL, NULL);
  self->tries = g_hash_table_new (NULL, NULL);
  self->are_cached[0] = self->are_cached[1] = self->have_failed = none;
  for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
    self->models[0][basis] = fanfold_duration_model_new (basis);

  return self;
}

void
fanfold_remaining_free (FanfoldRemaining *self)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      g_clear_pointer (&self->models[kind][basis], fanfold_duration_model_free);
  g_array_unref (self->running);
  g_hash_table_unref (self->running_by_job);
  g_hash_table_unref (self->tries);
  g_free (self->priors);
  g_free (self->sizes);
  g_free (self->kinds);
  g_free (self->flags);
  g_free (self);
}

guint64
fanfold_remaining_get_n_waiting (FanfoldRemaining *self)
{
  guint64 n_out = self->n_over + self->n_dropped + self->running->len + self->n_delayed;

  return self->n_jobs - MIN (n_out, self->n_jobs);
}

/* Time goes by; what slots do meanwhile tells how busy they can be kept, but where it is too soon
 * for another job. */
void
fanfold_remaining_advance (FanfoldRemaining *self, gint64 now_usec)
{
  double seconds = (double) MAX (now_usec - self->last_usec, 0) / G_USEC_PER_SEC;
  double held = fanfold_remaining_get_held (self, now_usec);
  double presumed = HELD_SHARE * held * self->n_slots;
  double n_busy = MIN (self->running->len, self->n_slots);

  fanfold_remaining_wake (self);
  self->last_usec = MAX (self->last_usec, now_usec);
  if (self->paused)
    return;

  self->worked += seconds;
  if (fanfold_remaining_get_n_waiting (self) > 0 && self->told_running)
    {
      self->slot_time += (seconds - held) * self->n_slots + presumed;
      self->used_time += (seconds - held) * n_busy + presumed;
      self->busy_time += seconds * n_busy;
    }
}

static void
ensure_told (FanfoldRemaining *self, guint64 job)
{
  guint64 n = self->n_told;

  if (job < n)
    return;

  self->n_told = MAX (job + 1, MIN (self->n_jobs, 2 * n + 64));
  self->priors = g_renew (float, self->priors, self->n_told);
  self->sizes = g_renew (float, self->sizes, self->n_told);
  self->kinds = g_renew (guint8, self->kinds, self->n_told);
  self->flags = g_renew (guint8, self->flags, self->n_told);
  memset (self->priors + n, 0, (self->n_told - n) * sizeof *self->priors);
  memset (self->sizes + n, 0, (self->n_told - n) * sizeof *self->sizes);
  memset (self->kinds + n, 0, self->n_told - n);
  memset (self->flags + n, 0, self->n_told - n);
}

RemainingPlace
fanfold_remaining_get_place (FanfoldRemaining *self, guint64 job)
{
  RemainingPlace place = { 0, FANFOLD_DURATION_PLAIN, 0 };

  if (job >= self->n_told)
    return place;

  place.kind = self->kinds[job];
  if (self->priors[job] > 0)
    {
      place.basis = FANFOLD_DURATION_PRIOR;
      place.x = log (self->priors[job]);
    }
  else if (self->sizes[job] > 0)
    {
      place.basis = FANFOLD_DURATION_SIZE;
      place.x = log (self->sizes[job]);
    }

  return place;
}

FanfoldDurationModel *
fanfold_remaining_get_model (FanfoldRemaining *self, guint kind, FanfoldDurationBasis basis)
{
  FanfoldDurationModel **model = &self->models[kind][basis];

  if (*model == NULL)
    *model = fanfold_duration_model_new (basis);
  self->n_kinds = MAX (self->n_kinds, kind);

  return *model;
}

void
fanfold_remaining_expect (FanfoldRemaining *self, guint64 job)
{
  RemainingPlace place = fanfold_remaining_get_place (self, job);

  self->flags[job] &= (guint8) ~JOB_BEGUN;
  if (self->flags[job] & JOB_CACHED)
    self->n_cached_waiting++;
  else
    fanfold_duration_model_expect (fanfold_remaining_get_model (self, place.kind, place.basis),
                                   place.x);
}

void
fanfold_remaining_unexpect (FanfoldRemaining *self, guint64 job)
{
  RemainingPlace place;

  fanfold_remaining_forget_delay (self, job);
  if (job >= self->n_told || (self->flags[job] & JOB_BEGUN))
    return;

  self->flags[job] |= JOB_BEGUN;
  if (!(self->flags[job] & JOB_KNOWN))
    return;

  place = fanfold_remaining_get_place (self, job);
  if (self->flags[job] & JOB_CACHED)
    self->n_cached_waiting--;
  else
    fanfold_duration_model_unexpect (fanfold_remaining_get_model (self, place.kind, place.basis),
                                     place.x);
}

static void
see_size (FanfoldRemaining *self, double size)
{
  if (self->last_size > 0)
    {
      self->n_rising += size > self->last_size ? 1 : 0;
      self->n_falling += size < self->last_size ? 1 : 0;
    }
  self->last_size = size;
}

void
fanfold_remaining_know (FanfoldRemaining *self, guint64 job, const FanfoldRemainingHint *hint)
{
  RemainingPlace place;

  g_return_if_fail (self != NULL);
  g_return_if_fail (job < G_MAXUINT32);

  ensure_told (self, job);
  if (hint == NULL)
    {
      fanfold_remaining_unexpect (self, job);
      return;
    }

  if (self->flags[job] & (JOB_KNOWN | JOB_BEGUN))
    return;

  /* Not below, as NaN is not. */
  if (hint->prior > 0)
    self->priors[job] = (float) fanfold_remaining_keep_sane (hint->prior);
  if (hint->size > 0)
    self->sizes[job] = (float) CLAMP (hint->size, MIN_SIZE, MAX_SIZE);
  self->kinds[job] = (guint8) MIN (hint->kind, FANFOLD_REMAINING_MAX_KIND);
  self->flags[job] = JOB_KNOWN;
  if (hint->cached >= 0)
    self->flags[job] |= hint->cached ? JOB_CACHED : JOB_NOT_CACHED;

  if (hint->size > 0)
    see_size (self, hint->size);
  place = fanfold_remaining_get_place (self, job);
  fanfold_remaining_expect (self, job);
  if (hint->cached > 0)
    return;

  fanfold_duration_model_meet (fanfold_remaining_get_model (self, place.kind, place.basis),
                               place.x);
  if (place.kind > 0)
    fanfold_duration_model_meet (fanfold_remaining_get_model (self, 0, place.basis), place.x);
  if (place.basis == FANFOLD_DURATION_PRIOR)
    {
      fanfold_remaining_recall (self, place.kind, self->priors[job]);
      if (self->sizes[job] > 0)
        fanfold_duration_model_recall (
            fanfold_remaining_get_model (self, place.kind, FANFOLD_DURATION_SIZE),
            log (self->sizes[job]),
            place.x);
    }
}

void
fanfold_remaining_recall (FanfoldRemaining *self, guint kind, double seconds)
{
  g_return_if_fail (self != NULL);

  if (!(seconds > 0))
    return;

  seconds = log (fanfold_remaining_keep_sane (seconds));
  kind = MIN (kind, FANFOLD_REMAINING_MAX_KIND);
  fanfold_duration_model_recall (
      fanfold_remaining_get_model (self, kind, FANFOLD_DURATION_PLAIN), 0, seconds);
  if (kind > 0)
    fanfold_duration_model_recall (
        fanfold_remaining_get_model (self, 0, FANFOLD_DURATION_PLAIN), 0, seconds);
}

void
fanfold_remaining_recall_sized (FanfoldRemaining *self, guint kind, double size, double seconds)
{
  g_return_if_fail (self != NULL);

  if (!(seconds > 0) || !(size > 0))
    return;

  size = log (CLAMP (size, MIN_SIZE, MAX_SIZE));
  seconds = log (fanfold_remaining_keep_sane (seconds));
  kind = MIN (kind, FANFOLD_REMAINING_MAX_KIND);
  fanfold_duration_model_recall (
      fanfold_remaining_get_model (self, kind, FANFOLD_DURATION_SIZE), size, seconds);
  if (kind > 0)
    fanfold_duration_model_recall (
        fanfold_remaining_get_model (self, 0, FANFOLD_DURATION_SIZE), size, seconds);
}

void
fanfold_remaining_presume (
    FanfoldRemaining *self, guint kind, double low, double median, double high)
{
  double deviation;

  g_return_if_fail (self != NULL);

  if (!(median > 0))
    return;

  median = fanfold_remaining_keep_sane (median);
  high = MAX (fanfold_remaining_keep_sane (high), median);
  low = MIN (fanfold_remaining_keep_sane (low), median);
  deviation = log (high / low) / TENTHS;
  kind = MIN (kind, FANFOLD_REMAINING_MAX_KIND);
  self->presumed = TRUE;
  fanfold_duration_model_presume (
      fanfold_remaining_get_model (self, kind, FANFOLD_DURATION_PLAIN), log (median), deviation);
}

void
fanfold_remaining_set_n_jobs (FanfoldRemaining *self,
                              guint64 n_jobs,
                              gboolean open,
                              gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  self->n_jobs = n_jobs;
  self->open = open;
  self->jump = TRUE;
  fanfold_remaining_trim_delayed (self);
}

void
fanfold_remaining_set_n_slots (FanfoldRemaining *self, guint n_slots, gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  self->n_slots = MAX (n_slots, 1);
  self->jump = TRUE;
  self->slot_time = self->used_time = NEW_SLOTS_SECONDS * self->n_slots;
  self->job_time = self->busy_time = self->slot_time;
  self->n_timed = 0;
}

void
fanfold_remaining_set_limit (FanfoldRemaining *self, double seconds)
{
  g_return_if_fail (self != NULL);

  self->limit = seconds > 0 ? seconds : INFINITY;
}

void
fanfold_remaining_pause (FanfoldRemaining *self, gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  self->paused = TRUE;
  self->jump = TRUE;
}

void
fanfold_remaining_resume (FanfoldRemaining *self, gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  self->paused = FALSE;
  self->jump = TRUE;
}

static RemainingJob *
find_running (FanfoldRemaining *self, guint64 job, guint *at)
{
  gpointer place;

  if (!g_hash_table_lookup_extended (self->running_by_job, GSIZE_TO_POINTER (job), NULL, &place))
    return NULL;

  *at = GPOINTER_TO_UINT (place);
  return &g_array_index (self->running, RemainingJob, *at);
}

static void
add_running (FanfoldRemaining *self, guint64 job, double begin)
{
  RemainingJob running = { job, begin, -1, 0 };

  fanfold_remaining_unexpect (self, job);
  g_hash_table_replace (
      self->running_by_job, GSIZE_TO_POINTER (job), GUINT_TO_POINTER (self->running->len));
  g_array_append_val (self->running, running);
}

double
fanfold_remaining_remove (FanfoldRemaining *self, guint64 job)
{
  RemainingJob *running;
  double age;
  guint at;

  fanfold_remaining_unexpect (self, job);
  running = find_running (self, job, &at);
  if (running == NULL)
    return 0;

  age = self->worked - running->begin;
  g_hash_table_remove (self->running_by_job, GSIZE_TO_POINTER (job));
  g_array_remove_index_fast (self->running, at);
  if (at < self->running->len)
    g_hash_table_replace (self->running_by_job,
                          GSIZE_TO_POINTER (g_array_index (self->running, RemainingJob, at).job),
                          GUINT_TO_POINTER (at));

  return age;
}

void
fanfold_remaining_drop (FanfoldRemaining *self, guint64 job, gint64 now_usec)
{
  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  fanfold_remaining_remove (self, job);
  fanfold_remaining_forget_tries (self, job);
  self->n_dropped++;
  self->jump = TRUE;
}

void
fanfold_remaining_start (FanfoldRemaining *self, guint64 job, gint64 now_usec)
{
  guint at;

  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  self->told_running = TRUE;
  if (find_running (self, job, &at) != NULL)
    return;

  add_running (self, job, self->worked);
  self->last_start_usec = self->last_usec;
}

void
fanfold_remaining_report (FanfoldRemaining *self, guint64 job, double fraction, gint64 now_usec)
{
  RemainingJob *running;
  guint at;

  g_return_if_fail (self != NULL);

  fanfold_remaining_advance (self, now_usec);
  running = find_running (self, job, &at);
  if (running == NULL || !(fraction >= 0))
    return;

  running->fraction = MIN (fraction, 1);
  running->age = self->worked - running->begin;
}

void
fanfold_remaining_set_running (FanfoldRemaining *self,
                               const FanfoldRemainingRunning *running,
                               guint n_running,
                               gint64 now_usec)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (running != NULL || n_running == 0);

  fanfold_remaining_advance (self, now_usec);
  self->told_running = self->told_running || n_running > 0;
  g_array_set_size (self->running, 0);
  g_hash_table_remove_all (self->running_by_job);
  for (guint i = 0; i < n_running; i++)
    {
      double age = running[i].age > 0 ? MIN (running[i].age, MAX_SECONDS) : 0;
      RemainingJob *added;

      add_running (self, running[i].job, self->worked - age);
      added = &g_array_index (self->running, RemainingJob, i);
      if (running[i].fraction >= 0)
        {
          added->fraction = MIN (running[i].fraction, 1);
          added->age = age;
        }
    }
}

void
fanfold_remaining_ask (FanfoldRemaining *self, gint64 now_usec, FanfoldRemainingAnswer *answer)
{
  FanfoldRemainingAnswer thought;
  gboolean by_age;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  fanfold_remaining_advance (self, now_usec);
  fanfold_remaining_draw (self, &thought, &by_age);
  if (by_age != self->by_age)
    self->jump = TRUE;
  self->by_age = by_age;
  if (thought.median >= 0)
    fanfold_remaining_show (self, &thought);
  else
    {
      self->answer = thought;
      self->shown = FALSE;
    }
  *answer = self->answer;
  if (answer->median >= 0)
    fanfold_remaining_widen (self, answer);
}
