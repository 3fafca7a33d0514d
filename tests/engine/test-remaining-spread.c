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

/* Seconds, spread by a factor of e: each run has its own order. */
static double
take_seconds (guint run, guint64 job)
{
  double share = 0.618034 * (double) (job + 1) + 0.1 * run;

  return exp (fanfold_chance_normal_quantile (CLAMP (share - floor (share), 0.001, 0.999)));
}

/* What is said when @n_asked are over, against what is left then: as a logarithm. */
static double
measure_off (guint run, guint n_asked)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (N_JOBS, N_SLOTS, 0);
  FanfoldRemainingAnswer answer = { -1, -1, -1 };
  Slot slots[N_SLOTS] = { { 0 } };
  guint64 n_begun = 0;
  double asked = 0, now = 0;

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
    sum += measure_off (run, 16);
  g_assert_cmpfloat (fabs (sum / 10), <, 0.15);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining-spread/short-ones-are-over-first", test_short_ones_are_over_first);

  return g_test_run ();
}
