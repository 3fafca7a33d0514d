/* test-remaining-outcomes.c: the remaining time of runs in which jobs are cached, fail, or drift
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "remaining-fixture.h"

#include <math.h>

static void
test_retries (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 20; job++)
    {
      fanfold_remaining_start (remaining, job, at (now));
      fanfold_remaining_retry (remaining, job, 1, 0, at (now + 1));
      now = run_seconds (remaining, job, job, now + 1);
    }
  assert_near (ask (remaining, now).median, 40, 0.15);
}

static void
test_cached_and_failed (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (400, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 200; job += 2)
    {
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_CACHED, 0.001, at (now));
      now = run_seconds (remaining, job + 1, job + 1, now);
    }
  assert_near (ask (remaining, now).median, 100, 0.15);
}

static void
test_all_cached (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (400, 1, 0);

  fanfold_remaining_finish (remaining, 300, FANFOLD_JOB_CACHED, 0.3, at (0.3));
  g_assert_cmpfloat (ask (remaining, 0.3).median, >, 0);
  g_assert_cmpfloat (ask (remaining, 0.3).median, <, 5);
}

/* What has not run before is not cached, however many others are. */
static void
test_cached_head (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (200, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 100; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.prior = 1;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < 100; job++)
    fanfold_remaining_end (remaining, job, FANFOLD_JOB_CACHED, 0.001, at (0.1));
  now = run_seconds (remaining, 100, 104, 0.1);
  assert_near (ask (remaining, now).median, 95, 0.15);
}

/* Nor do cached ones come back soon, where the first were and the next are not. */
static void
test_cached_first (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (200, 1, 0);
  double now;

  for (guint64 job = 0; job < 100; job++)
    fanfold_remaining_end (remaining, job, FANFOLD_JOB_CACHED, 0.001, at (0.1));
  now = run_seconds (remaining, 100, 119, 0.1);
  assert_near (ask (remaining, now).median, 80, 0.2);
}

/* Attempts that are repeated take a part of what a job takes, whatever that is. */
static void
test_retries_of_large_jobs (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 40; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = job % 2 == 0 ? 1e6 : 1e7;
      hint.size *= job < 30 ? 1 : 10;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < 30; job++)
    {
      double seconds = job % 2 == 0 ? 1 : 10;

      fanfold_remaining_start (remaining, job, at (now));
      fanfold_remaining_retry (remaining, job, seconds, 0, at (now += seconds));
      fanfold_remaining_start (remaining, job, at (now));
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, seconds, at (now += seconds));
    }
  assert_near (ask (remaining, now).median, 5 * (10 + 100) * 2, 0.25);
}

static double
get_busy (guint64 job)
{
  return job < 80 ? 1 : 2;
}

static double
get_steady (guint64 job)
{
  return 0.5 + (double) (job * 7 % 10) / 10;
}

/* How long a run is said to take yet in which half of the jobs took such @seconds. */
static FanfoldRemainingAnswer
run_half (double (*get_seconds) (guint64 job), double ask_each)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (200, 1, 0);
  double now = 0;
  double asked = 0;

  for (guint64 job = 0; job < 100; job++)
    {
      double seconds = get_seconds (job);

      fanfold_remaining_start (remaining, job, at (now));
      now += seconds;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, seconds, at (now));
      if (now < asked + ask_each)
        continue;

      asked = now;
      ask (remaining, now);
    }

  return ask (remaining, now);
}

/* Others will take as long, or longer still. */
static void
test_busy_machine (void)
{
  FanfoldRemainingAnswer answer = run_half (get_busy, 1000);

  g_assert_cmpfloat (answer.median, >, 170);
  g_assert_cmpfloat (answer.low, <, 230);
}

/* What was promised before the machine was busy did not hold, so that less is promised now. */
static void
test_broken_promises (void)
{
  FanfoldRemainingAnswer once = run_half (get_busy, 1000);
  FanfoldRemainingAnswer often = run_half (get_busy, 2);

  g_assert_cmpfloat (often.high / often.low, >, 1.5 * once.high / once.low);
}

/* Where what was promised held, more is promised now. */
static void
test_kept_promises (void)
{
  FanfoldRemainingAnswer once = run_half (get_steady, 1000);
  FanfoldRemainingAnswer often = run_half (get_steady, 2);

  assert_near (often.median, once.median, 0.05);
  g_assert_cmpfloat (log (often.high / often.low), <, 0.7 * log (once.high / once.low));
}

/* Every second job is over in no time, as @state; those of the others that have begun say that not
 * all will be. */
static void
assert_others_run (FanfoldJobState state)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (400, 4, 0);
  double now = 0;

  for (guint64 job = 0; job < 8; job += 2)
    {
      fanfold_remaining_start (remaining, job, at (now));
      fanfold_remaining_end (remaining, job + 1, state, 0.01, at (now + 0.01));
    }
  g_assert_cmpfloat (ask (remaining, 0.5).median, >, 10);

  for (guint64 job = 0; job < 8; job += 2)
    fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 1, at (1));
  for (guint64 job = 8; job < 16; job += 2)
    {
      fanfold_remaining_start (remaining, job, at (1));
      fanfold_remaining_end (remaining, job + 1, state, 0.01, at (1.01));
    }
  assert_near (ask (remaining, 1.5).median, 48, 0.3);
}

