/* test-dispatch-retry.c: jobs that are tried again, or begin later
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "dispatch-fixture.h"
#include "fanfold-block.h"

static void
test_retry (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (3, 1);
  gint64 begin;

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  begin = g_get_monotonic_time ();
  fanfold_dispatch_retry (dispatch, 0, 60000);
  fanfold_dispatch_retry (dispatch, 1, 30000);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 3);
  assert_run (dispatch, 2);
  assert_run (dispatch, 1);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 30000);
  assert_run (dispatch, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 60000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 60000 + EFFECT_USEC);

  fanfold_dispatch_retry (dispatch, 0, 0);
  assert_run (dispatch, 0);
  fanfold_dispatch_finish (dispatch, 0, 3);
  assert_leave (dispatch);
}

/* A job that is due sooner than what a slot waits for already. */
static void
test_retry_sooner (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (2, 2);
  Asker asker;
  gint64 now, took;

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  fanfold_dispatch_retry (dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);
  asker_start (&asker, dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_retry (dispatch, 1, 10000);
  took = asker_end (&asker, now);
  g_assert_cmpint (took, >=, 10000);
  g_assert_cmpint (took, <, EFFECT_USEC);
  g_assert_cmpuint (asker.got.first, ==, 1);
}

static void
test_retry_many (void)
{
  guint64 n = 100000;
  g_autoptr (FanfoldDispatch) dispatch = make (
      n, 1, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = FANFOLD_BLOCK_MAX_JOBS });
  FanfoldAssignment got;
  guint64 out = 0;

  while (out < n)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      out += got.n;
    }
  for (guint64 i = 0; i < n; i++)
    fanfold_dispatch_retry (dispatch, i, i % 3 * 1000);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, n);
  g_assert_cmpuint (fanfold_dispatch_settle (dispatch, 10, n - 20, NULL), ==, n - 20);
  g_assert_cmpuint (cancel (dispatch, 0, 10), ==, 10);
  fanfold_dispatch_add (dispatch, 0, n);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, n);
}

static void
test_delay (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (3, 3, (FanfoldDispatchSpec){ .may_bundle = TRUE, .delay_usec = 30000 });
  Asker askers[3];
  gint64 begin = g_get_monotonic_time ();
  gint64 times[3];

  for (guint i = 0; i < 3; i++)
    asker_start (&askers[i], dispatch, i);
  for (guint i = 0; i < 3; i++)
    {
      gint64 took = asker_end (&askers[i], begin);

      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
      g_assert_cmpuint (askers[i].got.n, ==, 1);
      times[askers[i].got.first] = took;
    }
  g_assert_cmpint (times[1], >=, 30000);
  g_assert_cmpint (times[2], >=, 60000);
  g_assert_cmpint (times[2], <, 60000 + EFFECT_USEC);
}

/* A start that is due is not missed where the slot that watches the clock waits for something
 * later. */
static void
test_delay_behind_retry (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (1, 2, (FanfoldDispatchSpec){ .growing = TRUE, .delay_usec = 30000 });
  Asker askers[2];
  gint64 now;

  assert_run (dispatch, 0);
  fanfold_dispatch_retry (dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);
  g_usleep (40000);
  asker_start (&askers[0], dispatch, 0);
  asker_start (&askers[1], dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_add (dispatch, 1, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (asker_end (&askers[i], now), <, 30000 + EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
    }
}

/* What would be due while it is paused is not forgotten. */
static void
test_pause_with_retry (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (1, 1);
  Asker asker;
  gint64 now;

  assert_run (dispatch, 0);
  fanfold_dispatch_pause (dispatch);
  fanfold_dispatch_retry (dispatch, 0, 10000);
  asker_start (&asker, dispatch, 0);
  g_usleep (30000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_resume (dispatch);
  g_assert_cmpint (asker_end (&asker, now), >=, 0);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_RUN);
}

/* The last ones first; a pause does not put them off. */
static void
test_get_delayed (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (4, 1);
  gint64 now = g_get_monotonic_time ();
  FanfoldDelayedJob jobs[3];

  for (guint i = 0; i < 4; i++)
    assert_run (dispatch, i);
  g_assert_cmpuint (fanfold_dispatch_get_delayed (dispatch, jobs, 3), ==, 0);
  for (guint i = 0; i < 3; i++)
    fanfold_dispatch_retry (dispatch, i, (i + 1) % 3 * 600 * (gint64) G_USEC_PER_SEC);
  fanfold_dispatch_pause (dispatch);
  fanfold_dispatch_resume (dispatch);
  g_assert_cmpuint (fanfold_dispatch_get_delayed (dispatch, jobs, 2), ==, 2);
  g_assert_cmpuint (jobs[0].index, ==, 1);
  g_assert_cmpint (jobs[0].due_usec - now, >=, 1200 * (gint64) G_USEC_PER_SEC);
  g_assert_cmpint (jobs[0].due_usec - now, <, 1200 * (gint64) G_USEC_PER_SEC + EFFECT_USEC);
  g_assert_cmpuint (jobs[1].index, ==, 0);

  g_assert_cmpuint (cancel (dispatch, 0, 2), ==, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 2);
  assert_run (dispatch, 2);
  g_assert_cmpuint (fanfold_dispatch_get_delayed (dispatch, jobs, 3), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dispatch/retry", test_retry);
  g_test_add_func ("/dispatch/retry-sooner", test_retry_sooner);
  g_test_add_func ("/dispatch/retry-many", test_retry_many);
  g_test_add_func ("/dispatch/delay", test_delay);
  g_test_add_func ("/dispatch/delay-behind-retry", test_delay_behind_retry);
  g_test_add_func ("/dispatch/pause-with-retry", test_pause_with_retry);
  g_test_add_func ("/dispatch/get-delayed", test_get_delayed);

  return g_test_run ();
}
