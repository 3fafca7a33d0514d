/* test-engine.c: whole runs, with real workers, plugins, history and memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-engine.h"

#include "fanfold-error.h"
#include "isolated.h"

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#define LIMIT_SECONDS 60

typedef struct
{
  GAsyncResult *result;
} Wait;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (Wait *wait)
{
  gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;

  while (wait->result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }

  return wait->result;
}

static void
start (FanfoldEngine *engine)
{
  Wait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_engine_start_async (engine, NULL, ready_cb, &wait);
  result = wait_for_result (&wait);
  fanfold_engine_start_finish (engine, result, &error);
  g_assert_no_error (error);
}

static FanfoldRun *
launch (FanfoldEngine *engine, FanfoldBatch *batch, GError **error)
{
  Wait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;

  fanfold_engine_launch_async (engine, batch, NULL, NULL, ready_cb, &wait);
  result = wait_for_result (&wait);

  return fanfold_engine_launch_finish (engine, result, error);
}

static FanfoldRun *
launch_good (FanfoldEngine *engine, FanfoldBatch *batch)
{
  g_autoptr (GError) error = NULL;
  FanfoldRun *run = launch (engine, batch, &error);

  g_assert_no_error (error);

  return run;
}

static gboolean
tick_cb (gpointer user_data)
{
  fanfold_engine_sample (user_data);

  return G_SOURCE_CONTINUE;
}

static void
wait_until_over (FanfoldEngine *engine, FanfoldRun *run)
{
  gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, engine);

  while (!fanfold_run_state_is_over (fanfold_run_get_state (run)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static void
add_input (FanfoldBatch *batch, FanfoldInputKind kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldInput) input = fanfold_input_parse (kind, text, &error);

  g_assert_no_error (error);
  fanfold_batch_add_input (batch, input, &error);
  g_assert_no_error (error);
}

static void
set_settings (FanfoldBatch *batch, int n_jobs, FanfoldBackend backend)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  settings.n_jobs = n_jobs;
  settings.backend = backend;
  settings.verbose = 5;
  fanfold_batch_set_settings (batch, &settings);
}

static void
assert_count (FanfoldRun *run, FanfoldJobState state, guint64 n)
{
  g_assert_cmpuint (fanfold_run_get_counts (run)[state], ==, n);
}

static FanfoldJobDetails *
read_job (FanfoldRun *run, guint64 index)
{
  Wait wait = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldJobDetails *details;

  fanfold_run_read_job_async (run, index, 0, NULL, ready_cb, &wait);
  result = wait_for_result (&wait);
  details = fanfold_run_read_job_finish (run, result, &error);
  g_assert_no_error (error);

  return details;
}

static void
run_squares (FanfoldEngine *engine, FanfoldBackend backend)
{
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.square");
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;

  add_input (batch, FANFOLD_INPUT_RANGE, "x=0:20000");
  set_settings (batch, 2, backend);
  run = launch_good (engine, batch);
  wait_until_over (engine, run);

  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  assert_count (run, FANFOLD_JOB_DONE, 20000);
  g_assert_cmpuint (fanfold_run_get_n_done (run), ==, 20000);
  g_assert_cmpfloat (fanfold_run_get_fraction (run), ==, 1);
  g_assert_nonnull (strstr (fanfold_run_get_log (run), "Done 20000 out of 20000"));

  details = read_job (run, 12345);
  g_assert_cmpstr (details->arguments_json, ==, "{\"x\":12345.0}");
  g_assert_cmpstr (details->result_json, ==, "152399025.0");
}

static void
test_backends (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);

  start (engine);
  run_squares (engine, FANFOLD_BACKEND_PROCESSES);
  run_squares (engine, FANFOLD_BACKEND_THREADS);
  fanfold_engine_shut_down (engine);
}

/* The same runs again in the next program. */
static void
test_history (void)
{
  g_autoptr (FanfoldEngine) before = fanfold_engine_new (NULL);
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  GListModel *runs;
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;
  g_autoptr (GError) error = NULL;
  Wait wait = { NULL };
  FanfoldJobRow row;

  start (before);
  run_squares (before, FANFOLD_BACKEND_PROCESSES);
  fanfold_engine_shut_down (before);

  start (engine);
  runs = fanfold_engine_get_runs (engine);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 1);

  run = g_list_model_get_item (runs, 0);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_null (fanfold_run_get_job_table (run));
  fanfold_run_load_async (run, NULL, ready_cb, &wait);
  result = wait_for_result (&wait);
  fanfold_run_load_finish (run, result, &error);
  g_assert_no_error (error);

  fanfold_job_table_get (fanfold_run_get_job_table (run), 19999, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_DONE);
  details = read_job (run, 19999);
  g_assert_cmpstr (details->result_json, ==, "399960001.0");

  fanfold_engine_shut_down (engine);
}

