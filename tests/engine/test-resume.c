/* test-resume.c: runs that go on after their end, in this program and in the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"
#include "victim.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNFINISHED_INPUTS                                                                          \
  (const char *[]) { "range:n=0:40", "value:times=0", "value:msec=20", NULL }

static const char *program;

/* @jobs: (nullable) (transfer full) */
static gboolean
resume (FanfoldEngine *engine,
        FanfoldRun *run,
        FanfoldRanges *jobs,
        const FanfoldSettings *settings,
        FanfoldExport *results,
        GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  fanfold_engine_resume_async (
      engine, run, jobs, settings, results, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);

  return fanfold_engine_resume_finish (engine, result, error);
}

static void
resume_well (FanfoldEngine *engine, FanfoldRun *run, FanfoldRanges *jobs)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (resume (engine, run, jobs, NULL, NULL, &error));
  g_assert_no_error (error);
}

static FanfoldRun *
stop_half_way (FanfoldEngine *engine)
{
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  FanfoldRun *run = fixture_launch (engine, "flaky.try", UNFINISHED_INPUTS, &settings);

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (10));
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);

  return run;
}

/* Also while the record is opened once more. */
static void
assert_id_cb (FanfoldRun *run, GParamSpec *pspec, gpointer id)
{
  g_assert_cmpuint (fanfold_run_get_id (run), ==, *(guint64 *) id);
}

static void
test_stopped (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = stop_half_way (engine);
  guint64 id = fanfold_run_get_id (run);
  guint64 n_done = fixture_count (run, FANFOLD_JOB_DONE);
  double seconds = fanfold_run_get_elapsed (run);
  gint64 started = fanfold_run_get_started (run);
  g_autoptr (GError) error = NULL;

  g_signal_connect (run, "notify::n-samples", G_CALLBACK (assert_id_cb), &id);
  resume_well (engine, run, NULL);
  g_assert_false (fanfold_run_state_is_over (fanfold_run_get_state (run)));
  g_assert_cmpuint (fanfold_run_get_n_done (run), ==, n_done);
  g_assert_false (resume (engine, run, NULL, NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "still goes on"));
  g_clear_error (&error);

  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_null (fanfold_run_get_reason (run));
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 40);
  g_assert_cmpuint (fanfold_run_get_id (run), ==, id);
  g_assert_true (fanfold_engine_find_run (engine, id) == run);
  g_assert_cmpfloat (fanfold_run_get_elapsed (run), >, seconds);
  g_assert_cmpint (fanfold_run_get_started (run), ==, started);
  g_assert_cmpuint (fixture_row (run, 0).attempts, ==, 1);
  fixture_assert_counts_agree (engine, run);

  g_assert_false (resume (engine, run, NULL, NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "no jobs left"));
  g_assert_null (fanfold_engine_find_run (engine, id + 100));
  g_signal_handlers_disconnect_by_func (run, assert_id_cb, &id);
  fanfold_engine_shut_down (engine);
}

/* Chosen jobs of a run that is over, in the next program; the rest stays as it was. */
static void
test_chosen (void)
{
  g_autoptr (FanfoldEngine) before = fixture_engine_new ();
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (FanfoldRun) first = stop_half_way (before);
  guint64 id = fanfold_run_get_id (first);
  guint64 n_done = fixture_count (first, FANFOLD_JOB_DONE);
  FanfoldRun *run;
  g_autoptr (GError) error = NULL;

  fanfold_engine_shut_down (before);
  engine = fixture_engine_new ();
  run = fanfold_engine_find_run (engine, id);
  g_assert_nonnull (run);
  g_assert_null (fanfold_run_get_job_table (run));

  resume_well (engine, run, fixture_ranges (38, 2));
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpstr (fanfold_run_get_reason (run), ==, "Enough.");
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_done + 2);
  g_assert_cmpint (fixture_row (run, 39).state, ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fixture_row (run, 37).state, ==, FANFOLD_JOB_SKIPPED);
  fixture_assert_counts_agree (engine, run);

  /* One that is done already, once more. */
  resume_well (engine, run, fixture_ranges (0, 1));
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_row (run, 0).attempts, ==, 2);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_done + 2);
  fixture_assert_counts_agree (engine, run);

  g_assert_false (resume (engine, run, fixture_ranges (39, 2), NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (resume (engine, run, fanfold_ranges_new (), NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_done + 2);
  fanfold_engine_shut_down (engine);
}

/* With other settings; the results hold all jobs, those of before among them. */
static void
test_settings_and_results (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (4, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "results.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  FanfoldExport *results;
  g_autoptr (GError) error = NULL;

  run = fixture_launch (engine, "flaky.try", (const char *[]){ "range:n=0:6", NULL }, &settings);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_FAILED), ==, 6);

  results = fanfold_export_new (path, FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  settings.backend = FANFOLD_BACKEND_THREADS;
  g_assert_true (resume (engine, run, fixture_ranges (2, 2), &settings, results, &error));
  g_assert_cmpint (fanfold_run_get_settings (run)->backend, ==, FANFOLD_BACKEND_THREADS);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_FAILED), ==, 4);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 2);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6 + 1);
  for (guint i = 0; i < 6; i++)
    g_assert_nonnull (
        strstr (lines[i], i == 2 || i == 3 ? "\"state\":\"done\"" : "\"state\":\"failed\""));

  settings.memory_limit_bytes = 1000 * 1000;
  g_assert_false (resume (engine, run, fixture_ranges (0, 1), &settings, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  fanfold_engine_shut_down (engine);
}

static void
test_queued (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = stop_half_way (engine);
  g_autoptr (FanfoldRun) other = NULL;

  other = fixture_launch (
      engine, "flaky.try", (const char *[]){ "value:times=0", "value:msec=600", NULL }, &settings);
  resume_well (engine, run, NULL);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_WAITING);
  fixture_wait_until_over (engine, other);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 40);

  /* One that waits to be resumed can be dropped. */
  resume_well (engine, other, fixture_ranges (0, 1));
  resume_well (engine, run, fixture_ranges (5, 1));
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_WAITING);
  fanfold_run_stop (run, "Not now.");
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 1);
  fixture_wait_until_over (engine, other);
  fanfold_engine_shut_down (engine);
}

