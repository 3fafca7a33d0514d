/* test-ranges.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-ranges.h"

static char *
print (FanfoldRanges *self)
{
  GString *text = g_string_new (NULL);
  guint64 from = 0, first, n;

  for (; fanfold_ranges_find (self, from, &first, &n); from = first + n)
    g_string_append_printf (
        text, "[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ")", first, first + n);

  return g_string_free (text, FALSE);
}

static void
assert_ranges (FanfoldRanges *self, const char *expected, guint64 size)
{
  g_autofree char *text = print (self);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (fanfold_ranges_get_size (self), ==, size);
}

static void
test_empty (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) copy = fanfold_ranges_copy (self);
  guint64 first, n;

  assert_ranges (self, "", 0);
  assert_ranges (copy, "", 0);
  g_assert_false (fanfold_ranges_contains (self, 0));
  g_assert_false (fanfold_ranges_take (self, 10, &first, &n));
  g_assert_cmpuint (fanfold_ranges_add (self, 5, 0), ==, 0);
  g_assert_cmpuint (fanfold_ranges_remove (self, 0, G_MAXUINT64), ==, 0);
  assert_ranges (self, "", 0);
}

static void
test_add (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();

  g_assert_cmpuint (fanfold_ranges_add (self, 10, 5), ==, 5);
  g_assert_cmpuint (fanfold_ranges_add (self, 20, 5), ==, 5);
  assert_ranges (self, "[10,15)[20,25)", 10);

  /* What is in already counts no more. */
  g_assert_cmpuint (fanfold_ranges_add (self, 11, 2), ==, 0);
  g_assert_cmpuint (fanfold_ranges_add (self, 8, 4), ==, 2);
  g_assert_cmpuint (fanfold_ranges_add (self, 24, 3), ==, 2);
  assert_ranges (self, "[8,15)[20,27)", 14);

  /* Neighbours become one. */
  g_assert_cmpuint (fanfold_ranges_add (self, 7, 1), ==, 1);
  g_assert_cmpuint (fanfold_ranges_add (self, 15, 1), ==, 1);
  assert_ranges (self, "[7,16)[20,27)", 16);
  g_assert_cmpuint (fanfold_ranges_add (self, 16, 4), ==, 4);
  assert_ranges (self, "[7,27)", 20);

  g_assert_cmpuint (fanfold_ranges_add (self, 40, 1), ==, 1);
  g_assert_cmpuint (fanfold_ranges_add (self, 50, 1), ==, 1);
  g_assert_cmpuint (fanfold_ranges_add (self, 0, 60), ==, 38);
  assert_ranges (self, "[0,60)", 60);
}

static void
test_remove (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();

  fanfold_ranges_add (self, 0, 100);
  g_assert_cmpuint (fanfold_ranges_remove (self, 10, 10), ==, 10);
  g_assert_cmpuint (fanfold_ranges_remove (self, 15, 10), ==, 5);
  g_assert_cmpuint (fanfold_ranges_remove (self, 15, 3), ==, 0);
  assert_ranges (self, "[0,10)[25,100)", 85);
  g_assert_cmpuint (fanfold_ranges_remove (self, 0, 1), ==, 1);
  g_assert_cmpuint (fanfold_ranges_remove (self, 99, 50), ==, 1);
  g_assert_cmpuint (fanfold_ranges_remove (self, 5, 22), ==, 7);
  assert_ranges (self, "[1,5)[27,99)", 76);
  g_assert_cmpuint (fanfold_ranges_remove (self, 0, 1000), ==, 76);
  assert_ranges (self, "", 0);
}

static void
test_largest (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
  guint64 first, n;

  g_assert_cmpuint (fanfold_ranges_add (self, G_MAXUINT64 - 10, 10), ==, 10);
  g_assert_cmpuint (fanfold_ranges_remove (self, G_MAXUINT64 - 1, 1), ==, 1);
  g_assert_true (fanfold_ranges_contains (self, G_MAXUINT64 - 2));
  g_assert_false (fanfold_ranges_contains (self, G_MAXUINT64 - 1));
  g_assert_false (fanfold_ranges_find (self, G_MAXUINT64, &first, &n));
}

static void
test_find (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
  guint64 first, n;

  fanfold_ranges_add (self, 10, 5);
  fanfold_ranges_add (self, 20, 5);
  g_assert_true (fanfold_ranges_find (self, 12, &first, &n));
  g_assert_cmpuint (first, ==, 12);
  g_assert_cmpuint (n, ==, 3);
  g_assert_true (fanfold_ranges_find (self, 15, &first, &n));
  g_assert_cmpuint (first, ==, 20);
  g_assert_cmpuint (n, ==, 5);
  g_assert_false (fanfold_ranges_find (self, 25, &first, &n));
}

