/* test-run-failures.c: runs in which jobs go wrong, or are held back, with real workers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const FanfoldBackend backends[] = { FANFOLD_BACKEND_PROCESSES, FANFOLD_BACKEND_THREADS };

static FanfoldJobDetails *
read_job (FanfoldRun *run, guint64 index)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldJobDetails *details;

  fanfold_run_read_job_async (run, index, 0, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  details = fanfold_run_read_job_finish (run, result, &error);
  g_assert_no_error (error);

  return details;
}

static gboolean
log_has (const FanfoldJobDetails *details, FanfoldLogKind kind, guint attempt, const char *text)
{
  for (guint i = 0; details->log != NULL && i < details->log->len; i++)
    {
      const FanfoldLogChunk *chunk = g_ptr_array_index (details->log, i);
      gsize length;
      const char *bytes = g_bytes_get_data (chunk->bytes, &length);

      if (chunk->kind == kind && chunk->attempt == attempt &&
          g_strstr_len (bytes, (gssize) length, text) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
assert_attempts (FanfoldEngine *engine, FanfoldRun *run, guint64 index, FanfoldJobState before)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) attempts = fanfold_history_read_attempts (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), index, &error);
  guint n = fixture_row (run, index).attempts;

  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      FanfoldBlock *block = g_ptr_array_index (attempts, i);

      g_assert_cmpuint (fanfold_block_get_attempt (block), ==, i + 1);
      g_assert_cmpint (fanfold_block_get_state (block, 0),
                       ==,
                       i + 1 < n ? before : fixture_row (run, index).state);
    }
}

/* A job that fails twice is done the third time; one that fails on and on stays failed. Each
 * attempt has its outcome and its log. */
static void
check_retries (FanfoldEngine *engine, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (2, backend);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;

  settings.n_retries = 1;
  batch = fixture_batch_new (
      "flaky.try", (const char *[]){ "range:n=0:4", "list:times=0,1,9,1", NULL }, &settings);
  fanfold_batch_set_zip (batch, TRUE);
  run = fixture_launch_batch (engine, batch);
  g_assert_cmpint (fixture_wait_until_over (engine, run), >=, 450 * 1000);

  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 3);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_FAILED), ==, 1);
  g_assert_cmpint (fixture_row (run, 2).state, ==, FANFOLD_JOB_FAILED);
  g_assert_cmpuint (fixture_row (run, 0).attempts, ==, 1);
  g_assert_cmpuint (fixture_row (run, 1).attempts, ==, 2);
  g_assert_cmpuint (fixture_row (run, 2).attempts, ==, 2);
  for (guint64 index = 0; index < 4; index++)
    assert_attempts (engine, run, index, FANFOLD_JOB_FAILED);
  fixture_assert_counts_agree (engine, run);

  details = read_job (run, 1);
  g_assert_cmpstr (details->result_json, ==, "2");
  g_assert_true (log_has (details, FANFOLD_LOG_INFO, 1, "first"));
  g_assert_true (log_has (details, FANFOLD_LOG_INFO, 2, "once more"));
  g_assert_false (log_has (details, FANFOLD_LOG_INFO, 1, "once more"));
}

/* Asked for before the run is in the history. */
static void
test_early_details (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 200, 2, 1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldJobDetails) details = NULL;

  g_assert_cmpuint (fanfold_run_get_id (run), ==, 0);
  details = read_job (run, 1);
  g_assert_nonnull (details->arguments_json);
  g_assert_null (details->result_json);
  g_assert_nonnull (details->log);
  g_assert_cmpuint (details->log->len, ==, 0);
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);
}

