/* test-run-jobs.c: jobs that are cancelled or run again while others go on, with real workers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

static const FanfoldBackend backends[] = { FANFOLD_BACKEND_PROCESSES, FANFOLD_BACKEND_THREADS };

static void
check_cancel (FanfoldEngine *engine, FanfoldBackend backend)
{
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 600, 20, 2, backend);
  g_autoptr (FanfoldRanges) jobs = fixture_ranges (0, 1);
  gint64 usec;

  /* One that runs, the one behind the other that runs, and all behind the tenth. */
  fanfold_ranges_add (jobs, 2, 1);
  fanfold_ranges_add (jobs, 10, 1000);
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  fixture_pass_time (engine, 20);
  fanfold_run_cancel_jobs (run, jobs);
  g_assert_cmpint (fixture_row (run, 2).state, ==, FANFOLD_JOB_CANCELLED);
  g_assert_cmpint (fixture_row (run, 19).state, ==, FANFOLD_JOB_CANCELLED);
  usec = g_get_monotonic_time ();
  while (fixture_row (run, 0).state == FANFOLD_JOB_RUNNING)
    fixture_pass_time (engine, 2);
  g_assert_cmpint (g_get_monotonic_time () - usec, <, FIXTURE_EFFECT_USEC);
  g_assert_cmpint (fixture_row (run, 0).state, ==, FANFOLD_JOB_CANCELLED);
  g_assert_cmpint (fixture_row (run, 1).state, ==, FANFOLD_JOB_RUNNING);

  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CANCELLED), ==, 12);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 8);
  fixture_assert_counts_agree (engine, run);
}

static void
test_cancel (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_cancel (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

/* Jobs that travel together are cancelled one by one all the same. */
static void
check_cancel_in_bundle (FanfoldEngine *engine, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (1, backend);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRanges) jobs = fixture_ranges (3, 4);

  settings.no_cache = TRUE;
  settings.batch_size = 10;
  run = fixture_launch (engine,
                        "pure_slow.double",
                        (const char *[]){ "value:msec=100", "range:x=0:12", NULL },
                        &settings);
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (1));
  fanfold_run_cancel_jobs (run, jobs);
  fixture_wait_until_over (engine, run);

  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CANCELLED), ==, 4);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 8);
  for (guint64 index = 0; index < 12; index++)
    g_assert_cmpint (fixture_row (run, index).state,
                     ==,
                     index >= 3 && index < 7 ? FANFOLD_JOB_CANCELLED : FANFOLD_JOB_DONE);
  fixture_assert_counts_agree (engine, run);
}