/* Two who want it at once: one of them gets it, and each job is over once. */
static void
test_twice (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = stop_half_way (engine);
  GAsyncResult *pending[2] = { NULL };
  guint n_resumed = 0;

  for (guint i = 0; i < 2; i++)
    fanfold_engine_resume_async (
        engine, run, NULL, NULL, NULL, NULL, fixture_ready_cb, &pending[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = fixture_wait (&pending[i]);
      g_autoptr (GError) error = NULL;

      if (fanfold_engine_resume_finish (engine, result, &error))
        n_resumed++;
      else
        g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
    }
  g_assert_cmpuint (n_resumed, ==, 1);

  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* The plugin is gone, or is another by now. */
static void
test_other_function (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldEngine) without = NULL;
  g_autoptr (FanfoldEngine) later = NULL;
  g_autoptr (FanfoldRun) run = stop_half_way (engine);
  guint64 id = fanfold_run_get_id (run);
  g_autofree char *path = g_strdup (g_getenv ("FANFOLD_PLUGIN_PATH"));
  g_autoptr (GError) error = NULL;

  fanfold_engine_shut_down (engine);
  fixture_use_plugins ((const char *[]){ "sleeper", NULL });
  without = fixture_engine_new ();
  g_assert_false (
      resume (without, fanfold_engine_find_run (without, id), NULL, NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "flaky.try"));
  fanfold_engine_shut_down (without);
  g_clear_error (&error);

  fixture_use_plugins ((const char *[]){ "flaky-later", NULL });
  later = fixture_engine_new ();
  g_assert_false (resume (later, fanfold_engine_find_run (later, id), NULL, NULL, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "other parameters"));
  fanfold_engine_shut_down (later);
  g_setenv ("FANFOLD_PLUGIN_PATH", path, TRUE);
}

/* The other side of test_interrupted (): runs until it is killed. */
static int
run_as_victim (const char *tally)
{
  FanfoldEngine *engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autofree char *value = g_strdup_printf ("value:tally=%s", tally);
  g_autoptr (FanfoldRun) run = NULL;

  run = fixture_launch (
      engine,
      "flaky.try",
      (const char *[]){ "range:n=0:200", "value:times=0", "value:msec=20", value, NULL },
      &settings);
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);

  return 0;
}

/* kill -9 in mid-run: no job whose record is on disk is run again, and none is lost. */
static void
test_interrupted (void)
{
  g_autofree char *tally = g_build_filename (g_get_user_data_dir (), "tally", NULL);
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  guint64 n_recorded;

  victim_kill (program, tally, 30);

  engine = fixture_engine_new ();
  run = g_list_model_get_item (fanfold_engine_get_runs (engine), 0);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_INTERRUPTED);
  fixture_load (run);
  n_recorded = fanfold_run_get_n_done (run);
  g_assert_cmpuint (n_recorded, >=, 20); /* 30 less those in hand or just over */
  g_assert_cmpfloat_with_epsilon (fanfold_run_get_fraction (run), n_recorded / 200.0, 1e-9);
  resume_well (engine, run, NULL);
  g_assert_cmpuint (fanfold_run_get_n_done (run), ==, n_recorded);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 200);

  /* Those in hand, and the records of the last moment. */
  g_assert_cmpuint (victim_count_lines (tally), >=, 200);
  g_assert_cmpuint (victim_count_lines (tally), <=, 200 + 2 + 8);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* It is told once that a run was interrupted, with what was done of it. */