static void
test_retries (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_retries (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

/* Crashes and time-outs are tried again as well. */
static void
test_retry_crash_and_timeout (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  settings.n_retries = 1;
  settings.timeout = 0.2;
  run = fixture_launch (
      engine, "flaky.try", (const char *[]){ "list:how=crash,hang", NULL }, &settings);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 2);
  assert_attempts (engine, run, 0, FANFOLD_JOB_CRASHED);
  assert_attempts (engine, run, 1, FANFOLD_JOB_TIMED_OUT);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

static gboolean
drains (FanfoldRun *run, gconstpointer data)
{
  return fanfold_run_get_halt (run) == FANFOLD_RUN_HALT_DRAIN;
}

static void
check_max_failures (FanfoldEngine *engine, FanfoldOnFailure on_failure, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (2, backend);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  gint64 usec;

  /* The fourth fails at once, while the third goes on. */
  settings.on_failure = on_failure;
  batch = fixture_batch_new (
      "flaky.try",
      (const char *[]){ "range:n=0:6", "list:times=0,0,0,1,1,1", "list:msec=0,0,500,0,0,0", NULL },
      &settings);
  fanfold_batch_set_zip (batch, TRUE);
  run = fixture_launch_batch (engine, batch);
  if (on_failure == FANFOLD_ON_FAILURE_DRAIN)
    {
      fixture_wait_for (engine, run, drains, NULL);
      g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);
      g_assert_true (g_str_has_prefix (fanfold_run_get_reason (run), "No more jobs are started"));
      g_assert_nonnull (strstr (fanfold_run_get_reason (run), "Job 3 failed"));
    }
  usec = fixture_wait_until_over (engine, run);

  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  g_assert_nonnull (fanfold_run_get_reason (run));
  g_assert_nonnull (strstr (fanfold_run_get_reason (run), "fail"));
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_FAILED), ==, 1);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 2);
  g_assert_cmpint (fixture_row (run, 2).state,
                   ==,
                   on_failure == FANFOLD_ON_FAILURE_STOP ? FANFOLD_JOB_CANCELLED
                                                         : FANFOLD_JOB_DONE);
  if (on_failure == FANFOLD_ON_FAILURE_STOP)
    g_assert_cmpint (usec, <, 450 * 1000 + FIXTURE_EFFECT_USEC);
  fixture_assert_counts_agree (engine, run);
}

static void
test_on_failure (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    {
      check_max_failures (engine, FANFOLD_ON_FAILURE_DRAIN, backends[i]);
      check_max_failures (engine, FANFOLD_ON_FAILURE_STOP, backends[i]);
    }
  fanfold_engine_shut_down (engine);
}

static void
test_max_failures (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  settings.max_failures = 3;
  run = fixture_launch (engine, "flaky.try", (const char *[]){ "range:n=0:100", NULL }, &settings);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_FAILED), ==, 3);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 97);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

static void
test_timeout (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    {
      FanfoldSettings settings = fixture_settings (2, backends[i]);
      g_autoptr (FanfoldRun) run = NULL;

      settings.timeout = 0.2;
      run = fixture_launch (
          engine, "sleeper.sleep", (const char *[]){ "list:msec=30000,20,30000", NULL }, &settings);
      fixture_wait_until_over (engine, run);
      g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
      g_assert_cmpint (fixture_row (run, 0).state, ==, FANFOLD_JOB_TIMED_OUT);
      g_assert_cmpint (fixture_row (run, 1).state, ==, FANFOLD_JOB_DONE);
      g_assert_cmpint (fixture_row (run, 2).state, ==, FANFOLD_JOB_TIMED_OUT);
      g_assert_cmpfloat (fixture_row (run, 0).seconds, >=, 0.19);
      g_assert_cmpfloat (fixture_row (run, 0).seconds, <, 0.2 + FIXTURE_EFFECT_USEC / 1e6);
    }
  fanfold_engine_shut_down (engine);
}

