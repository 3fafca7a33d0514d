/* fuzz-expression.c: any bytes as an expression of n_jobs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <math.h>

#include "fanfold-expression.h"
#include "fanfold-pre-dispatch.h"
#include "fanfold-settings.h"
#include "fuzz.h"

/* It comes to the same in parentheses, and without what may stand around it. */
static void
check_same (const char *text, guint n_jobs, double value)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *wrapped = g_strdup_printf ("(%s)", stripped);
  double again = NAN;

  g_assert_true (fabs (value) <= 1e6);
  if (strlen (wrapped) > FANFOLD_EXPRESSION_MAX_LENGTH)
    return;

  g_assert_true (fanfold_expression_evaluate (wrapped, n_jobs, &again, NULL));
  g_assert_cmpfloat (value, ==, again);
}

/* As the setting of a run it is kept and given back. */
static void
check_setting (const char *text, guint n_jobs)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  FanfoldSettings others = FANFOLD_SETTINGS_INIT;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n = 0;
  gboolean taken = fanfold_settings_set_text (&settings, "pre_dispatch", text, &error);

  fuzz_check_refusal (taken ? &settings : NULL, error);
  g_clear_error (&error);
  if (fanfold_pre_dispatch_parse (text, n_jobs, &n, &error))
    g_assert_true (taken && n >= 1 && (n <= 1000000 || n == FANFOLD_PRE_DISPATCH_ALL));
  fuzz_check_refusal (n > 0 ? &n : NULL, error);

  kept = fanfold_settings_dup_text (&settings, "pre_dispatch");
  if (kept != NULL)
    g_assert_true (fanfold_settings_set_text (&others, "pre_dispatch", kept, NULL));
  g_assert_cmpstr (settings.pre_dispatch, ==, others.pre_dispatch);
}

/* The first byte is for n_jobs. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  guint n_jobs = size > 0 ? data[0] : 1;
  g_autofree char *text = g_strndup ((const char *) data + 1, size > 0 ? size - 1 : 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) form_error = NULL;
  double value = NAN;
  gboolean well_formed = fanfold_expression_check (text, &form_error);
  gboolean has_value = fanfold_expression_evaluate (text, n_jobs, &value, &error);

  fuzz_check_refusal (well_formed ? text : NULL, form_error);
  fuzz_check_refusal (has_value ? text : NULL, error);
  g_assert_true (well_formed || !has_value);
  if (has_value)
    check_same (text, n_jobs, value);
  check_setting (text, n_jobs);

  return 0;
}
