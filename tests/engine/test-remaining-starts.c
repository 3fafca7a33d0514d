/* test-remaining-starts.c: the remaining time of runs in which jobs begin with a delay in between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-makespan.h"
#include "fanfold-starts-seen.h"
#include "remaining-fixture.h"

static FanfoldRemaining *
make (guint64 n_jobs, guint n_slots, double delay)
{
  FanfoldRemaining *remaining = fanfold_remaining_new (n_jobs, n_slots, 0);

  fanfold_remaining_set_start_delay (remaining, delay, 0);

  return remaining;
}

/* Jobs up to before @n, as soon as each may begin, in slots of which there are enough; the last of
 * them has begun. When it did. */
static double
run_spaced (FanfoldRemaining *remaining, guint64 n, double delay, double seconds)
{
  guint64 n_over = 0;

  for (guint64 job = 0; job < n; job++)
    {
      double now = (double) job * delay;

      for (; (double) n_over * delay + seconds <= now; n_over++)
        fanfold_remaining_end (
            remaining, n_over, FANFOLD_JOB_DONE, seconds, at ((double) n_over * delay + seconds));
      fanfold_remaining_start (remaining, job, at (now));
    }

  return (double) (n - 1) * delay;
}

static void
test_few_jobs (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (5, 2, 3);
  double now = run_spaced (remaining, 2, 3, 0.2);

  assert_near (ask (remaining, now).median, 9.2, 0.02);
  assert_near (ask (remaining, now + 0.1).median, 9.1, 0.02);
  fanfold_remaining_end (remaining, 1, FANFOLD_JOB_DONE, 0.2, at (now + 0.2));
  for (double gone = 0.2; gone < 3; gone += 0.4)
    {
      FanfoldRemainingAnswer answer = ask (remaining, now + gone);

      assert_near (answer.median, 9.2 - gone, 0.02);
      g_assert_cmpfloat (answer.low, >=, 9 - gone);
    }
  fanfold_remaining_start (remaining, 2, at (now + 3));
  assert_near (ask (remaining, now + 3).median, 6.2, 0.02);
}

/* What is shown for a start that is late does not fall below what comes. */
static void
test_late_start (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (5, 2, 3);
  double now = run_spaced (remaining, 2, 3, 0.2);

  fanfold_remaining_end (remaining, 1, FANFOLD_JOB_DONE, 0.2, at (now + 0.2));
  for (double gone = 1; gone < 60; gone += 0.5)
    g_assert_cmpfloat (ask (remaining, now + gone).low, >=, 6);
}

/* Of many jobs but a few are looked at one by one. */
static void
test_many_jobs (void)
{
  static const guint slots[] = { 2, 8, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      g_autoptr (FanfoldRemaining) remaining = make (5000, slots[i], 2);
      double now = run_spaced (remaining, 21, 2, 1);

      assert_near (ask (remaining, now).median, 4979 * 2 + 1, 0.001);
    }
}

/* Jobs take longer than it takes to begin one in each slot. */
static void
test_slots_are_the_limit (void)
{
  g_autoptr (FanfoldRemaining) spaced = make (2000, 4, 0.1);
  g_autoptr (FanfoldRemaining) remaining = make (2000, 4, 0);

  for (guint i = 0; i < 2; i++)
    {
      FanfoldRemaining *which = i == 0 ? spaced : remaining;
      double now = 0;

      for (guint64 job = 0; job < 40; job += 4, now += 1)
        {
          for (guint64 slot = 0; slot < 4; slot++)
            fanfold_remaining_start (which, job + slot, at (now + 0.1 * (double) slot));
          for (guint64 slot = 0; slot < 4; slot++)
            fanfold_remaining_end (
                which, job + slot, FANFOLD_JOB_DONE, 0.7, at (now + 0.7 + 0.1 * (double) slot));
        }
      assert_near (ask (which, now).median, 490, 0.1);
    }
}

/* All slots but one are idle as no job may begin. */
static void
test_idle_slots_are_no_fewer (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (1000, 10, 2);
  double now = run_spaced (remaining, 100, 2, 1);

  fanfold_remaining_set_start_delay (remaining, 0, at (now));
  assert_near (ask (remaining, now).median, 90, 0.15);
}

/* Nor where each begins a little late. */
static void
test_late_starts (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (1000, 10, 1);
  double now = 0;

  for (guint64 job = 0; job < 100; job++)
    {
      now += job % 10 == 9 ? 1.3 : 1.05;
      fanfold_remaining_start (remaining, job, at (now));
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 0.5, at (now + 0.5));
    }
  fanfold_remaining_set_start_delay (remaining, 0, at (now + 0.5));
  g_assert_cmpfloat (ask (remaining, now + 0.5).median, <, 135);
}

