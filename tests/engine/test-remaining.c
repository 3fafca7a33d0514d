/* test-remaining.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "remaining-fixture.h"

#include <math.h>
#include <time.h>

static void
test_unknown_at_first (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (10, 2, 0);

  g_assert_cmpfloat (ask (remaining, 0).median, <, 0);
  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_start (remaining, 1, 0);
  g_assert_cmpfloat (ask (remaining, 0.5).median, <, 0);
}

/* Jobs that are not over yet will take longer than they have: little is known then, and that is
 * said. */
static void
test_silent_first_jobs (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (10, 2, 0);
  FanfoldRemainingAnswer answer;

  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_start (remaining, 1, 0);
  answer = ask (remaining, 60);
  g_assert_cmpfloat (answer.median, >, 4 * 60);
  g_assert_cmpfloat (answer.high, >, 3 * answer.low);
  g_assert_cmpfloat (ask (remaining, 120).median, >, answer.median);
}

/* What a small job does in its first second says nothing of one that is a thousand times as large,
 * and later it does not say a thousand times as much. */
static void
test_silent_small_job (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (3, 1, 0);

  for (guint64 job = 0; job < 3; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = job == 0 ? 1e3 : 1e6;
      fanfold_remaining_know (remaining, job, &hint);
    }
  fanfold_remaining_start (remaining, 0, 0);
  g_assert_cmpfloat (ask (remaining, 0.7).median, <, 0);
  g_assert_cmpfloat (ask (remaining, 2).median, >, 4);
  g_assert_cmpfloat (ask (remaining, 2).median, <, 2000);
}

/* In the first moments, that slots are not used says nothing. */
static void
test_before_first_job (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (32, 4, 0);

  for (guint i = 0; i < 8; i++)
    fanfold_remaining_recall (remaining, 0, 5);
  fanfold_remaining_set_running (remaining, NULL, 0, 0);
  fanfold_remaining_set_running (remaining, NULL, 0, at (0.4));
  assert_near (ask (remaining, 0.4).median, 40, 0.2);
  fanfold_remaining_start (remaining, 0, at (0.8));
  assert_near (ask (remaining, 0.9).median, 40, 0.2);
  for (guint job = 1; job < 4; job++)
    fanfold_remaining_start (remaining, job, at (1));
  assert_near (ask (remaining, 1.1).median, 40, 0.2);
}

static void
test_equal_jobs (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (100, 1, 0);
  double now = run_seconds (remaining, 0, 29, 0);
  FanfoldRemainingAnswer answer = ask (remaining, now);

  assert_near (answer.median, 70, 0.05);
  g_assert_cmpfloat (answer.high / answer.low, <, 1.25);
}

static void
test_counts_down (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (100, 1, 0);
  double now = run_seconds (remaining, 0, 29, 0);
  double last = ask (remaining, now).median;

  fanfold_remaining_start (remaining, 30, at (now));
  for (double later = 0.05; later < 0.9; later += 0.05)
    {
      double left = ask (remaining, now + later).median;

      g_assert_cmpfloat (left, <, last);
      g_assert_cmpfloat (left, >, last - 0.5);
      last = left;
    }
}

/* One more job than slots: it takes two rounds and not one and a bit. */
static void
test_one_more_than_slots (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (5, 4, 0);

  for (guint64 job = 0; job < 4; job++)
    fanfold_remaining_start (remaining, job, 0);
  for (guint64 job = 0; job < 4; job++)
    fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 10, at (10));
  fanfold_remaining_start (remaining, 4, at (10));
  assert_near (ask (remaining, 10.001).median, 10, 0.1);
}

static void
test_history (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 2, 0);
  FanfoldRemainingAnswer answer;

  for (guint64 job = 0; job < 40; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.prior = job < 20 ? 1 : 5;
      hint.cached = job % 2;
      fanfold_remaining_know (remaining, job, &hint);
    }

  /* Ten that take 1 s, ten that take 5 s. */
  answer = ask (remaining, 0);
  assert_near (answer.median, 30, 0.15);
  /* Nothing says yet how much the machine is like it was. */
  g_assert_cmpfloat (answer.high / answer.low, <, 6);
}

