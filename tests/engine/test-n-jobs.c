/* test-n-jobs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-job-state.h"
#include "fanfold-n-jobs.h"
#include "fanfold-settings.h"

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
test_words (void)
{
  FanfoldBackend backend = FANFOLD_BACKEND_PROCESSES;
  FanfoldJobState job_state;
  FanfoldRunState run_state;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    {
      FanfoldJobState state;

      g_assert_true (fanfold_job_state_from_string (
          fanfold_job_state_to_string ((FanfoldJobState) i), &state));
      g_assert_cmpuint (state, ==, i);
      g_assert_cmpint (fanfold_job_state_is_over (state), ==, i > FANFOLD_JOB_RUNNING);
    }
  for (guint i = 0; i <= FANFOLD_RUN_INTERRUPTED; i++)
    {
      FanfoldRunState state;

      g_assert_true (fanfold_run_state_from_string (
          fanfold_run_state_to_string ((FanfoldRunState) i), &state));
      g_assert_cmpuint (state, ==, i);
      g_assert_cmpint (fanfold_run_state_is_over (state), ==, i > FANFOLD_RUN_PAUSED);
    }
  g_assert_cmpstr (fanfold_job_state_to_string (FANFOLD_JOB_TIMED_OUT), ==, "timed-out");
  g_assert_false (fanfold_job_state_from_string ("timed_out", &job_state));
  g_assert_false (fanfold_run_state_from_string ("", &run_state));

  g_assert_true (fanfold_backend_from_string ("threads", &backend, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_backend_to_string (backend), ==, "threads");
  g_assert_false (fanfold_backend_from_string ("loky", &backend, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "processes or threads"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/n-jobs/effective", test_effective);
  g_test_add_func ("/n-jobs/parse", test_parse);
  g_test_add_func ("/n-jobs/refused", test_refused);
  g_test_add_func ("/n-jobs/words", test_words);

  return g_test_run ();
}
