/* test-pre-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-pre-dispatch.h"

#include <string.h>

/* joblib's own values for n_jobs 2, and some for others. */
static void
test_values (void)
{
  static const struct
  {
    const char *text;
    guint n_jobs;
    guint64 n;
  } cases[] = {
    { "1.5*n_jobs", 2, 3 },
    { "3", 2, 3 },
    { "1e6", 2, 1000000 },
    { "n_jobs%3", 2, 2 },
    { "(n_jobs+1)*2", 2, 6 },
    { "2.7", 2, 2 },
    { "10**6", 2, 1000000 },
    { "2 * n_jobs", 2, 4 },
    { "2*n_jobs", 1024, 2048 },
    { "0.4*n_jobs", 3, 1 },
    { "1.999999", 1, 1 },
    { "all", 2, FANFOLD_PRE_DISPATCH_ALL },
    { " all ", 1, FANFOLD_PRE_DISPATCH_ALL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 n = 77;

      g_assert_true (fanfold_pre_dispatch_parse (cases[i].text, cases[i].n_jobs, &n, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, cases[i].n);
      g_assert_true (fanfold_pre_dispatch_check (cases[i].text, &error));
      g_assert_no_error (error);
    }
}

/* What joblib refuses, and what it takes for nothing to do. */
static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *message;
    gboolean by_value; /* for this n_jobs alone */
  } cases[] = {
    { "0", "pre_dispatch “0”, column 1: it comes to 0 for", FALSE },
    { "0*n_jobs", "pre_dispatch “0*n_jobs”, column 1: it comes to 0 for n_jobs 2", TRUE },
    { "0.4*n_jobs", "pre_dispatch “0.4*n_jobs”, column 1: it comes to 0.8 for n_jobs 2", TRUE },
    { "-1", "pre_dispatch “-1”, column 1: it comes to -1", FALSE },
    { "0.999999", "pre_dispatch “0.999999”, column 1: it comes to 0.999999", FALSE },
    { "n_jobs-2", "pre_dispatch “n_jobs-2”, column 1: it comes to 0", TRUE },
    { "n_jobs/0", "pre_dispatch “n_jobs/0”, column 7: “/” divides by zero", TRUE },
    { "1/0", "pre_dispatch “1/0”, column 2: “/” divides by zero", FALSE },
    { "10**6+1", "pre_dispatch “10**6+1”, column 6: “+” makes a value beyond", FALSE },
    { "ALL", "pre_dispatch “ALL”, column 1: “ALL” is not known", FALSE },
    { "", "pre_dispatch “”, column 1: it is empty", FALSE },
    { "'a'", "pre_dispatch “'a'”, column 1: “'” is not known", FALSE },
    { "+n_jobs", "pre_dispatch “+n_jobs”, column 1: “+” stands where", FALSE },
    { "import os", "pre_dispatch “import os”, column 1: “import” is not known", FALSE },
    { "None", "pre_dispatch “None”, column 1: “None” is not known", FALSE },
    { "all*2", "pre_dispatch “all*2”, column 1: “all” is not known", FALSE },
    { "2\xff", "pre_dispatch “2\xef\xbf\xbd”, column 1: it is not UTF-8", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 n = 77;

      g_assert_false (fanfold_pre_dispatch_parse (cases[i].text, 2, &n, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_cmpuint (n, ==, 77);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("%s: “%s”, expected “%s”", cases[i].text, error->message, cases[i].message);
      g_assert_nonnull (strstr (error->message, "such as 2*n_jobs"));
      g_clear_error (&error);

      g_assert_cmpint (fanfold_pre_dispatch_check (cases[i].text, &error), ==, cases[i].by_value);
      if (!cases[i].by_value)
        g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
    }
}

/* Whatever was given, what is shown of it is short. */
static void
test_long (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (1000000, '1');
  guint64 n;

  g_assert_false (fanfold_pre_dispatch_parse (text, 2, &n, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "column 31"));
  g_assert_cmpuint (strlen (error->message), <, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pre-dispatch/values", test_values);
  g_test_add_func ("/pre-dispatch/refused", test_refused);
  g_test_add_func ("/pre-dispatch/long", test_long);

  return g_test_run ();
}
