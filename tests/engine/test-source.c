/* test-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-error.h"
#include "fanfold-source.h"

#include <string.h>

static FanfoldSource *
new_array (const char *param_text, const char *values)
{
  g_autoptr (FanfoldParam) param = described_param (param_text);

  return fanfold_source_new_array (param, g_variant_parse (NULL, values, NULL, NULL, NULL));
}

/* The values at the positions 2, 0, 0, 1 as text. */
static void
assert_gathered (FanfoldSource *source, const char *expected)
{
  static const guint64 positions[] = { 2, 0, 0, 1 };
  g_autoptr (GVariant) column = fanfold_source_gather (source, positions, G_N_ELEMENTS (positions));
  g_autofree char *text = g_variant_print (column, FALSE);

  g_assert_false (g_variant_is_floating (column));
  g_assert_cmpstr (text, ==, expected);
  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_autoptr (GVariant) one = fanfold_source_get (source, positions[i]);
      g_autoptr (GVariant) same = g_variant_get_child_value (column, i);

      g_assert_true (g_variant_equal (one, same));
    }
}

static void
assert_kept (const char *param_text, FanfoldSource *source)
{
  g_autoptr (FanfoldParam) param = described_param (param_text);
  g_autoptr (GVariant) kept = fanfold_source_to_variant (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldSource) again = fanfold_source_new_from_variant (param, kept, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_source_get_size (again), ==, fanfold_source_get_size (source));
  for (guint64 i = 0; i < fanfold_source_get_size (source); i++)
    {
      g_autoptr (GVariant) one = fanfold_source_get (source, i);
      g_autoptr (GVariant) same = fanfold_source_get (again, i);

      g_assert_true (g_variant_equal (one, same));
    }
}

static void
test_array (void)
{
  static const struct
  {
    const char *param;
    const char *values;
    const char *gathered;
  } cases[] = {
    { DESCRIBED_REAL, "[0.5, 1.0, -2.0]", "[-2.0, 0.5, 0.5, 1.0]" },
    { DESCRIBED_INT, "[@x 5, 6, 7]", "[7, 5, 5, 6]" },
    { DESCRIBED_BOOL, "[true, false, false]", "[false, true, true, false]" },
    { DESCRIBED_TEXT, "['a', '', 'ccc']", "['ccc', 'a', 'a', '']" },
    { DESCRIBED_FILE, "[b'a', b'\\377', b'c/d']", "[b'c/d', b'a', b'a', b'\\377']" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldSource) source = new_array (cases[i].param, cases[i].values);

      g_assert_cmpuint (fanfold_source_get_size (source), ==, 3);
      assert_gathered (source, cases[i].gathered);
      assert_kept (cases[i].param, source);
    }
}

static void
test_range (void)
{
  g_autoptr (FanfoldParam) real = described_param (DESCRIBED_REAL);
  g_autoptr (FanfoldParam) whole = described_param (DESCRIBED_INT);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldSource) tenths = fanfold_source_new_range (real, "0", "1", "0.1", &error);
  g_autoptr (FanfoldSource) down = fanfold_source_new_range (whole, "10", "0", "-2", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_source_get_size (tenths), ==, 10);
  assert_gathered (tenths, "[0.20000000000000001, 0.0, 0.0, 0.10000000000000001]");
  g_assert_cmpuint (fanfold_source_get_size (down), ==, 5);
  assert_gathered (down, "[6, 10, 10, 8]");
  assert_kept (DESCRIBED_REAL, tenths);
  assert_kept (DESCRIBED_INT, down);
}

static void
assert_range_refused (const char *param_text,
                      const char *start,
                      const char *stop,
                      const char *step,
                      const char *words)
{
  g_autoptr (FanfoldParam) param = described_param (param_text);
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_source_new_range (param, start, stop, step, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_range_refused (void)
{
  static const char limited[] =
      "{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'minimum': <0.0>, 'maximum': <5.0>}";

  assert_range_refused (DESCRIBED_REAL, "0", "1", "0", "The range 0:1:0 of the parameter “x”");
  assert_range_refused (DESCRIBED_REAL, "1", "0", NULL, "1:0:1 of the parameter “x” has no values");
  assert_range_refused (DESCRIBED_REAL, "\xff", "0", NULL, "is not a number");
  assert_range_refused (DESCRIBED_INT, "0", "1", "0.5", "no whole numbers");
  assert_range_refused (DESCRIBED_INT, "0", "1e20", "9.5e18", "no whole numbers");
  assert_range_refused (DESCRIBED_TEXT, "0", "1", NULL, "give a list instead");
  assert_range_refused (DESCRIBED_REAL, "0", "1e400", "1e399", "x: ");
  assert_range_refused (limited, "-1", "3", NULL, "x: ");
  assert_range_refused (limited, "0", "7", NULL, "x: ");
}

static void
test_kept_refused (void)
{
  static const char *const texts[] = {
    "<@ad []>",          "<['a']>",           "<@x 1>",       "'x'",
    "<('a', '1', '1')>", "<('0', '0', '1')>", "<[1.0, 2.0]>",
  };
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_INT);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GVariant) kept = g_variant_parse (NULL, texts[i], NULL, NULL, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_source_new_from_variant (param, kept, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
    }
}

/* A million values in one piece, also on a slow machine and under a sanitizer. */
static void
test_many (void)
{
  const gsize n = 1000000;
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_REAL);
  g_autoptr (FanfoldSource) source = fanfold_source_new_range (param, "0", "100000", "0.1", NULL);
  g_autofree guint64 *positions = g_new (guint64, n);
  g_autoptr (GVariant) column = NULL;
  const double *values;
  gint64 begin;
  gsize size;

  for (gsize i = 0; i < n; i++)
    positions[i] = n - 1 - i;

  begin = g_get_monotonic_time ();
  column = fanfold_source_gather (source, positions, n);
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - begin);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);

  values = g_variant_get_fixed_array (column, &size, sizeof (double));
  g_assert_cmpuint (size, ==, n);
  g_assert_cmpfloat (values[0], ==, 99999.9);
  g_assert_cmpfloat (values[n - 4], ==, 0.3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/array", test_array);
  g_test_add_func ("/source/range", test_range);
  g_test_add_func ("/source/range-refused", test_range_refused);
  g_test_add_func ("/source/kept-refused", test_kept_refused);
  g_test_add_func ("/source/many", test_many);

  return g_test_run ();
}
