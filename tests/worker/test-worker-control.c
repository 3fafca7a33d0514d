/* test-worker-control.c: what other threads ask of a worker: cancel a job, freeze, go on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#define GRACE_USEC (200 * 1000)

/* A run in a thread of its own, so that the test can give orders. */
typedef struct
{
  FanfoldWorker *worker;
  GVariant *columns;
  guint64 first;
  FixtureEvents events;
  gint64 ended_usec;
  FanfoldBlock *block;
  GThread *thread;
} Run;

static gpointer
run_in_thread (gpointer data)
{
  Run *self = data;

  self->block = fixture_run (self->worker, self->first, self->columns, &self->events);
  self->ended_usec = g_get_monotonic_time ();

  return NULL;
}

static void
run_start (Run *self, FanfoldWorker *worker, guint64 first, GVariant *columns)
{
  *self = (Run){ .worker = worker, .columns = columns, .first = first };
  fixture_events_init (&self->events);
  self->thread = g_thread_new ("run", run_in_thread, self);
}

/* How long after @since it was over. */
static gint64
run_wait (Run *self, gint64 since)
{
  g_thread_join (self->thread);
  return self->ended_usec - since;
}

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->block, fanfold_block_unref);
  fixture_events_clear (&self->events);
}

static void
assert_states (FanfoldBlock *block, const FanfoldJobState *states, guint n)
{
  guint i;

  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, n);
  for (i = 0; i < n; i++)
    g_assert_cmpint (fanfold_block_get_state (block, i), ==, states[i]);
}

static FanfoldFunction *
sleeper (void)
{
  return fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
}

/* The second of three while it runs: what was finished stays, the third is handed back. */
static void
test_cancel_running (void)
{
  static const char *const times[] = { "100", "5000", "5000" };
  static const FanfoldJobState states[] = { FANFOLD_JOB_DONE, FANFOLD_JOB_CANCELLED };
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 3);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 late = G_MAXINT64;
  guint i;

  for (i = 0; i < FIXTURE_N_TRIES && late > FIXTURE_EFFECT_USEC; i++)
    {
      gint64 since;
      Run run;

      run_start (&run, worker, 10, columns);
      g_usleep (300 * 1000);
      since = g_get_monotonic_time ();
      fanfold_worker_cancel_job (worker, 11, GRACE_USEC);
      late = run_wait (&run, since);
      assert_states (run.block, states, 2);
      run_clear (&run);
    }
  g_assert_cmpint (late, <=, FIXTURE_EFFECT_USEC);
  fanfold_worker_end (worker);
}

/* One that has not begun: those before it may run, it and those behind it do not. */
static void
test_cancel_waiting (void)
{
  static const char *const times[] = { "300", "300", "300", "300" };
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 4);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  Run run;
  guint i;

  run_start (&run, worker, 10, columns);
  g_usleep (100 * 1000);
  fanfold_worker_cancel_job (worker, 12, GRACE_USEC);
  run_wait (&run, 0);
  g_assert_cmpuint (fanfold_block_get_n_jobs (run.block), <=, 2);
  for (i = 0; i < fanfold_block_get_n_jobs (run.block); i++)
    g_assert_cmpint (fanfold_block_get_state (run.block, i), ==, FANFOLD_JOB_DONE);
  run_clear (&run);
  fanfold_worker_end (worker);
}

/* Jobs that are nowhere near, and those that are over. */
static void
test_cancel_others (void)
{
  static const char *const times[] = { "10", "300" };
  static const FanfoldJobState states[] = { FANFOLD_JOB_DONE, FANFOLD_JOB_DONE };
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 2);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  Run run;

  run_start (&run, worker, 10, columns);
  g_usleep (150 * 1000);
  fanfold_worker_cancel_job (worker, 9, GRACE_USEC);
  fanfold_worker_cancel_job (worker, 10, GRACE_USEC);
  fanfold_worker_cancel_job (worker, 12, GRACE_USEC);
  fanfold_worker_cancel_job (worker, G_MAXUINT64 - 1, GRACE_USEC);
  run_wait (&run, 0);
  assert_states (run.block, states, 2);
  run_clear (&run);

  /* They are forgotten by then. */
  run_start (&run, worker, 9, columns);
  run_wait (&run, 0);
  assert_states (run.block, states, 2);
  run_clear (&run);
  fanfold_worker_end (worker);
}

