/* test-remaining-presumed.c: the remaining time where only others like its jobs are known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "remaining-fixture.h"

/* What others took says something before the first is over, and no more once that took another
 * time: not of what is left, nor by a range of anything. */
static void
test_presumed (void)
{
  const double others[] = { 0.0001, 0.01, 0.5, 4, 60, 4000 };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (6, 1, 0);
      FanfoldRemainingAnswer answer;

      fanfold_remaining_presume (remaining, 0, others[i] / 3, others[i], others[i] * 3);
      answer = ask (remaining, 0);
      assert_near (answer.median, 6 * others[i], 0.6);
      g_assert_cmpfloat (answer.high / answer.low, >, 8);
      for (guint job = 0; job < 5; job++)
        {
          fanfold_remaining_start (remaining, job, at (4.0 * job));
          for (guint tenth = 0; tenth < 40; tenth++)
            answer = ask (remaining, 4.0 * job + tenth / 10.0);
          fanfold_remaining_end (remaining, job, FANFOLD_JOB_DONE, 4, at (4.0 * (job + 1)));
          fanfold_remaining_start (remaining, job + 1, at (4.0 * (job + 1)));
          answer = ask (remaining, 4.0 * (job + 1));
          g_test_message ("%g s: after %u %g", others[i], job + 1, answer.median);
          assert_near (answer.median, 4.0 * (5 - job), 0.3);
        }
    }
}

/* The first takes so long already that others say nothing of it: as if nothing was known. */
static void
test_presumed_wrongly (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (6, 1, 0);
  g_autoptr (FanfoldRemaining) fresh = fanfold_remaining_new (6, 1, 0);

  fanfold_remaining_presume (remaining, 0, 0.005, 0.01, 0.02);
  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_start (fresh, 0, 0);
  assert_near (ask (remaining, 0).median, 0.06, 0.5);
  g_assert_cmpfloat (ask (remaining, 0.5).median, <, 0);
  g_assert_cmpfloat_with_epsilon (ask (remaining, 3).median, ask (fresh, 3).median, 1e-6);
}

/* Of another kind it says nothing. */
static void
test_presumed_kind (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (4, 1, 0);

  for (guint64 job = 0; job < 4; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.kind = job < 2 ? 1 : 2;
      fanfold_remaining_know (remaining, job, &hint);
    }
  fanfold_remaining_presume (remaining, 1, 1, 2, 4);
  g_assert_cmpfloat (ask (remaining, 0).median, <, 0);
  fanfold_remaining_presume (remaining, 2, 15, 20, 25);
  assert_near (ask (remaining, 0).median, 44, 0.5);
}

/* How long the very jobs took is known, whatever is not of their kind. */
static void
test_prior_of_kind (void)
{
  g_autoptr (FanfoldRemaining) remaining = fanfold_remaining_new (12, 1, 0);

  for (guint64 job = 0; job < 12; job++)
    {
      FanfoldRemainingHint hint = FANFOLD_REMAINING_HINT_INIT;

      hint.kind = 1 + job % 2;
      hint.prior = job % 2 != 0 ? 3 : 0.25;
      fanfold_remaining_know (remaining, job, &hint);
    }
  fanfold_remaining_start (remaining, 0, 0);
  fanfold_remaining_end (remaining, 0, FANFOLD_JOB_DONE, 0.25, at (0.25));
  assert_near (ask (remaining, 0.25).median, 5 * 0.25 + 6 * 3, 0.15);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remaining-presumed/others", test_presumed);
  g_test_add_func ("/remaining-presumed/wrongly", test_presumed_wrongly);
  g_test_add_func ("/remaining-presumed/kind", test_presumed_kind);
  g_test_add_func ("/remaining-presumed/prior-of-kind", test_prior_of_kind);

  return g_test_run ();
}
