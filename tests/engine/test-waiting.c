/* test-waiting.c: runs of an engine that wait, for their turn and for other things
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

static FanfoldRun *
queue (FanfoldEngine *engine,
       const char *function_id,
       const char *const *inputs,
       FanfoldStartRule rule,
       gint64 at_usec)
{
  const FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldBatch) batch = fixture_batch_new (function_id, inputs, &settings);
  const FanfoldStart start = { .rule = rule, .at_usec = at_usec };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldRun *run;

  fanfold_engine_queue_async (engine, batch, &start, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  run = fanfold_engine_launch_finish (engine, result, &error);
  g_assert_no_error (error);

  return run;
}

static FanfoldRun *
launch_in (FanfoldEngine *engine, int msec, int n_jobs, const char *group, FanfoldPriority priority)
{
  FanfoldSettings settings = fixture_settings (n_jobs, FANFOLD_BACKEND_PROCESSES);
  g_autofree char *value = g_strdup_printf ("value:msec=%d", msec);
  const char *const inputs[] = { value, "range:n=0:8", NULL };

  g_strlcpy (settings.group, group, sizeof settings.group);
  settings.priority = priority;

  return fixture_launch (engine, "sleeper.sleep", inputs, &settings);
}

static FanfoldRun *
queue_sleeper (FanfoldEngine *engine, const char *msec, FanfoldStartRule rule, gint64 at_usec)
{
  g_autofree char *value = g_strdup_printf ("value:msec=%s", msec);

  return queue (
      engine, "sleeper.sleep", (const char *[]){ value, "range:n=0:2", NULL }, rule, at_usec);
}

static gboolean
has_id (FanfoldRun *run, gconstpointer data)
{
  return fanfold_run_get_id (run) != 0;
}

static void
assert_kept (FanfoldEngine *engine, FanfoldRun *run, FanfoldRunState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldHistoryRun) kept =
      fanfold_history_get (fanfold_engine_get_history (engine), fanfold_run_get_id (run), &error);

  g_assert_no_error (error);
  g_assert_cmpint (kept->state, ==, state);
  g_assert_cmpint (kept->started_usec, ==, fanfold_run_get_started (run));
}

static guint
count_kept (FanfoldEngine *engine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (fanfold_engine_get_history (engine), &error);

  g_assert_no_error (error);

  return runs->len;
}

static void
assert_wait (FanfoldRun *run, FanfoldWaitKind kind, const char *title)
{
  const char *ahead = NULL;

  g_assert_cmpint (fanfold_run_get_wait (run, NULL, &ahead), ==, kind);
  g_assert_cmpstr (ahead, ==, title);
}

static void
test_start_now (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = queue_sleeper (engine, "30000", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) second = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) third = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);

  assert_wait (first, FANFOLD_WAIT_NONE, NULL);
  assert_wait (second, FANFOLD_WAIT_TURN, fanfold_run_get_title (first));
  g_assert_false (fanfold_run_is_movable (second));
  g_assert_true (fanfold_run_is_movable (third));

  fanfold_engine_start_now (engine, third);
  assert_wait (third, FANFOLD_WAIT_NONE, NULL);
  fixture_wait_until_over (engine, third);
  g_assert_cmpint (fanfold_run_get_state (third), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_WAITING);
  assert_kept (engine, third, FANFOLD_RUN_FINISHED);
  fixture_assert_counts_agree (engine, third);

  fanfold_run_stop (first, "Enough.");
  fixture_wait_until_over (engine, second);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_FINISHED);
  fixture_assert_counts_agree (engine, second);
  g_assert_cmpuint (count_kept (engine), ==, 3);
  fanfold_engine_shut_down (engine);
}

/* By how long the same jobs took before, one after the other, while that is of use. */
static void
test_forecast (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) before = queue_sleeper (engine, "400", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) other = NULL;
  g_autoptr (FanfoldRun) again = NULL;
  FanfoldRemainingAnswer answer;
  double one_by_one;

  fixture_wait_until_over (engine, before);
  other = queue_sleeper (engine, "30000", FANFOLD_START_BEHIND, 0);
  again = queue_sleeper (engine, "400", FANFOLD_START_BEHIND, 0);
  g_assert_false (fixture_has_forecast (again, NULL));
  fixture_wait_for (engine, again, fixture_has_forecast, NULL);
  fanfold_run_get_forecast (again, &answer);
  g_assert_cmpfloat (answer.median, >, 0.7);
  g_assert_cmpfloat (answer.low, <=, answer.median);
  g_assert_cmpfloat (answer.median, <=, answer.high);
  g_assert_false (fixture_has_forecast (other, NULL));

  /* Both at once. */
  fanfold_run_set_n_jobs (again, 2);
  g_assert_false (fixture_has_forecast (again, NULL));
  fixture_wait_for (engine, again, fixture_has_forecast, NULL);
  one_by_one = answer.median;
  fanfold_run_get_forecast (again, &answer);
  g_assert_cmpfloat (answer.median, <, 0.7 * one_by_one);

  fanfold_run_stop (other, "Enough.");
  fixture_wait_until_over (engine, other);
  g_assert_false (fixture_has_forecast (again, NULL));
  fixture_wait_until_over (engine, again);
  fanfold_engine_shut_down (engine);
}

