/* test-run-parts.c: runs in which jobs that travel together take long all at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

#define N_JOBS 3000
#define LATE 100
#define N_TRIES 8

/* Each of them ran once. */
static void
assert_tally (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean seen[N_JOBS] = { FALSE };
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (; *lines[n] != '\0'; n++)
    {
      guint x = (guint) atoi (lines[n]);

      g_assert_cmpuint (x, <, N_JOBS);
      g_assert_false (seen[x]);
      seen[x] = TRUE;
    }
  g_assert_cmpuint (n, ==, N_JOBS);
}

static gboolean
is_recorded (FanfoldEngine *engine, FanfoldRun *run, guint64 index)
{
  g_autoptr (FanfoldBlock) block = fanfold_history_read_job (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), index, NULL);

  return block != NULL;
}

static gboolean
late_runs (FanfoldRun *run, gconstpointer data)
{
  return fixture_row (run, LATE).state == FANFOLD_JOB_RUNNING;
}

/* All that can be over while the long job goes on is over, and recorded. */
static gboolean
check_over (FanfoldEngine *engine, FanfoldRun *run, guint n_jobs)
{
  guint64 n_over = n_jobs > 1 ? N_JOBS - 1 : LATE;
  gint64 usec = fixture_wait_for (engine, run, late_runs, NULL);

  usec = fixture_wait_for (engine, run, fixture_has_done, GSIZE_TO_POINTER (n_over));
  if (fixture_row (run, LATE).state != FANFOLD_JOB_RUNNING)
    return FALSE;

  g_test_message ("%d ms after the long one had begun", (int) (usec / 1000));
  if (usec >= FIXTURE_EFFECT_USEC)
    return FALSE;
  fixture_pass_time (engine, 50);
  if (fixture_row (run, LATE).state != FANFOLD_JOB_RUNNING)
    return FALSE;
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, n_over);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_RUNNING), ==, 1);
  g_assert_cmpuint (fixture_row (run, LATE).attempts, ==, 1);

  return is_recorded (engine, run, 0) && is_recorded (engine, run, LATE - 1) &&
         is_recorded (engine, run, N_JOBS - 1) == (n_jobs > 1) && !is_recorded (engine, run, LATE);
}

static gboolean
try_late (FanfoldEngine *engine, guint n_jobs)
{
  FanfoldSettings settings = fixture_settings ((int) n_jobs, FANFOLD_BACKEND_PROCESSES);
  g_autofree char *folder = g_dir_make_tmp ("fanfold-parts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "tally", NULL);
  g_autofree char *xs = g_strdup_printf ("range:x=0:%d", N_JOBS);
  g_autofree char *late = g_strdup_printf ("value:late=%d", LATE);
  g_autofree char *tally = g_strdup_printf ("value:tally=%s", path);
  g_autoptr (FanfoldRun) run = NULL;
  gboolean met;

  settings.no_cache = TRUE;
  settings.batch_size = N_JOBS / 2;
  run = fixture_launch (
      engine, "pure_slow.late", (const char *[]){ xs, late, tally, NULL }, &settings);
  met = check_over (engine, run, n_jobs);
  fixture_wait_until_over (engine, run);
  g_assert_cmpint (fanfold_run_get_state (run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), ==, N_JOBS);
  fixture_assert_counts_agree (engine, run);
  assert_tally (path);

  return met;
}

static void
test_late (gconstpointer n_jobs)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  guint tries = 0;

  while (!try_late (engine, GPOINTER_TO_UINT (n_jobs)))
    g_assert_cmpuint (++tries, <, N_TRIES);
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "pure-slow", NULL });

  g_test_add_data_func ("/run-parts/late/1", GUINT_TO_POINTER (1), test_late);
  g_test_add_data_func ("/run-parts/late/2", GUINT_TO_POINTER (2), test_late);
  g_test_add_data_func ("/run-parts/late/4", GUINT_TO_POINTER (4), test_late);

  return g_test_run ();
}
