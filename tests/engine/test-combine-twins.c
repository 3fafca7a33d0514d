/* test-combine-twins.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine.h"
#include "pure.h"

typedef struct
{
  GArray *indices;
} Seen;

static void
see (guint64 index, gpointer user_data)
{
  Seen *seen = user_data;

  g_array_append_val (seen->indices, index);
}

static char *
print_twins (FanfoldCombine *combine, guint64 index)
{
  Seen seen = { g_array_new (FALSE, FALSE, sizeof (guint64)) };
  GString *text = g_string_new (NULL);

  fanfold_combine_twins_foreach (fanfold_combine_get_twins (combine), index, see, &seen);
  for (guint i = 0; i < seen.indices->len; i++)
    g_string_append_printf (text, " %" G_GUINT64_FORMAT, g_array_index (seen.indices, guint64, i));
  g_array_unref (seen.indices);

  return g_string_free (text, FALSE);
}

/* The arguments that count, as text. */
static char *
dup_key (FanfoldCombine *combine, guint64 index)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_combine_get_function (combine));
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < params->len; i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (args, i);

      if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_IGNORED) == 0)
        {
          g_variant_print_string (value, text, TRUE);
          g_string_append_c (text, ';');
        }
    }

  return g_string_free (text, FALSE);
}

/* Beside a look at every pair. */
static void
assert_all (FanfoldCombine *combine)
{
  FanfoldCombineTwins *twins = fanfold_combine_get_twins (combine);
  guint64 n_jobs = fanfold_combine_get_n_jobs (combine);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean any = FALSE;

  for (guint64 i = 0; i < n_jobs; i++)
    g_ptr_array_add (keys, dup_key (combine, i));

  for (guint64 i = 0; i < n_jobs; i++)
    {
      g_autoptr (GString) expected = g_string_new (NULL);
      g_autofree char *found = NULL;
      guint64 first = i;

      for (guint64 k = 0; k < n_jobs; k++)
        {
          if (k == i || !g_str_equal (keys->pdata[i], keys->pdata[k]))
            continue;

          first = MIN (first, k);
          g_string_append_printf (expected, " %" G_GUINT64_FORMAT, k);
        }
      any = any || expected->len > 0;
      if (twins == NULL)
        continue;

      found = print_twins (combine, i);
      g_assert_cmpstr (found, ==, expected->str);
      g_assert_cmpuint (fanfold_combine_twins_get_first (twins, i), ==, first);
      g_assert_cmpint (fanfold_combine_twins_has (twins, i), ==, expected->len > 0);
    }
  g_assert_cmpint (twins != NULL, ==, any);
}

static void
test_none (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem items[] = { { 2, 0, "5" }, { 1, 0, "['a', 'b']" } };
  g_autoptr (FanfoldCombine) combine = pure_combine (function, items, G_N_ELEMENTS (items));

  g_assert_null (fanfold_combine_get_twins (combine));
}

static void
test_list (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem items[] = { { 1, 0, "['a', 'b', 'a', 'c', 'b', 'a']" } };
  g_autoptr (FanfoldCombine) combine = pure_combine (function, items, G_N_ELEMENTS (items));
  g_autofree char *first = print_twins (combine, 0);
  g_autofree char *last = print_twins (combine, 5);
  g_autofree char *alone = print_twins (combine, 3);

  g_assert_cmpstr (first, ==, " 2 5");
  g_assert_cmpstr (last, ==, " 0 2");
  g_assert_cmpstr (alone, ==, "");
  assert_all (combine);
}

/* Equal in one of two that go in step is not equal. */
static void
test_step (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem items[] = { { 1, 1, "['a', 'a', 'b', 'a', 'b']" },
                             { 0, 1, "[1.0, 2.0, 1.0, 1.0, 1.0]" } };
  g_autoptr (FanfoldCombine) combine = pure_combine (function, items, G_N_ELEMENTS (items));
  g_autofree char *text = print_twins (combine, 0);

  g_assert_cmpstr (text, ==, " 3");
  assert_all (combine);
}

static void
test_product (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem items[] = { { 1, 0, "['a', 'b', 'a']" },
                             { 2, 0, "4" },
                             { 0, 0, "[0.5, 0.5, 1.5]" } };
  g_autoptr (FanfoldCombine) combine = pure_combine (function, items, G_N_ELEMENTS (items));
  g_autofree char *text = print_twins (combine, 1);

  g_assert_cmpstr (text, ==, " 0 24 25");
  assert_all (combine);
}

/* What cannot change the result does not make jobs differ. */
static void
test_ignored (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem alone[] = { { 3, 0, "4" } };
  const PureItem items[] = { { 3, 0, "3" }, { 1, 0, "['a', 'b']" } };
  const PureItem step[] = { { 3, 1, "3" }, { 1, 1, "['a', 'b', 'a']" } };
  g_autoptr (FanfoldCombine) ignored = pure_combine (function, alone, 1);
  g_autoptr (FanfoldCombine) product = pure_combine (function, items, G_N_ELEMENTS (items));
  g_autoptr (FanfoldCombine) in_step = pure_combine (function, step, G_N_ELEMENTS (step));
  g_autofree char *text = print_twins (ignored, 2);

  g_assert_cmpstr (text, ==, " 0 1 3");
  assert_all (ignored);
  assert_all (product);
  assert_all (in_step);
}

