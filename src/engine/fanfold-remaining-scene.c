/* fanfold-remaining-scene.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-scene.h"

#define N_STEPS 8
/* Where hardly any are over, those that run could make of that whatever they like. */
#define MAX_DEVIATION 1.0

/* Jobs that run, and are taken into account singly. */
#define MAX_POINTS 256

/* Fractions are rather a power of the true ones than those, and off by a little besides. */
#define FRACTION_BEND 0.2
#define FRACTION_OFF 0.08
#define FRACTION_LEAST 0.02
#define FRACTION_TRUSTED 0.02

/* So many steps from one size to the next, all up or all down, are an order. */
#define MIN_ORDERED 8

/* So long it takes to start a worker, as is presumed until all have run some jobs. */
#define START_SECONDS 0.3

/* Seconds that it takes at most to hand over a slot: what is more is none of that. */
#define HANDOVER_SECONDS 0.01

/* So many jobs are over before it is believed half what each costs besides. */
#define COST_TRUST 20.0

static void
add_runner (RemainingScene *scene, const RemainingJob *running)
{
  FanfoldRemaining *self = scene->self;
  RemainingRunner *runner = &scene->runners[scene->n_runners++];
  guint8 flags = running->job < self->n_told ? self->flags[running->job] : 0;

  *runner = (RemainingRunner){ .place = fanfold_remaining_get_place (self, running->job),
                               .job = (double) MIN (running->job, self->n_jobs),
                               .age = MAX (self->worked - running->begin, MIN_SECONDS),
                               .y = NAN,
                               .n_tries = fanfold_remaining_get_n_tries (self, running->job),
                               .guess = !(flags & (JOB_CACHED | JOB_NOT_CACHED)) };
  fanfold_remaining_get_model (self, runner->place.kind, runner->place.basis);
  if (self->models[runner->place.kind][FANFOLD_DURATION_PLAIN] != NULL)
    fanfold_duration_model_doubt (self->models[runner->place.kind][FANFOLD_DURATION_PLAIN],
                                  log (runner->age));
  scene->used[runner->place.kind][runner->place.basis] = TRUE;
  scene->runs[runner->place.kind][runner->place.basis] = TRUE;
  if (running->fraction > FRACTION_TRUSTED && running->age > MIN_SECONDS)
    {
      runner->y = log (running->age / running->fraction);
      runner->off = FRACTION_BEND * -log (running->fraction) +
                    FRACTION_OFF * (1 - running->fraction) + FRACTION_LEAST;
    }
}

/* The model no longer expects it, as long as it is looked at. */
static void
add_waiter (RemainingScene *scene, guint64 job)
{
  FanfoldRemaining *self = scene->self;
  RemainingWaiter *waiter = &scene->tail[scene->n_tail++];
  guint8 flags = job < self->n_told ? self->flags[job] : 0;

  *waiter = (RemainingWaiter){ .place = fanfold_remaining_get_place (self, job),
                               .job = (double) MIN (job, self->n_jobs),
                               .n_tries = fanfold_remaining_get_n_tries (self, job),
                               .told = (flags & JOB_KNOWN) != 0,
                               .cached = (flags & JOB_CACHED) != 0,
                               .guess = !(flags & (JOB_CACHED | JOB_NOT_CACHED)) };
  if (waiter->cached)
    scene->n_rest_cached--;
  else if (waiter->told)
    fanfold_duration_model_unexpect (self->models[waiter->place.kind][waiter->place.basis],
                                     waiter->place.x);
  else
    scene->n_rest_plain--;
}

/* The last ones in their order. */
static void
find_tail (RemainingScene *scene, guint n_most)
{
  FanfoldRemaining *self = scene->self;
  guint n = (guint) MIN (fanfold_remaining_get_n_waiting (self), n_most);

  scene->tail = g_new (RemainingWaiter, n + 1);
  for (guint64 job = self->n_jobs; job-- > 0 && scene->n_tail < n;)
    if (job >= self->n_told || !(self->flags[job] & JOB_BEGUN))
      add_waiter (scene, job);
  for (guint i = 0; i < scene->n_tail / 2; i++)
    {
      RemainingWaiter last = scene->tail[scene->n_tail - 1 - i];

      scene->tail[scene->n_tail - 1 - i] = scene->tail[i];
      scene->tail[i] = last;
    }
  scene->n_rest -= scene->n_tail;
  scene->n_rest_plain = MAX (scene->n_rest_plain, 0);
  scene->n_rest_cached = MAX (scene->n_rest_cached, 0);
}

