/* test-time-limit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-time-limit.h"
#include "outcomes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
learn (FanfoldTimeLimit *limit, FanfoldFunction *function, FanfoldJobState state, double seconds)
{
  g_autoptr (FanfoldBlock) block = outcome (function, 0, state, seconds, NULL);

  fanfold_time_limit_learn (limit, block);
}

static void
assert_near (gint64 usec, double expected_usec)
{
  g_assert_cmpfloat (fabs (usec - expected_usec), <=, expected_usec * 0.011 + 1.5);
}

static void
test_fixed (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldTimeLimit) none = fanfold_time_limit_new (&settings);
  g_autoptr (FanfoldTimeLimit) limit = NULL;

  g_assert_cmpint (fanfold_time_limit_get (none), ==, 0);
  g_assert_false (fanfold_time_limit_may_change (none));

  settings.timeout = 2.5;
  limit = fanfold_time_limit_new (&settings);
  for (guint i = 0; i < 10; i++)
    learn (limit, function, FANFOLD_JOB_DONE, 100);
  g_assert_cmpint (fanfold_time_limit_get (limit), ==, 2500000);
  g_assert_false (fanfold_time_limit_may_change (limit));
}

static void
test_percent (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldTimeLimit) limit = NULL;

  settings.timeout = 1; /* the percentage counts instead */
  settings.timeout_percent = 200;
  limit = fanfold_time_limit_new (&settings);
  g_assert_true (fanfold_time_limit_may_change (limit));

  learn (limit, function, FANFOLD_JOB_DONE, 1);
  learn (limit, function, FANFOLD_JOB_DONE, 3);
  learn (limit, function, FANFOLD_JOB_FAILED, 100);
  learn (limit, function, FANFOLD_JOB_CACHED, 0);
  learn (limit, function, FANFOLD_JOB_TIMED_OUT, 100);
  learn (limit, function, FANFOLD_JOB_CRASHED, 100);
  g_assert_cmpint (fanfold_time_limit_get (limit), ==, 0);

  learn (limit, function, FANFOLD_JOB_DONE, 0.1);
  assert_near (fanfold_time_limit_get (limit), 2e6);

  /* Of an even number it is the upper one. */
  learn (limit, function, FANFOLD_JOB_DONE, 2);
  assert_near (fanfold_time_limit_get (limit), 4e6);
}

static void
test_extremes (void)
{
  static const double seconds[] = { 0, 1e-9, 1e-6, 1e6, 1e12 };
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  settings.timeout_percent = 100;
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      g_autoptr (FanfoldTimeLimit) limit = fanfold_time_limit_new (&settings);

      for (guint k = 0; k < 3; k++)
        learn (limit, function, FANFOLD_JOB_DONE, seconds[i]);
      g_assert_cmpint (fanfold_time_limit_get (limit), >=, 1);
      g_assert_cmpint (fanfold_time_limit_get (limit), <=, (gint64) 2e12);
    }
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Against a sorted array, over nine decades, also while the durations wander. */
static void
test_median (void)
{
  enum
  {
    N_JOBS = 3000
  };
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  g_autofree double *seconds = g_new (double, N_JOBS);
  g_autofree double *sorted = g_new (double, N_JOBS);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldTimeLimit) limit = NULL;

  settings.timeout_percent = 100;
  limit = fanfold_time_limit_new (&settings);
  for (guint i = 0; i < N_JOBS; i++)
    {
      seconds[i] = pow (10, g_test_rand_double_range (-5, -1) + 3.0 * (i / 1000));
      learn (limit, function, FANFOLD_JOB_DONE, seconds[i]);
      if (i % 50 != 2)
        continue;

      memcpy (sorted, seconds, (i + 1) * sizeof *sorted);
      qsort (sorted, i + 1, sizeof *sorted, compare);
      assert_near (fanfold_time_limit_get (limit), sorted[(i + 1) / 2] * 1e6);
    }
}

typedef struct
{
  FanfoldTimeLimit *limit;
  FanfoldFunction *function;
} Learner;

static gpointer
learn_thread (gpointer user_data)
{
  Learner *learner = user_data;

  for (guint i = 0; i < 1000; i++)
    {
      learn (learner->limit, learner->function, FANFOLD_JOB_DONE, 0.5);
      g_assert_cmpint (fanfold_time_limit_get (learner->limit), <, 600000);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldTimeLimit) limit = NULL;
  Learner learner;
  GThread *threads[4];

  settings.timeout_percent = 100;
  limit = fanfold_time_limit_new (&settings);
  learner = (Learner){ limit, function };
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("learner", learn_thread, &learner);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  assert_near (fanfold_time_limit_get (limit), 5e5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time-limit/fixed", test_fixed);
  g_test_add_func ("/time-limit/percent", test_percent);
  g_test_add_func ("/time-limit/extremes", test_extremes);
  g_test_add_func ("/time-limit/median", test_median);
  g_test_add_func ("/time-limit/threads", test_threads);

  return g_test_run ();
}