/* While jobs might begin, hardly any slot is used. */
static void
test_other_limits_count (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (400, 10, 0.2);
  double now = run_seconds (remaining, 0, 99, 0);

  assert_near (ask (remaining, now).median, 300, 0.1);
}

/* They wait for their start, although they take no time. */
static void
test_cached (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (1000, 4, 1);
  double now = 0;

  for (guint64 job = 0; job < 1000; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.cached = 1;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < 10; job++)
    fanfold_remaining_end (
        remaining, job, FANFOLD_JOB_CACHED, 0.001, at (now = (double) job + 0.001));
  assert_near (ask (remaining, now).median, 990, 0.001);
}

/* Each attempt is a start. */
static void
test_retries (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (300, 2, 1);
  double now = 0;

  for (guint64 job = 0; job < 100; job++)
    for (guint attempt = 0; attempt < 2; attempt++, now += 1)
      {
        fanfold_remaining_start (remaining, job, at (now));
        if (attempt == 0)
          fanfold_remaining_retry (remaining, job, 0.1, 0, at (now + 0.1));
        else
          fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 0.1, at (now + 0.1));
      }
  assert_near (ask (remaining, now).median, 400, 0.05);
}

/* A job that waits for its retry begins after that, and then not before its turn. */
static void
test_delayed (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (20, 4, 1);
  double now = run_spaced (remaining, 10, 1, 0.1);

  fanfold_remaining_retry (remaining, 9, 0.1, 30, at (now += 0.1));
  assert_near (ask (remaining, now).median, 30.1, 0.02);

  /* 11 jobs, and some of them twice. */
  fanfold_remaining_retry (remaining, 9, 0.1, 0.2, at (now));
  fanfold_remaining_set_n_jobs (remaining, 20, FALSE, at (now));
  assert_near (ask (remaining, now).median, 12, 0.1);
}

/* It goes by meanwhile; what is shown stands still. */
static void
test_pause (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (12, 2, 10);
  double now = run_spaced (remaining, 11, 10, 0.1);

  fanfold_remaining_pause (remaining, at (now += 1));
  assert_near (ask (remaining, now).median, 9.1, 0.02);
  assert_near (ask (remaining, now + 6).median, 9.1, 0.02);
  fanfold_remaining_resume (remaining, at (now + 6));
  assert_near (ask (remaining, now + 6).median, 3.1, 0.05);
}

static void
test_told_of_last_start (void)
{
  g_autoptr (FanfoldRemaining) remaining = make (20, 2, 10);
  double now = run_spaced (remaining, 11, 10, 0.1);

  fanfold_remaining_end (remaining, 10, FANFOLD_JOB_DONE, 0.1, at (now += 0.1));
  fanfold_remaining_set_last_start (remaining, 4, at (now));
  assert_near (ask (remaining, now).median, 86.1, 0.01);
  fanfold_remaining_set_last_start (remaining, 400, at (now));
  fanfold_remaining_set_n_jobs (remaining, 20, FALSE, at (now));
  assert_near (ask (remaining, now).median, 80.1, 0.01);
  fanfold_remaining_set_last_start (remaining, -3, at (now));
  fanfold_remaining_set_n_jobs (remaining, 20, FALSE, at (now));
  assert_near (ask (remaining, now).median, 93.1, 0.01);
}

static void
test_odd_delays (void)
{
  static const double delays[] = { -1, 0, NAN, 1e300, INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autoptr (FanfoldRemaining) remaining = make (200, 2, delays[i]);

      run_spaced (remaining, 10, 1, 0.5);
      if (i < 3)
        g_assert_cmpfloat (ask (remaining, 10).median, <, 200);
      else
        g_assert_cmpfloat (ask (remaining, 10).median, >, 1e9);
    }
}

/* Jobs that are poured end about as they would one by one. */
static void
test_pour (void)
{
  static const double delays[] = { 0, 0.1, 0.24, 0.25, 0.3, 1, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autoptr (FanfoldMakespan) singly = fanfold_makespan_new (4);
      g_autoptr (FanfoldMakespan) poured = fanfold_makespan_new (4);
      double left[] = { 0.2, 0.5, 30 };

      fanfold_makespan_begin (singly, left, 3);
      fanfold_makespan_space (singly, 0.3, delays[i]);
      for (guint job = 0; job < 240; job++)
        fanfold_makespan_add (singly, 1);

      fanfold_makespan_begin (poured, left, 3);
      fanfold_makespan_space (poured, 0.3, delays[i]);
      fanfold_makespan_pour (poured, 200, 200);
      for (guint job = 0; job < 40; job++)
        fanfold_makespan_add (poured, 1);
      assert_near (fanfold_makespan_get (poured), fanfold_makespan_get (singly), 0.05);
    }
}