static void
test_cached_at_once (void)
{
  assert_others_run (FANFOLD_JOB_CACHED);
}

static void
test_failed_at_once (void)
{
  assert_others_run (FANFOLD_JOB_FAILED);
}

/* A slot has a job at each moment, and yet it takes ten times as long as they do. */
static void
test_small_jobs (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (1000, 1, 0);

  for (guint64 job = 0; job < 500; job++)
    {
      FanfoldRemainingRunning running = { job, 0, -1 };

      fanfold_remaining_set_running (remaining, &running, 1, at (0.001 * (double) job));
      fanfold_remaining_end (
          remaining, job, FANFOLD_JOB_DONE, 0.0001, at (0.001 * (double) (job + 1)));
    }
  assert_near (ask (remaining, 0.5).median, 0.5, 0.2);
}

/* Every third job is over at once, such as a file that is there already: the others are not spread
 * over orders of magnitude for that. */
static void
test_next_to_nothing (void)
{
  static const double seconds[] = { 0.5, 0.35, 0.002 };
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (60, 1, 0);
  FanfoldRemainingAnswer answer;
  double now = 0;

  for (guint64 job = 0; job < 12; job++)
    {
      double taken = seconds[job % G_N_ELEMENTS (seconds)];

      fanfold_remaining_start (remaining, job, at (now));
      now += taken;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, taken, at (now));
      answer = ask (remaining, now);
    }
  assert_near (answer.median, 16 * 0.852, 0.45);
}

/* All that are over were short, but of four slots three are held by long ones: so are some of the
 * jobs that wait. One alone says nothing of those. */
static void
assert_long_ones (guint64 n_long, double least, double most)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (200, (guint) n_long + 1, 0);
  double now = 0;

  for (guint64 job = 0; job < n_long; job++)
    fanfold_remaining_start (remaining, job, 0);
  for (guint64 job = n_long; job < n_long + 20; job++)
    {
      fanfold_remaining_start (remaining, job, at (now));
      now += 0.3;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 0.3, at (now));
    }
  g_assert_cmpfloat (ask (remaining, now).median, >, least);
  g_assert_cmpfloat (ask (remaining, now).median, <, most);
}

static void
test_long_ones (void)
{
  /* 177 that wait in four slots: 13 s if all were short, 35 s if 3 in 23 take 6 s. */
  assert_long_ones (3, 30, 120);
  assert_long_ones (1, 20, 45);
}

/* The first attempts failed: they are all that is known, and better than nothing. */
static void
test_retried_first (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (10, 1, 0);
  FanfoldRemainingAnswer answer;

  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_retry (remaining, 0, 1, 0, at (1));
  answer = ask (remaining, 1);
  g_assert_cmpfloat (answer.median, >, 5);
  g_assert_cmpfloat (answer.median, <, 40);
  g_assert_cmpfloat (answer.high, >, 3 * answer.low);
}

/* However long jobs have been at it, they are stopped in time. */
static void
test_limit (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (200, 2, 0);
  FanfoldRemainingAnswer answer;

  fanfold_remaining_set_limit (remaining, 2);
  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_start (remaining, 1, 0);
  answer = ask (remaining, 1.9);
  g_assert_cmpfloat (answer.median, >, 50);
  g_assert_cmpfloat (answer.high, <=, 200 * 2 / 2);
  fanfold_remaining_set_limit (remaining, 0);
  g_assert_cmpfloat (ask (remaining, 30).high, >, 300);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining/retries", test_retries);
  g_test_add_func ("/remaining/retries-of-large-jobs", test_retries_of_large_jobs);
  g_test_add_func ("/remaining/cached-and-failed", test_cached_and_failed);
  g_test_add_func ("/remaining/all-cached", test_all_cached);
  g_test_add_func ("/remaining/cached-head", test_cached_head);
  g_test_add_func ("/remaining/cached-first", test_cached_first);
  g_test_add_func ("/remaining/busy-machine", test_busy_machine);
  g_test_add_func ("/remaining/broken-promises", test_broken_promises);
  g_test_add_func ("/remaining/kept-promises", test_kept_promises);
  g_test_add_func ("/remaining/cached-at-once", test_cached_at_once);
  g_test_add_func ("/remaining/failed-at-once", test_failed_at_once);
  g_test_add_func ("/remaining/small-jobs", test_small_jobs);
  g_test_add_func ("/remaining/next-to-nothing", test_next_to_nothing);
  g_test_add_func ("/remaining/long-ones", test_long_ones);
  g_test_add_func ("/remaining/retried-first", test_retried_first);
  g_test_add_func ("/remaining/limit", test_limit);

  return g_test_run ();
}
