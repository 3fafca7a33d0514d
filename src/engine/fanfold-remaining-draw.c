/* fanfold-remaining-draw.c: what may come, drawn many times
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-failures.h"
#include "fanfold-remaining-draw.h"

#define N_DRAWS 48
#define MAX_DRAWS 160
/* Jobs that are drawn one by one, in all draws together; others are drawn as sums. */
#define MAX_DRAWN 10000

/* Of jobs that wait, so many of each slot are in the tail; all of them, if there are few. */
#define TAIL_SLOTS 12
#define MIN_TAIL 80
#define MAX_TAIL 120

#define CACHED_SECONDS 0.003
#define MAX_TRIES 12

/* How much is off beyond what the models know, of everything together. */
#define MOOD 0.02

static int
compare (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Of a job that is later than any other was: it is one of the latest of those, or of another sort.
 * Returned as a part of its age. */
static double
draw_late (RemainingDraw *self, double z, double deviation)
{
  double above = fanfold_chance_normal_above (z);
  double strangers = fanfold_remaining_get_strangers (self->scene->self);
  double more;

  if (fanfold_chance_draw (&self->chance) * (above + strangers) < above)
    more = deviation * fanfold_duration_shape_draw_excess (&self->scene->shape, &self->chance);
  else
    more = fanfold_remaining_draw_later (&self->chance);

  return expm1 (MIN (more, 20));
}

/* How long a job takes that has taken its age already. */
static double
draw_left (RemainingDraw *self, const RemainingRunner *runner)
{
  FanfoldDurationModel *model = self->scene->self->models[runner->place.kind][runner->place.basis];
  const FanfoldDurationDraw *draw = &self->classes[runner->place.kind][runner->place.basis];
  double mean = fanfold_duration_model_mean (model, draw, runner->place.x, runner->job);
  double deviation = draw->sigma;
  double age = log (runner->age);
  double share;

  if (!isnan (runner->y))
    {
      share = deviation * deviation / (deviation * deviation + runner->off * runner->off);
      mean += share * (runner->y - mean);
      deviation *= sqrt (1 - share);
    }
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      double z = isnan (runner->y)
                     ? fanfold_duration_shape_draw (&self->scene->shape, &self->chance)
                     : fanfold_remaining_draw_z (self);

      if (mean + deviation * z > age)
        return exp (MIN (mean + deviation * z, 50)) - runner->age;
    }

  return runner->age * draw_late (self, (age - mean) / deviation, deviation);
}

static void
draw_odds (RemainingDraw *self)
{
  double n = self->scene->n_rest + self->scene->n_tail;

  for (guint i = 0; i < G_N_ELEMENTS (self->cached); i++)
    self->cached[i] = fanfold_remaining_chain_draw_share (&self->are_cached[i], n, &self->chance);
  self->failed = fanfold_remaining_chain_draw_share (&self->have_failed, n, &self->chance);
  fanfold_remaining_draw_retries (self);
  self->strange = fanfold_remaining_draw_strange (self->scene, &self->chance);
}

static gboolean
is_prior (FanfoldDurationBasis basis)
{
  return basis == FANFOLD_DURATION_PRIOR;
}

/* Those that run are in the order in which they began, but for some. */
static void
pass_runners (RemainingDraw *self)
{
  const FanfoldRemaining *remaining = self->scene->self;

  for (guint i = 0; i < self->scene->n_runners; i++)
    {
      const RemainingRunner *runner = &self->scene->runners[i];

      if (runner->guess && remaining->cached.n > 0 &&
          runner->age > LONGER * remaining->cached.seconds)
        fanfold_remaining_chain_pass (&self->are_cached[is_prior (runner->place.basis)],
                                      runner->job);
      if (remaining->failed.n > 0 && runner->age > LONGER * remaining->failed.seconds)
        fanfold_remaining_chain_pass (&self->have_failed, runner->job);
    }
}

/* Of a job's last attempt. */
static double
get_failed_seconds (RemainingDraw *self)
{
  const FanfoldRemaining *remaining = self->scene->self;

  return remaining->failed.n > 0 ? remaining->failed.seconds : remaining->retried.seconds;
}

