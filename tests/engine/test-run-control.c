/* test-run-control.c: runs that are steered while they go on, with real workers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

#include <sched.h>
#include <unistd.h>

static const FanfoldBackend backends[] = { FANFOLD_BACKEND_PROCESSES, FANFOLD_BACKEND_THREADS };

static void
check_n_jobs (FanfoldEngine *engine, FanfoldBackend backend)
{
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 50, 400, 1, backend);
  gint64 usec;

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1));
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_RUNNING), <=, 1);

  fanfold_run_set_n_jobs (run, 8);
  g_assert_cmpint (fanfold_run_get_n_jobs (run), ==, 8);
  g_assert_cmpuint (fanfold_run_get_n_slots (run), ==, 8);
  usec = fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (8));
  g_assert_cmpint (usec, <, 2 * FIXTURE_EFFECT_USEC);

  fanfold_run_set_n_jobs (run, 2);
  usec = fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  g_assert_cmpint (usec, <, FIXTURE_EFFECT_USEC);
  for (guint i = 0; i < 10; i++)
    {
      fixture_pass_time (engine, 10);
      g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_RUNNING), <=, 2);
    }

  /* Up and down faster than anybody can leave. */
  for (guint i = 0; i < 20; i++)
    fanfold_run_set_n_jobs (run, i % 2 == 0 ? 16 : 3);
  fanfold_run_set_n_jobs (run, 12);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 400);
  fixture_assert_counts_agree (engine, run);
}

static void
test_n_jobs (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_n_jobs (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

static int
get_parent (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *end;
  int parent = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    {
      end = strrchr (text, ')');
      sscanf (end != NULL ? end : "", ") %*c %d", &parent);
    }

  return parent;
}

/* The processes in which jobs run: how many, and the cores that any of them may use. */
static guint
find_runners (cpu_set_t *all, guint *n_cores)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint n = 0;

  CPU_ZERO (all);
  *n_cores = 0;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      int pid = atoi (name);
      cpu_set_t own;

      if (pid == 0 || get_parent (get_parent (pid)) != getpid () ||
          sched_getaffinity (pid, sizeof own, &own) != 0)
        continue;

      n++;
      *n_cores += (guint) CPU_COUNT (&own);
      CPU_OR (all, all, &own);
    }

  return n;
}

/* Cores are shared out anew among the slots that there are then. */
static void
test_pin (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) run = NULL;
  cpu_set_t usable, used;
  guint n_usable, n_cores;

  sched_getaffinity (0, sizeof usable, &usable);
  n_usable = (guint) CPU_COUNT (&usable);
  settings.pin = TRUE;
  run = fixture_launch (engine,
                        "sleeper.sleep",
                        (const char *[]){ "value:msec=100", "range:n=0:30", NULL },
                        &settings);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1));
  g_assert_cmpuint (find_runners (&used, &n_cores), ==, 1);
  g_assert_cmpuint (n_cores, ==, n_usable);

  fanfold_run_set_n_jobs (run, 2);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (8));
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  g_assert_cmpuint (find_runners (&used, &n_cores), ==, 2);
  g_assert_cmpuint (n_cores, ==, MAX (n_usable, 2));
  g_assert_true (CPU_EQUAL (&used, &usable));
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);
}

static void
check_pause (FanfoldEngine *engine, FanfoldBackend backend)
{
  FanfoldSettings settings = fixture_settings (2, backend);
  g_autoptr (FanfoldRun) run = NULL;
  guint64 n_done;

  run = fixture_launch (
      engine, "numbers.square", (const char *[]){ "range:x=0:1000000", NULL }, &settings);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1000));
  fanfold_run_pause (run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_PAUSED);
  g_assert_false (fanfold_run_is_frozen (run));
  g_assert_true (fanfold_run_is_steerable (run));

  /* What a slot has in hand may just be about to begin. */
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (0));
  fixture_pass_time (engine, 100);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_RUNNING), ==, 0);
  n_done = fixture_count (run, FANFOLD_JOB_DONE);
  g_assert_cmpuint (n_done, <, 1000000);
  fixture_pass_time (engine, 100);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_done);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_PAUSED);

  fanfold_run_pause (run);
  fanfold_run_resume (run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_RUNNING);
  g_assert_cmpint (fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (n_done + 1)),
                   <,
                   FIXTURE_EFFECT_USEC);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 1000000);
  fixture_assert_counts_agree (engine, run);

  g_assert_false (fanfold_run_is_steerable (run));
  fanfold_run_pause (run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
}