/* Of the function something is known, of these jobs nothing. */
static void
test_recalled (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 2, 0);

  for (guint i = 0; i < 20; i++)
    fanfold_remaining_recall (remaining, 0, 3);
  assert_near (ask (remaining, 0).median, 60, 0.3);
}

static void
test_sizes (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 40; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = job < 20 ? 1000 + 10 * (double) job : 10000;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < 20; job++)
    {
      fanfold_remaining_start (remaining, job, at (now));
      now += 1 + 0.01 * (double) job;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 1 + 0.01 * (double) job, at (now));
    }

  /* Ten times the size, and by joblib's formula 22 s. */
  g_assert_cmpfloat (ask (remaining, now).median, >, 70);
}

/* What is said after two of the largest took about the same, though one is half as large. */
static double
ask_after_largest (gboolean ordered)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (60, 1, 0);

  for (guint64 job = 0; job < 60; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = 1e8 / pow (2, (double) (ordered || job < 58 ? job : 117 - job) / 3);
      fanfold_remaining_know (remaining, job, &hint);
    }
  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_end (remaining, 0, FANFOLD_JOB_DONE, 2, at (2));
  fanfold_remaining_start (remaining, 3, at (2));
  fanfold_remaining_end (remaining, 3, FANFOLD_JOB_DONE, 1.6, at (3.6));

  return ask (remaining, 3.6).median;
}

/* Who has the largest go first thinks that they take longest. */
static void
test_ordered_sizes (void)
{
  g_assert_cmpfloat (ask_after_largest (TRUE), <, 0.7 * ask_after_largest (FALSE));
}

static void
test_kinds (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 40; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.kind = job % 10 == 0 || job >= 25 ? 2 : 1;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < 25; job++)
    {
      double seconds = job % 10 == 0 ? 20 : 1;

      fanfold_remaining_start (remaining, job, at (now));
      now += seconds;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, seconds, at (now));
    }

  assert_near (ask (remaining, now).median, 15 * 20, 0.3);
}

static void
test_progress (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (1, 1, 0);

  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_report (remaining, 0, 0.5, at (30));
  assert_near (ask (remaining, 30).median, 30, 0.3);
  fanfold_remaining_report (remaining, 0, 0.9, at (54));
  assert_near (ask (remaining, 54).median, 6, 0.5);
}

static void
test_pause (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (100, 1, 0);
  double now = run_seconds (remaining, 0, 29, 0);
  double left;

  fanfold_remaining_pause (remaining, at (now));
  left = ask (remaining, now).median;
  g_assert_cmpfloat_with_epsilon (ask (remaining, now + 1000).median, left, 1e-6);
  fanfold_remaining_resume (remaining, at (now + 1000));
  g_assert_cmpfloat_with_epsilon (ask (remaining, now + 1000).median, left, 1e-6);
  run_seconds (remaining, 30, 39, now + 1000);
  assert_near (ask (remaining, now + 1010).median, left - 10, 0.05);
}

/* What a person does is followed by the next answer. */
static void
test_acts (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (1000, 1, 0);
  double now = run_seconds (remaining, 0, 99, 0);

  assert_near (ask (remaining, now).median, 900, 0.05);
  fanfold_remaining_set_n_slots (remaining, 4, at (now));
  assert_near (ask (remaining, now).median, 225, 0.05);
  fanfold_remaining_set_n_jobs (remaining, 500, FALSE, at (now));
  assert_near (ask (remaining, now).median, 100, 0.05);
  for (guint64 job = 100; job < 300; job++)
    fanfold_remaining_drop (remaining, job, at (now));
  assert_near (ask (remaining, now).median, 50, 0.05);
  fanfold_remaining_set_n_jobs (remaining, 500, TRUE, at (now));
  g_assert_cmpfloat (ask (remaining, now).median, <, 0);
}

/* While the workers of new slots are being started, none of these is busy yet. */
static void
test_new_slots_start (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (100, 1, 0);
  double now = run_seconds (remaining, 0, 19, 0);
  double left;

  fanfold_remaining_start (remaining, 20, at (now));
  fanfold_remaining_set_n_slots (remaining, 4, at (now));
  left = ask (remaining, now).median;
  for (double later = 0.05; later < 0.3; later += 0.05)
    assert_near (ask (remaining, now + later).median, left, 0.2);
}

