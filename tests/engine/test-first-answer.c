/* test-first-answer.c: what runs say of their remaining time as soon as they say something
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

#define MSEC 200
#define N_JOBS 100
#define N_COMPUTED 20

static FanfoldRun *
launch (FanfoldEngine *engine, const char *range, int n_jobs)
{
  FanfoldSettings settings = fixture_settings (n_jobs, FANFOLD_BACKEND_THREADS);
  g_autofree char *msec = g_strdup_printf ("value:msec=%d", MSEC);

  return fixture_launch (
      engine, "pure_slow.double", (const char *[]){ msec, range, NULL }, &settings);
}

static gboolean
answers (FanfoldRun *run, gconstpointer data)
{
  FanfoldRemainingAnswer answer;

  fanfold_run_get_remaining (run, &answer);

  return answer.median >= 0;
}

/* Those that the memo answers come last, or first: either way it is known that they cost nothing,
 * and that the others are not among them. */
static void
test_cached (gconstpointer data)
{
  gboolean first = GPOINTER_TO_INT (data);
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autofree char *known = g_strdup_printf (
      "range:x=%d:%d", first ? 0 : N_COMPUTED, first ? N_JOBS - N_COMPUTED : N_JOBS);
  g_autofree char *all = g_strdup_printf ("range:x=0:%d", N_JOBS);
  g_autoptr (FanfoldRun) before = launch (engine, known, 16);
  g_autoptr (FanfoldRun) run = NULL;
  FanfoldRemainingAnswer answer;
  guint64 n_left;

  fixture_wait_until_over (engine, before);
  run = launch (engine, all, 1);
  fixture_wait_for (engine, run, answers, NULL);
  fanfold_run_get_remaining (run, &answer);
  g_assert_cmpuint (fixture_count (run, FANFOLD_JOB_DONE), <, N_COMPUTED / 2);
  n_left = N_COMPUTED - fixture_count (run, FANFOLD_JOB_DONE);
  /* The others are four times as many. */
  g_assert_cmpfloat (answer.median, >, 0.6 * n_left * MSEC / 1000);
  g_assert_cmpfloat (answer.median, <, 2.5 * n_left * MSEC / 1000);

  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *const[]){ "pure-slow", NULL });

  g_test_add_data_func ("/first-answer/cached-last", GINT_TO_POINTER (FALSE), test_cached);
  g_test_add_data_func ("/first-answer/cached-first", GINT_TO_POINTER (TRUE), test_cached);

  return g_test_run ();
}
