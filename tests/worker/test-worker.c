/* test-worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#define SECOND G_USEC_PER_SEC

static FanfoldBlock *
run (FanfoldWorker *worker, guint64 first, GVariant *columns, FixtureEvents *events)
{
  g_autoptr (GError) error = NULL;
  guint64 begun;
  FanfoldBlock *block;

  block = fanfold_worker_run (worker, first, columns, 3, 2, 0, &events->events, &begun, &error);
  g_assert_no_error (error);
  g_assert_nonnull (block);
  g_assert_cmpuint (fanfold_block_get_first (block), ==, first);
  g_assert_cmpuint (fanfold_block_get_slot (block), ==, 3);
  g_assert_cmpuint (fanfold_block_get_attempt (block), ==, 2);

  return block;
}

static void
assert_result (FanfoldBlock *block, guint place, const char *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_block_append_result (block, json, place);
  g_assert_cmpstr (json->str, ==, expected);
}

static void
test_squares (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "numbers.so", "square");
  g_autoptr (GVariant) columns = fixture_numbers (function, "x", 1000);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = run (worker, 5000, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1000);
  g_assert_cmpint (fanfold_block_get_state (block, 999), ==, FANFOLD_JOB_DONE);
  assert_result (block, 0, "0.0");
  assert_result (block, 999, "998001.0");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_speed (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "numbers.so", "square");
  g_autoptr (GVariant) many = fixture_numbers (function, "x", 1000);
  g_autoptr (GVariant) one = fixture_numbers (function, "x", 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureEvents events;
  gint64 begin;
  double seconds;
  guint i;

  fixture_events_init (&events);
  begin = g_get_monotonic_time ();
  for (i = 0; i < 1000; i++)
    fanfold_block_unref (run (worker, 0, many, &events));
  seconds = (g_get_monotonic_time () - begin) / 1e6;
  g_test_message ("bundles of 1000: %.0f jobs/s", 1e6 / seconds);

  begin = g_get_monotonic_time ();
  for (i = 0; i < 10000; i++)
    fanfold_block_unref (run (worker, 0, one, &events));
  seconds = (g_get_monotonic_time () - begin) / 1e6;
  g_test_message ("single: %.1f us", seconds * 100);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/squares", test_squares);
  g_test_add_func ("/worker/speed", test_speed);

  return g_test_run ();
}