static double
draw_waiter (RemainingDraw *self, const RemainingWaiter *waiter)
{
  FanfoldRemaining *remaining = self->scene->self;
  FanfoldDurationModel *model = remaining->models[waiter->place.kind][waiter->place.basis];
  const FanfoldDurationDraw *draw = &self->classes[waiter->place.kind][waiter->place.basis];
  double off, seconds;
  gboolean fails;
  guint n_tries;

  if (waiter->cached || (waiter->guess && fanfold_chance_draw (&self->chance) <
                                              self->cached[is_prior (waiter->place.basis)]))
    return remaining->cached.n > 0 ? remaining->cached.seconds : CACHED_SECONDS;
  n_tries = fanfold_remaining_draw_tries (self, waiter->n_tries, &fails);
  if (fails && n_tries == 0)
    return get_failed_seconds (self);
  if (fanfold_remaining_draw_is_strange (self->scene, waiter->place.basis, &self->chance))
    seconds = fanfold_remaining_draw_one_strange (self->strange, &self->chance);
  else
    {
      off = draw->sigma * fanfold_duration_shape_draw (&self->scene->shape, &self->chance);
      seconds = fanfold_duration_model_seconds (model, draw, waiter->place.x, waiter->job, off);
      /* Where sizes are known, those that are over may say nothing of the large ones. */
      if (waiter->place.basis == FANFOLD_DURATION_PLAIN)
        seconds *= self->scene->factors[waiter->place.kind][waiter->place.basis];
    }
  seconds = MIN (seconds, remaining->limit);

  return n_tries * self->part * seconds + (fails ? get_failed_seconds (self) : seconds);
}

/* Of those of another sort. */
static double
draw_strange_rest (RemainingDraw *self, guint kind)
{
  RemainingScene *scene = self->scene;
  FanfoldDurationModel *model = scene->self->models[kind][FANFOLD_DURATION_PLAIN];
  double n = fanfold_duration_model_get_n_expected (model);

  if (kind == 0)
    n += scene->n_rest_plain;

  return n * scene->strange_share * self->strange * (1 - self->cached[0]);
}

