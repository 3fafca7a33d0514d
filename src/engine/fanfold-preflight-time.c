/* fanfold-preflight-time.c: about how long the jobs of a batch would take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-preflight-private.h"

#include <math.h>
#include "fanfold-estimate.h"
#include "fanfold-job-kind.h"
#include "fanfold-job-size.h"
#include "fanfold-lock.h"
#include "fanfold-time-limit.h"

#define CHECK_JOBS 256
/* Of so many the disk is asked how large they are. */
#define MAX_FILES 20000
/* So many tell what the median of all is. */
#define MAX_MEDIAN_JOBS 2000

typedef struct
{
  FanfoldPreflight *preflight;
  FanfoldFunction *function;
  FanfoldDurations *durations; /* (nullable) */
  const guint64 *hashes;
  guint64 n;
  FanfoldJobSize *size;
  GArray *sized;    /* of jobs like those that nobody knows */
  gboolean numbers; /* which are the sizes of these; of commands of that shape */
  guint shape;
  const guint *kind; /* (nullable) of all these */
  guint kind_hash;
  FanfoldDurationsSummary summary;
  FanfoldAttempts attempts;
  FanfoldEstimate estimate;
  guint64 n_rest; /* of jobs whose size nobody has looked for */
} Timing;

static void
clear_timing (Timing *self)
{
  g_clear_pointer (&self->durations, fanfold_durations_unref);
  g_clear_pointer (&self->size, fanfold_job_size_free);
  g_clear_pointer (&self->sized, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Timing, clear_timing)

/* Whether a job will be computed: neither cached nor, where equal ones are computed once, one of
 * those that wait for the first. */
static gboolean
is_to_compute (Timing *self, guint64 place)
{
  guint marks = self->preflight->marks[place]; /* nobody else writes them now */

  if ((marks & FANFOLD_PREFLIGHT_CACHED) != 0)
    return FALSE;

  return (marks & 1u << FANFOLD_FINDING_DUPLICATE) == 0 ||
         !fanfold_function_is_pure (self->function);
}

static double
look_up (Timing *self, guint64 place)
{
  return self->durations != NULL ? fanfold_durations_look_up (self->durations, self->hashes[place])
                                 : -1;
}

static gboolean
is_unknown (Timing *self, guint64 place)
{
  return is_to_compute (self, place) && look_up (self, place) < 0;
}

static guint
get_kind (Timing *self, guint64 place)
{
  GPtrArray *params = fanfold_function_get_params (self->function);
  guint64 index = fanfold_preflight_get_job (self->preflight, place);
  g_autoptr (GVariant) args = fanfold_combine_get_args (self->preflight->combine, index);

  return args != NULL ? fanfold_job_kind_hash (params, args) : 0;
}

/* NAN: none */
static double
get_number (Timing *self, guint64 place, guint *shape)
{
  guint64 index = fanfold_preflight_get_job (self->preflight, place);
  g_autoptr (GVariant) args = fanfold_combine_get_args (self->preflight->combine, index);

  return args != NULL ? fanfold_job_size_get_number (self->size, index, args, shape) : NAN;
}

/* Of others of a size; where nobody knows any, of numbers, as the first job has one. */
static void
learn_of_sizes (Timing *self, guint64 first)
{
  self->sized = fanfold_durations_list_sized (self->durations, self->kind);
  if (self->sized->len == 0 && get_number (self, first, &self->shape) > 0)
    {
      g_array_unref (self->sized);
      self->sized = fanfold_durations_list_numbered (self->durations, self->shape);
      self->numbers = TRUE;
    }
  if (self->sized->len > 0)
    fanfold_estimate_learn (&self->estimate, self->sized);
}

/* What is known of jobs like those that nobody knows, or where all are known, of these: where the
 * first and the last of them are of one kind, others' times say nothing. */
static void
learn_of_others (Timing *self)
{
  guint64 first = 0;
  guint64 last = self->n;

  while (first < self->n && !is_unknown (self, first))
    first++;
  while (last > first + 1 && !is_unknown (self, last - 1))
    last--;
  if (self->durations == NULL || self->n == 0)
    return;

  first = MIN (first, last - 1);
  self->kind_hash = get_kind (self, first);
  self->kind = get_kind (self, last - 1) == self->kind_hash ? &self->kind_hash : NULL;
  fanfold_durations_summarise (self->durations, self->kind, 0, &self->summary);
  fanfold_durations_get_attempts (self->durations, self->kind, &self->attempts);
  learn_of_sizes (self, first);
}

/* Below 0: nobody knows its size. */
static double
get_size (Timing *self, guint64 place)
{
  guint64 index = fanfold_preflight_get_job (self->preflight, place);
  guint shape = self->shape;
  double size = -1;

  if (self->sized != NULL && self->sized->len > 0)
    size =
        self->numbers ? get_number (self, place, &shape) : fanfold_job_size_get (self->size, index);

  return size > 0 && shape == self->shape && size < FANFOLD_DURATIONS_MAX_SIZE ? size : -1;
}

/* About how long a job takes; below 0: nobody knows. */
static double
guess (Timing *self, guint64 place)
{
  double seconds = look_up (self, place);
  double size;

  if (seconds >= 0)
    return seconds;

  size = get_size (self, place);
  if (size > 0)
    return fanfold_estimate_get_sized (self->sized, size);

  return self->summary.n_known > 0 ? self->summary.median : -1;
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  const double *first = a;
  const double *second = b;

  return *first < *second ? -1 : *first > *second ? 1 : 0;
}

/* Of jobs from all over the batch; below 0: nobody knows. */
static double
find_median (Timing *self)
{
  guint64 n = MIN (self->n, MAX_MEDIAN_JOBS);
  g_autofree double *seconds = g_new (double, n + 1);
  guint n_known = 0;

  for (guint64 i = 0; i < n; i++)
    {
      guint64 place = (guint64) ((double) i / (double) n * (double) self->n);

      if (is_to_compute (self, place))
        seconds[n_known] = guess (self, place);
      n_known += is_to_compute (self, place) && seconds[n_known] >= 0 ? 1 : 0;
    }
  if (n_known == 0)
    return -1;

  qsort (seconds, n_known, sizeof *seconds, compare_seconds);

  return seconds[n_known / 2];
}

/* A percentage is of the median of jobs that are done, of which there are none yet. */
static void
find_limit (Timing *self)
{
  const FanfoldSettings *settings = &self->preflight->settings;
  double median = -1;

  self->estimate.limit = settings->timeout;
  self->estimate.n_retries = settings->n_retries;
  if (settings->timeout_percent > 0 && self->n > FANFOLD_TIME_LIMIT_MIN_JOBS)
    median = find_median (self);
  if (median > 0)
    self->estimate.limit = median * settings->timeout_percent / 100;
  if (self->durations != NULL && self->estimate.limit > 0)
    fanfold_durations_summarise (self->durations, self->kind, self->estimate.limit, &self->summary);
}

static void
add_unknown (Timing *self, guint64 place)
{
  double size;

  if (self->sized == NULL || self->sized->len == 0)
    {
      fanfold_estimate_add (&self->estimate, -1);
      return;
    }
  if (fanfold_job_size_get_n_asked (self->size) >= MAX_FILES)
    {
      self->n_rest++;
      return;
    }

  size = get_size (self, place);
  if (size > 0)
    fanfold_estimate_add_sized (&self->estimate, self->sized, size);
  else
    fanfold_estimate_add (&self->estimate, -1);
}

static gboolean
add_jobs (Timing *self, GCancellable *cancellable, GError **error)
{
  for (guint64 i = 0; i < self->n; i++)
    {
      double seconds;

      if (i % CHECK_JOBS == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!is_to_compute (self, i))
        continue;

      seconds = look_up (self, i);
      if (seconds < 0)
        add_unknown (self, i);
      else
        fanfold_estimate_add (&self->estimate, seconds);
    }
  fanfold_estimate_add_rest (&self->estimate, self->n_rest);

  return TRUE;
}

/* Of jobs beyond those that were looked at, as many are cached as of these. */
static void
add_rest (Timing *self)
{
  double rest = (double) (self->preflight->sample.n_jobs - self->n);
  double n_jobs = (double) fanfold_estimate_get_n_jobs (&self->estimate);
  double share = self->n > 0 ? n_jobs / (double) self->n : 1;

  fanfold_estimate_add_rest (&self->estimate, (guint64) (rest * share));
}

static void
publish (Timing *self)
{
  FanfoldPreflight *preflight = self->preflight;
  FanfoldPreflightSample *sample = &preflight->sample;
  double seconds, low, high;

  self->estimate.delay = preflight->settings.delay * (double) (MAX (sample->n_jobs, 1) - 1);
  fanfold_attempts_expect (&self->attempts,
                           self->estimate.n_retries,
                           fanfold_estimate_get_n_jobs (&self->estimate),
                           &self->estimate.further);
  seconds =
      fanfold_estimate_get_seconds (&self->estimate, &self->summary, sample->n_slots, &low, &high);

  fanfold_lock (&preflight->mutex);
  sample->seconds = sample->n_jobs > 0 ? seconds : -1;
  sample->low = low;
  sample->high = high;
  fanfold_unlock (&preflight->mutex);
}

gboolean
fanfold_preflight_find_time (FanfoldPreflight *self,
                             const guint64 *hashes,
                             guint64 *n_to_compute,
                             GCancellable *cancellable,
                             GError **error)
{
  g_auto (Timing) timing = { .preflight = self, .hashes = hashes };

  timing.function = fanfold_combine_get_function (self->combine);
  timing.n = self->sample.n_to_look;
  timing.size = fanfold_job_size_new (self->combine, self->folder);
  if (self->recollection != NULL)
    {
      timing.durations = fanfold_recollection_get_durations (
          self->recollection, timing.function, cancellable, error);
      if (timing.durations == NULL)
        return FALSE;
    }

  learn_of_others (&timing);
  find_limit (&timing);
  if (!add_jobs (&timing, cancellable, error))
    return FALSE;

  *n_to_compute = fanfold_estimate_get_n_jobs (&timing.estimate);
  add_rest (&timing);
  publish (&timing);

  return TRUE;
}
