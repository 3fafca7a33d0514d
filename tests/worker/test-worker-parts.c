/* test-worker-parts.c: bundles in which one job takes long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <signal.h>

#define BUDGET_USEC (15 * 1000)
#define N_JOBS 200
#define FIRST 1000

/* What happens to the job that is left, once the bundle is parted. */
typedef enum
{
  NOTHING,
  CANCEL,
  CANCEL_JOB,
  CANCEL_ANOTHER,
  TIME_LIMIT,
  KILL_RUNNER,
  KILL_WORKER
} Event;

typedef struct
{
  const char *name;
  guint late; /* the job that takes long */
  int msec;
  Event event;
  FanfoldJobState state;
} Case;

typedef struct
{
  const Case *data;
  FanfoldWorker *worker;
  gint64 begin_usec;
  guint n_parts;
  guint n_over;
  int runner;
} Parted;

static void
assert_done (FanfoldBlock *block, guint place, guint x)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_assert_cmpint (fanfold_block_get_state (block, place), ==, FANFOLD_JOB_DONE);
  fanfold_block_append_result (block, json, place);
  g_assert_cmpuint ((guint) atoi (json->str), ==, x);
}

static void
parted_cb (FanfoldBlock *block, guint64 running, gint64 started_usec, gpointer user_data)
{
  static const FanfoldJobLimits limits = { 50 * 1000, 0 };
  Parted *self = user_data;
  guint n = block != NULL ? fanfold_block_get_n_jobs (block) : 0;
  guint place;

  self->n_parts++;
  self->n_over = n;
  g_assert_cmpuint (running, ==, FIRST + n);
  g_assert_cmpint (started_usec, >, 0);
  g_assert_cmpint (g_get_monotonic_time () - self->begin_usec, <, 500 * 1000);
  if (block != NULL)
    g_assert_cmpuint (fanfold_block_get_first (block), ==, FIRST);
  for (place = 0; place < n; place++)
    assert_done (block, place, place);

  if (self->data->event == CANCEL)
    fanfold_worker_cancel (self->worker, 50 * 1000);
  else if (self->data->event == CANCEL_JOB)
    fanfold_worker_cancel_job (self->worker, running, 50 * 1000);
  else if (self->data->event == CANCEL_ANOTHER)
    fanfold_worker_cancel_job (self->worker, running + 1, 50 * 1000);
  else if (self->data->event == TIME_LIMIT)
    fanfold_worker_set_limits (self->worker, &limits);
  else if (self->data->event == KILL_RUNNER)
    kill (self->runner, SIGKILL);
  else if (self->data->event == KILL_WORKER)
    kill (fanfold_worker_get_pid (self->worker), SIGKILL);
}

static void
count_cb (FanfoldBlock *block, guint64 running, gint64 started_usec, gpointer user_data)
{
  Parted *self = user_data;

  self->n_parts++;
  self->n_over = block != NULL ? fanfold_block_get_n_jobs (block) : 0;
  g_assert_cmpuint (running, ==, FIRST + self->n_over);
}

static GVariant *
make_columns (const Case *data)
{
  GVariantBuilder columns, xs, lates, times, tallies;
  guint i;

  g_variant_builder_init (&xs, G_VARIANT_TYPE ("ax"));
  g_variant_builder_init (&lates, G_VARIANT_TYPE ("ax"));
  g_variant_builder_init (&times, G_VARIANT_TYPE ("ax"));
  g_variant_builder_init (&tallies, G_VARIANT_TYPE ("as"));
  for (i = 0; i < N_JOBS; i++)
    {
      g_variant_builder_add (&xs, "x", (gint64) i);
      g_variant_builder_add (&lates, "x", (gint64) data->late);
      g_variant_builder_add (&times, "x", (gint64) data->msec);
      g_variant_builder_add (&tallies, "s", "");
    }
  g_variant_builder_init (&columns, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&columns, "v", g_variant_builder_end (&xs));
  g_variant_builder_add (&columns, "v", g_variant_builder_end (&lates));
  g_variant_builder_add (&columns, "v", g_variant_builder_end (&times));
  g_variant_builder_add (&columns, "v", g_variant_builder_end (&tallies));

  return g_variant_ref_sink (g_variant_builder_end (&columns));
}