/* Two that go on at once are both sampled. */
static void
test_both_sampled (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = queue_sleeper (engine, "30000", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) second = queue_sleeper (engine, "30000", FANFOLD_START_NOW, 0);

  fixture_wait_for (engine, first, fixture_runs, GUINT_TO_POINTER (1));
  fixture_wait_for (engine, second, fixture_runs, GUINT_TO_POINTER (1));
  fixture_pass_time (engine, 100);
  g_assert_cmpuint (fanfold_run_get_counts (first)[FANFOLD_JOB_RUNNING], ==, 1);
  g_assert_cmpuint (fanfold_run_get_counts (second)[FANFOLD_JOB_RUNNING], ==, 1);
  fanfold_engine_shut_down (engine);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_STOPPED);
}

/* Held for as long as it likes, and in the history meanwhile. */
static void
test_held (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) held = queue_sleeper (engine, "1", FANFOLD_START_HELD, 0);
  g_autoptr (FanfoldRun) other = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);

  assert_wait (held, FANFOLD_WAIT_HELD, NULL);
  fixture_wait_until_over (engine, other);
  fixture_wait_for (engine, held, has_id, NULL);
  g_assert_cmpint (fanfold_run_get_state (held), ==, FANFOLD_RUN_WAITING);
  assert_kept (engine, held, FANFOLD_RUN_WAITING);

  fanfold_engine_start_now (engine, held);
  fixture_wait_until_over (engine, held);
  assert_kept (engine, held, FANFOLD_RUN_FINISHED);
  g_assert_cmpint (fanfold_run_get_started (held), >, 0);
  fixture_assert_counts_agree (engine, held);
  g_assert_cmpuint (count_kept (engine), ==, 2);
  fanfold_engine_shut_down (engine);
}

/* One that was dropped is kept as stopped, and can be run after all, as the same run. */
static void
test_dropped (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) held = queue_sleeper (engine, "1", FANFOLD_START_HELD, 0);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fanfold_run_stop (held, "Not wanted after all.");
  g_assert_cmpint (fanfold_run_get_state (held), ==, FANFOLD_RUN_STOPPED);
  assert_wait (held, FANFOLD_WAIT_NONE, NULL);
  fixture_wait_for (engine, held, has_id, NULL);
  fixture_pass_time (engine, 50);
  assert_kept (engine, held, FANFOLD_RUN_STOPPED);
  fixture_assert_counts_agree (engine, held);

  fanfold_engine_resume_async (engine, held, NULL, NULL, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  fanfold_engine_resume_finish (engine, result, &error);
  g_assert_no_error (error);
  fixture_wait_until_over (engine, held);
  assert_kept (engine, held, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (held, FANFOLD_JOB_DONE), ==, 2);
  g_assert_cmpuint (count_kept (engine), ==, 1);
  fanfold_engine_shut_down (engine);
}

