/* test-combine.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-combine.h"
#include "fanfold-error.h"

#include <string.h>

/* x: 0, t: 1, n: 2, file: 3 */
#define PARAMS "[" DESCRIBED_REAL "," DESCRIBED_TEXT "," DESCRIBED_INT "," DESCRIBED_FILE "]"

typedef struct
{
  guint param;
  guint group;
  const char *values; /* a range where it starts with a digit; NULL: a stream */
} Item;

static FanfoldCombine *
combine (FanfoldFunction *function, const Item *items, gsize n_items, GError **error)
{
  g_autofree FanfoldCombineItem *made = g_new0 (FanfoldCombineItem, n_items);
  FanfoldCombine *self;

  for (gsize i = 0; i < n_items; i++)
    {
      FanfoldParam *param = fanfold_function_get_params (function)->pdata[items[i].param];

      made[i].param = items[i].param;
      made[i].group = items[i].group;
      if (items[i].values == NULL)
        made[i].source = fanfold_source_new_stream (param);
      else if (g_ascii_isdigit (*items[i].values))
        made[i].source = fanfold_source_new_range (param, "0", items[i].values, NULL, NULL);
      else
        made[i].source = fanfold_source_new_array (
            param, g_variant_parse (NULL, items[i].values, NULL, NULL, NULL));
    }

  self = fanfold_combine_new (function, made, n_items, error);
  for (gsize i = 0; i < n_items; i++)
    fanfold_source_unref (made[i].source);

  return self;
}

static char *
print_args (FanfoldCombine *self)
{
  GString *all = g_string_new (NULL);

  for (guint64 i = 0; i < fanfold_combine_get_n_jobs (self); i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (self, i);
      g_autofree char *text = g_variant_print (args, FALSE);

      g_assert_false (g_variant_is_floating (args));
      g_string_append (all, text);
    }

  return g_string_free (all, FALSE);
}

/* Every window of the columns says what the jobs' arguments say. */
static void
assert_columns (FanfoldCombine *self)
{
  guint64 n = fanfold_combine_get_n_jobs (self);
  guint n_params = fanfold_function_get_params (fanfold_combine_get_function (self))->len;

  for (guint64 first = 0; first < n; first++)
    {
      for (guint length = 1; length <= n - first; length++)
        {
          g_autoptr (GVariant) columns = fanfold_combine_get_columns (self, first, length);

          g_assert_cmpuint (g_variant_n_children (columns), ==, n_params);
          for (guint k = 0; k < n_params * length; k++)
            {
              g_autoptr (GVariant) box = g_variant_get_child_value (columns, k / length);
              g_autoptr (GVariant) column = g_variant_get_variant (box);
              g_autoptr (GVariant) one = g_variant_get_child_value (column, k % length);
              g_autoptr (GVariant) args = fanfold_combine_get_args (self, first + k % length);
              g_autoptr (GVariant) same = g_variant_get_child_value (args, k / length);

              g_assert_cmpuint (g_variant_n_children (column), ==, length);
              g_assert_true (g_variant_equal (one, same));
            }
        }
    }
}

static void
assert_combined (const Item *items, gsize n_items, const char *expected)
{
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCombine) self = combine (function, items, n_items, &error);
  g_autoptr (FanfoldCombine) again = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  text = print_args (self);
  g_assert_cmpstr (text, ==, expected);
  assert_columns (self);

  kept = fanfold_combine_to_variant (self);
  again = fanfold_combine_new_from_variant (function, kept, &error);
  g_assert_no_error (error);
  text_again = print_args (again);
  g_assert_cmpstr (text_again, ==, expected);
}

static void
test_product (void)
{
  const Item items[] = { { 2, 0, "2" }, { 0, 0, "[0.5, 1.5]" }, { 1, 0, "['a']" } };

  assert_combined (items,
                   G_N_ELEMENTS (items),
                   "(0.5, 'a', 0, b'')(1.5, 'a', 0, b'')(0.5, 'a', 1, b'')(1.5, 'a', 1, b'')");
}

static void
test_step (void)
{
  const Item items[] = { { 0, 1, "3" }, { 1, 1, "['a', 'b', 'c']" } };

  assert_combined (
      items, G_N_ELEMENTS (items), "(0.0, 'a', 0, b'')(1.0, 'b', 0, b'')(2.0, 'c', 0, b'')");
}