/* Given when no job runs, for the next bundle: its first job does not run, a later one is handed
 * back. */
static void
test_cancel_before (gconstpointer data)
{
  guint place = GPOINTER_TO_UINT (data);
  static const char *const times[] = { "5000", "5000" };
  static const char *const quick[] = { "10", "5000" };
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", place == 0 ? times : quick, 2);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FanfoldJobState state = place == 0 ? FANFOLD_JOB_CANCELLED : FANFOLD_JOB_DONE;
  gint64 since = g_get_monotonic_time ();
  Run run;

  fanfold_worker_cancel_job (worker, 20 + place, GRACE_USEC);
  run_start (&run, worker, 20, columns);
  g_assert_cmpint (run_wait (&run, since), <, 3 * G_USEC_PER_SEC);
  g_assert_cmpint (fanfold_block_get_state (run.block, 0), ==, state);
  if (place == 0)
    assert_states (run.block, &state, 1);
  else
    g_assert_cmpint (fanfold_block_get_state (run.block, fanfold_block_get_n_jobs (run.block) - 1),
                     ==,
                     fanfold_block_get_n_jobs (run.block) == 1 ? FANFOLD_JOB_DONE
                                                               : FANFOLD_JOB_CANCELLED);
  run_clear (&run);
  fanfold_worker_end (worker);
}

static char
read_state (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return strrchr (text, ')')[2];
}

/* The child of a process, by the time that it has one. */
static int
find_child (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", pid, pid);
  int child = 0;
  guint i;

  for (i = 0; i < 300 && child == 0; i++)
    {
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        child = atoi (text);
      if (child == 0)
        g_usleep (10 * 1000);
    }

  g_assert_cmpint (child, >, 0);
  return child;
}

/* Until all three are stopped, or none is. */
static gint64
wait_until_stopped (const int pids[3], gboolean stopped)
{
  gint64 begin = g_get_monotonic_time ();
  guint i = 0;

  while (i < 3 && g_get_monotonic_time () - begin < 2 * G_USEC_PER_SEC)
    if ((read_state (pids[i]) == 'T') == stopped)
      i++;
    else
      g_usleep (1000);

  g_assert_cmpuint (i, ==, 3);
  return g_get_monotonic_time () - begin;
}

/* The runner, its child in a session of its own, and that one's child. */
static void
test_freeze_family (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "rude.so", "nest");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  static const FanfoldJobState states[] = { FANFOLD_JOB_CANCELLED };
  gint64 frozen = G_MAXINT64;
  gint64 thawed = G_MAXINT64;
  int pids[3];
  Run run;
  guint i;

  run_start (&run, worker, 0, columns);
  pids[0] = fixture_find_runner (worker);
  pids[1] = find_child (pids[0]);
  pids[2] = find_child (pids[1]);
  for (i = 0; i < FIXTURE_N_TRIES && MAX (frozen, thawed) > FIXTURE_EFFECT_USEC; i++)
    {
      fanfold_worker_freeze (worker, TRUE);
      frozen = wait_until_stopped (pids, TRUE);
      g_usleep (50 * 1000);
      fanfold_worker_freeze (worker, FALSE);
      thawed = wait_until_stopped (pids, FALSE);
    }
  g_assert_cmpint (frozen, <=, FIXTURE_EFFECT_USEC);
  g_assert_cmpint (thawed, <=, FIXTURE_EFFECT_USEC);

  fanfold_worker_cancel (worker, 20 * 1000);
  run_wait (&run, 0);
  assert_states (run.block, states, 1);
  run_clear (&run);
  fanfold_worker_end (worker);
}