static void
test_later (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  const gint64 at_usec = g_get_real_time () + 2 * G_USEC_PER_SEC;
  g_autoptr (FanfoldRun) later = queue_sleeper (engine, "1", FANFOLD_START_LATER, at_usec);
  gint64 told_usec = 0;

  g_assert_cmpint (fanfold_run_get_wait (later, &told_usec, NULL), ==, FANFOLD_WAIT_TIME);
  g_assert_cmpint (told_usec, ==, at_usec);
  fixture_wait_until_over (engine, later);
  g_assert_cmpint (fanfold_run_get_state (later), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpint (fanfold_run_get_started (later), >=, at_usec);
  fanfold_engine_shut_down (engine);
}

static void
test_after_success (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = queue_sleeper (engine, "5000", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) second = queue_sleeper (engine, "1", FANFOLD_START_AFTER_SUCCESS, 0);

  assert_wait (second, FANFOLD_WAIT_SUCCESS, fanfold_run_get_title (first));
  fixture_wait_until_over (engine, second);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_FINISHED);
  fanfold_engine_shut_down (engine);
}

static void
test_after_failure (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first =
      queue (engine,
             "numbers.wait",
             (const char *[]){ "value:seconds=0.5", "value:fail_chance=1", "range:seed=0:3", NULL },
             FANFOLD_START_BEHIND,
             0);
  g_autoptr (FanfoldRun) second = queue_sleeper (engine, "1", FANFOLD_START_AFTER_SUCCESS, 0);
  g_autoptr (FanfoldRun) third = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);

  fixture_wait_until_over (engine, second);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_STOPPED);
  g_assert_nonnull (strstr (fanfold_run_get_reason (second), "had 3 failed jobs"));
  g_assert_cmpuint (fixture_count (second, FANFOLD_JOB_SKIPPED), ==, 2);
  g_assert_cmpint (fanfold_run_get_started (second), ==, 0);
  fixture_wait_until_over (engine, third);
  g_assert_cmpint (fanfold_run_get_state (third), ==, FANFOLD_RUN_FINISHED);
  fanfold_engine_shut_down (engine);
}

static void
test_move_up (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = queue_sleeper (engine, "30000", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) second = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) third = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);

  fanfold_engine_move_up (engine, third);
  fanfold_run_stop (first, "Enough.");
  fixture_wait_until_over (engine, second);
  g_assert_true (fanfold_run_state_is_over (fanfold_run_get_state (third)));
  g_assert_cmpint (fanfold_run_get_started (third), <=, fanfold_run_get_started (second));
  fanfold_engine_shut_down (engine);
}

/* One that is over stays where it was. */
static void
test_move_up_late (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = launch_in (engine, 1, 8, "night", FANFOLD_PRIORITY_HIGH);

  fixture_wait_until_over (engine, run);
  fanfold_engine_move_up (engine, run);
  g_assert_cmpint (fanfold_run_get_settings (run)->priority, ==, FANFOLD_PRIORITY_HIGH);
  fanfold_engine_shut_down (engine);
}

/* Those that wait end with the program, and none begins for that. */
static void
test_shut_down (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = queue_sleeper (engine, "30000", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) second = queue_sleeper (engine, "1", FANFOLD_START_BEHIND, 0);
  g_autoptr (FanfoldRun) held = queue_sleeper (engine, "1", FANFOLD_START_HELD, 0);
  g_autoptr (FanfoldRun) later = queue_sleeper (
      engine, "1", FANFOLD_START_LATER, g_get_real_time () + 3600 * (gint64) G_USEC_PER_SEC);

  fanfold_engine_shut_down (engine);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpint (fanfold_run_get_started (second), ==, 0);
  g_assert_cmpint (fanfold_run_get_started (held), ==, 0);
  g_assert_cmpint (fanfold_run_get_started (later), ==, 0);
  g_assert_cmpint (fanfold_run_get_state (later), ==, FANFOLD_RUN_STOPPED);
}

