/* test-worker-streams.c: what jobs write while they run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "block-results.h"

#include <string.h>

static void
test_streams (void)
{
  static const char *const numbers[] = { "7", "8", "9" };
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;
  guint i;

  fixture_events_init (&events);
  block = fixture_run_alone ("chatty.so", "print", "n", numbers, 3, &events);
  for (i = 0; i < 3; i++)
    {
      g_autofree char *out = g_strdup_printf (
          "stdout %s 0\nwrite %s 0\nno end %s", numbers[i], numbers[i], numbers[i]);
      g_autofree char *err = g_strdup_printf ("stderr %s 0\n", numbers[i]);

      g_assert_cmpint (fanfold_block_get_state (block, i), ==, FANFOLD_JOB_DONE);
      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDOUT), ==, out);
      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDERR), ==, err);
    }
  fixture_events_clear (&events);
}

static void
test_many_streams (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "chatty.so", "print");
  g_autoptr (GVariant) columns = fixture_numbers (function, "n", 500);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 500);
  for (i = 0; i < 500; i++)
    {
      g_autofree char *out = g_strdup_printf ("stdout %u 0\nwrite %u 0\nno end %u", i, i, i);
      g_autofree char *err = g_strdup_printf ("stderr %u 0\n", i);

      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDOUT), ==, out);
      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDERR), ==, err);
    }
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_call_log (void)
{
  static const char *const names[] = { "Ann", "Bob" };
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = fixture_run_alone ("hello.so", "greet", "name", names, 2, &events);
  assert_result (block, 1, "{\"greeting\":\"Hello, Bob\"}");
  g_assert_cmpstr (fixture_log (&events, 0, FANFOLD_LOG_DEBUG), ==, "a debug line\n");
  g_assert_cmpstr (fixture_log (&events, 1, FANFOLD_LOG_ERROR), ==, "an error line\n");
  fixture_events_clear (&events);
}

/* 100 MB: the first and the last 8 MiB are kept, the note says what was cut. */
static void
test_flood (void)
{
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;
  gsize kept;

  fixture_events_init (&events);
  block = fixture_run_alone ("chatty.so", "flood", NULL, NULL, 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  kept = strlen (fixture_log (&events, 0, FANFOLD_LOG_STDOUT));
  g_assert_cmpuint (kept, <=, 16 * 1024 * 1024);
  g_assert_cmpuint (kept, >, 15 * 1024 * 1024);
  g_assert_nonnull (strstr (fixture_log (&events, 0, FANFOLD_LOG_NOTE), "left out"));
  g_assert_cmpuint (
      strtoul (fixture_log (&events, 0, FANFOLD_LOG_NOTE), NULL, 10) + kept, ==, 100 * 1000 * 1000);
  fixture_events_clear (&events);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/streams/few", test_streams);
  g_test_add_func ("/worker/streams/many", test_many_streams);
  g_test_add_func ("/worker/streams/call-log", test_call_log);
  g_test_add_func ("/worker/streams/flood", test_flood);

  return g_test_run ();
}