static void
make_runs_huge (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "fanfold", "history.db", NULL);
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  g_assert_cmpint (
      sqlite3_exec (db, "UPDATE runs SET bytes = 3000000000", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* What the limits of the history remove leaves the list, too. */
static void
test_pruned (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;
  GListModel *runs;

  start (engine);
  run_squares (engine, FANFOLD_BACKEND_THREADS);
  runs = fanfold_engine_get_runs (engine);
  make_runs_huge ();
  run_squares (engine, FANFOLD_BACKEND_THREADS);
  while (g_list_model_get_n_items (runs) != 1)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_nonnull (fanfold_engine_find_run (engine, 2));
  fanfold_engine_shut_down (engine);
}

/* One that another program has deleted cannot be shown, which is said. */
static void
test_deleted (void)
{
  g_autoptr (FanfoldEngine) before = fanfold_engine_new (NULL);
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL, gone = NULL;
  g_autofree char *number = NULL;
  Wait wait = { NULL };

  start (before);
  run_squares (before, FANFOLD_BACKEND_THREADS);
  fanfold_engine_shut_down (before);

  start (engine);
  run = g_list_model_get_item (fanfold_engine_get_runs (engine), 0);
  g_assert_true (fanfold_history_delete (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), &error));
  g_assert_no_error (error);
  fanfold_run_load_async (run, NULL, ready_cb, &wait);
  result = wait_for_result (&wait);
  g_assert_false (fanfold_run_load_finish (run, result, &gone));
  g_assert_error (gone, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  number = g_strdup_printf ("run %" G_GUINT64_FORMAT, fanfold_run_get_id (run));
  g_assert_nonnull (strstr (gone->message, number));
  g_assert_null (fanfold_run_get_job_table (run));
  fanfold_engine_shut_down (engine);
}

static void
test_cached (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.pi");
  g_autoptr (FanfoldRun) first = NULL;
  g_autoptr (FanfoldRun) second = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;
  g_autoptr (FanfoldJobDetails) again = NULL;

  start (engine);
  add_input (batch, FANFOLD_INPUT_VALUE, "samples=1000");
  add_input (batch, FANFOLD_INPUT_RANGE, "seed=0:20");
  set_settings (batch, 2, FANFOLD_BACKEND_PROCESSES);

  first = launch_good (engine, batch);
  wait_until_over (engine, first);
  assert_count (first, FANFOLD_JOB_DONE, 20);
  second = launch_good (engine, batch);
  wait_until_over (engine, second);
  assert_count (second, FANFOLD_JOB_CACHED, 20);

  details = read_job (first, 7);
  again = read_job (second, 7);
  g_assert_cmpstr (details->result_json, ==, again->result_json);

  fanfold_engine_shut_down (engine);
}

/* A second run waits for the first; stopping the first lets the second begin. */
static void
test_queue_and_stop (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.wait");
  g_autoptr (FanfoldRun) first = NULL;
  g_autoptr (FanfoldRun) second = NULL;
  g_autoptr (FanfoldRun) third = NULL;
  FanfoldJobRow row;
  gint64 begin;

  start (engine);
  add_input (batch, FANFOLD_INPUT_VALUE, "seconds=30");
  add_input (batch, FANFOLD_INPUT_RANGE, "seed=0:10");
  set_settings (batch, 2, FANFOLD_BACKEND_PROCESSES);
  first = launch_good (engine, batch);
  second = launch_good (engine, batch);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_WAITING);

  third = launch_good (engine, batch);
  fanfold_run_stop (third, "Not wanted after all.");
  g_assert_cmpint (fanfold_run_get_state (third), ==, FANFOLD_RUN_STOPPED);
  assert_count (third, FANFOLD_JOB_WAITING, 0);
  assert_count (third, FANFOLD_JOB_SKIPPED, 10);
  fanfold_job_table_get (fanfold_run_get_job_table (third), 9, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_SKIPPED);

  begin = g_get_monotonic_time ();
  fanfold_run_stop (first, "Stopped by hand.");
  wait_until_over (engine, first);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpstr (fanfold_run_get_reason (first), ==, "Stopped by hand.");
  assert_count (first, FANFOLD_JOB_RUNNING, 0);
  assert_count (first, FANFOLD_JOB_WAITING, 0);
  g_assert_cmpuint (fanfold_run_get_counts (first)[FANFOLD_JOB_CANCELLED] +
                        fanfold_run_get_counts (first)[FANFOLD_JOB_SKIPPED],
                    ==,
                    10);

  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_RUNNING);
  fanfold_engine_shut_down (engine);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_STOPPED);
}