static void
test_pause (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < G_N_ELEMENTS (backends); i++)
    check_pause (engine, backends[i]);
  fanfold_engine_shut_down (engine);
}

/* The state letters of all that descends from @ancestor, itself not among them. */
static void
append_states (int ancestor, GString *states)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", ancestor);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *task;

  while (tasks != NULL && (task = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, task, "children", NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) children = NULL;

      if (!g_file_get_contents (file, &text, NULL, NULL))
        continue;

      children = g_strsplit (text, " ", -1);
      for (guint i = 0; children[i] != NULL && *children[i] != '\0'; i++)
        {
          g_autofree char *stat = g_strdup_printf ("/proc/%s/stat", children[i]);
          g_autofree char *line = NULL;

          if (g_file_get_contents (stat, &line, NULL, NULL))
            g_string_append_c (states, strrchr (line, ')')[2]);
          append_states (atoi (children[i]), states);
        }
    }
}

static gboolean
is_stopped (FanfoldRun *run, gconstpointer data)
{
  g_autoptr (GString) states = g_string_new (NULL);
  guint n = 0;

  append_states (getpid (), states);
  for (gsize i = 0; i < states->len; i++)
    n += states->str[i] == 'T';

  return n == GPOINTER_TO_UINT (data);
}

static void
test_freeze (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 400, 4, 2, FANFOLD_BACKEND_PROCESSES);
  float fraction;

  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  fixture_pass_time (engine, 100);
  fanfold_run_freeze (run);
  g_assert_true (fanfold_run_is_frozen (run));
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_PAUSED);
  g_assert_cmpint (
      fixture_wait_for (engine, run, is_stopped, GUINT_TO_POINTER (2)), <, FIXTURE_EFFECT_USEC);

  fixture_pass_time (engine, 100);
  fraction = fixture_row (run, 0).fraction;
  fixture_pass_time (engine, 1600);
  g_assert_cmpfloat (fixture_row (run, 0).fraction, ==, fraction);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_RUNNING), ==, 2);

  fanfold_run_resume (run);
  g_assert_false (fanfold_run_is_frozen (run));
  g_assert_cmpint (
      fixture_wait_for (engine, run, is_stopped, GUINT_TO_POINTER (0)), <, FIXTURE_EFFECT_USEC);
  fixture_wait_until_over (engine, run);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 4);
  g_assert_cmpfloat (fixture_row (run, 0).seconds, <, 1.6);
  fixture_assert_counts_agree (engine, run);
  fanfold_engine_shut_down (engine);
}

/* Jobs that are stopped where they are must not hold up the end. */
static void
check_end (FanfoldEngine *engine, FanfoldBackend backend, gboolean frozen, gboolean stop)
{
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 1000, 20, 2, backend);
  guint64 n_done;

  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  if (frozen)
    fanfold_run_freeze (run);
  else
    fanfold_run_pause (run);
  fixture_pass_time (engine, 50);
  if (stop)
    fanfold_run_stop (run, "Enough.");
  else
    fanfold_run_drain (run, "Enough.");
  g_assert_cmpint (fixture_wait_until_over (engine, run), <, FIXTURE_EFFECT_USEC + 1200 * 1000);

  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpstr (fanfold_run_get_reason (run), ==, "Enough.");
  g_assert_false (fanfold_run_is_frozen (run));
  n_done = fixture_count (run, FANFOLD_JOB_DONE);
  g_assert_cmpuint (n_done, ==, stop ? 0 : 2);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_CANCELLED), ==, stop ? 2 : 0);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_SKIPPED), ==, 18);
  fixture_assert_counts_agree (engine, run);
}

static void
test_end_while_paused (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();

  for (guint i = 0; i < 2 * 2 * G_N_ELEMENTS (backends); i++)
    check_end (engine, backends[i / 4], i % 2 != 0, i / 2 % 2 != 0);
  fanfold_engine_shut_down (engine);
}

