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
test_spacing (void)
{
  static const struct
  {
    const char *param;
    FanfoldSpacingKind kind;
    const char *texts[3];
    const char *gathered;
  } cases[] = {
    { DESCRIBED_REAL, FANFOLD_SPACING_LINSPACE, { "0", "1", "3" }, "[1.0, 0.0, 0.0, 0.5]" },
    { DESCRIBED_INT, FANFOLD_SPACING_LINSPACE, { "0", "1e2", "5" }, "[50, 0, 0, 25]" },
    { DESCRIBED_REAL, FANFOLD_SPACING_GEOMSPACE, { "1", "100", "3" }, "[100.0, 1.0, 1.0, 10.0]" },
    { DESCRIBED_INT, FANFOLD_SPACING_GEOMSPACE, { "1", "8", "4" }, "[4, 1, 1, 2]" },
    { DESCRIBED_TEXT, FANFOLD_SPACING_RANGE, { "07", "10", NULL }, "['09', '07', '07', '08']" },
    { DESCRIBED_FILE,
      FANFOLD_SPACING_RANGE,
      { "8", "011", "1" },
      "[b'010', b'008', b'008', b'009']" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldParam) param = described_param (cases[i].param);
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldSource) source =
          fanfold_source_new_spacing (param, cases[i].kind, cases[i].texts, &error);

      g_assert_no_error (error);
      g_assert_true (fanfold_source_is_distinct (source));
      assert_gathered (source, cases[i].gathered);
      assert_kept (cases[i].param, source);
    }
}

static void
test_spacing_refused (void)
{
  static const struct
  {
    const char *param;
    FanfoldSpacingKind kind;
    const char *texts[3];
    const char *words;
  } cases[] = {
    { DESCRIBED_INT, FANFOLD_SPACING_LINSPACE, { "0", "1", "3" }, "The linspace 0:1:3 of the" },
    { DESCRIBED_INT, FANFOLD_SPACING_GEOMSPACE, { "1", "10", "3" }, "no whole numbers" },
    { DESCRIBED_REAL, FANFOLD_SPACING_GEOMSPACE, { "0", "10", "3" }, "The geomspace 0:10:3" },
    { DESCRIBED_TEXT, FANFOLD_SPACING_LINSPACE, { "01", "10", "10" }, "takes none" },
    { DESCRIBED_TEXT, FANFOLD_SPACING_RANGE, { "1", "10", NULL }, "001:100" },
    { DESCRIBED_BOOL, FANFOLD_SPACING_RANGE, { "00", "2", NULL }, "takes none" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldParam) param = described_param (cases[i].param);
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_source_new_spacing (param, cases[i].kind, cases[i].texts, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
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
    "<@ad []>",
    "<['a']>",
    "<@x 1>",
    "'x'",
    "<(@u 0, 'a', '1', '1')>",
    "<(@u 0, '0', '0', '1')>",
    "<(@u 3, '0', '1', '1')>",
    "<(@u 1, '0', '1', '0')>",
    "<(@u 2, '0', '1', '2')>",
    "<('0', '1', '1')>",
    "<[1.0, 2.0]>",
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
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);

  values = g_variant_get_fixed_array (column, &size, sizeof (double));
  g_assert_cmpuint (size, ==, n);
  g_assert_cmpfloat (values[0], ==, 99999.9);
  g_assert_cmpfloat (values[n - 4], ==, 0.3);
}

/* Where the values of a stream are kept: arrays of ten. */
typedef struct
{
  guint n_fetched; /* atomic */
  guint n_destroyed;
  gboolean broken;
} Store;

static GVariant *
make_texts (guint64 first, guint n, gsize length)
{
  g_autofree char *padding = g_strnfill (length, '.');
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (guint64 i = first; i < first + n; i++)
    g_variant_builder_add_value (
        &builder,
        g_variant_new_take_string (g_strdup_printf ("%" G_GUINT64_FORMAT "%s", i, padding)));

  return g_variant_builder_end (&builder);
}

static void
assert_text (FanfoldSource *source, guint64 position)
{
  g_autoptr (GVariant) value = fanfold_source_get (source, position);

  g_assert_nonnull (value);
  g_assert_cmpuint (g_ascii_strtoull (g_variant_get_string (value, NULL), NULL, 10), ==, position);
}

static GVariant *
fetch_cb (guint64 position, guint64 *first, gpointer user_data)
{
  Store *store = user_data;

  g_atomic_int_inc (&store->n_fetched);
  if (store->broken)
    return NULL;

  *first = position - position % 10;
  return g_variant_ref_sink (make_texts (*first, 10, 100 * 1024));
}

static void
destroy_cb (gpointer data)
{
  Store *store = data;

  store->n_destroyed++;
}

static void
test_stream (void)
{
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_TEXT);
  g_autoptr (FanfoldSource) source = fanfold_source_new_stream (param);
  static const guint64 positions[] = { 0, 3, 3, 2, 9 };
  g_autoptr (GVariant) column = NULL;
  g_autoptr (GVariant) empty = NULL;
  g_autofree char *text = NULL;

  g_assert_true (fanfold_source_is_stream (source));
  g_assert_cmpuint (fanfold_source_get_size (source), ==, 0);

  for (guint i = 0; i < 10; i++)
    fanfold_source_append (source, make_texts (i, 1 + i % 2, 0));
  g_assert_cmpuint (fanfold_source_get_size (source), ==, 15);
  column = fanfold_source_gather (source, positions, G_N_ELEMENTS (positions));
  text = g_variant_print (column, FALSE);
  g_assert_cmpstr (text, ==, "['0', '2', '2', '2', '6']");
  g_assert_false (g_variant_is_floating (column));
  empty = fanfold_source_gather (source, positions, 0);
  g_assert_cmpuint (g_variant_n_children (empty), ==, 0);
}