static void
test_take (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
  guint64 first, n;

  fanfold_ranges_add (self, 20, 5);
  fanfold_ranges_add (self, 10, 5);
  g_assert_false (fanfold_ranges_take (self, 0, &first, &n));
  g_assert_true (fanfold_ranges_take (self, 2, &first, &n));
  g_assert_cmpuint (first, ==, 10);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (fanfold_ranges_take (self, 100, &first, &n));
  g_assert_cmpuint (first, ==, 12);
  g_assert_cmpuint (n, ==, 3);
  assert_ranges (self, "[20,25)", 5);

  /* The range of which some were taken is found under its new beginning. */
  fanfold_ranges_take (self, 2, &first, &n);
  g_assert_cmpuint (fanfold_ranges_add (self, 20, 2), ==, 2);
  g_assert_cmpuint (fanfold_ranges_remove (self, 21, 2), ==, 2);
  assert_ranges (self, "[20,21)[23,25)", 3);
}

static void
test_copy (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) copy = NULL;

  fanfold_ranges_add (self, 1, 2);
  fanfold_ranges_add (self, 5, 2);
  copy = fanfold_ranges_copy (self);
  fanfold_ranges_add (self, 3, 2);
  fanfold_ranges_remove (copy, 6, 1);
  assert_ranges (self, "[1,7)", 6);
  assert_ranges (copy, "[1,3)[5,6)", 3);
}

/* Beside a plain array of flags. */

#define N_FLAGS 200

static guint64
set_flags (gboolean *flags, guint64 first, guint64 n, gboolean value)
{
  guint64 n_changed = 0;

  for (guint64 i = first; i < first + n; i++)
    {
      n_changed += flags[i] != value;
      flags[i] = value;
    }

  return n_changed;
}

static void
assert_same (FanfoldRanges *self, const gboolean *flags)
{
  guint64 size = 0, end = 0, from = 0, first, n;

  for (guint64 i = 0; i < N_FLAGS; i++)
    {
      size += (guint64) flags[i];
      g_assert_cmpint (fanfold_ranges_contains (self, i), ==, flags[i]);
    }
  g_assert_cmpuint (fanfold_ranges_get_size (self), ==, size);

  for (; fanfold_ranges_find (self, from, &first, &n); from = first + n)
    {
      g_assert_true (from == 0 || first > end); /* they do not even touch */
      g_assert_cmpuint (n, >, 0);
      end = first + n;
      size -= n;
    }
  g_assert_cmpuint (size, ==, 0);
}

static void
take_some (FanfoldRanges *self, gboolean *flags)
{
  guint64 max = (guint64) g_test_rand_int_range (1, 30);
  guint64 lowest = 0, n_expected = 0, first, n;

  while (lowest < N_FLAGS && !flags[lowest])
    lowest++;
  while (lowest + n_expected < N_FLAGS && flags[lowest + n_expected] && n_expected < max)
    n_expected++;

  g_assert_cmpint (fanfold_ranges_take (self, max, &first, &n), ==, n_expected > 0);
  if (n_expected == 0)
    return;

  g_assert_cmpuint (first, ==, lowest);
  g_assert_cmpuint (n, ==, n_expected);
  set_flags (flags, first, n, FALSE);
}

static void
test_random (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
      gboolean flags[N_FLAGS] = { FALSE };

      for (guint step = 0; step < 200; step++)
        {
          guint64 first = (guint64) g_test_rand_int_range (0, N_FLAGS);
          guint64 n = (guint64) g_test_rand_int_range (
              0, (int) MIN (N_FLAGS - first, round % 2 == 0 ? 5 : 60) + 1);

          switch (g_test_rand_int_range (0, 5))
            {
            case 0:
              take_some (self, flags);
              break;
            case 1:
            case 2:
              g_assert_cmpuint (
                  fanfold_ranges_remove (self, first, n), ==, set_flags (flags, first, n, FALSE));
              break;
            default:
              g_assert_cmpuint (
                  fanfold_ranges_add (self, first, n), ==, set_flags (flags, first, n, TRUE));
            }
          assert_same (self, flags);
        }
    }
}

/* A hundred thousand ranges: nothing walks through all of them. */
static void
test_many (void)
{
  g_autoptr (FanfoldRanges) self = fanfold_ranges_new ();
  guint64 n_ranges = 100000;

  for (guint64 i = 0; i < n_ranges; i++)
    fanfold_ranges_add (self, 2 * (i * 7919 % n_ranges), 1);
  g_assert_cmpuint (fanfold_ranges_get_size (self), ==, n_ranges);
  for (guint64 i = 0; i < n_ranges; i++)
    fanfold_ranges_add (self, 2 * (i * 7919 % n_ranges) + 1, 1);
  assert_ranges (self, "[0,200000)", 2 * n_ranges);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ranges/empty", test_empty);
  g_test_add_func ("/ranges/add", test_add);
  g_test_add_func ("/ranges/remove", test_remove);
  g_test_add_func ("/ranges/largest", test_largest);
  g_test_add_func ("/ranges/find", test_find);
  g_test_add_func ("/ranges/take", test_take);
  g_test_add_func ("/ranges/copy", test_copy);
  g_test_add_func ("/ranges/random", test_random);
  g_test_add_func ("/ranges/many", test_many);

  return g_test_run ();
}