/* False where the machine was so busy that the budget was spent before the long job. */
static gboolean
try_case (const Case *data, FanfoldFunction *function, GVariant *columns)
{
  Parted parted = { .data = data, .worker = fixture_worker (function, NULL) };
  const FanfoldJobEvents events = { .parted = parted_cb, .user_data = &parted };
  g_autoptr (GError) error = NULL;
  FanfoldBlock *block;
  gboolean met;

  parted.runner = fixture_find_runner (parted.worker);
  parted.begin_usec = g_get_monotonic_time ();
  block =
      fanfold_worker_run (parted.worker, FIRST, columns, 3, 2, BUDGET_USEC, &events, NULL, &error);
  g_assert_no_error (error);
  met = parted.n_parts > 0 && parted.n_over == data->late;
  if (met)
    {
      g_assert_cmpuint (parted.n_parts, ==, 1);
      g_assert_cmpuint (fanfold_block_get_first (block), ==, FIRST + data->late);
      g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
      g_assert_cmpint (fanfold_block_get_state (block, 0), ==, data->state);
      if (data->state == FANFOLD_JOB_DONE)
        assert_done (block, 0, data->late);
    }
  fanfold_block_unref (block);
  fanfold_worker_end (parted.worker);

  return met;
}

static void
test_late (gconstpointer user_data)
{
  const Case *data = user_data;
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "pure-slow.so", "late");
  g_autoptr (GVariant) columns = make_columns (data);
  guint tries = 0;

  while (!try_case (data, function, columns))
    g_assert_cmpuint (++tries, <, FIXTURE_N_TRIES);
}

/* Where all are short, or there is no budget, there is but one answer. */
static void
test_whole (void)
{
  static const Case quick = { "quick", N_JOBS + 1, 0, NOTHING, FANFOLD_JOB_DONE };
  static const Case slow = { "slow", 5, 100, NOTHING, FANFOLD_JOB_DONE };
  const Case *const cases[] = { &quick, &slow };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "pure-slow.so", "late");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Parted parted = { .data = cases[i], .worker = worker };
      const FanfoldJobEvents events = { .parted = parted_cb, .user_data = &parted };
      g_autoptr (GVariant) columns = make_columns (cases[i]);
      g_autoptr (FanfoldBlock) block =
          fanfold_worker_run (worker, FIRST, columns, 3, 2, 0, &events, NULL, NULL);

      g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, N_JOBS);
      g_assert_cmpuint (parted.n_parts, ==, 0);
    }
  fanfold_worker_end (worker);
}

/* Wherever it is parted, each job comes back once, or is handed back. */
static void
test_edge (void)
{
  static const Case data = { "edge", N_JOBS + 1, 0, NOTHING, FANFOLD_JOB_DONE };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  static const char *const times[] = { "1", "1", "1", "1", "1", "1" };
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, G_N_ELEMENTS (times));
  FanfoldWorker *worker = fixture_worker (function, NULL);
  guint n_parts = 0;
  guint i;

  for (i = 0; i < 100; i++)
    {
      Parted parted = { .data = &data, .worker = worker, .begin_usec = g_get_monotonic_time () };
      const FanfoldJobEvents events = { .parted = count_cb, .user_data = &parted };
      g_autoptr (FanfoldBlock) block =
          fanfold_worker_run (worker, FIRST, columns, 3, 2, 20 + i * 40, &events, NULL, NULL);

      g_assert_nonnull (block);
      g_assert_cmpuint (fanfold_block_get_first (block), ==, FIRST + parted.n_over);
      g_assert_cmpuint (parted.n_over + fanfold_block_get_n_jobs (block), <=, 6);
      g_assert_cmpuint (parted.n_parts, <=, 1);
      if (parted.n_parts > 0)
        g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
      n_parts += parted.n_parts;
    }
  g_test_message ("%u of 100 were parted", n_parts);
  fanfold_worker_end (worker);
}

int
main (int argc, char *argv[])
{
  static const Case cases[] = {
    { "/parts/late", 100, 300, NOTHING, FANFOLD_JOB_DONE },
    { "/parts/late/first", 0, 300, NOTHING, FANFOLD_JOB_DONE },
    { "/parts/late/last", N_JOBS - 1, 300, NOTHING, FANFOLD_JOB_DONE },
    { "/parts/late/just", 100, 17, NOTHING, FANFOLD_JOB_DONE },
    { "/parts/late/cancel", 100, 5000, CANCEL, FANFOLD_JOB_CANCELLED },
    { "/parts/late/cancel/job", 100, 5000, CANCEL_JOB, FANFOLD_JOB_CANCELLED },
    { "/parts/late/cancel/another", 100, 300, CANCEL_ANOTHER, FANFOLD_JOB_DONE },
    { "/parts/late/time-limit", 100, 5000, TIME_LIMIT, FANFOLD_JOB_TIMED_OUT },
    { "/parts/late/killed/runner", 100, 5000, KILL_RUNNER, FANFOLD_JOB_CRASHED },
    { "/parts/late/killed/runner/first", 0, 5000, KILL_RUNNER, FANFOLD_JOB_CRASHED },
    { "/parts/late/killed/worker", 100, 5000, KILL_WORKER, FANFOLD_JOB_CRASHED },
  };
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, &cases[i], test_late);
  g_test_add_func ("/parts/whole", test_whole);
  g_test_add_func ("/parts/edge", test_edge);

  return g_test_run ();
}
