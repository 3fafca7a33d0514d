/* test-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-dispatch.h"

static void
test_alone (void)
{
  g_autoptr (FanfoldDispatch) dispatch = fanfold_dispatch_new (100, 2, FALSE);
  guint64 first;
  guint n;

  for (guint64 i = 0; i < 100; i++)
    {
      g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
      g_assert_cmpuint (first, ==, i);
      g_assert_cmpuint (n, ==, 1);
      fanfold_dispatch_learn (dispatch, 1, 1e-6);
    }
  g_assert_false (fanfold_dispatch_next (dispatch, &first, &n));
}

/* Every job is given out once, in bundles that grow and towards the end shrink. */
static void
test_bundles (void)
{
  g_autoptr (FanfoldDispatch) dispatch = fanfold_dispatch_new (1000 * 1000, 2, TRUE);
  guint64 next = 0;
  guint64 first;
  guint n;
  guint largest = 0;
  guint last = 0;

  while (fanfold_dispatch_next (dispatch, &first, &n))
    {
      g_assert_cmpuint (first, ==, next);
      next += n;
      largest = MAX (largest, n);
      last = n;
      fanfold_dispatch_learn (dispatch, n, n * 1e-6);
    }

  g_assert_cmpuint (next, ==, 1000 * 1000);
  g_assert_cmpuint (largest, ==, 4096);
  g_assert_cmpuint (last, ==, 1);
}

static void
test_long_jobs (void)
{
  g_autoptr (FanfoldDispatch) dispatch = fanfold_dispatch_new (100000, 2, TRUE);
  guint64 first;
  guint n;

  for (guint i = 0; i < 10; i++)
    {
      g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
      fanfold_dispatch_learn (dispatch, n, n * 1e-5);
    }
  g_assert_cmpuint (n, >, 100);

  fanfold_dispatch_learn (dispatch, n, n * 0.5);
  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  g_assert_cmpuint (n, ==, 1);
}

static void
test_returned (void)
{
  g_autoptr (FanfoldDispatch) dispatch = fanfold_dispatch_new (10, 1, FALSE);
  guint64 first;
  guint n;

  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  fanfold_dispatch_return (dispatch, 0, 2);
  fanfold_dispatch_return (dispatch, 0, 0);
  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  g_assert_cmpuint (first, ==, 0);
  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  g_assert_cmpuint (first, ==, 1);
  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  g_assert_cmpuint (first, ==, 2);
}

static void
test_closed (void)
{
  g_autoptr (FanfoldDispatch) dispatch = fanfold_dispatch_new (10, 1, FALSE);
  guint64 first;
  guint n;

  g_assert_true (fanfold_dispatch_next (dispatch, &first, &n));
  fanfold_dispatch_return (dispatch, first, n);
  fanfold_dispatch_close (dispatch);
  g_assert_false (fanfold_dispatch_next (dispatch, &first, &n));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dispatch/alone", test_alone);
  g_test_add_func ("/dispatch/bundles", test_bundles);
  g_test_add_func ("/dispatch/long-jobs", test_long_jobs);
  g_test_add_func ("/dispatch/returned", test_returned);
  g_test_add_func ("/dispatch/closed", test_closed);

  return g_test_run ();
}
