/* test-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-range.h"

#include <math.h>
#include <string.h>

static void
parse (FanfoldRange *range, const char *start, const char *stop, const char *step)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_range_parse (range, start, stop, step, &error));
  g_assert_no_error (error);
}

static void
test_tenths (void)
{
  static const double values[] = { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9 };
  FanfoldRange range;

  parse (&range, "0", "1", "0.1");
  g_assert_cmpuint (range.size, ==, 10);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpfloat (fanfold_range_get_real (&range, i), ==, values[i]);
}

static void
test_size (void)
{
  static const struct
  {
    const char *start;
    const char *stop;
    const char *step;
    guint64 size;
    double last;
    gboolean whole;
  } cases[] = {
    { "0", "1", "0.1", 10, 0.9, FALSE },
    { "0", "10", NULL, 10, 9, TRUE },
    { "10", "0", "-1", 10, 1, TRUE },
    { "1", "0", "-0.25", 4, 0.25, FALSE },
    { "-1", "1", "0.5", 4, 0.5, FALSE },
    { "0", "1", "0.3", 4, 0.9, FALSE },
    { "0", "1", "5", 1, 0, TRUE },
    { "0", "2.5", "1", 3, 2, TRUE },
    { "1e3", "1.2e3", "1e2", 2, 1100, TRUE },
    { "1.50", "2", ".25", 2, 1.75, FALSE },
    { "0", "1000000", "1", 1000000, 999999, TRUE },
    { "0", "4294967295", "1", G_MAXUINT32, 4294967294.0, TRUE },
    { "1e300", "2e300", "1e299", 10, 1.9e300, FALSE },
    { "0", "1e-300", "1e-301", 10, 9e-301, FALSE },
    { " 0 ", "+3", "1.", 3, 2, TRUE },
    { "9007199254740988", "9007199254740993", "1", 5, 9007199254740992.0, TRUE },
    { "0.1", "0.10000000000000000000000000003", "1e-29", 3, 0.1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FanfoldRange range;

      parse (&range, cases[i].start, cases[i].stop, cases[i].step);
      g_assert_cmpuint (range.size, ==, cases[i].size);
      g_assert_cmpfloat (fanfold_range_get_real (&range, range.size - 1), ==, cases[i].last);
      g_assert_cmpint (fanfold_range_is_whole (&range), ==, cases[i].whole);
      if (cases[i].whole)
        g_assert_cmpint (
            fanfold_range_get_int (&range, range.size - 1), ==, (gint64) cases[i].last);
    }
}

/* Each value is the double that its own digits stand for. */
static void
test_nearest (void)
{
  static const char *const steps[] = { "0.1", "0.001", "0.037", "1e-7", "0.1234567890123456" };

  for (guint k = 0; k < G_N_ELEMENTS (steps); k++)
    {
      g_autofree char *stop = g_strdup_printf ("%.17g", 5000 * g_ascii_strtod (steps[k], NULL));
      FanfoldRange range;

      parse (&range, "0", stop, steps[k]);
      for (guint64 i = 1; i < MIN (range.size, 5000); i += 7)
        {
          const char *digits = strpbrk (steps[k], "123456789");
          const char *point = strchr (steps[k], '.');
          g_autofree char *text = NULL;

          if (point == NULL)
            text = g_strdup_printf ("%" G_GUINT64_FORMAT "%s", i, steps[k] + 1);
          else
            text = g_strdup_printf ("%" G_GUINT64_FORMAT "e-%d",
                                    i * g_ascii_strtoull (digits, NULL, 10),
                                    (int) strlen (point + 1));
          g_assert_cmpfloat (fanfold_range_get_real (&range, i), ==, g_ascii_strtod (text, NULL));
        }
    }
}