/* What is expected beside the tail and what is known to be cached. */
static void
count_guesses (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;
  double n = 0;

  for (guint kind = 0; kind <= self->n_kinds; kind++)
    if (self->models[kind][FANFOLD_DURATION_PRIOR] != NULL)
      n += fanfold_duration_model_get_n_expected (self->models[kind][FANFOLD_DURATION_PRIOR]);
  scene->n_rest_guess[1] = n;
  scene->n_rest_guess[0] = MAX (scene->n_rest - scene->n_rest_cached - n, 0);
}

static void
find_used (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;
  double n_told = (double) self->n_cached_waiting;

  for (guint kind = 0; kind <= self->n_kinds; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      if (self->models[kind][basis] != NULL)
        {
          double n = fanfold_duration_model_get_n_expected (self->models[kind][basis]);

          n_told += n;
          if (n > 0)
            scene->used[kind][basis] = TRUE;
        }
  scene->n_rest = (double) fanfold_remaining_get_n_waiting (self);
  scene->n_rest_cached = (double) self->n_cached_waiting;
  scene->n_rest_plain = MAX (scene->n_rest - n_told, 0);
  if (scene->n_rest_plain > 0)
    scene->used[0][FANFOLD_DURATION_PLAIN] = TRUE;
}

/* What is seen of a job that runs, as if it were an observation: of its fraction, or that it has
 * taken its age at least. That is worth the less, the less it would surprise; it is what has the
 * same slope and curvature of likelihood as the normal distribution above its age. */
static FanfoldDurationPoint
impute (RemainingScene *scene, const RemainingRunner *runner)
{
  FanfoldRemaining *self = scene->self;
  FanfoldDurationModel *model = self->models[runner->place.kind][runner->place.basis];
  FanfoldDurationPoint point = { runner->place.x, runner->job, 0, 0, 0 };
  double mean, deviation, z, above, hazard;

  if (!fanfold_duration_model_is_known (model))
    {
      point.y = isnan (runner->y) ? 0 : MAX (runner->y, log (runner->age));
      point.weight = isnan (runner->y) ? 0 : 1 - runner->off;
      point.yy = point.y * point.y;
      return point;
    }

  mean = fanfold_duration_model_predict (model, runner->place.x, runner->job, &deviation);
  if (!isnan (runner->y))
    {
      point.y = MAX (runner->y, log (runner->age));
      point.weight = deviation * deviation / (deviation * deviation + runner->off * runner->off);
      point.yy = point.y * point.y;
      return point;
    }

  deviation = MIN (deviation, MAX_DEVIATION);
  z = (log (runner->age) - mean) / deviation;
  above = fanfold_chance_normal_above (z);
  if (above < 1e-12)
    return point;

  hazard = exp (-z * z / 2) / sqrt (2 * G_PI) / above;
  point.y = mean + deviation / (hazard - z);
  point.yy = point.y * point.y;
  point.weight = hazard * (hazard - z);
  /* That late it is rather of another sort than the others. */
  point.weight *= above / (above + fanfold_remaining_get_strangers (self));

  return point;
}

/* So many that it is not by chance. */
static gboolean
are_ordered (const FanfoldRemaining *self)
{
  return MIN (self->n_rising, self->n_falling) == 0 &&
         MAX (self->n_rising, self->n_falling) >= MIN_ORDERED;
}

static void
fit (RemainingScene *scene, guint kind, FanfoldDurationBasis basis, gboolean all_forms)
{
  FanfoldRemaining *self = scene->self;
  FanfoldDurationPoint points[MAX_POINTS];
  guint n = 0;

  for (guint i = 0; i < scene->n_runners && n < MAX_POINTS; i++)
    {
      const RemainingRunner *runner = &scene->runners[i];

      if (runner->place.basis != basis || (kind != 0 && runner->place.kind != kind))
        continue;
      points[n++] = runner->point;
    }

  fanfold_duration_model_set_ordered (self->models[kind][basis], are_ordered (self));
  fanfold_duration_model_fit (self->models[kind][basis],
                              kind != 0 ? self->models[0][basis] : NULL,
                              points,
                              n,
                              (double) self->n_jobs,
                              all_forms);
}

/* By halves: whole steps may go to and fro. */
static void
impute_all (RemainingScene *scene)
{
  for (guint i = 0; i < scene->n_runners; i++)
    {
      FanfoldDurationPoint *point = &scene->runners[i].point;
      FanfoldDurationPoint next = impute (scene, &scene->runners[i]);

      next.weight = (next.weight + point->weight) / 2;
      if (point->weight > 0 && next.weight > 0)
        {
          next.y = (next.y + point->y) / 2;
          next.yy = (next.yy + point->yy) / 2;
        }
      *point = next;
    }
}

/* Each step brings what is thought of jobs that run nearer to what that makes of the models: of
 * those that have such jobs. The first one goes by what is over alone and not by what was thought
 * last, with which two forms that are about as likely would take turns. */
static void
fit_all (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;

  for (guint step = 0; step < N_STEPS; step++)
    {
      gboolean is_last = step + 1 == N_STEPS;

      if (step > 0)
        impute_all (scene);
      for (guint kind = 0; kind <= self->n_kinds; kind++)
        for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
          {
            FanfoldDurationModel *model = self->models[kind][basis];

            /* The plain ones are the next best of others. */
            if (model == NULL ||
                (kind != 0 && basis != FANFOLD_DURATION_PLAIN && !scene->used[kind][basis]))
              continue;
            if (step == 0 || is_last || kind == 0 || scene->runs[kind][basis])
              fit (scene, kind, basis, step == 0 || is_last);
          }
    }
}

gboolean
fanfold_remaining_scene_measure_runner (RemainingScene *scene,
                                        const RemainingRunner *runner,
                                        double *off)
{
  FanfoldDurationModel *model = scene->self->models[runner->place.kind][runner->place.basis];
  double mean, deviation;

  if (!fanfold_duration_model_is_known (model) || !isnan (runner->y))
    return FALSE;

  mean = fanfold_duration_model_predict (model, runner->place.x, runner->job, &deviation);

  *off = (log (runner->age) - mean) / deviation;

  return TRUE;
}

/* How jobs that are over were off from what the models say of them. */
static guint
measure_samples (RemainingScene *scene, double *offs)
{
  FanfoldRemaining *self = scene->self;
  guint n = 0;

  for (guint i = 0; i < self->n_samples; i++)
    {
      const RemainingSample *sample = &self->samples[i];
      FanfoldDurationModel *model = self->models[sample->kind][sample->basis];
      double mean, deviation;

      if (!scene->used[sample->kind][sample->basis])
        model = self->models[0][sample->basis];
      if (model == NULL || !fanfold_duration_model_is_known (model))
        continue;

      mean = fanfold_duration_model_predict (
          model, sample->xs[sample->basis], sample->job, &deviation);
      deviation /= sqrt (fanfold_duration_model_get_weight (model, sample->xs[sample->basis]));
      offs[n++] = (sample->y - mean) / deviation;
    }

  return n;
}

static void
make_shape (RemainingScene *scene)
{
  double offs[N_SAMPLES];
  double ages[MAX_POINTS];
  guint n_ages = 0;
  guint n_offs = measure_samples (scene, offs);

  for (guint i = 0; i < MIN (scene->n_runners, MAX_POINTS); i++)
    if (fanfold_remaining_scene_measure_runner (scene, &scene->runners[i], &ages[n_ages]))
      n_ages++;
  fanfold_duration_shape_make (&scene->shape, offs, n_offs, ages, n_ages);
}

static void
measure_drift (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;
  double n_left = scene->n_rest + scene->n_tail + scene->n_runners + scene->n_delayed;
  double n_models = 0;
  double sum = 0;

  for (guint kind = 0; kind <= self->n_kinds; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      if (scene->used[kind][basis])
        {
          fanfold_duration_model_measure_drift (self->models[kind][basis], n_left);
          sum += fanfold_duration_model_get_unrest (self->models[kind][basis]);
          n_models++;
        }
  scene->unrest = n_models > 0 ? sum / n_models : 0;
}

/* Of the jobs that run, together. */
static double
presume_seconds (RemainingScene *scene)
{
  double sum = 0;

  for (guint i = 0; i < scene->n_runners; i++)
    {
      const RemainingPlace *place = &scene->runners[i].place;
      FanfoldDurationModel *model = scene->self->models[place->kind][place->basis];
      double deviation;

      if (fanfold_duration_model_is_known (model))
        sum += exp (MIN (
            fanfold_duration_model_predict (model, place->x, scene->runners[i].job, &deviation),
            50));
    }

  return sum;
}

/* For each job slots are idle for a moment, be it large or small. */
static double
get_handover (const FanfoldRemaining *self)
{
  double idle = MAX (self->slot_time - self->used_time, 0);

  return MIN (idle / (self->n_timed + COST_TRUST), HANDOVER_SECONDS);
}

/* Memory or a limit may hold jobs back, and starting one takes its time: as it has been so far. The
 * first moments, in which workers are started, would say that nothing gets on, so that slots count
 * as if they had been busy before, with a job each; that counts the less, the longer they have been
 * seen. */
static void
measure_use (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;
  double used = self->n_slots;
  double handed = self->n_timed * get_handover (self);
  double n_rounds = self->n_timed / self->n_slots;
  double presumed = presume_seconds (scene) + START_SECONDS * self->n_slots / (1 + n_rounds);

  presumed *= presumed / (presumed + self->slot_time);
  if (self->slot_time > 0)
    used *= MAX ((self->used_time + handed + presumed) / (self->slot_time + presumed),
                 1.0 / self->n_slots / 4);
  scene->n_slots = (guint) CLAMP (rint (used), 1, self->n_slots);
  scene->stretch = scene->n_slots / used;
}

/* Slots are taken for longer than jobs take: to hand one over costs something, and more than a
 * small one itself. */
static void
measure_cost (RemainingScene *scene)
{
  FanfoldRemaining *self = scene->self;
  double taken = self->job_time;

  for (guint i = 0; i < scene->n_runners; i++)
    taken += scene->runners[i].age;
  if (self->n_timed > 0)
    scene->cost = MAX (self->busy_time - taken, 0) / (self->n_timed + COST_TRUST);
  scene->cost += get_handover (self);
}

RemainingScene *
fanfold_remaining_scene_new (FanfoldRemaining *self, guint n_tail)
{
  RemainingScene *scene;

  scene = g_new0 (RemainingScene, 1);
  scene->self = self;
  scene->runners = g_new (RemainingRunner, self->running->len + 1);
  for (guint i = 0; i < self->running->len; i++)
    add_runner (scene, &g_array_index (self->running, RemainingJob, i));
  fanfold_remaining_scene_add_delayed (scene);
  find_used (scene);
  fit_all (scene);
  measure_drift (scene);
  find_tail (scene, n_tail);
  count_guesses (scene);
  measure_use (scene);
  measure_cost (scene);
  make_shape (scene);
  fanfold_remaining_scene_find_strangers (scene);
  fanfold_remaining_scene_calibrate (scene);

  return scene;
}

void
fanfold_remaining_scene_free (RemainingScene *scene)
{
  for (guint i = 0; i < scene->n_tail; i++)
    {
      const RemainingWaiter *waiter = &scene->tail[i];

      if (waiter->told && !waiter->cached)
        fanfold_duration_model_expect (scene->self->models[waiter->place.kind][waiter->place.basis],
                                       waiter->place.x);
    }
  g_free (scene->runners);
  g_free (scene->tail);
  g_free (scene);
}
