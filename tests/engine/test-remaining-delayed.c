/* test-remaining-delayed.c: the remaining time of runs in which jobs wait to be tried again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "remaining-fixture.h"

/* The last of @n_jobs, a second each, fails after half a second, and waits for 8. */
static FanfoldRemaining *
make_waiting (guint64 n_jobs, guint n_slots, double *now)
{
  FanfoldRemaining *remaining = fanfold_remaining_new (n_jobs, n_slots, 0);

  *now = run_seconds (remaining, 0, n_jobs - 2, 0);
  fanfold_remaining_start (remaining, n_jobs - 1, at (*now));
  g_assert_cmpfloat (ask (remaining, *now + 0.4).median, <, 4);
  *now += 0.5;
  fanfold_remaining_retry (remaining, n_jobs - 1, 0.5, 8, at (*now));

  return remaining;
}

static void
assert_between (double value, double least, double most)
{
  g_assert_cmpfloat (value, >=, least);
  g_assert_cmpfloat (value, <=, most);
}

/* At once, although less was shown before. */
static void
test_counts_down (void)
{
  double now;
  g_autoptr (FanfoldRemaining) remaining = make_waiting (2, 1, &now);

  for (double gone = 0; gone < 8; gone += 0.5)
    {
      FanfoldRemainingAnswer answer = ask (remaining, now + gone);

      assert_between (answer.median, 8 - gone, 8 - gone + 4);
      g_assert_cmpfloat (answer.low, >=, 8 - gone);
    }
  assert_between (ask (remaining, now + 8.1).median, 0.01, 4);

  fanfold_remaining_start (remaining, 1, at (now + 8.2));
  assert_between (ask (remaining, now + 8.3).median, 0.01, 4);
  fanfold_remaining_end (remaining, 1, FANFOLD_JOB_DONE, 1, at (now + 9.2));
  g_assert_cmpfloat (ask (remaining, now + 9.2).median, ==, 0);
}

/* What it takes then is not forgotten. */
static void
test_takes_its_time (void)
{
  double now;
  g_autoptr (FanfoldRemaining) remaining = make_waiting (30, 1, &now);

  assert_between (ask (remaining, now).median, 8.8, 9.5);
  assert_between (ask (remaining, now + 4).median, 4.8, 5.5);
  fanfold_remaining_start (remaining, 29, at (now + 8));
  assert_between (ask (remaining, now + 8).median, 0.8, 1.5);
}

/* The wait is over behind others, or it is not. */
static void
test_behind_others (void)
{
  for (guint n_slots = 1; n_slots <= 20; n_slots += 19)
    {
      g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (60, n_slots, 0);
      double now = run_seconds (remaining, 0, 38, 0);

      fanfold_remaining_set_n_slots (remaining, n_slots, at (now));
      fanfold_remaining_retry (remaining, 39, 0, 8, at (now));
      if (n_slots == 1)
        assert_near (ask (remaining, now).median, 21, 0.1);
      else
        assert_near (ask (remaining, now).median, 9, 0.1);
    }
}

/* Job 10 of 20 is larger, and waits that long. */
static double
run_with_large (double delay, gboolean to_the_end)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (20, 1, 0);
  FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;
  double now;

  for (guint64 job = 0; job < 20; job++)
    {
      hint.size = job == 10 ? 1e7 : 1e6;
      fanfold_remaining_know (remaining, job, &hint);
    }
  now = run_seconds (remaining, 0, 9, 0);
  fanfold_remaining_start (remaining, 10, at (now));
  fanfold_remaining_retry (remaining, 10, 0.1, delay, at (now += 0.1));
  now = run_seconds (remaining, 11, 15, now);
  if (to_the_end)
    {
      now = run_seconds (remaining, 16, 19, now);
      fanfold_remaining_start (remaining, 10, at (now));
    }

  return ask (remaining, now).median;
}

/* One whose time has come waits as others do, with what is known of it. */
static void
test_wait_is_over (void)
{
  assert_near (run_with_large (2, FALSE), run_with_large (0, FALSE), 0.01);
  assert_near (run_with_large (2, TRUE), run_with_large (0, TRUE), 0.01);
  assert_near (run_with_large (1000, TRUE), run_with_large (0, TRUE), 0.01);
  g_assert_cmpfloat (run_with_large (1000, FALSE), >, 995);
}

