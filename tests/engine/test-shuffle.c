/* test-shuffle.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shuffle.h"

static void
assert_permutation (const guint32 *drawn, guint64 n_drawn, guint64 n)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  for (guint64 i = 0; i < n_drawn; i++)
    {
      g_assert_cmpuint (drawn[i], <, n);
      g_assert_false (seen[drawn[i]]);
      seen[drawn[i]] = TRUE;
    }
}

static void
test_all (void)
{
  static const guint64 sizes[] = { 1, 2, 3, 10, 1000, 65537 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint64 seed = 0; seed < 3; seed++)
      {
        g_autofree guint32 *drawn = fanfold_shuffle_draw (sizes[i], sizes[i], seed);

        assert_permutation (drawn, sizes[i], sizes[i]);
      }
}

/* Few or many: the same ones first. */
static void
test_same_seed (void)
{
  g_autofree guint32 *all = fanfold_shuffle_draw (10000, 10000, 42);
  g_autofree guint32 *again = fanfold_shuffle_draw (10000, 10000, 42);
  g_autofree guint32 *few = fanfold_shuffle_draw (10000, 10, 42);
  g_autofree guint32 *some = fanfold_shuffle_draw (10000, 300, 42);
  g_autofree guint32 *others = fanfold_shuffle_draw (10000, 10000, 43);
  guint n_same = 0;

  g_assert_cmpmem (all, 10000 * sizeof *all, again, 10000 * sizeof *again);
  g_assert_cmpmem (all, 10 * sizeof *all, few, 10 * sizeof *few);
  g_assert_cmpmem (all, 300 * sizeof *all, some, 300 * sizeof *some);
  for (guint i = 0; i < 10000; i++)
    n_same += all[i] == others[i];
  g_assert_cmpuint (n_same, <, 20);
}

/* Each of three at each of three places a sixth of the time, more or less. */
static void
test_even (void)
{
  guint counts[27] = { 0 };

  for (guint64 seed = 0; seed < 60000; seed++)
    {
      g_autofree guint32 *drawn = fanfold_shuffle_draw (3, 3, seed);

      counts[9 * drawn[0] + 3 * drawn[1] + drawn[2]]++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_assert_true (counts[i] == 0 || (counts[i] > 9500 && counts[i] < 10500));
    }
}

static void
test_speed (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree guint32 *million = fanfold_shuffle_draw (1000 * 1000, 1000 * 1000, 7);
  gint64 middle = g_get_monotonic_time ();
  g_autofree guint32 *ten = fanfold_shuffle_draw (100 * 1000 * 1000, 10, 7);
  gint64 end = g_get_monotonic_time ();

  g_test_message ("a million: %.3f s, ten of a hundred million: %.6f s",
                  (double) (middle - start) / G_USEC_PER_SEC,
                  (double) (end - middle) / G_USEC_PER_SEC);
  assert_permutation (million, 1000 * 1000, 1000 * 1000);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (ten[i], <, 100 * 1000 * 1000);
  g_assert_cmpint (end - middle, <, G_USEC_PER_SEC / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shuffle/all", test_all);
  g_test_add_func ("/shuffle/same-seed", test_same_seed);
  g_test_add_func ("/shuffle/even", test_even);
  g_test_add_func ("/shuffle/speed", test_speed);

  return g_test_run ();
}
