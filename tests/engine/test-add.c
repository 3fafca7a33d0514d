/* test-add.c: inputs that are added to a run which goes on, or waits
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

static const FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
static const char *program;

static guint64
finish (FanfoldEngine *engine, GAsyncResult **pending, GError **error)
{
  g_autoptr (GAsyncResult) result = fixture_wait (pending);

  return fanfold_engine_add_inputs_finish (engine, result, NULL, error);
}

static void
start (FanfoldEngine *engine,
       FanfoldRun *run,
       const char *const *inputs,
       const FanfoldSettings *others,
       GAsyncResult **pending)
{
  g_autoptr (FanfoldBatch) batch =
      fixture_batch_new (fanfold_run_get_function_id (run), inputs, others);

  fanfold_engine_add_inputs_async (engine, run, batch, NULL, fixture_ready_cb, pending);
}

static void
add (FanfoldEngine *engine, FanfoldRun *run, const char *const *inputs, guint64 n_jobs)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n;

  start (engine, run, inputs, &settings, &pending);
  n = finish (engine, &pending, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_jobs);
}

static void
assert_refused (FanfoldEngine *engine,
                FanfoldRun *run,
                const char *const *inputs,
                const char *words)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_jobs = fanfold_run_get_n_jobs_total (run);

  start (engine, run, inputs, &settings, &pending);
  g_assert_cmpuint (finish (engine, &pending, &error), ==, 0);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, n_jobs);
}

static gint64
get_number (FanfoldRun *run, guint64 index, guint param)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (fanfold_run_get_combine (run), index);
  g_autoptr (GVariant) value = g_variant_get_child_value (args, param);

  return g_variant_get_int64 (value);
}

static void
assert_all_done (FanfoldEngine *engine, FanfoldRun *run, guint64 n_jobs)
{
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_jobs);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, n_jobs);
  g_assert_cmpfloat (fanfold_run_get_fraction (run), ==, 1);
  fixture_assert_counts_agree (engine, run);
}

/* The numbers of the sleepers, as they stand in the results. */
static void
assert_results (FanfoldEngine *engine, FanfoldRun *run, const guint *numbers, guint n)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "results.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldExport *results = fanfold_export_new (path, FANFOLD_EXPORT_JSON_LINES, &error);

  g_assert_no_error (error);
  fanfold_history_export (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), results, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *begin = g_strdup_printf ("{\"index\":%u,", i);
      g_autofree char *argument = g_strdup_printf ("\"n\":%u}", numbers[i]);

      g_assert_true (g_str_has_prefix (lines[i], begin));
      g_assert_nonnull (strstr (lines[i], argument));
    }
}

/* The total grows at once, while the others go on; what is added is combined among itself. */
static void
test_running (gconstpointer backend)
{
  static const guint numbers[] = { 0, 1, 2, 3, 4, 5, 6, 7, 40, 41, 9 };
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 200, 8, 2, GPOINTER_TO_UINT (backend));
  guint64 id;

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (4));
  add (engine, run, (const char *[]){ "value:msec=200", "range:n=40:42", NULL }, 2);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 10);
  add (engine, run, (const char *[]){ "value:msec=200", "list:n=9", NULL }, 1);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 11);
  assert_all_done (engine, run, 11);
  g_assert_cmpint (get_number (run, 9, 1), ==, 41);
  g_assert_cmpint (get_number (run, 10, 1), ==, 9);
  assert_results (engine, run, numbers, G_N_ELEMENTS (numbers));
  g_assert_nonnull (strstr (fanfold_run_get_log (run), "2 jobs were added: they are 10 now."));

  id = fanfold_run_get_id (run);
  g_clear_object (&run);
  fanfold_engine_shut_down (engine);
  g_clear_object (&engine);

  /* Read back. */
  engine = fixture_engine_new ();
  run = g_object_ref (fanfold_engine_find_run (engine, id));
  assert_results (engine, run, numbers, G_N_ELEMENTS (numbers));
  fanfold_engine_shut_down (engine);
}