static void
test_not_pure (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[" DESCRIBED_INT "]", FALSE);
  const PureItem items[] = { { 0, 0, "[1, 1]" } };
  g_autoptr (FanfoldCombine) combine = pure_combine (function, items, 1);

  g_assert_null (fanfold_combine_get_twins (combine));
}

static void
test_numbers (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem items[] = { { 0, 0, "[0.0, -0.0, 1.0, 1.0, 1e300, 1e300]" },
                             { 4, 0, "[true, false, true]" },
                             { 2, 0, "[-1, 1, -1]" } };
  g_autoptr (FanfoldCombine) combine = pure_combine (function, items, G_N_ELEMENTS (items));

  assert_all (combine);
}

/* A range has no equal values but where it is finer than doubles are. */
static void
test_ranges (void)
{
  static const struct
  {
    const char *start;
    const char *stop;
    const char *step;
    gboolean distinct;
  } ranges[] = {
    { "0", "1", "0.001", TRUE },
    { "-1e300", "1e300", "1e299", TRUE },
    { "5", "-5", "-0.1", TRUE },
    { "1e17", "100000000000000100", "1", FALSE },
    { "9007199254740990", "9007199254741000", "0.5", FALSE },
    { "-100000000000000100", "-100000000000000000", "3", FALSE },
    { "0", "1e-323", "1e-324", FALSE },
  };
  g_autoptr (FanfoldFunction) function = pure_function ();

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (GError) error = NULL;
      FanfoldCombineItem item = { 0 };
      g_autoptr (FanfoldCombine) combine = NULL;
      g_autoptr (FanfoldSource) source = NULL;

      source = fanfold_source_new_range (fanfold_function_get_params (function)->pdata[0],
                                         ranges[i].start,
                                         ranges[i].stop,
                                         ranges[i].step,
                                         &error);
      g_assert_no_error (error);
      g_assert_cmpint (fanfold_source_is_distinct (source), ==, ranges[i].distinct);
      item.source = source;
      combine = fanfold_combine_new (function, &item, 1, &error);
      g_assert_no_error (error);
      if (fanfold_source_get_size (source) < 2000)
        assert_all (combine);
    }
}

static void
test_random (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (GString) texts = g_string_new ("['x'");
      g_autoptr (GString) numbers = g_string_new ("[int64 7");
      guint n = (guint) g_test_rand_int_range (1, 12);
      PureItem items[] = { { 1, round % 2, "" }, { 2, round % 2, "" }, { 4, 0, "[true, true]" } };
      g_autoptr (FanfoldCombine) combine = NULL;

      for (guint i = 0; i < n; i++)
        {
          g_string_append_printf (texts, ", '%d'", g_test_rand_int_range (0, 4));
          g_string_append_printf (numbers, ", %d", g_test_rand_int_range (0, 4));
        }
      items[0].values = g_string_append_c (texts, ']')->str;
      items[1].values = g_string_append_c (numbers, ']')->str;
      combine = pure_combine (function, items, 2 + round % 3 / 2);
      assert_all (combine);
    }
}

/* A million jobs: a moment, and nothing is kept where there are none. */
static void
test_million (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  g_autofree gint64 *numbers = g_new (gint64, 1000 * 1000);
  FanfoldParam *param = fanfold_function_get_params (function)->pdata[2];
  FanfoldCombineItem item = { .param = 2 };
  g_autoptr (FanfoldCombine) distinct = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  Seen seen = { g_array_new (FALSE, FALSE, sizeof (guint64)) };

  for (gint64 i = 0; i < 1000 * 1000; i++)
    numbers[i] = i * 7919;
  item.source = fanfold_source_new_array (
      param, g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, numbers, 1000 * 1000, 8));
  distinct = fanfold_combine_new (function, &item, 1, NULL);
  g_assert_null (fanfold_combine_get_twins (distinct));
  fanfold_source_unref (item.source);

  for (gint64 i = 0; i < 1000 * 1000; i++)
    numbers[i] = i % 10;
  item.source = fanfold_source_new_array (
      param, g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, numbers, 1000 * 1000, 8));
  combine = fanfold_combine_new (function, &item, 1, NULL);
  fanfold_combine_twins_foreach (fanfold_combine_get_twins (combine), 999999, see, &seen);
  g_assert_cmpuint (seen.indices->len, ==, 99999);
  g_assert_cmpuint (g_array_index (seen.indices, guint64, 0), ==, 9);
  g_array_unref (seen.indices);
  fanfold_source_unref (item.source);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/combine-twins/none", test_none);
  g_test_add_func ("/combine-twins/list", test_list);
  g_test_add_func ("/combine-twins/step", test_step);
  g_test_add_func ("/combine-twins/product", test_product);
  g_test_add_func ("/combine-twins/ignored", test_ignored);
  g_test_add_func ("/combine-twins/not-pure", test_not_pure);
  g_test_add_func ("/combine-twins/numbers", test_numbers);
  g_test_add_func ("/combine-twins/ranges", test_ranges);
  g_test_add_func ("/combine-twins/random", test_random);
  g_test_add_func ("/combine-twins/million", test_million);

  return g_test_run ();
}