static void
test_cancel_in_bundle (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_cancel_in_bundle (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

static gboolean
runs_fourth (FanfoldRun *run, gconstpointer data)
{
  return fixture_row (run, 3).state == FANFOLD_JOB_RUNNING;
}

/* Behind short jobs one that never ends is seen to run, and those behind it are left alone. */
static void
check_cancel_long_in_bundle (FanfoldEngine *engine, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (1, backend);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRanges) last = fixture_ranges (5, 1);
  g_autoptr (FanfoldRanges) endless = fixture_ranges (3, 1);

  settings.no_cache = TRUE;
  settings.batch_size = 6;
  run = fixture_launch (engine,
                        "numbers.pi",
                        (const char *[]){ "list:samples=1,2,3,100000000000000,4,5", NULL },
                        &settings);
  fixture_wait_for (engine, run, runs_fourth, NULL);
  fanfold_run_cancel_jobs (run, last);
  fixture_pass_time (engine, 50);
  g_assert_cmpint (fixture_row (run, 3).state, ==, FANFOLD_JOB_RUNNING);
  fanfold_run_cancel_jobs (run, endless);
  fixture_wait_until_over (engine, run);

  for (guint64 index = 0; index < 6; index++)
    g_assert_cmpint (fixture_row (run, index).state,
                     ==,
                     index == 3 || index == 5 ? FANFOLD_JOB_CANCELLED : FANFOLD_JOB_DONE);
  fixture_assert_counts_agree (engine, run);
}

static void
test_cancel_long_in_bundle (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_cancel_long_in_bundle (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

/* In a flood, again and again: whatever was taken back and whatever came first, each job is over
 * once. */
static void
test_cancel_flood (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (4, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  run = fixture_launch (
      engine, "numbers.square", (const char *[]){ "range:x=0:400000", NULL }, &settings);
  for (guint64 first = 0; first < 400000; first += 20000)
    {
      g_autoptr (FanfoldRanges) jobs = fixture_ranges (first, 500);
      g_autoptr (FanfoldRanges) some = fixture_ranges (first, 100);

      fanfold_run_cancel_jobs (run, jobs);
      fanfold_run_rerun_jobs (run, some);
      fixture_pass_time (engine, 2);
    }
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE) +
                        fixture_count (run, FANFOLD_JOB_CANCELLED),
                    ==,
                    400000);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CANCELLED), >, 0);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

static gboolean
has_failed (FanfoldRun *run, gconstpointer n)
{
  return fixture_count (run, FANFOLD_JOB_FAILED) >= GPOINTER_TO_UINT (n);
}

static void
check_rerun (FanfoldEngine *engine, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (2, backend);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRanges) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  guint64 n_failed;

  run = fixture_launch (
      engine, "flaky.try", (const char *[]){ "range:n=0:30", "value:msec=20", NULL }, &settings);
  fixture_wait_for (engine, run, has_failed, GUINT_TO_POINTER (10));
  failed = fanfold_run_find_jobs (run, 1u << FANFOLD_JOB_FAILED);
  n_failed = fanfold_ranges_get_size (failed);
  g_assert_cmpuint (n_failed, <, 30);
  fanfold_run_rerun_jobs (run, failed);
  fixture_wait_until_over (engine, run);

  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_failed);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_FAILED), ==, 30 - n_failed);
  g_assert_cmpuint (fixture_row (run, 0).attempts, ==, 2);
  g_assert_cmpuint (fixture_row (run, 29).attempts, ==, 1);
  fixture_assert_counts_agree (engine, run);

  attempts = fanfold_history_read_attempts (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 2);
  g_assert_cmpint (
      fanfold_block_get_state (g_ptr_array_index (attempts, 0), 0), ==, FANFOLD_JOB_FAILED);
  g_assert_cmpint (
      fanfold_block_get_state (g_ptr_array_index (attempts, 1), 0), ==, FANFOLD_JOB_DONE);
}

static void
test_rerun (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_rerun (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

/* Jobs that are run again in the moment when the last of all ends are not lost. */
static void
test_rerun_at_the_end (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < 20; i++)
    {
      FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_THREADS);
      g_autoptr (FanfoldRun) run = NULL;
      g_autoptr (FanfoldRanges) all = fixture_ranges (0, 2);

      run =
          fixture_launch (engine, "flaky.try", (const char *[]){ "range:n=0:2", NULL }, &settings);
      while (fixture_count (run, FANFOLD_JOB_FAILED) < 2)
        ;
      g_usleep (i * 20);
      fanfold_run_rerun_jobs (run, all);
      fixture_wait_until_over (engine, run);
      g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 2);
      fixture_assert_counts_agree (engine, run);
    }
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", "pure-slow", "flaky", NULL });

  g_test_add_func ("/run-jobs/cancel", test_cancel);
  g_test_add_func ("/run-jobs/cancel-in-bundle", test_cancel_in_bundle);
  g_test_add_func ("/run-jobs/cancel-long-in-bundle", test_cancel_long_in_bundle);
  g_test_add_func ("/run-jobs/cancel-flood", test_cancel_flood);
  g_test_add_func ("/run-jobs/rerun", test_rerun);
  g_test_add_func ("/run-jobs/rerun-at-the-end", test_rerun_at_the_end);

  return g_test_run ();
}