static void
test_failures (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.wait");
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;

  start (engine);
  add_input (batch, FANFOLD_INPUT_VALUE, "seconds=0");
  add_input (batch, FANFOLD_INPUT_VALUE, "fail_chance=1");
  add_input (batch, FANFOLD_INPUT_RANGE, "seed=0:5");
  set_settings (batch, 2, FANFOLD_BACKEND_PROCESSES);
  run = launch_good (engine, batch);
  wait_until_over (engine, run);

  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  assert_count (run, FANFOLD_JOB_FAILED, 5);
  details = read_job (run, 3);
  g_assert_nonnull (details->error);
  g_assert_null (details->result_json);

  fanfold_engine_shut_down (engine);
}

static void
test_bad_input (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  g_autoptr (FanfoldBatch) unknown = fanfold_batch_new ("numbers.sqare");
  g_autoptr (FanfoldBatch) missing = fanfold_batch_new ("files.checksum");
  g_autoptr (GError) error = NULL;
  GListModel *runs;
  guint n_before;

  start (engine);
  runs = fanfold_engine_get_runs (engine);
  n_before = g_list_model_get_n_items (runs);

  g_assert_null (launch (engine, unknown, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "numbers.square"));
  g_clear_error (&error);

  g_assert_null (launch (engine, missing, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, n_before);

  fanfold_engine_shut_down (engine);
}

/* A worker that cannot be started fails the run with the reason; nothing waits for ever. */
static void
test_no_worker (void)
{
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (NULL);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("numbers.wait");
  g_autoptr (FanfoldRun) run = NULL;
  g_autofree char *worker = g_strdup (g_getenv ("FANFOLD_WORKER"));
  g_autoptr (FanfoldEngine) broken = NULL;

  start (engine);
  fanfold_engine_shut_down (engine);

  g_setenv ("FANFOLD_WORKER", "/nowhere/fanfold-worker", TRUE);
  broken = fanfold_engine_new (NULL);
  start (broken);
  g_setenv ("FANFOLD_WORKER", worker, TRUE);
  add_input (batch, FANFOLD_INPUT_RANGE, "seed=0:5");
  run = launch_good (broken, batch);
  wait_until_over (broken, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FAILED);
  g_assert_nonnull (fanfold_run_get_reason (run));
  assert_count (run, FANFOLD_JOB_SKIPPED, 5);
  fanfold_engine_shut_down (broken);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/engine/backends", test_backends);
  g_test_add_func ("/engine/history", test_history);
  g_test_add_func ("/engine/pruned", test_pruned);
  g_test_add_func ("/engine/deleted", test_deleted);
  g_test_add_func ("/engine/cached", test_cached);
  g_test_add_func ("/engine/queue-and-stop", test_queue_and_stop);
  g_test_add_func ("/engine/failures", test_failures);
  g_test_add_func ("/engine/bad-input", test_bad_input);
  g_test_add_func ("/engine/no-worker", test_no_worker);

  return g_test_run ();
}
