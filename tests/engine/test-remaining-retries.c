/* test-remaining-retries.c: the remaining time of runs whose jobs fail and are tried again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "remaining-fixture.h"

/* Attempts at one job, two seconds each, of which the first @n_failing fail. */
static double
try_job (FanfoldRemaining *remaining, guint64 job, guint n_failing, guint n_retries, double now)
{
  for (guint i = 0; i < MIN (n_failing, n_retries); i++)
    {
      fanfold_remaining_start (remaining, job, at (now));
      now += 2;
      fanfold_remaining_retry (remaining, job, 2, 0, at (now));
    }
  fanfold_remaining_start (remaining, job, at (now));
  now += 2;
  fanfold_remaining_end (
      remaining, job, n_failing > n_retries ? FANFOLD_JOB_FAILED : FANFOLD_JOB_DONE, 2, at (now));

  return now;
}

/* Every attempt there may be is made of each job. */
static void
test_all_fail (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (15, 1, 0);
  double now = 0;

  fanfold_remaining_set_retries (remaining, 2);
  for (guint64 job = 0; job < 14; job++)
    {
      now = try_job (remaining, job, 3, 2, now);
      if (job >= 2)
        assert_near (ask (remaining, now).median, (double) (14 - job) * 6, 0.3);
    }

  /* The last one is at its first attempt, and at its last. */
  fanfold_remaining_start (remaining, 14, at (now));
  assert_near (ask (remaining, now + 1).median, 5, 0.4);
  fanfold_remaining_retry (remaining, 14, 2, 0, at (now + 2));
  fanfold_remaining_start (remaining, 14, at (now + 2));
  fanfold_remaining_retry (remaining, 14, 2, 0, at (now + 4));
  fanfold_remaining_start (remaining, 14, at (now + 4));
  g_assert_cmpfloat (ask (remaining, now + 5).median, <, 2);
}

/* Where the first attempts fail, others will; but no more often than they may. */
static void
test_first_fail (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (30, 3, 0);
  double median;

  fanfold_remaining_set_retries (remaining, 1);
  for (guint64 job = 0; job < 3; job++)
    fanfold_remaining_start (remaining, job, 0);
  for (guint64 job = 0; job < 3; job++)
    fanfold_remaining_retry (remaining, job, 2, 0, at (2));
  for (guint64 job = 0; job < 3; job++)
    fanfold_remaining_start (remaining, job, at (2));
  median = ask (remaining, 2.1).median;
  g_assert_cmpfloat (median, >, 1.3 * 20);
  g_assert_cmpfloat (median, <, 1.3 * 40);
}

/* That they may be tried again says nothing. */
static void
test_none_fails (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (20, 1, 0);
  double now = 0;

  fanfold_remaining_set_retries (remaining, 5);
  for (guint64 job = 0; job < 10; job++)
    now = try_job (remaining, job, 0, 5, now);
  assert_near (ask (remaining, now).median, 20, 0.05);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining-retries/all-fail", test_all_fail);
  g_test_add_func ("/remaining-retries/first-fail", test_first_fail);
  g_test_add_func ("/remaining-retries/none-fails", test_none_fails);

  return g_test_run ();
}