static void
test_told (void)
{
  g_autofree char *tally = g_build_filename (g_get_user_data_dir (), "tally", NULL);
  g_autoptr (FanfoldHistory) history = NULL;
  g_autoptr (GPtrArray) runs = NULL, again = NULL;
  g_autoptr (FanfoldHistoryRun) kept = NULL;
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "fanfold", NULL);
  g_autoptr (GError) error = NULL;
  const FanfoldHistoryRun *run;

  victim_kill (program, tally, 30);

  history = fanfold_history_open (folder, NULL, &error);
  g_assert_no_error (error);
  runs = fanfold_history_mark_interrupted (history, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpint (run->state, ==, FANFOLD_RUN_INTERRUPTED);
  g_assert_cmpuint (run->n_jobs_total, ==, 200);
  g_assert_cmpuint (fanfold_history_run_get_n_done (run), >=, 20);

  again = fanfold_history_mark_interrupted (history, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 0);
  kept = fanfold_history_get (history, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kept->state, ==, FANFOLD_RUN_INTERRUPTED);
}

static gboolean
is_total_known (FanfoldRun *run, gconstpointer data)
{
  return fanfold_run_is_total_known (run);
}

/* Lines that come as the run goes on; how many is known at their end. */
static void
test_stream (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "lines", NULL);
  g_autofree char *input = g_strdup_printf ("lines:n=%s", path);
  g_autoptr (FanfoldRun) run = NULL;
  int fd;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = open (path, O_RDWR | O_CLOEXEC);
  run = fixture_launch (
      engine, "flaky.try", (const char *[]){ input, "value:times=0", NULL }, &settings);
  g_assert_false (fanfold_run_is_total_known (run));
  g_assert_cmpint (write (fd, "1\n2\n3\n", 6), ==, 6);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (3));
  g_assert_false (fanfold_run_is_total_known (run));
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 3);
  g_assert_cmpfloat (fanfold_run_get_fraction (run), ==, 0);

  fanfold_run_pause (run);
  g_assert_cmpint (write (fd, "4\n5\n", 4), ==, 4);
  fixture_pass_time (engine, 100);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_WAITING), ==, 2);
  fanfold_run_resume (run);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (5));
  close (fd);
  fixture_wait_for (engine, run, is_total_known, NULL);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 5);
  g_assert_cmpfloat (fanfold_run_get_fraction (run), ==, 1);
  fixture_assert_counts_agree (engine, run);

  /* Read back from the history. */
  resume_well (engine, run, fixture_ranges (4, 1));
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_row (run, 4).attempts, ==, 2);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 5);
  g_unlink (path);

  /* Nobody knows what would have come. */
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = open (path, O_RDWR | O_CLOEXEC);
  g_clear_object (&run);
  run = fixture_launch (
      engine, "flaky.try", (const char *[]){ input, "value:times=0", NULL }, &settings);
  g_assert_cmpint (write (fd, "1\n", 2), ==, 2);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1));
  fanfold_run_drain (run, "Enough.");
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  close (fd);
  fanfold_engine_shut_down (engine);
}

/* Where it waits for its turn: about how long the jobs that are left take, one after the other. */
static void
test_forecast (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) half =
      fixture_launch_sleepers (engine, 300, 20, 1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) other = NULL;
  FanfoldRemainingAnswer answer;

  fixture_wait_for (engine, half, fixture_has_done, GUINT_TO_POINTER (16));
  fanfold_run_stop (half, "Enough.");
  fixture_wait_until_over (engine, half);
  other = fixture_launch_sleepers (engine, 30000, 1, 1, FANFOLD_BACKEND_PROCESSES);
  resume_well (engine, half, NULL);
  g_assert_cmpint (fanfold_run_get_state (half), ==, FANFOLD_RUN_WAITING);
  fixture_wait_for (engine, half, fixture_has_forecast, NULL);
  fanfold_run_get_forecast (half, &answer);
  g_assert_cmpfloat (answer.median, >, 0.25);
  g_assert_cmpfloat (answer.median, <, 3);
  g_assert_cmpfloat (answer.low, <=, answer.median);
  g_assert_cmpfloat (answer.median, <=, answer.high);

  fanfold_run_stop (other, "Enough.");
  fixture_wait_until_over (engine, half);
  g_assert_false (fixture_has_forecast (half, NULL));
  g_assert_cmpint (fanfold_run_get_state (half), ==, FANFOLD_RUN_FINISHED);
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--victim"))
    return run_as_victim (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "flaky", "sleeper", NULL });

  g_test_add_func ("/resume/stopped", test_stopped);
  g_test_add_func ("/resume/chosen", test_chosen);
  g_test_add_func ("/resume/settings-and-results", test_settings_and_results);
  g_test_add_func ("/resume/queued", test_queued);
  g_test_add_func ("/resume/twice", test_twice);
  g_test_add_func ("/resume/other-function", test_other_function);
  g_test_add_func ("/resume/interrupted", test_interrupted);
  g_test_add_func ("/resume/told", test_told);
  g_test_add_func ("/resume/stream", test_stream);
  g_test_add_func ("/resume/forecast", test_forecast);

  return g_test_run ();
}
