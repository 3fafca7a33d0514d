/* test-worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "block-results.h"
#include "fanfold-error.h"

#include <string.h>

#define SECOND G_USEC_PER_SEC

static void
test_squares (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "numbers.so", "square");
  g_autoptr (GVariant) columns = fixture_numbers (function, "x", 1000);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = fixture_run (worker, 5000, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1000);
  g_assert_cmpint (fanfold_block_get_state (block, 999), ==, FANFOLD_JOB_DONE);
  assert_result (block, 0, "0.0");
  assert_result (block, 999, "998001.0");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_ends (gconstpointer data)
{
  const char *const *pair = data;
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = fixture_run_alone ("crasher.so", "crash", "how", &pair[0], 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, pair[1]);
  g_assert_cmpstr (fixture_log (&events, 0, FANFOLD_LOG_STDOUT), ==, "last words");
  assert_result (block, 0, "null");
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), <, 30);
  fixture_events_clear (&events);
}

/* What finished before the crash is kept, and the rest runs when it is given again. */
static void
test_crash_in_bundle (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "crasher.so", "square");
  static const char *const five[] = { "5", "5", "5", "5", "5", "5", "5", "5", "5", "5" };
  g_autoptr (GVariant) xs = fixture_numbers (function, "x", 10);
  g_autoptr (GVariant) bads = fixture_columns (function, "bad", five, 10);
  g_autoptr (GVariant) x = g_variant_get_child_value (xs, 0);
  g_autoptr (GVariant) bad = g_variant_get_child_value (bads, 1);
  GVariant *both[] = { x, bad };
  g_autoptr (GVariant) columns =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARIANT, both, 2));
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) rest = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  block = fixture_run (worker, 100, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 6);
  for (i = 0; i < 5; i++)
    g_assert_cmpint (fanfold_block_get_state (block, i), ==, FANFOLD_JOB_DONE);
  assert_result (block, 4, "16.0");
  g_assert_cmpint (fanfold_block_get_state (block, 5), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpstr (fanfold_block_get_error (block, 5), ==, "crashed: segmentation fault (SIGSEGV)");
  assert_result (block, 5, "null");

  g_clear_pointer (&columns, g_variant_unref);
  columns = fixture_numbers (function, "x", 4);
  rest = fixture_run (worker, 106, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (rest), ==, 4);
  assert_result (rest, 3, "9.0");

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_cancel (gconstpointer data)
{
  static const char *const times[] = { "5000", "5000", "5000" };
  const char *const *names = data; /* file, function, message */
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", names[0], names[1]);
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 3);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureInterruption interruption = { worker, 100 * 1000, 200 * 1000, 0, 0 };
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) later = NULL;
  FixtureEvents events;
  GThread *thread;

  fixture_events_init (&events);
  thread = g_thread_new ("interrupt", fixture_interrupt, &interruption);
  block = fixture_run (worker, 0, columns, &events);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * SECOND);
  if (g_str_equal (names[1], "tarry"))
    g_assert_cmpint (g_get_monotonic_time () - begin, >=, 600 * 1000); /* 100 ms, and the grace */
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), <, 3);
  g_assert_cmpint (fanfold_block_get_state (block, fanfold_block_get_n_jobs (block) - 1),
                   ==,
                   FANFOLD_JOB_CANCELLED);
  g_assert_cmpstr (
      fanfold_block_get_error (block, fanfold_block_get_n_jobs (block) - 1), ==, names[2]);

  /* A job that is given to it after that does not run on either. */
  later = fixture_run (worker, 3, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (later), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (later, 0), ==, FANFOLD_JOB_CANCELLED);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_progress (void)
{
  static const char *const half_second[] = { "500" };
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = fixture_run_alone ("sleeper.so", "sleep", "msec", half_second, 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), >=, 0.5);
  g_assert_cmpuint (events.n_begun, ==, 1);
  g_assert_cmpuint (events.n_progress, >=, 2);
  g_assert_cmpuint (events.n_progress, <=, 30);
  g_assert_cmpfloat (events.last_fraction, >, 0);
  g_assert_cmpstr (events.last_message, ==, "sleeping");
  fixture_events_clear (&events);
}