/* One that ended meanwhile is held open; where there was one slot there are as many as may be. */
static void
test_last_moment (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 0, 1, 4, FANFOLD_BACKEND_PROCESSES);
  gint64 begin = g_get_monotonic_time ();
  GAsyncResult *pending = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (fanfold_run_get_n_slots (run), ==, 1);
  /* Nothing of the main loop runs meanwhile: the slot has left, and nobody knows. */
  while (fixture_count (run, FANFOLD_JOB_DONE) < 1)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, begin + FIXTURE_LIMIT_SECONDS * G_USEC_PER_SEC);
      g_usleep (1000);
    }
  g_usleep (20 * 1000);
  start (engine, run, (const char *[]){ "value:msec=0", "range:n=1:9", NULL }, &settings, &pending);
  g_assert_cmpuint (finish (engine, &pending, &error), ==, 8);
  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_run_get_n_slots (run), ==, 4);
  assert_all_done (engine, run, 9);
  fanfold_engine_shut_down (engine);
}

/* The remaining time follows at once. */
static void
test_paused (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 100, 8, 2, FANFOLD_BACKEND_PROCESSES);
  FanfoldRemainingAnswer before, after;

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (4));
  fanfold_run_pause (run);
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (0));
  fixture_pass_time (engine, 600);
  fanfold_run_get_remaining (run, &before);
  g_assert_cmpfloat (before.median, >, 0);
  add (engine, run, (const char *[]){ "value:msec=100", "range:n=8:28", NULL }, 20);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_PAUSED);
  fanfold_engine_sample (engine);
  fanfold_run_get_remaining (run, &after);
  g_assert_cmpfloat (after.median, >, before.median + 0.5);
  fixture_pass_time (engine, 50);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_WAITING), >=, 20);
  fanfold_run_resume (run);
  assert_all_done (engine, run, 28);
  fanfold_engine_shut_down (engine);
}

/* Before it is over, also where the machine is busy. */
static FanfoldRun *
launch_paused (FanfoldEngine *engine)
{
  FanfoldRun *run = fixture_launch_sleepers (engine, 200, 4, 1, FANFOLD_BACKEND_PROCESSES);

  fanfold_run_pause (run);

  return run;
}

/* To one that is queued, and to one that waits to be resumed. */
static void
test_waiting (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = launch_paused (engine);
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 0, 3, 1, FANFOLD_BACKEND_PROCESSES);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  add (engine, run, (const char *[]){ "value:msec=0", "range:n=3:5", NULL }, 2);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_WAITING);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 5);
  fanfold_run_resume (first);
  fixture_wait_until_over (engine, first);
  assert_all_done (engine, run, 5);

  g_clear_object (&first);
  first = launch_paused (engine);
  fanfold_engine_resume_async (
      engine, run, fixture_ranges (1, 1), NULL, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  fanfold_engine_resume_finish (engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_WAITING);
  add (engine, run, (const char *[]){ "value:msec=0", "list:n=7", NULL }, 1);
  fanfold_run_resume (first);
  fixture_wait_until_over (engine, first);
  assert_all_done (engine, run, 6);
  g_assert_cmpuint (fixture_row (run, 0).attempts, ==, 1);
  g_assert_cmpuint (fixture_row (run, 1).attempts, ==, 2);
  g_assert_cmpuint (fixture_row (run, 5).attempts, ==, 1);
  fanfold_engine_shut_down (engine);
}

