/* fuzz-combine.c: any bytes as the kept inputs or the kept function of a run in the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-combine.h"
#include "fuzz.h"

#define MAX_LOOKED_AT 8

static void
check_column (FanfoldCombine *combine, GVariant *columns, guint param, guint n_jobs)
{
  g_autoptr (GVariant) boxed = g_variant_get_child_value (columns, param);
  g_autoptr (GVariant) column = g_variant_get_variant (boxed);

  g_assert_cmpuint (g_variant_n_children (column), ==, n_jobs);
  for (guint i = 0; i < n_jobs; i++)
    {
      g_autoptr (GVariant) args = fanfold_combine_get_args (combine, i);
      g_autoptr (GVariant) alone = g_variant_get_child_value (args, param);
      g_autoptr (GVariant) value = g_variant_get_child_value (column, i);

      g_assert_true (g_variant_is_normal_form (value));
      g_assert_true (g_variant_equal (alone, value));
    }
}

static void
check_inputs (FanfoldFunction *function, const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = fuzz_variant ("(a(ssuuv)auau)", data, size);
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (FanfoldCombine) again = NULL;
  g_autoptr (GVariant) columns = NULL;
  g_autoptr (GVariant) kept = NULL;
  g_autoptr (GVariant) last = NULL;
  guint64 n_jobs;
  guint n;

  combine = fanfold_combine_new_from_variant (function, variant, &error);
  fuzz_check_refusal (combine, error);
  if (combine == NULL)
    return;

  kept = fanfold_combine_to_variant (combine);
  again = fanfold_combine_new_from_variant (function, kept, &error);
  g_assert_no_error (error);
  n_jobs = fanfold_combine_get_n_jobs (combine);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (again), ==, n_jobs);
  if (fanfold_combine_get_stream (combine, NULL) != NULL)
    {
      g_assert_cmpuint (n_jobs, ==, 0);
      return;
    }

  g_assert_true (n_jobs >= 1 && n_jobs <= FANFOLD_COMBINE_MAX_JOBS);
  last = fanfold_combine_get_args (combine, n_jobs - 1);
  n = (guint) MIN (n_jobs, MAX_LOOKED_AT);
  columns = fanfold_combine_get_columns (combine, 0, n);
  for (guint i = 0; i < fanfold_function_get_params (function)->len; i++)
    check_column (combine, columns, i, n);
}

static void
check_function (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant = fuzz_variant ("a{sv}", data, size);
  g_autoptr (GVariant) kept = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldFunction) again = NULL;

  function = fanfold_function_new_from_kept_variant (variant, &error);
  fuzz_check_refusal (function, error);
  if (function == NULL)
    return;

  kept = fanfold_function_to_variant (function);
  again = fanfold_function_new_from_kept_variant (kept, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_function_get_id (again), ==, fanfold_function_get_id (function));
}

/* The first byte says which of the two. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static FanfoldFunction *function;

  if (function == NULL)
    function = fuzz_function (FUZZ_FIELDS, "[]");

  if (size > 0 && data[0] == 'f')
    check_function (data + 1, size - 1);
  else if (size > 0)
    check_inputs (function, data + 1, size - 1);

  return 0;
}