/* A percentage of the median begins to hold while the slow job runs already. */
static void
test_timeout_percent (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    {
      FanfoldSettings settings = fixture_settings (2, backends[i]);
      g_autoptr (FanfoldRun) run = NULL;

      settings.timeout_percent = 500;
      run = fixture_launch (engine,
                            "sleeper.sleep",
                            (const char *[]){ "list:msec=30000,40,40,40,40", NULL },
                            &settings);
      g_assert_cmpint (fixture_wait_until_over (engine, run), <, 10 * G_USEC_PER_SEC);
      g_assert_cmpint (fixture_row (run, 0).state, ==, FANFOLD_JOB_TIMED_OUT);
      g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 4);
    }
  fanfold_engine_shut_down (engine);
}

#define SHORT_JOBS 3
#define LIMIT_PERCENT 5000

/* Seconds, by the median of the short jobs. */
static double
get_limit (FanfoldRun *run)
{
  double a = fixture_row (run, 1).seconds;
  double b = fixture_row (run, 2).seconds;
  double c = fixture_row (run, 3).seconds;

  return MAX (MIN (a, b), MIN (MAX (a, b), c)) * LIMIT_PERCENT / 100;
}

static gboolean
is_past_half (FanfoldRun *run, gconstpointer data)
{
  FanfoldJobRow row = fixture_row (run, 0);
  double age = (double) (g_get_real_time () - row.started_usec) / G_USEC_PER_SEC;

  return fixture_count (run, FANFOLD_JOB_DONE) == SHORT_JOBS && age > 0.6 * get_limit (run);
}

/* Once it holds, a slow job is not guessed to take several times as long as it may. */
static void
test_remaining_within_limit (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;
  FanfoldRemainingAnswer answer;

  settings.timeout_percent = LIMIT_PERCENT;
  run = fixture_launch (
      engine, "sleeper.sleep", (const char *[]){ "list:msec=600000,100,100,100", NULL }, &settings);
  fixture_wait_for (engine, run, is_past_half, NULL);
  fanfold_run_get_remaining (run, &answer);
  g_assert_true (fixture_runs (run, GUINT_TO_POINTER (1)));
  g_assert_cmpfloat (answer.median, >, 0);
  g_assert_cmpfloat (answer.high, <, 1.1 * get_limit (run));
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);
}

/* In threads a function that does not listen goes on; its log says so. */
static void
test_past_limit (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;

  settings.timeout = 0.05;
  settings.no_cache = TRUE;
  run = fixture_launch (engine,
                        "pure_slow.double",
                        (const char *[]){ "value:x=1", "value:msec=300", NULL },
                        &settings);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fixture_row (run, 0).state, ==, FANFOLD_JOB_DONE);
  details = read_job (run, 0);
  g_assert_true (log_has (details, FANFOLD_LOG_NOTE, 1, "past its time limit of 0.05 s"));
  fanfold_engine_shut_down (engine);
}

static gboolean
are_some_done (FanfoldRun *run, gconstpointer data)
{
  return fixture_count (run, FANFOLD_JOB_DONE) >= GPOINTER_TO_UINT (data);
}

/* What remains of others is not bounded by the limit then. */
static void
test_remaining_past_limit (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = NULL;
  FanfoldRemainingAnswer answer;

  settings.timeout = 0.05;
  settings.no_cache = TRUE;
  run = fixture_launch (engine,
                        "pure_slow.double",
                        (const char *[]){ "range:x=1:200", "value:msec=300", NULL },
                        &settings);
  fixture_wait_for (engine, run, are_some_done, GUINT_TO_POINTER (4));
  fanfold_run_get_remaining (run, &answer);
  g_assert_cmpfloat (answer.median, >, 30);
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);
}

/* One that does listen is known for what it used, which is next to nothing where it slept. */
static void
test_limit_in_threads (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldBlock *block;

  settings.timeout = 0.3;
  run = fixture_launch (
      engine, "numbers.wait", (const char *[]){ "value:seconds=60", NULL }, &settings);
  fixture_wait_until_over (engine, run);
  attempts = fanfold_history_read_attempts (
      fanfold_run_get_history (run), fanfold_run_get_id (run), 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 1);
  block = g_ptr_array_index (attempts, 0);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_TIMED_OUT);
  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, "took longer than its limit of 0.3 s");
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), >=, 0.3);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, 0), <, 0.15);
  fanfold_engine_shut_down (engine);
}