static void
test_seen (void)
{
  FanfoldStartsSeen seen = { 0 };

  fanfold_starts_seen_begin (&seen, at (10));
  fanfold_starts_seen_add (&seen, 0);
  fanfold_starts_seen_add (&seen, at (7));
  assert_near (fanfold_starts_seen_get_age_before (&seen, 2), 3, 0.001);
  assert_near (fanfold_starts_seen_get_age (&seen, at (11)), 4, 0.001);

  /* One that was in time takes its delay; several do not take more. */
  fanfold_starts_seen_add (&seen, at (14));
  g_assert_cmpfloat (fanfold_starts_seen_get_age_before (&seen, 2), ==, 0);
  fanfold_starts_seen_add (&seen, at (12));
  assert_near (-fanfold_starts_seen_get_age_before (&seen, 2), 2, 0.001);
  assert_near (-fanfold_starts_seen_get_age_before (&seen, 9), 4, 0.001);

  /* The clock was set back. */
  fanfold_starts_seen_begin (&seen, at (3));
  g_assert_cmpfloat (fanfold_starts_seen_get_age (&seen, at (3)), ==, 0);
  g_assert_cmpfloat (fanfold_starts_seen_get_age_before (&seen, 2), ==, 0);
}

/* Slots that are held back are not reckoned with. */
static void
test_memory_limit (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (100, 8, 0);
  double now = run_seconds (remaining, 0, 49, 0);

  assert_near (ask (remaining, now).median, 50, 0.1);
}

/* Nor are they for a long time because others run. */
static void
test_memory_limit_with_running (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (120, 8, 0);
  double now = 0;

  for (guint64 round = 0; round < 4; round++, now += 4)
    for (guint64 job = 3 * round; job < 3 * round + 3; job++)
      {
        fanfold_remaining_start (remaining, job, at (now));
        if (round > 0)
          fanfold_remaining_end (remaining, job - 3, FANFOLD_JOB_DONE, 4, at (now));
      }
  assert_near (ask (remaining, now - 0.1).median, 144, 0.08);
}

/* A slot that is handed over is idle for a moment, as long for a small job as for a large one. */
static void
test_handed_over (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (210, 1, 0);
  double now = 0;

  for (guint64 job = 0; job < 210; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = job < 10 ? 1e6 : 2000;
      fanfold_remaining_know (remaining, job, &hint);
    }
  for (guint64 job = 0; job < 60; job++)
    {
      double seconds = job < 10 ? 1 : 0.002;

      now += 0.006;
      fanfold_remaining_start (remaining, job, at (now));
      now += seconds;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, seconds, at (now));
    }
  assert_near (ask (remaining, now).median, 150 * 0.008, 0.35);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining-starts/few-jobs", test_few_jobs);
  g_test_add_func ("/remaining-starts/late-start", test_late_start);
  g_test_add_func ("/remaining-starts/many-jobs", test_many_jobs);
  g_test_add_func ("/remaining-starts/slots-are-the-limit", test_slots_are_the_limit);
  g_test_add_func ("/remaining-starts/idle-slots-are-no-fewer", test_idle_slots_are_no_fewer);
  g_test_add_func ("/remaining-starts/late-starts", test_late_starts);
  g_test_add_func ("/remaining-starts/other-limits-count", test_other_limits_count);
  g_test_add_func ("/remaining-starts/memory-limit", test_memory_limit);
  g_test_add_func ("/remaining-starts/memory-limit-with-running", test_memory_limit_with_running);
  g_test_add_func ("/remaining-starts/handed-over", test_handed_over);
  g_test_add_func ("/remaining-starts/cached", test_cached);
  g_test_add_func ("/remaining-starts/retries", test_retries);
  g_test_add_func ("/remaining-starts/delayed", test_delayed);
  g_test_add_func ("/remaining-starts/pause", test_pause);
  g_test_add_func ("/remaining-starts/told-of-last-start", test_told_of_last_start);
  g_test_add_func ("/remaining-starts/odd-delays", test_odd_delays);
  g_test_add_func ("/remaining-starts/pour", test_pour);
  g_test_add_func ("/remaining-starts/seen", test_seen);

  return g_test_run ();
}
