/* test-geomspace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-geomspace.h"
#include "fanfold-spacing.h"
#include "isolated.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void
parse (FanfoldGeomspace *geomspace, const char *first, const char *last, const char *count)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_geomspace_parse (geomspace, first, last, count, &error));
  g_assert_no_error (error);
}

/* Whatever can be written comes out as it is written. */
static void
test_exact (void)
{
  static const struct
  {
    const char *first;
    const char *last;
    const char *count;
    gboolean whole;
    double values[8];
  } cases[] = {
    { "1", "1000", "4", TRUE, { 1, 10, 100, 1000 } },
    { "1000", "1", "4", TRUE, { 1000, 100, 10, 1 } },
    { "0.001", "1000", "7", FALSE, { 0.001, 0.01, 0.1, 1, 10, 100, 1000 } },
    { "1e-300", "1e300", "3", FALSE, { 1e-300, 1, 1e300 } },
    { "1e-5", "1e-1", "5", FALSE, { 1e-5, 1e-4, 1e-3, 1e-2, 1e-1 } },
    { "1", "128", "8", TRUE, { 1, 2, 4, 8, 16, 32, 64, 128 } },
    { "-1", "-256", "5", TRUE, { -1, -4, -16, -64, -256 } },
    { "3", "0.3", "2", FALSE, { 3, 0.3 } },
    { "0.7", "70", "3", FALSE, { 0.7, 7, 70 } },
    { "2", "50", "3", TRUE, { 2, 10, 50 } },
    { "3", "243", "5", TRUE, { 3, 9, 27, 81, 243 } },
    { "8", "27", "4", TRUE, { 8, 12, 18, 27 } },
    { "27", "8", "4", TRUE, { 27, 18, 12, 8 } },
    { "0.008", "0.027", "4", FALSE, { 0.008, 0.012, 0.018, 0.027 } },
    { "5", "5", "3", TRUE, { 5, 5, 5 } },
    { "5", "7", "1", TRUE, { 5 } },
    { "1", "9223372036854775807", "2", TRUE, { 1, 9223372036854775807.0 } },
    { "1", "9223372036854775808", "2", FALSE, { 1, 9223372036854775808.0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FanfoldGeomspace geomspace;

      parse (&geomspace, cases[i].first, cases[i].last, cases[i].count);
      g_assert_cmpuint (geomspace.size, ==, g_ascii_strtoull (cases[i].count, NULL, 10));
      g_assert_cmpint (fanfold_geomspace_is_whole (&geomspace), ==, cases[i].whole);
      for (guint k = 0; k < geomspace.size; k++)
        {
          g_assert_cmpfloat (fanfold_geomspace_get_real (&geomspace, k), ==, cases[i].values[k]);
          if (cases[i].whole)
            g_assert_cmpfloat (
                (double) fanfold_geomspace_get_int (&geomspace, k), ==, cases[i].values[k]);
        }
    }
}

/* Every other power of ten is one, and what lies between is irrational. */
static void
test_between (void)
{
  FanfoldGeomspace geomspace;

  parse (&geomspace, "1", "1000", "7");
  g_assert_false (fanfold_geomspace_is_whole (&geomspace));
  for (guint i = 0; i < 7; i += 2)
    g_assert_cmpfloat (fanfold_geomspace_get_real (&geomspace, i), ==, pow (10, i / 2));
  g_assert_cmpfloat_with_epsilon (
      fanfold_geomspace_get_real (&geomspace, 1), 3.16227766016837933, 1e-15);
  g_assert_cmpfloat_with_epsilon (
      fanfold_geomspace_get_real (&geomspace, 5), 316.227766016837933, 1e-13);
}

/* Whatever the ends, each value is as near as makes no difference, and they are in order. */
static void
test_near (void)
{
  static const char *const ends[] = { "1e-307", "1e-9",  "0.1", "1",      "2.718281828",
                                      "3.1416", "12345", "1e9", "1.7e308" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ends); k++)
      {
        double first = g_ascii_strtod (ends[i], NULL);
        double last = g_ascii_strtod (ends[k], NULL);
        FanfoldGeomspace geomspace;
        double before = first;

        parse (&geomspace, ends[i], ends[k], "101");
        g_assert_cmpfloat (fanfold_geomspace_get_real (&geomspace, 0), ==, first);
        g_assert_cmpfloat (fanfold_geomspace_get_real (&geomspace, 100), ==, last);
        for (guint j = 0; j < 101; j++)
          {
            double value = fanfold_geomspace_get_real (&geomspace, j);
            double about = exp (log (first) + j / 100.0 * (log (last) - log (first)));

            g_assert_true (first <= last ? value >= before : value <= before);
            g_assert_cmpfloat (fabs (value - about), <=, 1e-12 * about + DBL_MIN * DBL_EPSILON);
            before = value;
          }
      }
}

static void
test_distinct (void)
{
  FanfoldGeomspace geomspace;

  parse (&geomspace, "1", "2", "1000000");
  g_assert_true (fanfold_geomspace_is_distinct (&geomspace));
  parse (&geomspace, "1", "1.0000000001", "4000000000");
  g_assert_false (fanfold_geomspace_is_distinct (&geomspace));
  parse (&geomspace, "5", "5", "2");
  g_assert_false (fanfold_geomspace_is_distinct (&geomspace));
  parse (&geomspace, "5", "5", "1");
  g_assert_true (fanfold_geomspace_is_distinct (&geomspace));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *first;
    const char *last;
    const char *count;
    const char *words;
  } cases[] = {
    { "0", "1", "2", "an end that is 0" },      { "1", "0.0", "2", "an end that is 0" },
    { "1e-400", "1", "2", "an end that is 0" }, { "1", "1e400", "2", "too large" },
    { "-1", "1", "2", "unequal signs" },        { "1", "-1e5", "2", "unequal signs" },
    { "x", "1", "2", "“x” is not a number" },   { "1", "inf", "2", "“inf” is not a number" },
    { "1", "2", "0", "has a count “0”" },       { "1", "2", "", "has a count “”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      FanfoldGeomspace geomspace;

      g_assert_false (fanfold_geomspace_parse (
          &geomspace, cases[i].first, cases[i].last, cases[i].count, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* The shell's {001..100}, its end left out. */
static void
test_width (void)
{
  static const struct
  {
    const char *texts[3];
    const char *first;
    const char *last;
    guint width;
  } cases[] = {
    { { "001", "100", NULL }, "001", "099", 3 }, { { "1", "010", NULL }, "001", "009", 3 },
    { { "-01", "10", "5" }, "-01", "009", 3 },   { { "0", "10", NULL }, "0", "9", 0 },
    { { "00", "1", NULL }, "00", "00", 2 },      { { "1", "5", "02" }, "1", "3", 0 },
    { { "0.5", "2.5", "0.5" }, NULL, NULL, 0 },  { { "01", "1e2", NULL }, "1", "99", 0 },
    { { "10", "000", "-1" }, "010", "001", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FanfoldSpacing spacing;

      g_assert_true (fanfold_spacing_parse (&spacing, FANFOLD_SPACING_RANGE, cases[i].texts, NULL));
      g_assert_cmpuint (spacing.width, ==, cases[i].width);
      if (cases[i].first != NULL)
        {
          g_autofree char *first = fanfold_spacing_dup_text (&spacing, 0);
          g_autofree char *last = fanfold_spacing_dup_text (&spacing, spacing.size - 1);

          g_assert_cmpstr (first, ==, cases[i].first);
          g_assert_cmpstr (last, ==, cases[i].last);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/geomspace/exact", test_exact);
  g_test_add_func ("/geomspace/between", test_between);
  g_test_add_func ("/geomspace/near", test_near);
  g_test_add_func ("/geomspace/distinct", test_distinct);
  g_test_add_func ("/geomspace/refused", test_refused);
  g_test_add_func ("/geomspace/width", test_width);

  return g_test_run ();
}