/* Several at once come one after the other, in their order; order and sample are for each alone. */
static void
test_several (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 20, 4, 2, FANFOLD_BACKEND_THREADS);
  FanfoldSettings sampled = settings;
  GAsyncResult *pending[3] = { NULL };
  g_autoptr (GError) error = NULL;

  sampled.sample = 5;
  start (engine,
         run,
         (const char *[]){ "value:msec=20", "range:n=100:2000", NULL },
         &sampled,
         &pending[0]);
  start (
      engine, run, (const char *[]){ "value:msec=20", "list:n=7,8", NULL }, &settings, &pending[1]);
  start (
      engine, run, (const char *[]){ "value:msec=21", "list:n=7,8", NULL }, &settings, &pending[2]);
  g_assert_cmpuint (finish (engine, &pending[0], &error), ==, 5);
  g_assert_cmpuint (finish (engine, &pending[1], &error), ==, 2);
  g_assert_no_error (error);
  g_assert_cmpuint (finish (engine, &pending[2], &error), ==, 0);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“msec” is the same in all jobs"));
  assert_all_done (engine, run, 11);
  g_assert_cmpint (get_number (run, 4, 1), >=, 100);
  g_assert_cmpint (get_number (run, 8, 1), >=, 100);
  g_assert_cmpint (get_number (run, 9, 1), ==, 7);
  fanfold_engine_shut_down (engine);
}

static void
test_refused (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 400, 3, 1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldBatch) other =
      fixture_batch_new ("flaky.try", (const char *[]){ "range:n=0:2", NULL }, &settings);
  GAsyncResult *pending = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_run_pause (run);
  fanfold_engine_add_inputs_async (engine, run, other, NULL, fixture_ready_cb, &pending);
  g_assert_cmpuint (finish (engine, &pending, &error), ==, 0);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "is a run of sleeper.sleep"));
  assert_refused (engine,
                  run,
                  (const char *[]){ "list:msec=400,200", "range:n=0:2", NULL },
                  "“msec” is the same in all jobs");
  assert_refused (engine, run, (const char *[]){ "range:n=0:2", NULL }, "“msec” is the same");
  assert_refused (engine,
                  run,
                  (const char *[]){ "value:msec=400", "range:n=0:99999999", NULL },
                  "more than 100000000 jobs");
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 3);

  fanfold_run_drain (run, "Enough.");
  assert_refused (
      engine, run, (const char *[]){ "value:msec=400", "range:n=0:2", NULL }, "is being stopped");
  fixture_wait_until_over (engine, run);
  assert_refused (
      engine, run, (const char *[]){ "value:msec=400", "range:n=0:2", NULL }, "is over");
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* The settings are the run's. */
static void
test_weight (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings weighed = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;

  g_strlcpy (weighed.weight_name, "n", sizeof weighed.weight_name);
  run = fixture_launch (
      engine, "sleeper.sleep", (const char *[]){ "value:msec=200", "range:n=1:4", NULL }, &weighed);
  fanfold_run_pause (run);
  assert_refused (
      engine, run, (const char *[]){ "value:msec=200", "list:n=1,0", NULL }, "weight “n”");
  add (engine, run, (const char *[]){ "value:msec=200", "list:n=1,2", NULL }, 2);
  fanfold_run_resume (run);
  assert_all_done (engine, run, 5);
  fanfold_engine_shut_down (engine);
}

static void
test_stream (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "lines", NULL);
  g_autofree char *input = g_strdup_printf ("lines:n=%s", path);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRun) other = NULL;
  int fd;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fd = open (path, O_RDWR | O_CLOEXEC);
  run = fixture_launch (engine, "flaky.try", (const char *[]){ input, NULL }, &settings);
  assert_refused (
      engine, run, (const char *[]){ "list:n=1", NULL }, "reads its inputs from a stream");

  other = fixture_launch (engine, "flaky.try", (const char *[]){ "range:n=0:3", NULL }, &settings);
  assert_refused (engine, other, (const char *[]){ input, NULL }, "A stream cannot be added");
  fanfold_run_stop (other, "Enough.");
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  close (fd);
  fanfold_engine_shut_down (engine);
}

