/* test-combine-templates.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-batch.h"
#include "fanfold-error.h"
#include "isolated.h"
#include "pure.h"

#include <string.h>

/* The inputs as the file has them, expanded and, for good measure, kept and read back. */
static FanfoldCombine *
expand (FanfoldFunction *function, const char *inputs, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("{\"fanfold\":1,\"function\":\"test.job\",\"inputs\":[%s]}", inputs);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;

  batch = fanfold_batch_new_from_text (text, -1, &local);
  g_assert_no_error (local);
  written = fanfold_batch_to_text (batch);
  again = fanfold_batch_new_from_text (written, -1, &local);
  g_assert_no_error (local);
  rewritten = fanfold_batch_to_text (again);
  g_assert_cmpstr (rewritten, ==, written);

  return fanfold_batch_expand (again, function, NULL, error);
}

static FanfoldCombine *
keep (FanfoldCombine *combine)
{
  g_autoptr (GVariant) kept = fanfold_combine_to_variant (combine);
  g_autoptr (GError) error = NULL;
  FanfoldCombine *again =
      fanfold_combine_new_from_variant (fanfold_combine_get_function (combine), kept, &error);

  g_assert_no_error (error);
  return again;
}

/* One argument of every job, by itself and in columns. */
static char *
join (FanfoldCombine *combine, guint param)
{
  guint n = (guint) fanfold_combine_get_n_jobs (combine);
  g_autoptr (GVariant) columns = fanfold_combine_get_columns (combine, 0, n);
  g_autoptr (GVariant) column = NULL;
  FanfoldParam *of =
      fanfold_function_get_params (fanfold_combine_get_function (combine))->pdata[param];
  GString *all = g_string_new (NULL);

  g_variant_get_child (columns, param, "v", &column);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, i);
      g_autoptr (GVariant) value = g_variant_get_child_value (args, param);
      g_autoptr (GVariant) same = g_variant_get_child_value (column, i);
      g_autoptr (GString) json = g_string_new (NULL);

      g_assert_true (g_variant_equal (value, same));
      fanfold_param_append_json (of, json, value);
      g_string_append_printf (all, i > 0 ? " %s" : "%s", json->str);
    }

  return g_string_free (all, FALSE);
}