/* A group stands where its first input stands. */
static void
test_groups (void)
{
  const Item items[] = {
    { 0, 7, "2" }, { 2, 0, "2" }, { 1, 7, "['a', 'b']" }, { 3, 0, "[b'f', b'\\377']" }
  };

  assert_combined (items,
                   G_N_ELEMENTS (items),
                   "(0.0, 'a', 0, b'f')(0.0, 'a', 0, b'\\377')(0.0, 'a', 1, b'f')"
                   "(0.0, 'a', 1, b'\\377')(1.0, 'b', 0, b'f')(1.0, 'b', 0, b'\\377')"
                   "(1.0, 'b', 1, b'f')(1.0, 'b', 1, b'\\377')");
}

static void
test_defaults (void)
{
  g_autoptr (FanfoldFunction) function = described_function (
      "[{'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>, 'initial': <'5'>}, " DESCRIBED_BOOL "]",
      FALSE);
  g_autoptr (FanfoldCombine) self = combine (function, NULL, 0, NULL);
  g_autofree char *text = print_args (self);

  g_assert_cmpstr (text, ==, "(5, false)");
}

static void
test_no_params (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  g_autoptr (FanfoldCombine) self = combine (function, NULL, 0, NULL);
  g_autoptr (GVariant) columns = fanfold_combine_get_columns (self, 0, 1);
  g_autofree char *text = print_args (self);

  g_assert_cmpuint (fanfold_combine_get_n_jobs (self), ==, 1);
  g_assert_cmpuint (g_variant_n_children (columns), ==, 0);
  g_assert_cmpstr (text, ==, "()");
}