/* What was added when the run was stopped is there, or it is not, and both stores say the same. */
static void
test_stopped (void)
{
  for (guint delay = 0; delay < 12; delay++)
    {
      g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
      g_autoptr (FanfoldRun) run =
          fixture_launch_sleepers (engine, 100, 6, 2, FANFOLD_BACKEND_THREADS);
      GAsyncResult *pending = NULL;
      g_autoptr (GError) error = NULL;
      guint64 n;

      start (engine,
             run,
             (const char *[]){ "value:msec=5", "range:n=0:5000", NULL },
             &settings,
             &pending);
      fixture_pass_time (engine, delay);
      fanfold_run_stop (run, "Enough.");
      n = finish (engine, &pending, &error);
      g_assert_cmpint (n == 5000, ==, error == NULL);
      fixture_wait_until_over (engine, run);
      g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
      g_assert_true (fanfold_run_get_n_jobs_total (run) == 6 ||
                     fanfold_run_get_n_jobs_total (run) == 5006);
      fixture_assert_counts_agree (engine, run);
      fanfold_engine_shut_down (engine);
    }
}

/* Equal to one that runs, to one that waits, to one another, and to one that is over. */
static void
test_equal (gconstpointer backend)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autofree char *tally = g_build_filename (g_get_user_data_dir (), "tally", NULL);
  g_autofree char *value = g_strdup_printf ("value:tally=%s", tally);
  FanfoldSettings slow = fixture_settings (2, GPOINTER_TO_UINT (backend));
  g_autoptr (FanfoldRun) run = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0777);
  g_unlink (tally);
  slow.no_cache = GPOINTER_TO_UINT (backend) == FANFOLD_BACKEND_THREADS;
  run = fixture_launch (engine,
                        "pure_slow.double",
                        (const char *[]){ "range:x=0:3", "value:msec=1500", value, NULL },
                        &slow);
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  add (engine, run, (const char *[]){ "list:x=1,2,2,7,7", "value:msec=1500", value, NULL }, 5);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (2));
  if (!slow.no_cache)
    add (engine, run, (const char *[]){ "list:x=0", "value:msec=1500", value, NULL }, 1);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 4);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CACHED), ==, slow.no_cache ? 4 : 5);
  g_assert_cmpuint (victim_count_lines (tally), ==, 4);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* The other side of test_interrupted (): adds, and runs until it is killed. */
static int
run_as_victim (const char *tally)
{
  FanfoldEngine *engine = fixture_engine_new ();
  FanfoldSettings two = fixture_settings (2, FANFOLD_BACKEND_PROCESSES);
  g_autofree char *value = g_strdup_printf ("value:tally=%s", tally);
  g_autoptr (FanfoldRun) run = NULL;

  run = fixture_launch (
      engine,
      "flaky.try",
      (const char *[]){ "range:n=0:20", "value:times=0", "value:msec=20", value, NULL },
      &two);
  add (engine,
       run,
       (const char *[]){ "range:n=100:200", "value:times=0", "value:msec=20", value, NULL },
       100);
  add (engine,
       run,
       (const char *[]){ "list:n=300,301", "value:times=0", "value:msec=20", value, NULL },
       2);
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);

  return 0;
}

static void
resume (FanfoldEngine *engine, FanfoldRun *run)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_engine_resume_async (engine, run, NULL, NULL, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  fanfold_engine_resume_finish (engine, result, &error);
  g_assert_no_error (error);
}

/* kill -9: the very same jobs go on, and more can be added to them. */
static void
test_interrupted (void)
{
  g_autofree char *tally = g_build_filename (g_get_user_data_dir (), "tally", NULL);
  g_autofree char *value = g_strdup_printf ("value:tally=%s", tally);
  g_autoptr (FanfoldEngine) engine = NULL;
  g_autoptr (FanfoldRun) run = NULL;

  victim_kill (program, tally, 40);

  engine = fixture_engine_new ();
  run = g_list_model_get_item (fanfold_engine_get_runs (engine), 0);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_INTERRUPTED);
  resume (engine, run);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 122);
  g_assert_cmpuint (fanfold_run_get_n_done (run), >=, 30);
  g_assert_cmpint (get_number (run, 119, 0), ==, 199);
  g_assert_cmpint (get_number (run, 121, 0), ==, 301);
  add (engine,
       run,
       (const char *[]){ "list:n=400", "value:times=0", "value:msec=20", value, NULL },
       1);
  assert_all_done (engine, run, 123);
  g_assert_cmpint (get_number (run, 122, 0), ==, 400);
  g_assert_cmpuint (victim_count_lines (tally), <=, 123 + 2 + 8);
  fanfold_engine_shut_down (engine);
}