static void
kill_workers (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", getpid ());
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *task;

  while ((task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, task, "children", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) children = NULL;

      if (!g_file_get_contents (file, &text, NULL, NULL))
        continue;
      children = g_strsplit (g_strstrip (text), " ", -1);
      for (guint i = 0; children[i] != NULL && *children[i] != '\0'; i++)
        kill (atoi (children[i]), SIGKILL);
    }
}

/* A lost worker costs the job that was running in it one attempt. */
static void
test_lost_workers (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  settings.n_retries = 1;
  run = fixture_launch (engine,
                        "sleeper.sleep",
                        (const char *[]){ "value:msec=300", "range:n=0:4", NULL },
                        &settings);
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  fixture_pass_time (engine, 50);
  kill_workers ();
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 4);
  g_assert_nonnull (strstr (fanfold_run_get_log (run), "lost its worker"));
  assert_attempts (engine, run, 0, FANFOLD_JOB_CRASHED);
  assert_attempts (engine, run, 1, FANFOLD_JOB_CRASHED);
  g_assert_cmpuint (fixture_row (run, 0).attempts, ==, 2);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* A worker that cannot be started costs its slot and no job; with the last slot the run ends. */
static void
test_slots_without_workers (void)
{
  g_autofree char *worker = g_build_filename (g_get_user_data_dir (), "fanfold-worker", NULL);
  FanfoldEnginePaths paths = { .worker_path = worker };
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (&paths);
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_assert_cmpint (symlink (g_getenv ("FANFOLD_WORKER"), worker), ==, 0);
  fixture_start (engine);
  run = fixture_launch (engine,
                        "sleeper.sleep",
                        (const char *[]){ "value:msec=50", "range:n=0:10", NULL },
                        &settings);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1));
  g_unlink (worker);
  fanfold_run_set_n_jobs (run, 4);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (5));
  g_assert_nonnull (strstr (fanfold_run_get_log (run), worker));
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);

  kill_workers ();
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FAILED);
  g_assert_nonnull (strstr (fanfold_run_get_reason (run), worker));
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CRASHED), ==, 1);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), >, 0);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* Whether a slot was there to record it or had been given up before: what is cancelled then is one
 * thing in the table and in the history. */
static void
test_cancel_without_workers (void)
{
  g_autofree char *worker = g_build_filename (g_get_user_data_dir (), "worker-gone", NULL);
  FanfoldEnginePaths paths = { .worker_path = worker };
  g_autoptr (FanfoldEngine) engine = fanfold_engine_new (&paths);
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRanges) jobs = fixture_ranges (0, 10);

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_assert_cmpint (symlink (g_getenv ("FANFOLD_WORKER"), worker), ==, 0);
  fixture_start (engine);
  g_unlink (worker);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (FanfoldRun) run = NULL;

      run = fixture_launch (
          engine, "sleeper.sleep", (const char *[]){ "range:n=0:10", NULL }, &settings);
      g_usleep (i * 500);
      fanfold_run_cancel_jobs (run, jobs);
      fixture_wait_until_over (engine, run);
      g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_WAITING), ==, 0);
      fixture_assert_counts_agree (engine, run);
    }
  fanfold_engine_shut_down (engine);
}

/* No machine has that much memory: nothing starts, it is said why, and the run can be stopped. */
static void
test_low_memory (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  settings.min_free_memory_bytes = (guint64) 1 << 50;
  run =
      fixture_launch (engine, "sleeper.sleep", (const char *[]){ "range:n=0:4", NULL }, &settings);
  fixture_pass_time (engine, 300);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_WAITING), ==, 4);
  g_assert_nonnull (strstr (fanfold_run_get_reason (run), "Memory is short"));
  g_assert_nonnull (strstr (fanfold_run_get_log (run), "Memory is short"));
  g_assert_cmpint (fanfold_run_get_halt (run), ==, FANFOLD_RUN_HALT_SHORT);

  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  g_assert_cmpstr (fanfold_run_get_reason (run), ==, "Enough.");
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 4);
  fanfold_engine_shut_down (engine);
}

