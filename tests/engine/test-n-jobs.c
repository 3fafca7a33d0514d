/* test-n-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-job-state.h"
#include "fanfold-n-jobs.h"

#include <string.h>

static void
test_effective (void)
{
  static const struct
  {
    int n_jobs;
    guint n_usable;
    guint effective;
  } cases[] = {
    { 1, 2, 1 },
    { 2, 2, 2 },
    { 1000000, 2, 1000000 },
    { -1, 2, 2 },
    { -2, 2, 1 },
    { -3, 2, 1 },
    { -100, 2, 1 },
    { -1, 8, 8 },
    { -2, 8, 7 },
    { -8, 8, 1 },
    { -9, 8, 1 },
    { G_MININT, 8, 1 },
    { G_MAXINT, 8, G_MAXINT },
    { -1, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (
        fanfold_n_jobs_effective (cases[i].n_jobs, cases[i].n_usable), ==, cases[i].effective);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    int n_jobs;
  } cases[] = { { "1", 1 }, { "-1", -1 }, { " 12 ", 12 }, { "-2147483648", G_MININT } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      int n_jobs = 0;

      g_assert_true (fanfold_n_jobs_parse (cases[i].text, &n_jobs, &error));
      g_assert_no_error (error);
      g_assert_cmpint (n_jobs, ==, cases[i].n_jobs);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = { "0",    "-0",  "0.5", "2.5",         "-1.5",
                                       "all",  "",    " ",   "nan",         "inf",
                                       "1e1",  "0x4", "1 2", "2147483648",  "99999999999999999999",
                                       "None", "--1", "-",   "-2147483649", "4x",
                                       "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      int n_jobs = 7;

      g_assert_false (fanfold_n_jobs_parse (texts[i], &n_jobs, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "n_jobs"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpint (n_jobs, ==, 7);
    }
}

static void
test_describe (void)
{
  static const FanfoldCpu whole = { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE };
  static const FanfoldCpu bound = { 8, 2, 2, FANFOLD_CPU_LIMIT_AFFINITY };
  static const FanfoldCpu rationed = { 8, 3, 3, FANFOLD_CPU_LIMIT_QUOTA };
  static const FanfoldCpu single = { 1, 1, 1, FANFOLD_CPU_LIMIT_NONE };
  static const struct
  {
    int n_jobs;
    const FanfoldCpu *cpu;
    const char *text;
  } cases[] = {
    { 4, &whole, "4" },
    { 12, &whole, "12" },
    { -1, &whole, "8 of 8 cores" },
    { -2, &whole, "7 of 8 cores" },
    { -8, &whole, "1 of 8 cores" },
    { G_MININT, &whole, "1 of 8 cores" },
    { -2, &bound, "1 of 2 cores (limited by the CPU affinity; the machine has 8)" },
    { -1,
      &rationed,
      "3 of 3 cores (limited by the CPU quota of its control group; the machine has 8)" },
    { -1, &single, "1 of 1 core" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fanfold_n_jobs_describe (cases[i].n_jobs, cases[i].cpu);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_suggest (void)
{
  static const FanfoldCpu cpus[] = {
    { 1, 1, 1, FANFOLD_CPU_LIMIT_NONE },  { 2, 2, 1, FANFOLD_CPU_LIMIT_NONE },
    { 3, 3, 3, FANFOLD_CPU_LIMIT_NONE },  { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE },
    { 8, 5, 5, FANFOLD_CPU_LIMIT_QUOTA }, { 2000, 2000, 1500, FANFOLD_CPU_LIMIT_NONE },
  };
  static const guint io_bound[] = { 2, 3, 5, 12, 8, 1024 };
  static const guint cpu_bound[] = { 1, 1, 3, 4, 5, 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (cpus); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", io_bound[i]);
      g_autofree char *io_reason = NULL;
      g_autofree char *cpu_reason = NULL;

      g_assert_cmpuint (fanfold_n_jobs_suggest (TRUE, &cpus[i], &io_reason), ==, io_bound[i]);
      g_assert_nonnull (strstr (io_reason, number));
      g_assert_nonnull (strstr (io_reason, "1.5 times"));
      g_assert_cmpuint (fanfold_n_jobs_suggest (FALSE, &cpus[i], &cpu_reason), ==, cpu_bound[i]);
      g_assert_nonnull (strstr (cpu_reason, "physical"));
      g_assert_cmpuint (fanfold_n_jobs_suggest (FALSE, &cpus[i], NULL), ==, cpu_bound[i]);
    }
}

static void
test_inner_threads (void)
{
  static const FanfoldCpu cpu = { 8, 8, 4, FANFOLD_CPU_LIMIT_NONE };

  g_assert_cmpuint (fanfold_n_jobs_inner_threads (1, &cpu), ==, 8);
  g_assert_cmpuint (fanfold_n_jobs_inner_threads (2, &cpu), ==, 4);
  g_assert_cmpuint (fanfold_n_jobs_inner_threads (3, &cpu), ==, 2);
  g_assert_cmpuint (fanfold_n_jobs_inner_threads (8, &cpu), ==, 1);
  g_assert_cmpuint (fanfold_n_jobs_inner_threads (1000, &cpu), ==, 1);
}

static void
test_words (void)
{
  FanfoldRunState run_state;

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    g_assert_cmpint (fanfold_job_state_is_over ((FanfoldJobState) i), ==, i > FANFOLD_JOB_RUNNING);
  for (guint i = 0; i <= FANFOLD_RUN_INTERRUPTED; i++)
    {
      FanfoldRunState state;

      g_assert_true (fanfold_run_state_from_string (
          fanfold_run_state_to_string ((FanfoldRunState) i), &state));
      g_assert_cmpuint (state, ==, i);
      g_assert_cmpint (fanfold_run_state_is_over (state), ==, i > FANFOLD_RUN_PAUSED);
    }
  g_assert_cmpstr (fanfold_job_state_to_string (FANFOLD_JOB_TIMED_OUT), ==, "timed-out");
  g_assert_false (fanfold_run_state_from_string ("", &run_state));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/n-jobs/effective", test_effective);
  g_test_add_func ("/n-jobs/parse", test_parse);
  g_test_add_func ("/n-jobs/refused", test_refused);
  g_test_add_func ("/n-jobs/describe", test_describe);
  g_test_add_func ("/n-jobs/suggest", test_suggest);
  g_test_add_func ("/n-jobs/inner-threads", test_inner_threads);
  g_test_add_func ("/n-jobs/words", test_words);

  return g_test_run ();
}