/* {#} counts on, and a template is of its own inputs. */
static void
test_templates (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings one = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  FanfoldBatch *batches[3];
  const char *values[] = { "a,b", "c", "c" };
  const char *templates[] = { "sh -c 'sleep 0.1; echo {#} {}'",
                              "sh -c 'sleep 0.1; echo {#} {}'",
                              "echo {}" };
  g_autoptr (FanfoldRun) run = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GVariant) args = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *list = g_strdup_printf ("list:1=%s", values[i]);
      g_autofree char *spec = g_strdup_printf ("command=%s", templates[i]);
      g_autoptr (FanfoldInput) input = fanfold_input_parse (FANFOLD_INPUT_TEMPLATE, spec, &error);

      g_assert_no_error (error);
      batches[i] = fixture_batch_new ("command.run", (const char *[]){ list, NULL }, &one);
      fanfold_batch_add_input (batches[i], input, &error);
      g_assert_no_error (error);
    }

  run = fixture_launch_batch (engine, batches[0]);
  fanfold_run_pause (run);
  fanfold_engine_add_inputs_async (engine, run, batches[1], NULL, fixture_ready_cb, &pending);
  g_assert_cmpuint (finish (engine, &pending, &error), ==, 1);
  g_assert_no_error (error);
  fanfold_engine_add_inputs_async (engine, run, batches[2], NULL, fixture_ready_cb, &pending);
  g_assert_cmpuint (finish (engine, &pending, &error), ==, 0);
  g_assert_nonnull (strstr (error->message, "“command” is the same in all jobs"));
  args = fanfold_combine_get_args (fanfold_run_get_combine (run), 2);
  text = g_variant_print (args, FALSE);
  g_assert_nonnull (strstr (text, "echo 3 c"));
  fanfold_run_resume (run);
  assert_all_done (engine, run, 3);
  for (guint i = 0; i < 3; i++)
    g_object_unref (batches[i]);
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--victim"))
    {
      fixture_use_plugins ((const char *[]){ "flaky", NULL });
      return run_as_victim (argv[2]);
    }

  program = argv[0];
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", "flaky", "pure-slow", NULL });
  g_test_add_data_func (
      "/add/running/processes", GUINT_TO_POINTER (FANFOLD_BACKEND_PROCESSES), test_running);
  g_test_add_data_func (
      "/add/running/threads", GUINT_TO_POINTER (FANFOLD_BACKEND_THREADS), test_running);
  g_test_add_func ("/add/last-moment", test_last_moment);
  g_test_add_func ("/add/paused", test_paused);
  g_test_add_func ("/add/waiting", test_waiting);
  g_test_add_func ("/add/several", test_several);
  g_test_add_func ("/add/refused", test_refused);
  g_test_add_func ("/add/weight", test_weight);
  g_test_add_func ("/add/stream", test_stream);
  g_test_add_func ("/add/stopped", test_stopped);
  g_test_add_data_func (
      "/add/equal/processes", GUINT_TO_POINTER (FANFOLD_BACKEND_PROCESSES), test_equal);
  g_test_add_data_func (
      "/add/equal/threads", GUINT_TO_POINTER (FANFOLD_BACKEND_THREADS), test_equal);
  g_test_add_func ("/add/interrupted", test_interrupted);
  g_test_add_func ("/add/templates", test_templates);

  return g_test_run ();
}