/* Of all that wait but for the tail and what is cached, as if each succeeded. */
static double
draw_rest (RemainingDraw *self)
{
  RemainingScene *scene = self->scene;
  double middle = (double) scene->self->n_jobs - scene->n_tail - scene->n_rest / 2;
  double total = 0;
  double spread = 0;

  for (guint kind = 0; kind <= scene->self->n_kinds; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      {
        const FanfoldDurationDraw *draw = &self->classes[kind][basis];
        FanfoldDurationModel *model = scene->self->models[kind][basis];
        double sum, mean, variance;

        if (!scene->used[kind][basis])
          continue;

        fanfold_duration_shape_measure (&scene->shape, draw->sigma, &mean, &variance);
        sum = fanfold_duration_model_sum (model, draw, middle);
        if (kind == 0 && basis == FANFOLD_DURATION_PLAIN)
          sum += scene->n_rest_plain * fanfold_duration_model_seconds (model, draw, 0, middle, 0);
        if (basis == FANFOLD_DURATION_PLAIN)
          {
            sum *= 1 - scene->strange_share;
            total += draw_strange_rest (self, kind);
          }
        sum *= 1 - self->cached[is_prior (basis)];
        total += sum * mean * scene->factors[kind][basis];
        spread += sum * sum * variance / scene->n_rest;
      }

  total = MAX (total + fanfold_remaining_draw_z (self) * sqrt (spread), 0);

  return MIN (total, scene->n_rest * scene->self->limit);
}

static void
pour_rest (RemainingDraw *self, FanfoldMakespan *makespan)
{
  FanfoldRemaining *remaining = self->scene->self;
  double n_cached = self->scene->n_rest_cached;
  double total = draw_rest (self) * (1 - self->failed + self->repeats * self->part);

  for (guint i = 0; i < G_N_ELEMENTS (self->cached); i++)
    n_cached += self->scene->n_rest_guess[i] * self->cached[i];
  total += MAX (self->scene->n_rest - n_cached, 0) * self->failed * get_failed_seconds (self);
  total += n_cached * (remaining->cached.n > 0 ? remaining->cached.seconds : CACHED_SECONDS);
  total += self->scene->n_rest * self->scene->cost;
  total *= self->scene->stretch;
  fanfold_makespan_pour (makespan, self->scene->n_rest, total);
}

/* What follows where the attempt that runs fails; it waits before, if nothing else is left to do.
 */
static double
draw_again (RemainingDraw *self, const RemainingRunner *runner)
{
  RemainingWaiter waiter = { .place = runner->place,
                             .job = runner->job,
                             .n_tries = runner->n_tries + 1 };
  gboolean is_alone = self->scene->n_tail + self->scene->n_rest < 1;

  if (!fanfold_remaining_draw_again (self, runner->n_tries))
    return 0;

  return draw_waiter (self, &waiter) +
         (is_alone ? (double) fanfold_failures_get_delay (runner->n_tries) / G_USEC_PER_SEC : 0);
}

/* Everything takes @pace times as long but for waiting. */
static double
draw_end (RemainingDraw *self, double pace, FanfoldMakespan *makespan)
{
  RemainingScene *scene = self->scene;

  draw_odds (self);
  for (guint i = 0; i < scene->n_runners; i++)
    {
      double most = MAX (scene->self->limit - scene->runners[i].age, 0);

      self->left[i] = MIN (draw_left (self, &scene->runners[i]), most);
      self->left[i] += draw_again (self, &scene->runners[i]);
    }
  fanfold_makespan_begin (makespan, self->left, scene->n_runners);
  fanfold_remaining_scene_space (scene, pace, makespan);
  for (guint i = 0; i < scene->n_delayed; i++)
    fanfold_makespan_delay (makespan,
                            scene->delayed[i].wait / pace,
                            (draw_waiter (self, &scene->delayed[i]) + scene->cost) *
                                scene->stretch);
  if (scene->n_rest >= 1)
    pour_rest (self, makespan);
  for (guint i = 0; i < scene->n_tail; i++)
    fanfold_makespan_add (makespan,
                          (draw_waiter (self, &scene->tail[i]) + scene->cost) * scene->stretch);

  return fanfold_makespan_get (makespan);
}

/* In order. */
static gboolean
draw_ends (RemainingDraw *self, FanfoldMakespan *makespan, double *ends)
{
  for (guint i = 0; i < N_ORDERS; i++)
    fanfold_chance_shuffle (&self->chance, self->orders + i * self->n_draws, self->n_draws);
  for (guint i = 0; i < self->n_draws; i++)
    {
      guint at = self->orders[(N_ORDERS - 1) * self->n_draws + i];
      double mood = fanfold_chance_normal_quantile ((at + 0.5) / self->n_draws);
      double pace;

      if (!fanfold_remaining_draw_classes (self, i))
        return FALSE;
      pace = exp (sqrt (MOOD * MOOD + self->scene->unrest * self->scene->unrest) * mood);
      ends[i] = pace * draw_end (self, pace, makespan);
    }
  qsort (ends, self->n_draws, sizeof *ends, compare);

  return TRUE;
}

static double
get_quantile (const double *sorted, guint n, double share)
{
  double at = CLAMP (share * n - 0.5, 0, n - 1.0);
  guint low = (guint) at;
  guint high = MIN (low + 1, n - 1);

  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/* Models that are drawn each time: one is about as much work as two jobs. */
static guint
count_classes (const RemainingScene *scene)
{
  guint n = 0;

  for (guint kind = 0; kind < N_KINDS; kind++)
    for (guint basis = 0; basis < FANFOLD_N_DURATION_BASES; basis++)
      n += scene->used[kind][basis] ? 1 : 0;

  return n;
}

static void
draw_answer (RemainingScene *scene, FanfoldRemainingAnswer *answer, gboolean *by_age)
{
  guint n_each = scene->n_tail + scene->n_runners + scene->n_delayed + 1;
  guint n_work = n_each + 2 * count_classes (scene);
  guint n = CLAMP (MAX_DRAWN / n_work, N_DRAWS, MAX_DRAWS);
  guint n_slots = (guint) MIN (scene->n_slots, scene->n_rest + n_each);
  g_autoptr (FanfoldMakespan) makespan = fanfold_makespan_new (n_slots);
  g_autofree guint *orders = g_new (guint, N_ORDERS * n);
  g_autofree double *left = g_new (double, scene->n_runners + 1);
  g_autofree RemainingDraw *draw = g_new0 (RemainingDraw, 1);
  double ends[MAX_DRAWS];

  /* The same numbers each time, so that answers change with what is known and not by chance. */
  draw->chance = 1;
  draw->scene = scene;
  draw->n_draws = n;
  draw->orders = orders;
  draw->left = left;
  draw->are_cached[0] = scene->self->are_cached[0];
  draw->are_cached[1] = scene->self->are_cached[1];
  draw->have_failed = scene->self->have_failed;
  pass_runners (draw);
  if (!draw_ends (draw, makespan, ends))
    return;

  answer->median = get_quantile (ends, n, 0.5);
  answer->low = get_quantile (ends, n, 0.1);
  answer->high = get_quantile (ends, n, 0.9);
  *by_age = draw->by_age;
}

void
fanfold_remaining_draw (FanfoldRemaining *self, FanfoldRemainingAnswer *answer, gboolean *by_age)
{
  guint n_tail = CLAMP (TAIL_SLOTS * MIN (self->n_slots, MAX_DRAWN), MIN_TAIL, MAX_TAIL);
  g_autoptr (RemainingScene) scene = NULL;

  *answer = (FanfoldRemainingAnswer){ -1, -1, -1 };
  *by_age = FALSE;
  if (self->open)
    return;

  if (fanfold_remaining_get_n_waiting (self) + self->running->len + self->n_delayed == 0)
    {
      *answer = (FanfoldRemainingAnswer){ 0, 0, 0 };
      return;
    }

  scene = fanfold_remaining_scene_new (self, n_tail);
  draw_answer (scene, answer, by_age);
}