static void
test_stream_types (void)
{
  static const struct
  {
    const char *param;
    const char *values;
  } cases[] = {
    { DESCRIBED_REAL, "[1.5, 2.5, 3.5]" },        { DESCRIBED_INT, "[int64 1, -2, 3]" },
    { DESCRIBED_BOOL, "[true, false, false]" },   { DESCRIBED_TEXT, "['a', '', 'é']" },
    { DESCRIBED_FILE, "[b'a', b'\\377', b'c']" },
  };
  static const guint64 positions[] = { 0, 1, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FanfoldParam) param = described_param (cases[i].param);
      g_autoptr (FanfoldSource) source = fanfold_source_new_stream (param);
      g_autoptr (GVariant) values = g_variant_parse (NULL, cases[i].values, NULL, NULL, NULL);
      g_autoptr (GVariant) column = NULL;

      fanfold_source_append (source, values);
      column = fanfold_source_gather (source, positions, 3);
      g_assert_true (g_variant_equal (column, values));
      g_assert_true (g_variant_is_normal_form (column));
    }
}

/* 20 MB of which a few stay; what was not said to be kept stays, too. */
static void
test_stream_window (void)
{
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_TEXT);
  FanfoldSource *source = fanfold_source_new_stream (param);
  Store store = { 0 };
  Store late = { 0 };

  for (guint i = 0; i < 10; i++)
    fanfold_source_append (source, make_texts (10 * i, 10, 100 * 1024));
  fanfold_source_set_fetch (source, fetch_cb, &store, destroy_cb);
  fanfold_source_set_fetch (source, fetch_cb, &late, destroy_cb);
  g_assert_cmpuint (late.n_destroyed, ==, 1);
  for (guint i = 10; i < 20; i++)
    fanfold_source_append (source, make_texts (10 * i, 10, 100 * 1024));

  fanfold_source_set_kept (source, 55);
  for (guint64 i = 50; i < 200; i++)
    assert_text (source, i);
  g_assert_cmpuint (store.n_fetched, ==, 0);
  for (guint64 i = 0; i < 50; i++)
    assert_text (source, i);
  g_assert_cmpuint (store.n_fetched, ==, 5);

  fanfold_source_set_kept (source, 200);
  assert_text (source, 199);
  assert_text (source, 170);
  g_assert_cmpuint (store.n_fetched, ==, 5);
  assert_text (source, 120);
  g_assert_cmpuint (store.n_fetched, ==, 6);
  store.broken = TRUE;
  g_assert_null (fanfold_source_get (source, 100));
  g_assert_null (fanfold_source_gather (source, (const guint64[]){ 199, 100 }, 2));

  fanfold_source_unref (source);
  g_assert_cmpuint (store.n_destroyed, ==, 1);
  g_assert_cmpuint (late.n_fetched, ==, 0);
}

static void
test_stream_kept (void)
{
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_TEXT);
  g_autoptr (FanfoldSource) source = fanfold_source_new_stream (param);
  g_autoptr (FanfoldSource) again = NULL;
  g_autoptr (GVariant) kept = NULL;
  Store store = { 0 };

  fanfold_source_append (source, make_texts (0, 10, 0));
  kept = fanfold_source_to_variant (source);
  g_assert_cmpuint (g_variant_get_size (kept), <, 10);

  again = fanfold_source_new_from_variant (param, kept, NULL);
  g_assert_true (fanfold_source_is_stream (again));
  g_assert_cmpuint (fanfold_source_get_size (again), ==, 0);
  fanfold_source_set_fetch (again, fetch_cb, &store, NULL);
  fanfold_source_set_kept (again, 37);
  g_assert_cmpuint (fanfold_source_get_size (again), ==, 37);
  assert_text (again, 36);
  assert_text (again, 0);
}

#define N_STREAMED 4000

static gpointer
read_thread (gpointer data)
{
  FanfoldSource *source = data;
  guint64 n_read = 0;

  while (n_read < N_STREAMED)
    {
      guint64 size = fanfold_source_get_size (source);

      if (n_read < size)
        assert_text (source, size - 1);
      n_read = size;
    }

  return NULL;
}

static void
test_stream_threads (void)
{
  g_autoptr (FanfoldParam) param = described_param (DESCRIBED_TEXT);
  g_autoptr (FanfoldSource) source = fanfold_source_new_stream (param);
  GThread *threads[2];
  Store store = { 0 };

  fanfold_source_set_fetch (source, fetch_cb, &store, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_thread, source);
  for (guint i = 0; i < N_STREAMED; i += 10)
    {
      fanfold_source_append (source, make_texts (i, 10, 8 * 1024));
      fanfold_source_set_kept (source, i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/source/array", test_array);
  g_test_add_func ("/source/range", test_range);
  g_test_add_func ("/source/spacing", test_spacing);
  g_test_add_func ("/source/spacing-refused", test_spacing_refused);
  g_test_add_func ("/source/range-refused", test_range_refused);
  g_test_add_func ("/source/kept-refused", test_kept_refused);
  g_test_add_func ("/source/many", test_many);
  g_test_add_func ("/source/stream", test_stream);
  g_test_add_func ("/source/stream-types", test_stream_types);
  g_test_add_func ("/source/stream-window", test_stream_window);
  g_test_add_func ("/source/stream-kept", test_stream_kept);
  g_test_add_func ("/source/stream-threads", test_stream_threads);

  return g_test_run ();
}
