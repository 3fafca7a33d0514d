/* test-shares.c: slots that runs share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shares.h"

#define LOW FANFOLD_PRIORITY_LOW
#define NORMAL FANFOLD_PRIORITY_NORMAL
#define HIGH FANFOLD_PRIORITY_HIGH

/* Each is { priority, least, needed, wanted, present }. */
#define N 3

static void
assert_given (guint limit, const FanfoldShare *given, const guint expected[N])
{
  FanfoldShare shares[N];
  guint n = 0;

  for (; n < N && given[n].wanted > 0; n++)
    shares[n] = given[n];
  fanfold_shares_divide (shares, n, limit);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (shares[i].given, ==, expected[i]);
}

static void
test_alone (void)
{
  assert_given (4, (FanfoldShare[N]){ { NORMAL, 1, 8, 8, 0 } }, (guint[N]){ 4 });
  assert_given (4, (FanfoldShare[N]){ { NORMAL, 1, 2, 2, 0 } }, (guint[N]){ 2 });
  fanfold_shares_divide (NULL, 0, 4);
}

static void
test_alike (void)
{
  const FanfoldShare two[N] = { { NORMAL, 1, 8, 8, 0 }, { NORMAL, 1, 8, 8, 0 } };
  const FanfoldShare small[N] = { { NORMAL, 1, 8, 8, 0 }, { NORMAL, 1, 1, 1, 0 } };

  assert_given (8, two, (guint[N]){ 4, 4 });
  assert_given (5, two, (guint[N]){ 3, 2 });
  assert_given (8, small, (guint[N]){ 7, 1 });
}

/* What runs out of jobs leaves its slots to others, and keeps them where nobody wants them. */
static void
test_needs (void)
{
  const FanfoldShare short_of_jobs[N] = { { NORMAL, 1, 1, 4, 1 }, { NORMAL, 1, 4, 4, 1 } };
  const FanfoldShare plenty[N] = { { NORMAL, 1, 1, 4, 1 }, { NORMAL, 1, 2, 2, 1 } };

  assert_given (4, short_of_jobs, (guint[N]){ 1, 3 });
  assert_given (8, plenty, (guint[N]){ 4, 2 });
}

static void
test_priorities (void)
{
  const FanfoldShare shares[N] = { { LOW, 1, 4, 4, 0 },
                                   { HIGH, 1, 4, 4, 0 },
                                   { NORMAL, 1, 4, 4, 0 } };

  assert_given (3, shares, (guint[N]){ 1, 1, 1 });
  assert_given (5, shares, (guint[N]){ 1, 3, 1 });
  assert_given (8, shares, (guint[N]){ 1, 4, 3 });
  assert_given (20, shares, (guint[N]){ 4, 4, 4 });
}

/* Nobody gets what another has not given up yet. */
static void
test_giving_up (void)
{
  FanfoldShare shares[N] = { { NORMAL, 1, 8, 8, 4 }, { NORMAL, 0, 8, 8, 0 } };

  assert_given (4, shares, (guint[N]){ 2, 0 });
  shares[0].present = 3;
  assert_given (4, shares, (guint[N]){ 2, 1 });
  shares[0].present = 2;
  assert_given (4, shares, (guint[N]){ 2, 2 });
}

/* One that would begin waits while those before it need all; those that go on have one each. */
static void
test_least (void)
{
  const FanfoldShare waiting[N] = { { NORMAL, 1, 8, 8, 2 }, { LOW, 0, 8, 8, 0 } };
  const FanfoldShare crowd[N] = { { NORMAL, 1, 8, 8, 1 },
                                  { NORMAL, 1, 8, 8, 1 },
                                  { NORMAL, 1, 8, 8, 1 } };

  assert_given (2, waiting, (guint[N]){ 2, 0 });
  assert_given (1, crowd, (guint[N]){ 1, 1, 1 });
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shares/alone", test_alone);
  g_test_add_func ("/shares/alike", test_alike);
  g_test_add_func ("/shares/needs", test_needs);
  g_test_add_func ("/shares/priorities", test_priorities);
  g_test_add_func ("/shares/giving-up", test_giving_up);
  g_test_add_func ("/shares/least", test_least);

  return g_test_run ();
}