/* Many that wait hold no files open. */
static void
test_files (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDir) files = NULL;
  guint n_files = 0;

  for (guint i = 0; i < 40; i++)
    g_ptr_array_add (runs, queue_sleeper (engine, "1", FANFOLD_START_HELD, 0));
  for (guint i = 0; i < runs->len; i++)
    fixture_wait_for (engine, g_ptr_array_index (runs, i), has_id, NULL);
  fixture_pass_time (engine, 100);

  files = g_dir_open ("/proc/self/fd", 0, NULL);
  g_assert_nonnull (files);
  while (g_dir_read_name (files) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, <, 40);
  fanfold_engine_shut_down (engine);
}

/* Beside those of other groups, and so many of the same. */
static void
test_groups (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = launch_in (engine, 30000, 1, "", FANFOLD_PRIORITY_NORMAL);
  g_autoptr (FanfoldRun) night = launch_in (engine, 30000, 1, "night", FANFOLD_PRIORITY_NORMAL);
  g_autoptr (FanfoldRun) third = launch_in (engine, 30000, 1, "night", FANFOLD_PRIORITY_NORMAL);
  g_autoptr (FanfoldRun) fourth = launch_in (engine, 30000, 1, "night", FANFOLD_PRIORITY_HIGH);

  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpint (fanfold_run_get_state (night), ==, FANFOLD_RUN_RUNNING);
  assert_wait (fourth, FANFOLD_WAIT_TURN, fanfold_run_get_title (night));
  assert_wait (third, FANFOLD_WAIT_TURN, fanfold_run_get_title (fourth));
  fanfold_engine_set_group_limit (engine, "night", 2);
  g_assert_cmpint (fanfold_run_get_state (fourth), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpint (fanfold_run_get_state (third), ==, FANFOLD_RUN_WAITING);
  fanfold_engine_set_place (engine, third, "day", FANFOLD_PRIORITY_LOW);
  g_assert_cmpint (fanfold_run_get_state (third), ==, FANFOLD_RUN_RUNNING);
  fanfold_engine_shut_down (engine);
}

static gboolean
is_recorded (FanfoldRun *run, gconstpointer text)
{
  FanfoldHistory *history = fanfold_run_get_history (run);
  g_autoptr (FanfoldHistoryRun) kept =
      fanfold_history_get (history, fanfold_run_get_id (run), NULL);

  return kept != NULL && strstr (kept->batch, text) != NULL;
}

static gboolean
is_kept_stopped (FanfoldRun *run, gconstpointer data)
{
  g_autoptr (FanfoldHistoryRun) kept =
      fanfold_history_get (fanfold_run_get_history (run), fanfold_run_get_id (run), NULL);

  return kept != NULL && kept->state == FANFOLD_RUN_STOPPED;
}

/* Where it waits is kept with it, and it waits there again when it is taken up. */
static void
test_place_kept (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = launch_in (engine, 30000, 1, "night", FANFOLD_PRIORITY_HIGH);
  g_autoptr (FanfoldRun) second = launch_in (engine, 30000, 1, "night", FANFOLD_PRIORITY_HIGH);
  g_autoptr (FanfoldRun) moved = launch_in (engine, 1, 1, "", FANFOLD_PRIORITY_NORMAL);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture_wait_until_over (engine, moved);
  fixture_wait_for (engine, second, has_id, NULL);
  fanfold_engine_set_place (engine, second, "night", FANFOLD_PRIORITY_LOW);
  fixture_wait_for (engine, second, is_recorded, "\"group\": \"night\", \"priority\": \"low\"");
  fanfold_run_stop (second, "Later.");
  fixture_wait_for (engine, second, is_kept_stopped, NULL);
  fanfold_engine_resume_async (engine, second, NULL, NULL, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);
  fanfold_engine_resume_finish (engine, result, &error);
  g_assert_no_error (error);
  assert_wait (second, FANFOLD_WAIT_TURN, fanfold_run_get_title (first));
  g_assert_cmpint (fanfold_run_get_settings (second)->priority, ==, FANFOLD_PRIORITY_LOW);
  fanfold_engine_shut_down (engine);
}

static guint
count_running (FanfoldRun *run)
{
  return (guint) fixture_count (run, FANFOLD_JOB_RUNNING);
}

static gboolean
has_slots (FanfoldRun *run, gconstpointer n)
{
  return fanfold_run_get_n_slots (run) == GPOINTER_TO_UINT (n);
}

/* Never more jobs at once than all runs may have together. */
static void
test_max_jobs (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first = NULL;
  g_autoptr (FanfoldRun) second = NULL;

  fanfold_engine_set_max_jobs (engine, 4);
  first = launch_in (engine, 1500, 8, "", FANFOLD_PRIORITY_NORMAL);
  g_assert_cmpuint (fanfold_run_get_n_slots (first), ==, 4);
  fixture_wait_for (engine, first, fixture_runs, GUINT_TO_POINTER (4));
  second = launch_in (engine, 200, 8, "other", FANFOLD_PRIORITY_NORMAL);
  assert_wait (second, FANFOLD_WAIT_SLOT, NULL);
  while (!fanfold_run_state_is_over (fanfold_run_get_state (second)))
    {
      g_assert_cmpuint (count_running (first) + count_running (second), <=, 4);
      fixture_pass_time (engine, 5);
    }
  fixture_wait_until_over (engine, first);
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (first, FANFOLD_JOB_DONE), ==, 8);
  g_assert_cmpuint (fixture_count (second, FANFOLD_JOB_DONE), ==, 8);
  fixture_assert_counts_agree (engine, second);
  fanfold_engine_shut_down (engine);
}

