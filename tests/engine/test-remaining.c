/* test-remaining.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining.h"

#define SECOND G_USEC_PER_SEC

static double
ask (FanfoldRemaining *remaining, gint64 now_usec)
{
  FanfoldRemainingAnswer answer;

  fanfold_remaining_ask (remaining, now_usec, &answer);
  g_assert_cmpfloat (answer.low, <=, answer.median);
  g_assert_cmpfloat (answer.high, >=, answer.median);

  return answer.median;
}

static void
test_unknown_at_first (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (10, 2, 5 * SECOND);

  g_assert_cmpfloat (ask (remaining, 5 * SECOND), <, 0);
  g_assert_cmpfloat (ask (remaining, 50 * SECOND), <, 0);
}

static void
test_formula (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (20, 2, 5 * SECOND);

  fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_DONE, 0.1, 5 * SECOND + 100000);
  g_assert_cmpfloat_with_epsilon (ask (remaining, 5 * SECOND + 100000), 1.9, 1e-9);

  fanfold_remaining_finish (remaining, 13, FANFOLD_JOB_DONE, 1.3, 5 * SECOND + 700000);
  fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_CACHED, 0, 5 * SECOND + 800000);
  g_assert_cmpfloat_with_epsilon (ask (remaining, 5 * SECOND + 800000), 0.8 / 15 * 5, 1e-9);
}

static void
test_end (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (2, 2, 0);

  fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_FAILED, 1, SECOND);
  fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_CRASHED, 1, SECOND);
  g_assert_cmpfloat (ask (remaining, SECOND), ==, 0);

  /* One too many is somebody's mistake elsewhere, and still no time below 0. */
  fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_DONE, 1, SECOND);
  g_assert_cmpfloat (ask (remaining, SECOND), ==, 0);
}

static void
test_dropped_jobs (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (10, 2, 0);

  fanfold_remaining_finish (remaining, 4, FANFOLD_JOB_SKIPPED, 0, SECOND);
  g_assert_cmpfloat (ask (remaining, SECOND), <, 0);

  fanfold_remaining_finish (remaining, 2, FANFOLD_JOB_DONE, 2, SECOND);
  g_assert_cmpfloat_with_epsilon (ask (remaining, SECOND), 2, 1e-9);

  fanfold_remaining_finish (remaining, 4, FANFOLD_JOB_CANCELLED, 2, SECOND);
  g_assert_cmpfloat (ask (remaining, SECOND), ==, 0);
}

static void
test_nothing_to_do (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (0, 0, 0);

  g_assert_cmpfloat (ask (remaining, 0), ==, 0);
}

static void
test_clock_that_stands (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (10, 1, SECOND);

  fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_DONE, 0, SECOND);
  g_assert_cmpfloat (ask (remaining, SECOND), ==, 0);
  g_assert_cmpfloat (ask (remaining, 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining/unknown-at-first", test_unknown_at_first);
  g_test_add_func ("/remaining/formula", test_formula);
  g_test_add_func ("/remaining/end", test_end);
  g_test_add_func ("/remaining/dropped-jobs", test_dropped_jobs);
  g_test_add_func ("/remaining/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/remaining/clock-that-stands", test_clock_that_stands);

  return g_test_run ();
}