static void
assert_refused (const char *params, const Item *items, gsize n_items, const char *words)
{
  g_autoptr (FanfoldFunction) function = described_function (params, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_null (combine (function, items, n_items, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_refused (void)
{
  const Item unequal[] = { { 0, 1, "3" }, { 1, 1, "['a', 'b']" } };
  const Item twice[] = { { 0, 0, "3" }, { 0, 0, "2" } };
  const Item many[] = { { 0, 0, "10001" }, { 2, 0, "10000" } };
  const Item overflow[] = { { 0, 0, "4294967295" }, { 2, 0, "4294967295" } };

  assert_refused (PARAMS, unequal, 2, "“x” and “t” go in step but are of unequal lengths: 3 and 2");
  assert_refused (PARAMS, twice, 2, "“x” has two inputs");
  assert_refused (PARAMS, many, 2, "more than 100000000 jobs");
  assert_refused (PARAMS, overflow, 2, "more than 100000000 jobs");
  assert_refused ("[{'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>, 'flags': <uint32 1>}]",
                  NULL,
                  0,
                  "file: a value is required");
}

#define KEPT(inputs, order) "(@a(ssuuv) [" inputs "], @au [" order "], @au [])"

static void
test_kept_refused (void)
{
  static const struct
  {
    const char *text;
    int code;
  } cases[] = {
    { "'x'", FANFOLD_ERROR_INVALID },
    { KEPT ("('gone', 'gone', 0, 0, <<[1.0]>>)", ""), FANFOLD_ERROR_UNKNOWN },
    { KEPT ("('x', 'x', 0, 0, <<['a']>>)", ""), FANFOLD_ERROR_INVALID },
    { KEPT ("('x', 'x', 0, 0, <<[1.0]>>), ('x', 'x', 0, 0, <<[1.0]>>)", ""),
      FANFOLD_ERROR_INVALID },
    { KEPT ("('x', 'x', 0, 0, <<[1.0, 2.0]>>)", "2"), FANFOLD_ERROR_INVALID },
    { KEPT ("('x', 'x', 0, 0, <<[1.0, 2.0]>>)", "1, 1"), FANFOLD_ERROR_INVALID },
    { KEPT ("('x', 'x', 0, 0, <<[1.0, 2.0]>>)", "0, 1, 0"), FANFOLD_ERROR_INVALID },
    { KEPT ("('', 'a', 0, 0x50004, <<[b'a']>>)", ""), FANFOLD_ERROR_INVALID },
    { KEPT ("('', 'a', 0, 0x630004, <<[b'a']>>)", ""), FANFOLD_ERROR_INVALID },
    { KEPT ("('t', 't', 0, 2, <['no bytes']>)", ""), FANFOLD_ERROR_INVALID },
    { KEPT ("('t', 't', 0, 2, <b'{1}'>)", ""), FANFOLD_ERROR_INVALID },
  };
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) kept = g_variant_parse (NULL, cases[i].text, NULL, NULL, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_combine_new_from_variant (function, kept, &error));
      g_assert_error (error, FANFOLD_ERROR, cases[i].code);
    }
}

static void
test_many (void)
{
  const Item items[] = { { 0, 0, "1000000" } };
  g_autoptr (FanfoldFunction) function = described_function ("[" DESCRIBED_REAL "]", FALSE);
  g_autoptr (FanfoldCombine) self = combine (function, items, 1, NULL);
  gint64 begin = g_get_monotonic_time ();

  g_assert_cmpuint (fanfold_combine_get_n_jobs (self), ==, 1000000);
  for (guint64 first = 0; first < 1000000; first += 1000)
    {
      g_autoptr (GVariant) columns = fanfold_combine_get_columns (self, first, 1000);
      g_autoptr (GVariant) box = g_variant_get_child_value (columns, 0);
      g_autoptr (GVariant) column = g_variant_get_variant (box);
      gsize size;
      const double *values = g_variant_get_fixed_array (column, &size, sizeof (double));

      g_assert_cmpuint (size, ==, 1000);
      g_assert_cmpfloat (values[999], ==, (double) first + 999);
    }
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - begin);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
}

static void
test_stream (void)
{
  static const Item items[] = { { 3, 0, "[b'f']" }, { 2, 7, NULL }, { 1, 0, "['a', 'b']" } };
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);
  g_autoptr (FanfoldCombine) self = combine (function, items, G_N_ELEMENTS (items), NULL);
  g_autoptr (FanfoldCombine) again = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_autofree char *text = NULL;
  FanfoldSource *stream;
  guint64 n_each = 0;

  g_assert_nonnull (self);
  stream = fanfold_combine_get_stream (self, &n_each);
  g_assert_nonnull (stream);
  g_assert_cmpuint (n_each, ==, 2);
  g_assert_cmpstr (fanfold_param_get_id (fanfold_combine_get_stream_param (self)), ==, "n");
  g_assert_cmpuint (fanfold_combine_get_n_jobs (self), ==, 0);

  fanfold_source_append (stream, g_variant_parse (NULL, "[int64 5]", NULL, NULL, NULL));
  fanfold_source_append (stream, g_variant_parse (NULL, "[int64 6, 7]", NULL, NULL, NULL));
  g_assert_cmpuint (fanfold_combine_get_n_jobs (self), ==, 6);
  text = print_args (self);
  g_assert_cmpstr (text,
                   ==,
                   "(0.0, 'a', 5, b'f')(0.0, 'b', 5, b'f')(0.0, 'a', 6, b'f')"
                   "(0.0, 'b', 6, b'f')(0.0, 'a', 7, b'f')(0.0, 'b', 7, b'f')");
  assert_columns (self);

  kept = fanfold_combine_to_variant (self);
  again = fanfold_combine_new_from_variant (function, kept, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (again), ==, 0);
  fanfold_source_set_kept (fanfold_combine_get_stream (again, NULL), 3);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (again), ==, 6);
  g_assert_null (fanfold_combine_get_args (again, 0));
  g_assert_null (fanfold_combine_get_columns (again, 1, 3));
}

static void
test_stream_refused (void)
{
  static const struct
  {
    Item items[2];
    const char *words;
  } cases[] = {
    { { { 1, 0, "['a', 'b']" }, { 2, 0, NULL } }, "“t” comes before the stream “n”" },
    { { { 1, 0, NULL }, { 2, 0, NULL } }, "“t” and “n” are both streams" },
    { { { 1, 4, NULL }, { 2, 4, "3" } }, "“t” and “n” go in step, which a stream cannot" },
    { { { 1, 4, "['a', 'b']" }, { 2, 4, NULL } }, "write its lines to a file" },
    { { { 1, 4, NULL }, { 2, 4, NULL } }, "go in step" },
    { { { 1, 0, NULL }, { 2, 0, "100000001" } }, "more than 100000000 jobs" },
  };
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (combine (function, cases[i].items, 2, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/combine/product", test_product);
  g_test_add_func ("/combine/step", test_step);
  g_test_add_func ("/combine/groups", test_groups);
  g_test_add_func ("/combine/defaults", test_defaults);
  g_test_add_func ("/combine/no-params", test_no_params);
  g_test_add_func ("/combine/refused", test_refused);
  g_test_add_func ("/combine/kept-refused", test_kept_refused);
  g_test_add_func ("/combine/many", test_many);
  g_test_add_func ("/combine/stream", test_stream);
  g_test_add_func ("/combine/stream-refused", test_stream_refused);

  return g_test_run ();
}
