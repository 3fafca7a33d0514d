/* test-expression.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-expression.h"

/* As Python reckons them, with 8 for n_jobs. */
static void
test_values (void)
{
  static const struct
  {
    const char *text;
    double value;
  } cases[] = {
    { "1", 1.0 },
    { "1.5", 1.5 },
    { ".5", 0.5 },
    { "5.", 5.0 },
    { "1e3", 1000.0 },
    { "1E-2", 0.01 },
    { "n_jobs", 8.0 },
    { "2*n_jobs", 16.0 },
    { "1.5*n_jobs", 12.0 },
    { "-n_jobs", -8.0 },
    { "--2", 2.0 },
    { "-2**2", -4.0 },
    { "2**-1", 0.5 },
    { "2**3**2", 512.0 },
    { "2**-2**2", 0.0625 },
    { "-2**-2", -0.25 },
    { "(-2)**2", 4.0 },
    { "7//2", 3.0 },
    { "-7//2", -4.0 },
    { "7//-2", -4.0 },
    { "7%3", 1.0 },
    { "-7%3", 2.0 },
    { "7%-3", -2.0 },
    { "-7%-3", -1.0 },
    { "7.5//2", 3.0 },
    { "-7.5%2", 0.5 },
    { "7//0.1", 69.0 },
    { "7%0.1", 0.09999999999999962 },
    { "1//0.1", 9.0 },
    { "1+2*3", 7.0 },
    { "(1+2)*3", 9.0 },
    { "2-3-4", -5.0 },
    { "2/4/8", 0.0625 },
    { "100//7//2", 7.0 },
    { "2*3%4", 2.0 },
    { "2%3*4", 8.0 },
    { "10-4//3", 9.0 },
    { "-n_jobs//3", -3.0 },
    { "-3**2//2", -5.0 },
    { "n_jobs**2%5", 4.0 },
    { "((n_jobs))", 8.0 },
    { " 1 + 2 ", 3.0 },
    { "2 **3", 8.0 },
    { "1e6", 1000000.0 },
    { "-1e6", -1000000.0 },
    { "10**6", 1000000.0 },
    { "0**0", 1.0 },
    { "0*-1", 0.0 },
    { "4**0.5", 2.0 },
    { "2*-3", -6.0 },
    { "2- -3", 5.0 },
    { "2//-3", -1.0 },
    { "n_jobs%3", 2.0 },
    { "(n_jobs+1)*2", 18.0 },
    { "1-1e-7", 0.9999999 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = -77;

      g_assert_true (fanfold_expression_evaluate (cases[i].text, 8, &value, &error));
      g_assert_no_error (error);
      if (value != cases[i].value)
        g_error ("%s: %.17g, expected %.17g", cases[i].text, value, cases[i].value);
      g_assert_true (fanfold_expression_check (cases[i].text, &error));
      g_assert_no_error (error);
    }
}

static void
check_refused (const char *text, guint n_jobs, const char *message)
{
  g_autoptr (GError) error = NULL;
  double value = -77;

  g_assert_false (fanfold_expression_evaluate (text, n_jobs, &value, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpfloat (value, ==, -77);
  if (!g_str_has_prefix (error->message, message))
    g_error ("%s: “%s”, expected “%s”", text, error->message, message);
}

/* Each is wrong whatever n_jobs is. */
static void
test_malformed (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "column 1: it is empty" },
    { "  \t", "column 1: it is empty" },
    { "\xff", "column 1: it is not UTF-8" },
    { "+n_jobs", "column 1: “+” stands where a number, n_jobs or “(” is expected" },
    { "2*+3", "column 3: “+” stands where a number" },
    { "2*", "column 3: the end stands where a number" },
    { "*2", "column 1: “*” stands where a number" },
    { "2***3", "column 4: “*” stands where a number" },
    { "2///3", "column 4: “/” stands where a number" },
    { "-", "column 2: the end stands where a number" },
    { "(", "column 2: the end stands where a number" },
    { "()", "column 2: “)” stands where a number" },
    { "(1", "column 3: the end stands where an operator or “)” is expected" },
    { "(1 2", "column 4: “2” stands where an operator or “)”" },
    { "1)", "column 2: “)” stands where an operator or the end is expected" },
    { "2 3", "column 3: “3” stands where an operator or the end" },
    { "2n_jobs", "column 2: “n_jobs” stands where an operator" },
    { "2(3)", "column 2: “(” stands where an operator" },
    { "1..2", "column 3: “.2” stands where an operator" },
    { "1.5e", "column 4: “e” is not known" },
    { ".", "column 1: “.” is not known" },
    { "0x10", "column 2: “x10” is not known" },
    { "1_000", "column 2: “_000” is not known" },
    { "all", "column 1: “all” is not known" },
    { "n_jobs2", "column 1: “n_jobs2” is not known" },
    { "N_JOBS", "column 1: “N_JOBS” is not known" },
    { "cpu_count()", "column 1: “cpu_count” is not known" },
    { "1+True", "column 3: “True” is not known" },
    { "import os", "column 1: “import” is not known" },
    { "'a'", "column 1: “'” is not known" },
    { "n_jobs.real", "column 7: “.” is not known" },
    { "n_jobs if 1 else 2", "column 8: “if” is not known" },
    { "1<2", "column 2: “<” is not known" },
    { "2×n_jobs", "column 2: “×” is not known" },
    { "n_jöbs", "column 1: “n_j” is not known" },
    { "éé", "column 1: “é” is not known" },
    { "é", "column 1: “é” is not known" },
    { "1\n+1", "column 2: U+000A is not known" },
    { "1+\x1b[2J", "column 3: U+001B is not known" },
    { "n_jobs/0+", "column 10: the end stands where a number" },
    { "1234567890123456789012345678901", "column 31: it is longer than 30 characters" },
    { "((((((((((((((((((((((((((((((", "column 31: the end stands where" },
    { "------------------------------", "column 31: the end stands where" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      check_refused (cases[i].text, 8, cases[i].message);
      g_assert_false (fanfold_expression_check (cases[i].text, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
    }
}

/* These are well formed, and wrong for what they come to. */
static void
test_no_value (void)
{
  static const struct
  {
    const char *text;
    guint n_jobs;
    const char *message;
  } cases[] = {
    { "n_jobs/0", 8, "column 7: “/” divides by zero" },
    { "n_jobs//0", 8, "column 7: “//” divides by zero" },
    { "n_jobs%0.0", 8, "column 7: “%” divides by zero" },
    { "1/(n_jobs-8)", 8, "column 2: “/” divides by zero" },
    { "0**-1", 8, "column 2: “**” divides by zero" },
    { "(-8)**0.5", 8, "column 5: “**” has no value that is a real number" },
    { "10**6+1", 8, "column 6: “+” makes a value beyond 1000000" },
    { "-1e6-1", 8, "column 5: “-” makes a value beyond 1000000" },
    { "1000000.1", 8, "column 1: “1000000.1” makes a value beyond 1000000" },
    { "1e999", 8, "column 1: “1e999” makes a value beyond" },
    { "10**7*0", 8, "column 3: “**” makes a value beyond" },
    { "9**9**9", 8, "column 5: “**” makes a value beyond" },
    { "1000*1001/2", 8, "column 5: “*” makes a value beyond" },
    { "1/1e-7", 8, "column 2: “/” makes a value beyond" },
    { "1//1e-7", 8, "column 2: “//” makes a value beyond" },
    { "1e6+1-1e6/0", 8, "column 4: “+” makes a value beyond" },
    { "2*n_jobs", 1000000, "column 2: “*” makes a value beyond" },
    { "n_jobs", 1000001, "column 1: “n_jobs” makes a value beyond" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      check_refused (cases[i].text, cases[i].n_jobs, cases[i].message);
      g_assert_true (fanfold_expression_check (cases[i].text, &error));
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/expression/values", test_values);
  g_test_add_func ("/expression/malformed", test_malformed);
  g_test_add_func ("/expression/no-value", test_no_value);

  return g_test_run ();
}
