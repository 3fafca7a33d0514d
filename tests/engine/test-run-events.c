/* test-run-events.c: what is recorded of a run besides its jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "fanfold-quarters.h"
#include "fanfold-trace.h"
#include "isolated.h"

static char *
dup_kinds (FanfoldEngine *engine, FanfoldRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) events = NULL;
  GString *text = g_string_new (NULL);

  events = fanfold_history_read_events (
      fanfold_engine_get_history (engine), fanfold_run_get_id (run), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < events->len; i++)
    {
      const FanfoldRunEvent *event = &g_array_index (events, FanfoldRunEvent, i);

      g_assert_cmpint (ABS (event->time_usec - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
      g_string_append_printf (
          text, "%s%s", i > 0 ? " " : "", fanfold_run_event_kind_to_string (event->kind));
      if (event->number > 0)
        g_string_append_printf (text, "=%" G_GUINT64_FORMAT, event->number);
    }

  return g_string_free (text, FALSE);
}

static char *
dup_trace (FanfoldEngine *engine, FanfoldRun *run)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  fanfold_trace_append (
      text, fanfold_engine_get_history (engine), fanfold_run_get_record (run), &error);
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

/* The events that are of no job, in their order. */
static char *
dup_acts (const char *trace)
{
  g_auto (GStrv) lines = g_strsplit (trace, "\n", -1);
  GString *acts = g_string_new (NULL);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      const char *act = strstr (lines[i], "\"event\":");

      if (act != NULL && strstr (act, "\"job\":") == NULL)
        g_string_append (acts, act + strlen ("\"event\":"));
    }

  return g_string_free (acts, FALSE);
}

static void
test_acts (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run = fixture_launch_sleepers (engine, 50, 20, 1, FANFOLD_BACKEND_THREADS);
  g_autofree char *kinds = NULL, *trace = NULL, *acts = NULL;

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (1));
  fanfold_run_set_n_jobs (run, 4);
  fanfold_run_set_n_jobs (run, 4);
  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (4));
  fanfold_run_pause (run);
  fanfold_run_pause (run);
  fixture_pass_time (engine, 200);
  fanfold_run_set_n_jobs (run, 2);
  fanfold_run_resume (run);
  fanfold_run_resume (run);
  fixture_wait_until_over (engine, run);

  kinds = dup_kinds (engine, run);
  g_assert_cmpstr (kinds, ==, "begin=1 n_jobs=4 pause n_jobs=2 resume end");
  trace = dup_trace (engine, run);
  g_assert_true (
      g_str_has_prefix (trace, "{\"t\":0,\"event\":\"begin\",\"total\":20,\"n_jobs\":1,"));
  acts = dup_acts (trace);
  g_assert_cmpstr (
      acts, ==, "\"n_jobs\",\"n_jobs\":4}\"pause\"}\"n_jobs\",\"n_jobs\":2}\"resume\"}");
  fanfold_engine_shut_down (engine);
}

/* A pause may become deeper, and the end of a run ends each. */
static void
test_stopped_while_frozen (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 500, 20, 2, FANFOLD_BACKEND_PROCESSES);
  g_autofree char *kinds = NULL;

  fixture_wait_for (engine, run, fixture_runs, GUINT_TO_POINTER (2));
  fanfold_run_pause (run);
  fanfold_run_freeze (run);
  fixture_pass_time (engine, 100);
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, run);

  kinds = dup_kinds (engine, run);
  g_assert_cmpstr (kinds, ==, "begin=2 pause freeze resume drain end");
  fanfold_engine_shut_down (engine);
}

static guint
count_in (const char *text, const char *part)
{
  g_auto (GStrv) parts = g_strsplit (text, part, -1);

  return g_strv_length (parts) - 1;
}

/* What waited is dropped at once, and there is nothing but that. */
static void
test_drained (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) run =
      fixture_launch_sleepers (engine, 200, 20, 2, FANFOLD_BACKEND_THREADS);
  g_autofree char *kinds = NULL, *trace = NULL;
  const char *dropped;

  fixture_wait_for (engine, run, fixture_has_done, GUINT_TO_POINTER (2));
  fanfold_run_drain (run, "Enough.");
  fixture_wait_until_over (engine, run);

  kinds = dup_kinds (engine, run);
  g_assert_cmpstr (kinds, ==, "begin=2 drain end");
  trace = dup_trace (engine, run);
  g_assert_cmpuint (
      count_in (trace, "\"event\":\"drop\""), ==, fixture_count (run, FANFOLD_JOB_SKIPPED));
  g_assert_cmpuint (
      count_in (trace, "\"event\":\"end\""), ==, fixture_count (run, FANFOLD_JOB_DONE));
  dropped = strstr (trace, "\"event\":\"drop\"");
  g_assert_nonnull (dropped);
  g_assert_null (strstr (dropped, "\"event\":\"start\""));
  g_assert_nonnull (strstr (dropped, "\"event\":\"end\""));
  fanfold_engine_shut_down (engine);
}

static void
test_quarters (void)
{
  static const struct
  {
    guint64 job;
    float fraction;
    double age;
    gboolean passes;
  } looks[] = {
    { 7, -1, 10, FALSE },    { 7, 0.1f, 11, FALSE }, { 7, 0.3f, 4, FALSE },  { 7, 0.3f, 12, TRUE },
    { 7, 0.4f, 13, FALSE },  { 7, 0.8f, 14, TRUE },  { 7, 0.9f, 15, FALSE }, { 7, 1, 16, FALSE },
    { 8, 0.26f, 5.5, TRUE }, { 8, 0.5f, 6, TRUE },
  };
  g_autoptr (FanfoldQuarters) quarters = fanfold_quarters_new ();
  FanfoldJobRow row = { .state = FANFOLD_JOB_RUNNING, .attempts = 1, .slot = 3 };
  const gint64 now = 1000 * G_USEC_PER_SEC;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      row.fraction = looks[i].fraction;
      row.started_usec = now - (gint64) (looks[i].age * G_USEC_PER_SEC);
      g_assert_cmpint (
          fanfold_quarters_pass (quarters, looks[i].job, &row, now), ==, looks[i].passes);
    }

  row.attempts = 2;
  g_assert_true (fanfold_quarters_pass (quarters, 8, &row, now));
  row.slot = FANFOLD_BLOCK_NO_SLOT;
  g_assert_false (fanfold_quarters_pass (quarters, 9, &row, now));
}

/* Of a job that takes long there are some fractions, of a short one none. */
static void
test_fractions (void)
{
  g_autoptr (FanfoldEngine) engine = fixture_engine_new ();
  FanfoldSettings settings = fixture_settings (2, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = fixture_launch (
      engine, "sleeper.sleep", (const char *[]){ "list:msec=6500,300", NULL }, &settings);
  g_autofree char *trace = NULL;
  const char *at;
  guint n = 0;

  fixture_wait_until_over (engine, run);
  trace = dup_trace (engine, run);
  for (at = trace; (at = strstr (at, "\"progress\",\"job\":0,\"fraction\":0.")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <=, 3);
  g_assert_null (strstr (trace, "\"progress\",\"job\":1"));
  fanfold_engine_shut_down (engine);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *const[]){ "sleeper", NULL });

  g_test_add_func ("/run-events/acts", test_acts);
  g_test_add_func ("/run-events/stopped-while-frozen", test_stopped_while_frozen);
  g_test_add_func ("/run-events/drained", test_drained);
  g_test_add_func ("/run-events/quarters", test_quarters);
  g_test_add_func ("/run-events/fractions", test_fractions);

  return g_test_run ();
}