static void
test_made (void)
{
  static const struct
  {
    const char *params;
    const char *inputs;
    const char *values; /* of the first parameter */
  } cases[] = {
    { DESCRIBED_TEXT,
      "{\"name\":\"t\",\"template\":\"{a}-{#}\"},{\"name\":\"a\",\"list\":[1,2]}",
      "\"1-1\" \"2-2\"" },
    { DESCRIBED_TEXT,
      "{\"name\":\"a\",\"list\":[\"x.c\",\"y.d\"]},{\"name\":\"b\",\"range\":[0,2]},"
      "{\"name\":\"t\",\"template\":\"{1.}{2}\"}",
      "\"x0\" \"x1\" \"y0\" \"y1\"" },
    { DESCRIBED_TEXT,
      "{\"name\":\"a\",\"list\":[1,2],\"group\":1},{\"name\":\"c\",\"value\":\"k\"},"
      "{\"name\":\"b\",\"list\":[3,4],\"group\":1},"
      "{\"name\":\"t\",\"template\":\"{}{c}\"}",
      "\"1 3k\" \"2 4k\"" },
    { DESCRIBED_FILE "," DESCRIBED_FOLDER,
      "{\"name\":\"file\",\"template\":\"{/.}.png\"},"
      "{\"name\":\"folder\",\"list\":[\"a/b.c\",\"d\"]}",
      "\"b.png\" \"d.png\"" },
    { DESCRIBED_INT,
      "{\"name\":\"n\",\"template\":\"1{a}\"},{\"name\":\"a\",\"list\":[2,\"3\"]}",
      "12 13" },
    { DESCRIBED_TEXT "," DESCRIBED_INT,
      "{\"name\":\"t\",\"template\":\"{x}={n}{y}\"},"
      "{\"name\":\"x\",\"linspace\":[0,1,3]}",
      NULL },
    { DESCRIBED_TEXT "," DESCRIBED_INT,
      "{\"name\":\"t\",\"template\":\"{x}={n}\"},"
      "{\"name\":\"x\",\"linspace\":[0,1,3]}",
      "\"0=0\" \"0.5=0\" \"1=0\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *params = g_strdup_printf ("[%s]", cases[i].params);
      g_autoptr (FanfoldFunction) function = described_function (params, FALSE);
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldCombine) combine = expand (function, cases[i].inputs, &error);
      g_autoptr (FanfoldCombine) again = NULL;
      g_autofree char *values = NULL;
      g_autofree char *values_again = NULL;

      g_assert_no_error (error);
      if (cases[i].values == NULL)
        {
          g_assert_cmpstr (fanfold_combine_get_strays (combine)[0], ==, "{y}");
          continue;
        }

      again = keep (combine);
      values = join (combine, 0);
      values_again = join (again, 0);
      g_assert_cmpstr (values, ==, cases[i].values);
      g_assert_cmpstr (values_again, ==, cases[i].values);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *inputs;
    const char *words;
    int code;
  } cases[] = {
    { "{\"name\":\"a\",\"list\":[1]}", "has no parameter “a”", FANFOLD_ERROR_UNKNOWN },
    { "{\"name\":\"a\",\"list\":[1]},{\"name\":\"t\",\"template\":\"{g}\"}",
      "no template uses it: leave it out, or write {a}",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"a\",\"template\":\"x\"}", "has no parameter “a”", FANFOLD_ERROR_UNKNOWN },
    { "{\"name\":\"n\",\"template\":\"{a}\"},{\"name\":\"a\",\"list\":[1,\"x\"]}",
      "The template of job 1, n: ",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"n\",\"template\":\"{2}\"},{\"name\":\"a\",\"list\":[1]}",
      "n: The template",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"n\",\"template\":\"{}\"},{\"name\":\"a\",\"value\":1}",
      "no input to fill in",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"n\",\"template\":\"{t}\"},{\"name\":\"t\",\"template\":\"1\"}",
      "“t”, which is a template itself",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"t\",\"template\":\"{%}{a}\"},{\"name\":\"a\",\"list\":[\"a{%}\"]}",
      "holds “{%}” itself",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"t\",\"template\":\"{a}\"},{\"name\":\"a\",\"list\":[\"ok\",\"file:///%FF\"]}",
      "The template of job 1, t: the value is not UTF-8",
      FANFOLD_ERROR_INVALID },
    { "{\"name\":\"t\",\"template\":\"{a}{b}\"},{\"name\":\"a\",\"list\":[1,2],\"group\":1},"
      "{\"name\":\"b\",\"list\":[1],\"group\":1}",
      "unequal lengths",
      FANFOLD_ERROR_INVALID },
  };
  g_autoptr (FanfoldFunction) function =
      described_function ("[" DESCRIBED_INT "," DESCRIBED_TEXT "]", FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (expand (function, cases[i].inputs, &error));
      g_assert_error (error, FANFOLD_ERROR, cases[i].code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_free (void)
{
  g_autoptr (FanfoldFunction) function = described_function ("[" DESCRIBED_TEXT "]", FALSE);
  g_autoptr (FanfoldCombine) combine = expand (
      function,
      "{\"name\":\"t\",\"template\":\"{f} {x}\"},{\"name\":\"f\",\"list\":[\"d/a.b\",\"c\"]},"
      "{\"name\":\"x\",\"range\":[0,2,0.5]}",
      NULL);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *line = fanfold_combine_describe (combine, 1);
  g_autoptr (GVariant) value = fanfold_combine_get_free_value (combine, 1, 3);
  g_autoptr (GVariant) columns = fanfold_combine_get_free_columns (combine, 2, 3);

  fanfold_combine_append_inputs_json (combine, json, 5);
  g_assert_cmpuint (fanfold_combine_get_n_free (combine), ==, 2);
  g_assert_cmpstr (json->str, ==, "{\"f\":\"c\",\"x\":0.5}");
  g_assert_cmpstr (line, ==, "a.b · 0.5");
  g_assert_cmpfloat (g_variant_get_double (value), ==, 1.5);
  g_assert_cmpuint (g_variant_n_children (columns), ==, 2);
}

static void
test_order (void)
{
  const guint32 order[] = { 3, 0, 2 };
  const guint32 order_of_order[] = { 2, 0 };
  g_autoptr (FanfoldFunction) function = described_function ("[" DESCRIBED_TEXT "]", FALSE);
  g_autoptr (GBytes) bytes = g_bytes_new (order, sizeof order);
  g_autoptr (GBytes) more_bytes = g_bytes_new (order_of_order, sizeof order_of_order);
  g_autoptr (FanfoldCombine) combine =
      expand (function,
              "{\"name\":\"a\",\"list\":[1,2,3,4]},{\"name\":\"t\",\"template\":\"{a}#{#}\"}",
              NULL);
  g_autoptr (FanfoldCombine) ordered = fanfold_combine_with_order (combine, bytes);
  g_autoptr (FanfoldCombine) kept = keep (ordered);
  g_autoptr (FanfoldCombine) twice = fanfold_combine_with_order (kept, more_bytes);
  g_autofree char *values = join (ordered, 0);
  g_autofree char *values_kept = join (kept, 0);
  g_autofree char *values_twice = join (twice, 0);

  g_assert_cmpstr (values, ==, "\"4#1\" \"1#2\" \"3#3\"");
  g_assert_cmpstr (values_kept, ==, values);
  g_assert_cmpstr (values_twice, ==, "\"3#1\" \"4#2\"");
}

static void
test_slot (void)
{
  g_autoptr (FanfoldFunction) function =
      described_function ("[" DESCRIBED_TEXT "," DESCRIBED_FILE "]", FALSE);
  g_autoptr (FanfoldCombine) combine =
      expand (function,
              "{\"name\":\"file\",\"list\":[\"{%}\"]},{\"name\":\"t\",\"template\":\"s{%}\"}",
              NULL);
  g_autoptr (GVariant) columns = fanfold_combine_get_columns (combine, 0, 1);
  g_autoptr (GVariant) filled = fanfold_combine_fill_slot (combine, columns, 41);
  g_autofree char *text = g_variant_print (filled, FALSE);

  g_assert_true (fanfold_combine_has_slot (combine));
  g_assert_cmpstr (text, ==, "[<['s42']>, <[b'{%}']>]");
}

/* Against a comparison of every two jobs; the ignored parameter is the fourth. */
static void
assert_twins (FanfoldCombine *combine)
{
  FanfoldCombineTwins *twins = fanfold_combine_get_twins (combine);
  guint64 n = fanfold_combine_get_n_jobs (combine);

  for (guint64 i = 0; i < n; i++)
    {
      guint64 first = 0;

      for (gboolean equal = FALSE; !equal; first += equal ? 0 : 1)
        {
          g_autoptr (GVariant) a = fanfold_combine_get_args (combine, first);
          g_autoptr (GVariant) b = fanfold_combine_get_args (combine, i);

          equal = TRUE;
          for (guint k = 0; k < 5; k++)
            {
              g_autoptr (GVariant) left = g_variant_get_child_value (a, k);
              g_autoptr (GVariant) right = g_variant_get_child_value (b, k);

              equal = equal && (k == 3 || g_variant_equal (left, right));
            }
        }
      g_assert_cmpuint (twins != NULL ? fanfold_combine_twins_get_first (twins, i) : i, ==, first);
    }
}

static void
test_twins (void)
{
  static const struct
  {
    const char *inputs;
    gboolean any;
  } cases[] = {
    { "{\"name\":\"a\",\"list\":[\"d/x\",\"e/y\",\"d/z\"]},{\"name\":\"t\",\"template\":\"{//}\"}",
      TRUE },
    { "{\"name\":\"a\",\"list\":[\"d/x\",\"e/y\"]},{\"name\":\"t\",\"template\":\"{}\"}", FALSE },
    { "{\"name\":\"a\",\"list\":[1,11]},{\"name\":\"n\",\"list\":[5,6,5]},"
      "{\"name\":\"c\",\"list\":[11,1]},{\"name\":\"t\",\"template\":\"{a}{c}\"}",
      TRUE },
    { "{\"name\":\"a\",\"list\":[1,1]},{\"name\":\"t\",\"template\":\"{a}{#}\"}", FALSE },
    { "{\"name\":\"a\",\"list\":[1,2]},{\"name\":\"i\",\"template\":\"{a}{#}\"}", TRUE },
  };
  const guint32 order[] = { 1, 0 };
  g_autoptr (FanfoldFunction) function = pure_function ();
  g_autoptr (GBytes) bytes = g_bytes_new (order, sizeof order);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FanfoldCombine) combine = expand (function, cases[i].inputs, &error);
      g_autoptr (FanfoldCombine) ordered = NULL;
      g_autoptr (GArray) backwards = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_autoptr (GBytes) all = NULL;

      g_assert_no_error (error);
      assert_twins (combine);
      g_assert_cmpint (fanfold_combine_get_twins (combine) != NULL, ==, cases[i].any);

      for (guint32 k = (guint32) fanfold_combine_get_n_jobs (combine); k-- > 0;)
        g_array_append_val (backwards, k);
      all = g_bytes_new (backwards->data, backwards->len * sizeof (guint32));
      ordered = fanfold_combine_with_order (combine, all);
      assert_twins (ordered);
      g_clear_pointer (&ordered, fanfold_combine_unref);
      ordered = fanfold_combine_with_order (combine, bytes);
      assert_twins (ordered);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/combine-templates/made", test_made);
  g_test_add_func ("/combine-templates/refused", test_refused);
  g_test_add_func ("/combine-templates/free", test_free);
  g_test_add_func ("/combine-templates/order", test_order);
  g_test_add_func ("/combine-templates/twins", test_twins);
  g_test_add_func ("/combine-templates/slot", test_slot);

  return g_test_run ();
}
