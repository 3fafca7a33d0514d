/* test-remaining-spread.c: jobs that take very different times, of which nothing is known before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-chance.h"
#include "remaining-fixture.h"

#define N_JOBS 200
#define N_SLOTS 4

typedef struct
{
  guint64 job;
  double end;
} Slot;

static Slot *
find_first (Slot *slots)
{
  Slot *first = &slots[0];

  for (guint i = 1; i < N_SLOTS; i++)
    if (slots[i].end < first->end)
      first = &slots[i];

  return first;
}

/* Spread evenly over a normal distribution: each run has its own order. */
static double
take_off (guint run, guint64 job, double step)
{
  double share = step * (double) (job + 1) + 0.1 * run;

  return fanfold_chance_normal_quantile (CLAMP (share - floor (share), 0.001, 0.999));
}

/* Spread by a factor of e. */
static double
take_seconds (guint run, guint64 job)
{
  return exp (take_off (run, job, 0.618034));
}

/* Of sizes that have nothing to do with how long jobs take. */
static void
tell_sizes (FanfoldRemaining *remaining, guint run)
{
  for (guint64 job = 0; job < N_JOBS; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.size = 1e6 * exp (1.5 * take_off (run, job, 0.414214));
      fanfold_remaining_know (remaining, job, &hint);
    }
}

/* What is said when @n_asked are over, against what is left then: as a logarithm. */
static double
measure_off (guint run, gboolean sized, guint n_asked)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (N_JOBS, N_SLOTS, 0);
  FanfoldRemainingAnswer answer = { -1, -1, -1 };
  Slot slots[N_SLOTS] = { { 0 } };
  guint64 n_begun = 0;
  double asked = 0, now = 0;

  if (sized)
    tell_sizes (remaining, run);
  for (guint i = 0; i < N_SLOTS; i++, n_begun++)
    {
      fanfold_remaining_start (remaining, n_begun, 0);
      slots[i] = (Slot){ n_begun, take_seconds (run, n_begun) };
    }
  for (guint n_over = 1; n_over <= N_JOBS; n_over++)
    {
      Slot *slot = find_first (slots);

      now = slot->end;
      fanfold_remaining_end (
          remaining, slot->job, FANFOLD_JOB_DONE, take_seconds (run, slot->job), at (now));
      slot->end = INFINITY;
      if (n_begun < N_JOBS)
        {
          fanfold_remaining_start (remaining, n_begun, at (now));
          *slot = (Slot){ n_begun, now + take_seconds (run, n_begun) };
          n_begun++;
        }
      if (n_over == n_asked)
        {
          answer = ask (remaining, now);
          asked = now;
        }
    }

  return log (answer.median / (now - asked));
}

/* Those that are over first are the short ones, and say too little: so do not those that run yet,
 * and are long. */
static void
test_short_ones_are_over_first (void)
{
  double sum = 0;

  for (guint run = 0; run < 10; run++)
    sum += measure_off (run, FALSE, 16);
  g_assert_cmpfloat (fabs (sum / 10), <, 0.15);
}

/* It is soon seen that sizes say nothing. */
static void
test_sizes_that_lie (void)
{
  double sum = 0;

  for (guint run = 0; run < 10; run++)
    sum += fabs (measure_off (run, TRUE, 8));
  g_assert_cmpfloat (sum / 10, <, 0.3);
}

/* The last of jobs that took about ten seconds each hangs: the longer it has, the longer it will,
 * by no more than time goes by. */
static void
test_lone_straggler (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (41, 1, 0);
  double now = 0;
  double last;

  for (guint64 job = 0; job < 40; job++)
    {
      double seconds = 9 + 0.05 * (double) (job * 7 % 40);

      fanfold_remaining_start (remaining, job, at (now));
      now += seconds;
      fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, seconds, at (now));
    }
  fanfold_remaining_start (remaining, 40, at (now));

  g_assert_cmpfloat (ask (remaining, now + 10).median, <, 1.5);
  last = ask (remaining, now + 14).median;
  for (double age = 14.5; age < 100; age += 0.5)
    {
      double median = ask (remaining, now + age).median;

      g_assert_cmpfloat (fabs (median - last), <, 0.5);
      g_assert_cmpfloat (median, >, 0.2 * age);
      g_assert_cmpfloat (median, <, age);
      last = median;
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining-spread/short-ones-are-over-first", test_short_ones_are_over_first);
  g_test_add_func ("/remaining-spread/sizes-that-lie", test_sizes_that_lie);
  g_test_add_func ("/remaining-spread/lone-straggler", test_lone_straggler);

  return g_test_run ();
}
