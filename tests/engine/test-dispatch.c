/* test-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "dispatch-fixture.h"
#include "fanfold-block.h"

static void
test_order (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (100, 2);
  guint64 i;

  for (i = 0; i < 100; i++)
    {
      assert_run (dispatch, i);
      fanfold_dispatch_learn (dispatch, 1, 1e-6);
      fanfold_dispatch_finish (dispatch, i, 1);
      g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 99 - i);
    }
  assert_leave (dispatch);
}

static void
test_holes (void)
{
  FanfoldDispatchSpec spec = {
    .jobs = fanfold_ranges_new (), .n_slots = 1, .may_bundle = TRUE, .batch_size = 10
  };
  g_autoptr (FanfoldDispatch) dispatch = NULL;

  fanfold_ranges_add (spec.jobs, 3, 2);
  fanfold_ranges_add (spec.jobs, 7, 20);
  dispatch = fanfold_dispatch_new (&spec);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 3, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 7, 10);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 17, 10);
  fanfold_dispatch_finish (dispatch, 3, 2);
  fanfold_dispatch_finish (dispatch, 7, 20);
  assert_leave (dispatch);
}

/* Bundles that grow and towards the end shrink. */
static void
test_bundles (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (1000 * 1000, 2, (FanfoldDispatchSpec){ .may_bundle = TRUE });
  FanfoldAssignment got;
  guint64 next = 0;
  guint before = 1, largest = 0, last = 0;

  for (;;)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      if (got.kind == FANFOLD_DISPATCH_LEAVE)
        break;

      g_assert_cmpuint (got.first, ==, next);
      g_assert_cmpuint (got.n, <=, 8 * before);
      next += got.n;
      largest = MAX (largest, got.n);
      last = before = got.n;
      fanfold_dispatch_learn (dispatch, got.n, got.n * 1e-6);
      fanfold_dispatch_finish (dispatch, got.first, got.n);
    }

  g_assert_cmpuint (next, ==, 1000 * 1000);
  g_assert_cmpuint (largest, ==, FANFOLD_BLOCK_MAX_JOBS);
  g_assert_cmpuint (last, ==, 1);
}

static void
test_long_jobs (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (100000, 2, (FanfoldDispatchSpec){ .may_bundle = TRUE });
  FanfoldAssignment got;

  for (guint i = 0; i < 10; i++)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      fanfold_dispatch_learn (dispatch, got.n, got.n * 1e-5);
    }
  g_assert_cmpuint (got.n, >=, 1499); /* 15 ms of 10 µs each */
  g_assert_cmpuint (got.n, <=, 1501);

  /* Some of 5 ms fit, two of 8 ms do not. */
  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.005);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 3);
  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.0051);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 2);
  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.008);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 1);

  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.5);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 1);
  fanfold_dispatch_learn (dispatch, 0, 1);
  fanfold_dispatch_learn (dispatch, 1, 0);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 8);
}

static void
test_batch_size (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (25, 4, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 10 });
  g_autoptr (FanfoldDispatch) alone = make (25, 4, (FanfoldDispatchSpec){ .batch_size = 10 });
  g_autoptr (FanfoldDispatch) slow =
      make (25, 4, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 10, .delay_usec = 1 });

  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 0, 10);
  fanfold_dispatch_learn (dispatch, 10, 1e-5);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 10, 10);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 20, 5);

  fanfold_dispatch_return (dispatch, 0, 25);
  fanfold_dispatch_learn (dispatch, 10, 1);
  assert_run (dispatch, 0);
  fanfold_dispatch_learn (dispatch, 1, 1e-6);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 1, 10);

  /* Those that may not travel together do not, whatever is asked for. */
  assert_run (alone, 0);
  assert_run (slow, 0);
}

static void
test_returned (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (4, 1);

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  fanfold_dispatch_return (dispatch, 0, 2);
  fanfold_dispatch_return (dispatch, 0, 0);
  for (guint64 i = 0; i < 4; i++)
    assert_run (dispatch, i);
  fanfold_dispatch_return (dispatch, 2, 1);
  assert_run (dispatch, 2);
  fanfold_dispatch_finish (dispatch, 0, 4);
  assert_leave (dispatch);
}

/* While jobs are out that may come back, a slot waits. */
static void
test_wait_for_return (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (1, 2);
  Asker asker;
  gint64 now;

  assert_run (dispatch, 0);
  asker_start (&asker, dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_return (dispatch, 0, 1);
  g_assert_cmpint (asker_end (&asker, now), >=, 0);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_RUN);

  asker_start (&asker, dispatch, 0);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_finish (dispatch, 0, 1);
  g_assert_cmpint (asker_end (&asker, now), >=, 0);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_LEAVE);
}

static void
test_pause (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 2);
  Asker askers[2];
  gint64 now;

  fanfold_dispatch_pause (dispatch);
  asker_start (&askers[0], dispatch, 0);
  asker_start (&askers[1], dispatch, 1);
  g_usleep (30000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_resume (dispatch);
  for (guint i = 0; i < 2; i++)
    {
      gint64 took = asker_end (&askers[i], now);

      g_assert_cmpint (took, >=, 0);
      g_assert_cmpint (took, <, EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
    }
}

static void
test_closed (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 3);
  Asker askers[2];

  assert_run (dispatch, 0);
  fanfold_dispatch_pause (dispatch);
  asker_start (&askers[0], dispatch, 1);
  asker_start (&askers[1], dispatch, 2);
  g_usleep (10000);
  fanfold_dispatch_close (dispatch);
  for (guint i = 0; i < 2; i++)
    {
      asker_end (&askers[i], 0);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_LEAVE);
    }
  fanfold_dispatch_return (dispatch, 0, 1);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 10);

  /* Who is taken back is told of all the same. */
  g_assert_cmpuint (cancel (dispatch, 0, 10), ==, 10);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 10);
  assert_leave (dispatch);
}