static void
test_low_disk (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = NULL;

  settings.min_free_disk_bytes = (guint64) 1 << 60;
  run =
      fixture_launch (engine, "numbers.square", (const char *[]){ "range:x=0:4", NULL }, &settings);
  fixture_pass_time (engine, 300);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_WAITING), ==, 4);
  g_assert_true (g_str_has_prefix (fanfold_run_get_reason (run), "Room on /"));
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);
}

static void
test_delay (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (8, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = NULL;

  settings.delay = 0.03;
  run = fixture_launch (
      engine, "numbers.square", (const char *[]){ "range:x=0:11", NULL }, &settings);
  g_assert_cmpint (fixture_wait_until_over (engine, run), >=, 10 * 30 * 1000 - 10 * 1000);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 11);
  fanfold_engine_shut_down (engine);
}

/* Watched from outside: equal jobs are computed once. */
static void
check_twins (FanfoldEngine *engine, FanfoldBackend backend, gboolean no_cache)
{
  FanfoldSettings settings = fixture_settings (3, backend);
  g_autofree char *path = g_build_filename (g_get_user_cache_dir (), "tally", NULL);
  g_autofree char *tally = g_strdup_printf ("value:tally=%s", path);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldJobDetails) details = NULL;
  const char *xs = no_cache ? "list:x=7,8,7,9,7,8,7,7" : "list:x=17,18,17,19,17,18,17,17";

  g_mkdir_with_parents (g_get_user_cache_dir (), 0777);
  g_unlink (path);
  settings.no_cache = no_cache;
  run = fixture_launch (
      engine, "pure_slow.double", (const char *[]){ xs, "value:msec=50", tally, NULL }, &settings);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 3);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CACHED), ==, 5);
  fixture_assert_counts_agree (engine, run);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3 + 1);
  details = read_job (run, 7);
  g_assert_cmpstr (details->result_json, ==, no_cache ? "14" : "34");
}

static void
test_twins (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  check_twins (engine, FANFOLD_BACKEND_PROCESSES, TRUE);
  check_twins (engine, FANFOLD_BACKEND_THREADS, TRUE);
  check_twins (engine, FANFOLD_BACKEND_PROCESSES, FALSE);
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", "pure-slow", "flaky", NULL });

  g_test_add_func ("/run-failures/early-details", test_early_details);
  g_test_add_func ("/run-failures/retries", test_retries);
  g_test_add_func ("/run-failures/retry-crash-and-timeout", test_retry_crash_and_timeout);
  g_test_add_func ("/run-failures/on-failure", test_on_failure);
  g_test_add_func ("/run-failures/max-failures", test_max_failures);
  g_test_add_func ("/run-failures/timeout", test_timeout);
  g_test_add_func ("/run-failures/timeout-percent", test_timeout_percent);
  g_test_add_func ("/run-failures/remaining-within-limit", test_remaining_within_limit);
  g_test_add_func ("/run-failures/past-limit", test_past_limit);
  g_test_add_func ("/run-failures/remaining-past-limit", test_remaining_past_limit);
  g_test_add_func ("/run-failures/limit-in-threads", test_limit_in_threads);
  g_test_add_func ("/run-failures/lost-workers", test_lost_workers);
  g_test_add_func ("/run-failures/slots-without-workers", test_slots_without_workers);
  g_test_add_func ("/run-failures/cancel-without-workers", test_cancel_without_workers);
  g_test_add_func ("/run-failures/low-memory", test_low_memory);
  g_test_add_func ("/run-failures/low-disk", test_low_disk);
  g_test_add_func ("/run-failures/delay", test_delay);
  g_test_add_func ("/run-failures/twins", test_twins);

  return g_test_run ();
}