/* A run whose first jobs are short and whose last ones are long: those do not travel together. */
static void
test_short_then_long (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (GString) times = g_string_new ("list:msec=");
  FanfoldSettings settings = fixture_settings (4, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldRun) run = NULL;
  gint64 usec;

  for (guint i = 0; i < 2000; i++)
    g_string_append (times, i == 0 ? "0" : i < 1960 ? ",0" : ",200");
  settings.no_cache = TRUE;
  batch = fixture_batch_new (
      "pure_slow.double", (const char *[]){ "range:x=0:2000", times->str, NULL }, &settings);
  fanfold_batch_set_zip (batch, TRUE);
  run = fixture_launch_batch (engine, batch);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1960));
  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (4));
  usec = fixture_wait_until_over (engine, run);
  g_assert_cmpint (usec, <, 4 * G_USEC_PER_SEC + FIXTURE_EFFECT_USEC);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, 2000);
  fanfold_engine_shut_down (engine);
}

/* What is asked of a run that waits, or is over, changes nothing that it should not. */
static void
test_out_of_turn (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) first =
      fixture_launch_sleepers (engine, 200, 2, 2, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRun) second =
      fixture_launch_sleepers (engine, 10, 4, 1, FANFOLD_BACKEND_PROCESSES);
  g_autoptr (FanfoldRanges) all = fixture_ranges (0, 4);

  fanfold_run_pause (second);
  fanfold_run_freeze (second);
  fanfold_run_resume (second);
  fanfold_run_cancel_jobs (second, all);
  g_assert_cmpint (fanfold_run_get_state (second), ==, FANFOLD_RUN_WAITING);
  fanfold_run_set_n_jobs (second, 3);
  g_assert_cmpuint (fanfold_run_get_n_slots (second), ==, 3);

  fixture_wait_until_over (engine, first);
  fixture_wait_until_over (engine, second);
  g_assert_cmpuint (fixture_count (second, FANFOLD_JOB_DONE), ==, 4);
  fanfold_run_freeze (first);
  fanfold_run_set_n_jobs (first, 7);
  g_assert_false (fanfold_run_rerun_jobs (first, all));
  fanfold_run_cancel_jobs (first, all);
  fanfold_run_stop (first, "Too late.");
  g_assert_cmpint (fanfold_run_get_state (first), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpint (fanfold_run_get_n_jobs (first), ==, 2);
  g_assert_null (fanfold_run_get_reason (first));
  fanfold_engine_shut_down (engine);
}

static void
assert_said (FanfoldEngine *engine, FanfoldRun *run, FanfoldRunHalt halt, const char *reason)
{
  fanfold_engine_sample (engine);
  g_assert_cmpint (fanfold_run_get_halt (run), ==, halt);
  g_assert_cmpstr (fanfold_run_get_reason (run), ==, reason);
}

/* Why no more jobs are started is said as long as those that run go on. */
static void
test_halts (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 10 * 1000, 20, 2, FANFOLD_BACKEND_PROCESSES);
  FanfoldRemainingAnswer remaining;

  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  assert_said (engine, run, FANFOLD_RUN_HALT_NONE, NULL);
  fanfold_run_pause (run);
  assert_said (engine, run, FANFOLD_RUN_HALT_PAUSE, NULL);
  fanfold_run_drain (run, "Enough.");
  assert_said (engine,
               run,
               FANFOLD_RUN_HALT_DRAIN,
               "No more jobs are started; those that run may end: Enough.");
  fixture_pass_time (engine, 1200);
  fanfold_run_get_remaining (run, &remaining);
  g_assert_cmpfloat (remaining.median, <, 60);

  fanfold_run_stop (run, "More than enough.");
  assert_said (engine, run, FANFOLD_RUN_HALT_STOP, "The jobs that run are being ended: Enough.");
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_halt (run), ==, FANFOLD_RUN_HALT_NONE);
  g_assert_cmpstr (fanfold_run_get_reason (run), ==, "Enough.");
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", "pure-slow", "flaky", NULL });

  g_test_add_func ("/run-control/n-jobs", test_n_jobs);
  g_test_add_func ("/run-control/pin", test_pin);
  g_test_add_func ("/run-control/pause", test_pause);
  g_test_add_func ("/run-control/freeze", test_freeze);
  g_test_add_func ("/run-control/end-while-paused", test_end_while_paused);
  g_test_add_func ("/run-control/halts", test_halts);
  g_test_add_func ("/run-control/short-then-long", test_short_then_long);
  g_test_add_func ("/run-control/out-of-turn", test_out_of_turn);

  return g_test_run ();
}