/* Who changes their mind before a slot was told finds the jobs where they were. */
static void
test_keep (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 1);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) kept = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) none = fanfold_ranges_new ();

  g_assert_cmpuint (cancel (dispatch, 0, 4), ==, 4);
  fanfold_ranges_add (jobs, 2, 5);
  fanfold_dispatch_keep (dispatch, jobs, kept);
  g_assert_cmpuint (fanfold_ranges_get_size (kept), ==, 2);
  g_assert_true (fanfold_ranges_contains (kept, 2));
  g_assert_true (fanfold_ranges_contains (kept, 3));
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 8);

  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 2);
  fanfold_ranges_add (jobs, 0, 2);
  fanfold_dispatch_keep (dispatch, jobs, none);
  g_assert_cmpuint (fanfold_ranges_get_size (none), ==, 0);
  assert_run (dispatch, 2);
}

/* Of jobs that are out, those are run that come before the first that was taken back. */
static void
test_count_wanted (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (10, 1, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 6 });

  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 0, 6);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 0, 6), ==, 6);
  g_assert_cmpuint (cancel (dispatch, 4, 4), ==, 2);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 0, 6), ==, 4);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 4, 2), ==, 0);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 0, 3), ==, 3);

  fanfold_dispatch_finish (dispatch, 0, 4);
  fanfold_dispatch_return (dispatch, 4, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 4, 4);
}

static void
test_parked (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (6, 1);
  g_autoptr (FanfoldRanges) settled = fanfold_ranges_new ();

  for (guint64 i = 0; i < 5; i++)
    assert_run (dispatch, i);
  for (guint64 i = 1; i < 5; i++)
    fanfold_dispatch_park (dispatch, i);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 5);
  g_assert_cmpuint (cancel (dispatch, 4, 1), ==, 1);

  /* Neither a job that is out nor one that was taken back is settled or given out again. */
  g_assert_cmpuint (fanfold_dispatch_settle (dispatch, 0, 2, settled), ==, 1);
  g_assert_true (fanfold_ranges_contains (settled, 1));
  fanfold_dispatch_unpark (dispatch, 0, 5);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 4, 1);
  assert_run (dispatch, 2);
  assert_run (dispatch, 3);
  assert_run (dispatch, 5);
  fanfold_dispatch_park (dispatch, 5);
  fanfold_dispatch_finish (dispatch, 0, 1);
  fanfold_dispatch_finish (dispatch, 2, 2);
  g_assert_cmpuint (fanfold_dispatch_settle (dispatch, 0, 100, settled), ==, 1);
  g_assert_cmpuint (fanfold_ranges_get_size (settled), ==, 2);
  assert_leave (dispatch);
}

static gpointer
feed_thread (gpointer user_data)
{
  FanfoldDispatch *dispatch = user_data;

  for (guint64 i = 0; i < 1000; i++)
    {
      if (!fanfold_dispatch_wait_below (dispatch, 5))
        return NULL;
      g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), <, 5);
      fanfold_dispatch_add (dispatch, i, 1);
    }
  fanfold_dispatch_complete (dispatch);

  return NULL;
}

static void
test_growing (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (0, 1, (FanfoldDispatchSpec){ .growing = TRUE, .may_bundle = TRUE, .batch_size = 3 });
  GThread *thread = g_thread_new ("feed", feed_thread, dispatch);
  FanfoldAssignment got;
  guint64 next = 0;

  for (;;)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      if (got.kind == FANFOLD_DISPATCH_LEAVE)
        break;

      g_assert_cmpuint (got.first, ==, next);
      next += got.n;
      fanfold_dispatch_finish (dispatch, got.first, got.n);
    }
  g_assert_cmpuint (next, ==, 1000);
  g_thread_join (thread);
}

static gpointer
read_thread (gpointer user_data)
{
  return GINT_TO_POINTER (1 + fanfold_dispatch_wait_below (user_data, 3));
}

static void
test_wait_below (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make (3, 1, (FanfoldDispatchSpec){ .growing = TRUE });
  GThread *thread;

  thread = g_thread_new ("read", read_thread, dispatch);
  g_usleep (10000);
  assert_run (dispatch, 0);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 2);

  fanfold_dispatch_add (dispatch, 3, 1);
  thread = g_thread_new ("read", read_thread, dispatch);
  g_usleep (10000);
  g_assert_cmpuint (cancel (dispatch, 3, 1), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 2);

  fanfold_dispatch_add (dispatch, 4, 1);
  thread = g_thread_new ("read", read_thread, dispatch);
  g_usleep (10000);
  fanfold_dispatch_close (dispatch);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dispatch/order", test_order);
  g_test_add_func ("/dispatch/holes", test_holes);
  g_test_add_func ("/dispatch/bundles", test_bundles);
  g_test_add_func ("/dispatch/long-jobs", test_long_jobs);
  g_test_add_func ("/dispatch/batch-size", test_batch_size);
  g_test_add_func ("/dispatch/returned", test_returned);
  g_test_add_func ("/dispatch/wait-for-return", test_wait_for_return);
  g_test_add_func ("/dispatch/pause", test_pause);
  g_test_add_func ("/dispatch/closed", test_closed);
  g_test_add_func ("/dispatch/keep", test_keep);
  g_test_add_func ("/dispatch/count-wanted", test_count_wanted);
  g_test_add_func ("/dispatch/parked", test_parked);
  g_test_add_func ("/dispatch/growing", test_growing);
  g_test_add_func ("/dispatch/wait-below", test_wait_below);

  return g_test_run ();
}
