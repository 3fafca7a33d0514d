/* test-dispatch-cancel.c: jobs that are taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "dispatch-fixture.h"

static void
test_cancel_waiting (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 1);

  g_assert_cmpuint (cancel (dispatch, 2, 3), ==, 3);
  g_assert_cmpuint (cancel (dispatch, 2, 4), ==, 1);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 6);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 2, 4);
  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  assert_run (dispatch, 6);
}

/* What the caller's set held before is none of our business. */
static void
test_cancel_into (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 1);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();

  assert_run (dispatch, 0);
  fanfold_ranges_add (jobs, 0, 2);
  fanfold_ranges_add (taken, 0, 1);
  fanfold_dispatch_cancel (dispatch, jobs, taken);
  g_assert_cmpuint (fanfold_ranges_get_size (taken), ==, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 1, 1);
  fanfold_dispatch_cancel (dispatch, jobs, NULL);
  assert_run (dispatch, 2);
}

static void
test_cancel_delayed (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (2, 1);

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  fanfold_dispatch_retry (dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);
  fanfold_dispatch_park (dispatch, 1);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 2);
  g_assert_cmpuint (cancel (dispatch, 0, 2), ==, 2);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 0);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 2);
  assert_leave (dispatch);
}

/* Jobs that are out are taken back when they come back: unbegun, to be tried again, or parked. */
static void
test_cancel_out (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (8, 1, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 8 });

  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 0, 8);
  g_assert_cmpuint (cancel (dispatch, 1, 2), ==, 0);
  g_assert_cmpuint (cancel (dispatch, 5, 3), ==, 0);
  fanfold_dispatch_finish (dispatch, 0, 2);
  fanfold_dispatch_return (dispatch, 2, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 2, 1);
  assert_run (dispatch, 3);
  fanfold_dispatch_retry (dispatch, 5, 0);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 5, 1);
  fanfold_dispatch_park (dispatch, 6);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 6, 1);
  fanfold_dispatch_finish (dispatch, 7, 1);
  fanfold_dispatch_finish (dispatch, 3, 2);
  assert_leave (dispatch);

  /* Once it was out and is over, it may be asked for again. */
  fanfold_dispatch_add (dispatch, 7, 1);
  assert_run (dispatch, 7);
  fanfold_dispatch_return (dispatch, 7, 1);
  assert_run (dispatch, 7);
}

/* A slot that is idle is told at once. */
static void
test_cancel_idle (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (3, 2);
  Asker asker;
  gint64 now;

  fanfold_dispatch_pause (dispatch);
  asker_start (&asker, dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  g_assert_cmpuint (cancel (dispatch, 1, 100), ==, 2);
  g_assert_cmpint (asker_end (&asker, now), <, EFFECT_USEC);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_CANCEL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dispatch/cancel-waiting", test_cancel_waiting);
  g_test_add_func ("/dispatch/cancel-into", test_cancel_into);
  g_test_add_func ("/dispatch/cancel-delayed", test_cancel_delayed);
  g_test_add_func ("/dispatch/cancel-out", test_cancel_out);
  g_test_add_func ("/dispatch/cancel-idle", test_cancel_idle);

  return g_test_run ();
}