/* Eleven values from 0 to 1 are those of 0:1.1:0.1, and any other division is rounded once. */
static void
test_linspace (void)
{
  static const struct
  {
    const char *first;
    const char *last;
    const char *count;
    gboolean whole;
    double values[5];
  } cases[] = {
    { "0", "1", "5", FALSE, { 0, 0.25, 0.5, 0.75, 1 } },
    { "1", "0", "3", FALSE, { 1, 0.5, 0 } },
    { "0", "1", "4", FALSE, { 0, 1 / 3.0, 2 / 3.0, 1 } },
    { "-1", "1", "3", TRUE, { -1, 0, 1 } },
    { "0", "100", "5", TRUE, { 0, 25, 50, 75, 100 } },
    { "0", "100", "4", FALSE, { 0, 100 / 3.0, 200 / 3.0, 100 } },
    { "0", "1e3", "5", TRUE, { 0, 250, 500, 750, 1000 } },
    { "2.5", "7", "1", FALSE, { 2.5 } },
    { "2", "7.5", "1", TRUE, { 2 } },
    { "3", "3", "3", TRUE, { 3, 3, 3 } },
    { "0", "0.0", "2", TRUE, { 0, 0 } },
    { "0.1", "0.5", "5", FALSE, { 0.1, 0.2, 0.3, 0.4, 0.5 } },
    { "1e300", "3e300", "3", FALSE, { 1e300, 2e300, 3e300 } },
    { "0", "1e-300", "3", FALSE, { 0, 5e-301, 1e-300 } },
    { "-0.7", "0.7", "3", FALSE, { -0.7, 0, 0.7 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FanfoldRange range;

      g_assert_true (fanfold_range_parse_linspace (
          &range, cases[i].first, cases[i].last, cases[i].count, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (range.size, ==, g_ascii_strtoull (cases[i].count, NULL, 10));
      g_assert_cmpint (fanfold_range_is_whole (&range), ==, cases[i].whole);
      for (guint k = 0; k < range.size; k++)
        {
          g_assert_cmpfloat (fanfold_range_get_real (&range, k), ==, cases[i].values[k]);
          if (cases[i].whole)
            g_assert_cmpint (fanfold_range_get_int (&range, k), ==, (gint64) cases[i].values[k]);
        }
    }
}

static void
test_linspace_is_range (void)
{
  FanfoldRange linspace, range;

  parse (&range, "0", "1.1", "0.1");
  g_assert_true (fanfold_range_parse_linspace (&linspace, "0", "1", "11", NULL));
  g_assert_cmpuint (linspace.size, ==, range.size);
  for (guint i = 0; i < range.size; i++)
    g_assert_cmpfloat (
        fanfold_range_get_real (&linspace, i), ==, fanfold_range_get_real (&range, i));

  /* As precise with many values, and where no digits can say them. */
  g_assert_true (fanfold_range_parse_linspace (&linspace, "0", "1", "1000001", NULL));
  g_assert_cmpfloat (fanfold_range_get_real (&linspace, 123457), ==, 0.123457);
  g_assert_true (fanfold_range_is_distinct (&linspace));
  g_assert_true (fanfold_range_parse_linspace (&linspace, "0", "0.7", "700000004", NULL));
  g_assert_cmpfloat (fanfold_range_get_real (&linspace, 1), ==, (double) (0.7L / 700000003.0L));
  g_assert_cmpfloat (fanfold_range_get_real (&linspace, 700000003), ==, 0.7);
}

static void
test_linspace_refused (void)
{
  static const struct
  {
    const char *first;
    const char *last;
    const char *count;
    const char *words;
  } cases[] = {
    { "a", "1", "2", "“a” is not a number" },  { "0", "b", "2", "“b” is not a number" },
    { "0", "1", "0", "has a count “0”" },      { "0", "1", "-1", "has a count “-1”" },
    { "0", "1", "1.5", "has a count “1.5”" },  { "0", "1", "x", "has a count “x”" },
    { "0", "1", "4294967296", "has a count" }, { "1e-20", "1e20", "2", "too far apart" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FanfoldRange range;

      g_assert_false (fanfold_range_parse_linspace (
          &range, cases[i].first, cases[i].last, cases[i].count, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *start;
    const char *stop;
    const char *step;
    const char *words;
  } cases[] = {
    { "a", "1", "1", "“a” is not a number" },
    { "0", "", "1", "“” is not a number" },
    { "0", "1", "0x1", "“0x1” is not a number" },
    { "0", "inf", "1", "“inf” is not a number" },
    { "nan", "1", "1", "“nan” is not a number" },
    { "0", "1e", "1", "“1e” is not a number" },
    { "0", "1e1.5", "1", "“1e1.5” is not a number" },
    { "0", "1e\v2", "1", "“1e\v2” is not a number" },
    { "0", ".", "1", "“.” is not a number" },
    { "0", "1,5", "1", "“1,5” is not a number" },
    { "0", "--1", "1", "“--1” is not a number" },
    { "0", "1e99999999999", "1", "“1e99999999999” is not a number" },
    { "0", "1", "0", "step of 0" },
    { "0", "1", "-0.0", "step of 0" },
    { "1", "1", "1", "no values" },
    { "1", "0", NULL, "no values" },
    { "0", "1", "-1", "no values" },
    { "0", "4294967296", "1", "more than 4294967295 values" },
    { "0", "1", "1e-20", "more than 4294967295 values" },
    { "0", "1e300", "1", "too far apart" },
    { "1", "2", "1e-300", "too far apart" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FanfoldRange range;

      g_assert_false (
          fanfold_range_parse (&range, cases[i].start, cases[i].stop, cases[i].step, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_whole (void)
{
  FanfoldRange range;

  parse (&range, "9223372036854775805", "9223372036854775807", "1");
  g_assert_true (fanfold_range_is_whole (&range));
  g_assert_cmpint (fanfold_range_get_int (&range, 1), ==, G_GINT64_CONSTANT (9223372036854775806));

  parse (&range, "9223372036854775807", "9223372036854775809", "1");
  g_assert_false (fanfold_range_is_whole (&range));

  parse (&range, "0", "1e19", "9e18");
  g_assert_true (fanfold_range_is_whole (&range));
  g_assert_cmpint (fanfold_range_get_int (&range, 1), ==, G_GINT64_CONSTANT (9000000000000000000));

  parse (&range, "0", "1e400", "1e399");
  g_assert_true (isinf (fanfold_range_get_real (&range, 1)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/range/tenths", test_tenths);
  g_test_add_func ("/range/size", test_size);
  g_test_add_func ("/range/nearest", test_nearest);
  g_test_add_func ("/range/linspace", test_linspace);
  g_test_add_func ("/range/linspace-is-range", test_linspace_is_range);
  g_test_add_func ("/range/linspace-refused", test_linspace_refused);
  g_test_add_func ("/range/refused", test_refused);
  g_test_add_func ("/range/whole", test_whole);

  return g_test_run ();
}