/* What a command prints is its progress, and in the log. */
static void
test_command_progress (void)
{
  static const char *const commands[] = { "sh -c 'echo 1/4; sleep 0.7; echo end'" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "command.so", "run");
  g_autoptr (GVariant) columns = fixture_columns (function, "command", commands, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpfloat (events.last_fraction, ==, 0.25);
  g_assert_cmpstr (fixture_log (&events, 0, FANFOLD_LOG_STDOUT), ==, "1/4\nend\n");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_budget (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 5);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint64 begun;

  fixture_events_init (&events);
  block = fanfold_worker_run (worker, 0, columns, 0, 1, 50 * 1000, &events.events, &begun, NULL);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* Hardly anything of these can be described, so a good one's description is given another path. */
static FanfoldFunction *
borrow_function (const char *file_name)
{
  g_autofree char *path = g_build_filename (g_getenv ("FANFOLD_FIXTURES"), file_name, NULL);
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", "where");
  g_variant_dict_insert (&dict, "label", "s", "Where");
  description = g_variant_ref_sink (g_variant_dict_end (&dict));
  function = fanfold_function_new_from_variant (description, "hello", path, "0123", &error);
  g_assert_no_error (error);

  return function;
}

static void
test_unusable (gconstpointer data)
{
  const char *const *pair = data; /* file, part of the message */
  g_autoptr (FanfoldFunction) function = borrow_function (pair[0]);
  FanfoldWorkerSpec spec = { g_getenv ("FANFOLD_WORKER"), NULL, function };
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, pair[1]));
}

static void
test_no_worker (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "hello.so", "where");
  FanfoldWorkerSpec spec = { "/nonexistent/fanfold-worker", NULL, function };
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "/nonexistent/fanfold-worker"));

  /* A program that is something else. */
  g_clear_error (&error);
  spec.path = "/bin/pwd";
  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "it began with “/"));

  g_clear_error (&error);
  spec.path = g_getenv ("FANFOLD_WORKER");
  spec.folder = "/nonexistent";
  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent"));
}

static void
test_speed (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "numbers.so", "square");
  g_autoptr (GVariant) many = fixture_numbers (function, "x", 1000);
  g_autoptr (GVariant) one = fixture_numbers (function, "x", 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureEvents events;
  guint n_rounds = g_test_perf () ? 1000 : 10;
  gint64 begin;
  double seconds;
  guint i;

  fixture_events_init (&events);
  begin = g_get_monotonic_time ();
  for (i = 0; i < n_rounds; i++)
    fanfold_block_unref (fixture_run (worker, 0, many, &events));
  seconds = (g_get_monotonic_time () - begin) / 1e6;
  seconds = n_rounds * 1000 / seconds;
  g_test_maximized_result (seconds, "%.0f jobs/s in bundles of 1000", seconds);

  begin = g_get_monotonic_time ();
  for (i = 0; i < 10 * n_rounds; i++)
    fanfold_block_unref (fixture_run (worker, 0, one, &events));
  seconds = (g_get_monotonic_time () - begin) / 1e6;
  seconds = seconds * 1e6 / (10 * n_rounds);
  g_test_minimized_result (seconds, "%.1f usec for a single job", seconds);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static const char *const ends[][2] = {
  { "segfault", "crashed: segmentation fault (SIGSEGV)" },
  { "abort", "crashed: aborted (SIGABRT)" },
  { "exit0", "exited with status 0 in the middle of a job" },
  { "exit3", "exited with status 3" },
  { "fast-exit", "exited with status 0 in the middle of a job" },
  { "kill", "killed: SIGKILL" },
  { "term", "killed: SIGTERM" },
};

static const char *const cancels[][3] = {
  { "sleeper.so", "sleep", NULL },
  { "stubborn.so", "linger", "did not stop when it was asked to (killed: SIGTERM)" },
  { "stubborn.so", "stay", "did not stop when it was asked to (killed: SIGKILL)" },
  { "stubborn.so", "tarry", "did not stop when it was asked to (killed: SIGTERM)" },
};

static const char *const unusables[][2] = {
  { "constructor-crash.so", "while it was loaded, its process" },
  { "loading-exit.so", "while it was loaded, its process" },
  { "loading-hang.so", "not loaded within" },
  { "no-symbol.so", "" },
  { "hello.so", "another build" },
};

int
main (int argc, char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/squares", test_squares);
  for (i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/worker/crash/", ends[i][0], NULL);

      g_test_add_data_func (path, ends[i], test_ends);
    }
  g_test_add_func ("/worker/crash/in-bundle", test_crash_in_bundle);
  for (i = 0; i < G_N_ELEMENTS (cancels); i++)
    {
      g_autofree char *path = g_strconcat ("/worker/cancel/", cancels[i][1], NULL);

      g_test_add_data_func (path, cancels[i], test_cancel);
    }
  g_test_add_func ("/worker/progress", test_progress);
  g_test_add_func ("/worker/command-progress", test_command_progress);
  g_test_add_func ("/worker/budget", test_budget);
  for (i = 0; i < G_N_ELEMENTS (unusables); i++)
    {
      g_autofree char *path = g_strconcat ("/worker/unusable/", unusables[i][0], NULL);

      g_test_add_data_func (path, unusables[i], test_unusable);
    }
  g_test_add_func ("/worker/unusable/worker", test_no_worker);
  g_test_add_func ("/worker/speed", test_speed);

  return g_test_run ();
}