/* Neither its limit nor its seconds know of the time that it was frozen. */
static void
test_freeze_time (void)
{
  static const char *const times[] = { "600", "10" };
  static const FanfoldJobState states[] = { FANFOLD_JOB_DONE };
  const FanfoldJobLimits limits = { G_USEC_PER_SEC, 0 };
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 2);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 since = g_get_monotonic_time ();
  Run run;

  fanfold_worker_set_limits (worker, &limits);
  run_start (&run, worker, 0, columns);
  g_usleep (100 * 1000);
  fanfold_worker_freeze (worker, TRUE);
  g_usleep (1200 * 1000);
  fanfold_worker_freeze (worker, FALSE);
  g_assert_cmpint (run_wait (&run, since), >=, 1700 * 1000);
  assert_states (run.block, states, 1);
  g_assert_cmpfloat (fanfold_block_get_seconds (run.block, 0), >=, 0.59);
  g_assert_cmpfloat (fanfold_block_get_seconds (run.block, 0), <, 1);
  run_clear (&run);
  fanfold_worker_end (worker);
}

/* What is frozen can be ended all the same. */
static void
test_freeze_and_cancel (gconstpointer data)
{
  gboolean one = GPOINTER_TO_INT (data);
  static const char *const times[] = { "5000" };
  static const FanfoldJobState states[] = { FANFOLD_JOB_CANCELLED };
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 since;
  Run run;

  run_start (&run, worker, 0, columns);
  g_usleep (100 * 1000);
  fanfold_worker_freeze (worker, TRUE);
  g_usleep (G_USEC_PER_SEC);
  since = g_get_monotonic_time ();
  if (one)
    fanfold_worker_cancel_job (worker, 0, G_USEC_PER_SEC);
  else
    fanfold_worker_cancel (worker, G_USEC_PER_SEC);
  g_assert_cmpint (run_wait (&run, since), <=, 5 * FIXTURE_EFFECT_USEC);
  assert_states (run.block, states, 1);
  g_assert_cmpfloat (fanfold_block_get_seconds (run.block, 0), <, 0.8);
  run_clear (&run);
  fanfold_worker_end (worker);
}

/* What is given to it meanwhile waits, or is cancelled without being begun. */
static void
test_freeze_before (void)
{
  static const char *const times[] = { "100" };
  FanfoldJobState state = FANFOLD_JOB_DONE;
  g_autoptr (FanfoldFunction) function = sleeper ();
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 since = g_get_monotonic_time ();
  Run run;

  fanfold_worker_freeze (worker, TRUE);
  run_start (&run, worker, 0, columns);
  g_usleep (400 * 1000);
  fanfold_worker_freeze (worker, FALSE);
  g_assert_cmpint (run_wait (&run, since), >=, 500 * 1000);
  assert_states (run.block, &state, 1);
  g_assert_cmpfloat (fanfold_block_get_seconds (run.block, 0), <, 0.3);
  run_clear (&run);

  fanfold_worker_freeze (worker, TRUE);
  run_start (&run, worker, 1, columns);
  g_usleep (100 * 1000);
  since = g_get_monotonic_time ();
  fanfold_worker_cancel_job (worker, 1, G_USEC_PER_SEC);
  g_assert_cmpint (run_wait (&run, since), <=, 5 * FIXTURE_EFFECT_USEC);
  state = FANFOLD_JOB_CANCELLED;
  assert_states (run.block, &state, 1);
  run_clear (&run);
  fanfold_worker_end (worker);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker-control/cancel/running", test_cancel_running);
  g_test_add_func ("/worker-control/cancel/waiting", test_cancel_waiting);
  g_test_add_func ("/worker-control/cancel/others", test_cancel_others);
  g_test_add_data_func (
      "/worker-control/cancel/before-first", GUINT_TO_POINTER (0), test_cancel_before);
  g_test_add_data_func (
      "/worker-control/cancel/before-second", GUINT_TO_POINTER (1), test_cancel_before);
  g_test_add_func ("/worker-control/freeze/family", test_freeze_family);
  g_test_add_func ("/worker-control/freeze/time", test_freeze_time);
  g_test_add_data_func (
      "/worker-control/freeze/cancel-all", GINT_TO_POINTER (FALSE), test_freeze_and_cancel);
  g_test_add_data_func (
      "/worker-control/freeze/cancel-one", GINT_TO_POINTER (TRUE), test_freeze_and_cancel);
  g_test_add_func ("/worker-control/freeze/before", test_freeze_before);

  return g_test_run ();
}