/* Jobs in blocks, and what runs as it is asked for: no event for each. */
static void
test_blocks (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (1000, 4, 0);
  FanfoldRemainingRunning running[4];

  for (guint i = 0; i < 4; i++)
    running[i] = (FanfoldRemainingRunning){ 200 + i, 0.5, -1 };
  fanfold_remaining_finish (remaining, 200, FANFOLD_JOB_DONE, 200, at (50));
  fanfold_remaining_set_running (remaining, running, 4, at (50));
  assert_near (ask (remaining, 50).median, 199.5, 0.1);
}

/* Where nobody says how long they took, slots were busy. */
static void
test_blocks_without_seconds (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (1000, 4, 0);

  for (guint i = 1; i <= 5; i++)
    fanfold_remaining_finish (remaining, 40, FANFOLD_JOB_DONE, -1, at (10.0 * i));
  assert_near (ask (remaining, 50).median, 200, 0.1);
}

static void
play (FanfoldRemaining *remaining, FanfoldRemainingAnswer *answers)
{
  for (guint64 job = 0; job < 50; job++)
    {
      double now = (double) job;

      fanfold_remaining_start (remaining, job, at (now));
      fanfold_remaining_report (remaining, job, 0.5, at (now + 0.3));
      fanfold_remaining_end (
          remaining, job, FANFOLD_JOB_DONE, 0.5 + (double) (job % 5) / 10, at (now + 0.9));
      answers[job] = ask (remaining, now + 0.9);
    }
}

static void
test_same_again (void)
{
  g_autoptr (FanfoldRemaining) first = fanfold_remaining_new (300, 3, 0);
  g_autoptr (FanfoldRemaining) second = fanfold_remaining_new (300, 3, 0);
  FanfoldRemainingAnswer answers[2][50];

  play (first, answers[0]);
  play (second, answers[1]);
  g_assert_cmpmem (answers[0], sizeof answers[0], answers[1], sizeof answers[1]);
}

static void
test_nothing_to_do (void)
{
  g_autoptr (FanfoldRemaining) none = fanfold_remaining_new (0, 0, 0);
  g_autoptr (FanfoldRemaining) over = fanfold_remaining_new (2, 2, 0);

  g_assert_cmpfloat (ask (none, 0).median, ==, 0);
  fanfold_remaining_finish (over, 1, FANFOLD_JOB_FAILED, 1, at (1));
  fanfold_remaining_finish (over, 1, FANFOLD_JOB_CRASHED, 1, at (1));
  g_assert_cmpfloat (ask (over, 1).median, ==, 0);

  /* A job that was run again counts twice. */
  fanfold_remaining_finish (over, 1, FANFOLD_JOB_DONE, 1, at (1));
  g_assert_cmpfloat (ask (over, 1).median, ==, 0);
}

/* What comes from outside may be anything. */
static void
test_strange_numbers (void)
{
  const double numbers[] = { NAN, INFINITY, -INFINITY, -1, 0, 1e-300, 1e300 };
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (100, 3, 0);

  for (guint64 job = 0; job < 50; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.prior = numbers[job % G_N_ELEMENTS (numbers)];
      hint.size = numbers[(job + 3) % G_N_ELEMENTS (numbers)];
      hint.kind = (guint) job * 7;
      fanfold_remaining_know (remaining, job, &hint);
      fanfold_remaining_know (remaining, job, &hint);
      fanfold_remaining_recall (remaining, hint.kind, hint.prior);
    }
  for (guint64 job = 0; job < 100; job += 2)
    {
      double number = numbers[job % G_N_ELEMENTS (numbers)];
      FanfoldRemainingRunning running[] = { { job + 1, number, number } };

      fanfold_remaining_start (remaining, job, -at ((double) job));
      fanfold_remaining_report (remaining, job, number, 0);
      ask (remaining, (double) job);
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, number, at ((double) job));
      fanfold_remaining_set_running (remaining, running, 1, at ((double) job));
      ask (remaining, (double) job);
    }
}