/* The higher has what it asks for, and both have it where there is no limit any more. */
static void
test_max_jobs_priority (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) low = launch_in (engine, 30000, 3, "", FANFOLD_PRIORITY_LOW);
  g_autoptr (FanfoldRun) high = launch_in (engine, 30000, 3, "other", FANFOLD_PRIORITY_HIGH);

  fanfold_engine_set_max_jobs (engine, 4);
  fixture_wait_for (engine, low, has_slots, GUINT_TO_POINTER (1));
  g_assert_cmpuint (fanfold_run_get_n_slots (high), ==, 3);
  fanfold_run_set_n_jobs (high, 1);
  fixture_wait_for (engine, low, has_slots, GUINT_TO_POINTER (3));
  fanfold_run_set_n_jobs (high, 3);
  fanfold_engine_set_max_jobs (engine, 0);
  g_assert_cmpuint (fanfold_run_get_n_slots (low), ==, 3);
  g_assert_cmpuint (fanfold_run_get_n_slots (high), ==, 3);
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", NULL });

  g_test_add_func ("/waiting/start-now", test_start_now);
  g_test_add_func ("/waiting/forecast", test_forecast);
  g_test_add_func ("/waiting/both-sampled", test_both_sampled);
  g_test_add_func ("/waiting/held", test_held);
  g_test_add_func ("/waiting/dropped", test_dropped);
  g_test_add_func ("/waiting/later", test_later);
  g_test_add_func ("/waiting/after-success", test_after_success);
  g_test_add_func ("/waiting/after-failure", test_after_failure);
  g_test_add_func ("/waiting/move-up", test_move_up);
  g_test_add_func ("/waiting/move-up-late", test_move_up_late);
  g_test_add_func ("/waiting/shut-down", test_shut_down);
  g_test_add_func ("/waiting/files", test_files);
  g_test_add_func ("/waiting/groups", test_groups);
  g_test_add_func ("/waiting/place-kept", test_place_kept);
  g_test_add_func ("/waiting/max-jobs", test_max_jobs);
  g_test_add_func ("/waiting/max-jobs-priority", test_max_jobs_priority);

  return g_test_run ();
}