/* It goes by meanwhile; what is shown stands still. */
static void
test_pause (void)
{
  double now;
  g_autoptr (FanfoldRemaining) remaining = make_waiting (30, 1, &now);

  fanfold_remaining_pause (remaining, at (now));
  assert_between (ask (remaining, now).median, 8.8, 9.5);
  assert_between (ask (remaining, now + 6).median, 8.8, 9.5);
  fanfold_remaining_resume (remaining, at (now + 6));
  assert_between (ask (remaining, now + 6).median, 2.8, 3.5);

  fanfold_remaining_pause (remaining, at (now + 6));
  fanfold_remaining_resume (remaining, at (now + 100));
  assert_between (ask (remaining, now + 100).median, 0.8, 1.5);
}

static void
test_begins_sooner (void)
{
  double now;
  g_autoptr (FanfoldRemaining) remaining = make_waiting (30, 1, &now);

  ask (remaining, now);
  fanfold_remaining_start (remaining, 29, at (now + 1));
  fanfold_remaining_set_n_jobs (remaining, 30, FALSE, at (now + 1));
  assert_between (ask (remaining, now + 1).median, 0.8, 1.5);
}

/* Whichever way it will not be run. */
static void
test_is_gone (void)
{
  for (guint way = 0; way < 4; way++)
    {
      double now;
      g_autoptr (FanfoldRemaining) remaining = make_waiting (30, 1, &now);

      if (way == 0)
        fanfold_remaining_drop (remaining, 29, at (now));
      else if (way == 1)
        fanfold_remaining_end (remaining, 29, FANFOLD_JOB_FAILED, 1, at (now));
      else if (way == 2)
        fanfold_remaining_finish (remaining, 1, FANFOLD_JOB_SKIPPED, -1, at (now));
      else
        fanfold_remaining_set_n_jobs (remaining, 29, FALSE, at (now));
      g_assert_cmpfloat (ask (remaining, now).median, ==, 0);
    }
}

static void
test_told_of_all (void)
{
  double now;
  g_autoptr (FanfoldRemaining) remaining = make_waiting (30, 1, &now);
  FanfoldRemainingDelayed delayed = { 29, 20 };
  FanfoldRemainingRunning running = { 29, 0, -1 };

  fanfold_remaining_set_delayed (remaining, &delayed, 1, at (now));
  assert_between (ask (remaining, now).median, 20.8, 21.5);
  fanfold_remaining_set_delayed (remaining, NULL, 0, at (now));
  fanfold_remaining_set_n_jobs (remaining, 30, FALSE, at (now));
  assert_between (ask (remaining, now).median, 0.8, 1.5);

  fanfold_remaining_set_running (remaining, &running, 1, at (now));
  fanfold_remaining_set_delayed (remaining, &delayed, 1, at (now));
  assert_between (ask (remaining, now).median, 0.8, 1.5);
}

/* Those that begin last are what matters. */
static void
test_many (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (400, 100, 0);

  for (guint64 job = 0; job < 400; job++)
    fanfold_remaining_start (remaining, job, 0);
  for (guint64 job = 0; job < 100; job++)
    fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 1, at (1));
  for (guint64 job = 100; job < 400; job++)
    fanfold_remaining_retry (remaining, job, 1, 2 + (double) (job * 7 % 300) / 10, at (1));
  assert_between (ask (remaining, 1).median, 31.9, 40);
  for (double now = 2; now < 40; now += 3)
    ask (remaining, now);
  for (guint64 job = 100; job < 400; job++)
    fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 1, at (40));
  g_assert_cmpfloat (ask (remaining, 40).median, ==, 0);
}

/* Slots in which nothing runs as all that is left is delayed could be used. */
static void
test_slots_are_free (void)
{
  double now;
  g_autoptr (FanfoldRemaining) remaining = make_waiting (30, 1, &now);
  FanfoldRemainingDelayed delayed = { 29, 300 };

  fanfold_remaining_set_delayed (remaining, &delayed, 1, at (now));
  fanfold_remaining_set_n_jobs (remaining, 70, FALSE, at (now += 300));
  assert_near (ask (remaining, now).median, 41, 0.1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining-delayed/counts-down", test_counts_down);
  g_test_add_func ("/remaining-delayed/takes-its-time", test_takes_its_time);
  g_test_add_func ("/remaining-delayed/behind-others", test_behind_others);
  g_test_add_func ("/remaining-delayed/wait-is-over", test_wait_is_over);
  g_test_add_func ("/remaining-delayed/pause", test_pause);
  g_test_add_func ("/remaining-delayed/begins-sooner", test_begins_sooner);
  g_test_add_func ("/remaining-delayed/is-gone", test_is_gone);
  g_test_add_func ("/remaining-delayed/told-of-all", test_told_of_all);
  g_test_add_func ("/remaining-delayed/many", test_many);
  g_test_add_func ("/remaining-delayed/slots-are-free", test_slots_are_free);

  return g_test_run ();
}