static void
test_endless_run (void)
{
  const guint64 n_jobs = G_GUINT64_CONSTANT (1) << 40;
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (n_jobs, 64, 0);

  fanfold_remaining_finish (remaining, n_jobs / 2, FANFOLD_JOB_DONE, (double) n_jobs / 2, at (1e9));
  assert_near (ask (remaining, 1e9).median, (double) n_jobs / 2 / 64, 0.3);
  fanfold_remaining_start (remaining, n_jobs - 1, at (1e9));
  fanfold_remaining_end (remaining, n_jobs - 1, FANFOLD_JOB_DONE, 1, at (1e9 + 1));
  assert_near (ask (remaining, 1e9 + 1).median, (double) n_jobs / 2 / 64, 0.3);
}

static double
get_thread_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* An answer costs about the same however many jobs there are: some milliseconds, here without
 * optimization. */
static void
test_cost (void)
{
  const guint64 n_jobs = 1000000;
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (n_jobs, 8, 0);
  double least = INFINITY;

  for (guint64 job = 0; job < n_jobs; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = 1 + (double) (job * 7919 % 1000);
      hint.kind = 1 + job % 5;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < n_jobs / 2; job++)
    fanfold_remaining_end (
        remaining, job, FANFOLD_JOB_DONE, 1 + (double) (job * 7919 % 1000), at ((double) job));
  for (guint i = 0; i < 5; i++)
    {
      double begin = get_thread_seconds ();

      ask (remaining, (double) n_jobs + i);
      least = MIN (least, get_thread_seconds () - begin);
    }
  g_assert_cmpfloat (least, <, 0.05);
}

/* A job is late by those that are like it: a larger one is not, nor is one that took long before.
 */
static void
test_late (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (40, 1, 0);
  const FanfoldRemainingHint small = { 0, 1, 0, -1 };
  const FanfoldRemainingHint large = { 0, 100, 0, -1 };
  const FanfoldRemainingHint slow = { 20, 1, 0, -1 };
  const FanfoldRemainingHint other = { 0, 1, 2, -1 };
  double now;

  for (guint i = 0; i < 30; i++)
    fanfold_remaining_know (remaining, i, &small);
  fanfold_remaining_know (remaining, 30, &large);
  fanfold_remaining_know (remaining, 31, &slow);
  fanfold_remaining_know (remaining, 32, &other);
  now = run_seconds (remaining, 0, 8, 0);
  g_assert_true (isinf (fanfold_remaining_get_late (remaining, 20)));
  run_seconds (remaining, 9, 19, now);

  assert_near (fanfold_remaining_get_late (remaining, 20), 10, 0.01);
  assert_near (fanfold_remaining_get_late (remaining, 31), 60, 0.01);
  g_assert_true (isinf (fanfold_remaining_get_late (remaining, 30)));
  g_assert_true (isinf (fanfold_remaining_get_late (remaining, 32)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining/unknown-at-first", test_unknown_at_first);
  g_test_add_func ("/remaining/silent-first-jobs", test_silent_first_jobs);
  g_test_add_func ("/remaining/silent-small-job", test_silent_small_job);
  g_test_add_func ("/remaining/before-first-job", test_before_first_job);
  g_test_add_func ("/remaining/equal-jobs", test_equal_jobs);
  g_test_add_func ("/remaining/counts-down", test_counts_down);
  g_test_add_func ("/remaining/one-more-than-slots", test_one_more_than_slots);
  g_test_add_func ("/remaining/history", test_history);
  g_test_add_func ("/remaining/recalled", test_recalled);
  g_test_add_func ("/remaining/sizes", test_sizes);
  g_test_add_func ("/remaining/ordered-sizes", test_ordered_sizes);
  g_test_add_func ("/remaining/kinds", test_kinds);
  g_test_add_func ("/remaining/progress", test_progress);
  g_test_add_func ("/remaining/pause", test_pause);
  g_test_add_func ("/remaining/acts", test_acts);
  g_test_add_func ("/remaining/new-slots-start", test_new_slots_start);
  g_test_add_func ("/remaining/blocks", test_blocks);
  g_test_add_func ("/remaining/blocks-without-seconds", test_blocks_without_seconds);
  g_test_add_func ("/remaining/same-again", test_same_again);
  g_test_add_func ("/remaining/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/remaining/strange-numbers", test_strange_numbers);
  g_test_add_func ("/remaining/endless-run", test_endless_run);
  g_test_add_func ("/remaining/cost", test_cost);
  g_test_add_func ("/remaining/late", test_late);

  return g_test_run ();
}
