/* test-failures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-failures.h"
#include "fanfold-sentence.h"
#include "outcomes.h"

typedef struct
{
  guint n_calls;
  FanfoldOnFailure what;
  char *reason;
} Said;

static void
say (FanfoldOnFailure what, const char *reason, gpointer user_data)
{
  Said *said = user_data;

  said->n_calls++;
  said->what = what;
  g_free (said->reason);
  said->reason = fanfold_sentence_say (reason);
}

static void
count (FanfoldFailures *failures, guint64 index, FanfoldJobState state, const char *message)
{
  g_autoptr (FanfoldFunction) function = described_function ("[]", FALSE);
  g_autoptr (FanfoldBlock) block = outcome (function, index, state, 0.1, message);

  fanfold_failures_count (failures, block);
}

static void
test_first (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  g_autoptr (FanfoldFailures) failures = NULL;

  settings.on_failure = FANFOLD_ON_FAILURE_STOP;
  failures = fanfold_failures_new (&settings, say, &said);
  count (failures, 0, FANFOLD_JOB_DONE, NULL);
  count (failures, 1, FANFOLD_JOB_CACHED, NULL);
  count (failures, 2, FANFOLD_JOB_CANCELLED, NULL);
  count (failures, 3, FANFOLD_JOB_SKIPPED, NULL);
  g_assert_cmpuint (said.n_calls, ==, 0);

  count (failures, 4, FANFOLD_JOB_FAILED, "no such file");
  count (failures, 5, FANFOLD_JOB_FAILED, "no such file");
  g_assert_cmpuint (said.n_calls, ==, 1);
  g_assert_cmpint (said.what, ==, FANFOLD_ON_FAILURE_STOP);
  g_assert_cmpstr (said.reason, ==, "Job 4 failed: no such file");
  g_free (said.reason);
}

static void
test_timed_out (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  g_autoptr (FanfoldFailures) failures = NULL;

  settings.on_failure = FANFOLD_ON_FAILURE_DRAIN;
  failures = fanfold_failures_new (&settings, say, &said);
  count (failures, 4, FANFOLD_JOB_TIMED_OUT, "took longer than its limit of 2 s");
  g_assert_cmpstr (said.reason, ==, "Job 4 took longer than its limit of 2 s");
  g_free (said.reason);
}

static void
test_continue (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  g_autoptr (FanfoldFailures) failures = fanfold_failures_new (&settings, say, &said);

  for (guint i = 0; i < 100; i++)
    count (failures, i, FANFOLD_JOB_CRASHED, "killed by signal 11");
  g_assert_cmpuint (said.n_calls, ==, 0);
}

static void
test_limit (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  g_autoptr (FanfoldFailures) failures = NULL;

  settings.max_failures = 3;
  failures = fanfold_failures_new (&settings, say, &said);
  count (failures, 0, FANFOLD_JOB_CRASHED, "killed by signal 11");
  count (failures, 1, FANFOLD_JOB_FAILED, "no such file");
  count (failures, 2, FANFOLD_JOB_DONE, NULL);
  g_assert_cmpuint (said.n_calls, ==, 0);

  count (failures, 7, FANFOLD_JOB_TIMED_OUT, NULL);
  g_assert_cmpuint (said.n_calls, ==, 1);
  g_assert_cmpint (said.what, ==, FANFOLD_ON_FAILURE_DRAIN);
  g_assert_cmpstr (said.reason,
                   ==,
                   "3 jobs did not succeed, which is the limit; the last of them, job 7, took "
                   "longer than its time limit");
  g_free (said.reason);
}

static void
test_retries (void)
{
  static const FanfoldJobState final[] = {
    FANFOLD_JOB_DONE, FANFOLD_JOB_CACHED, FANFOLD_JOB_CANCELLED, FANFOLD_JOB_SKIPPED
  };
  static const gint64 delays[] = { 500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  gint64 delay = -1;
  g_autoptr (FanfoldFailures) failures = NULL;

  settings.n_retries = G_N_ELEMENTS (delays);
  failures = fanfold_failures_new (&settings, say, &said);
  for (guint i = 0; i < G_N_ELEMENTS (final); i++)
    g_assert_false (fanfold_failures_will_retry (failures, final[i], 1, &delay));
  g_assert_cmpint (delay, ==, -1);

  /* Once more from the start after all attempts are used up: somebody has run it again. */
  for (guint round = 0; round < 3; round++)
    {
      guint attempt = round * (G_N_ELEMENTS (delays) + 1) + 1;

      for (guint i = 0; i < G_N_ELEMENTS (delays); i++, attempt++)
        {
          g_assert_true (
              fanfold_failures_will_retry (failures, FANFOLD_JOB_FAILED + i % 3, attempt, &delay));
          g_assert_cmpint (delay, ==, delays[i] * 1000);
        }
      g_assert_false (fanfold_failures_will_retry (failures, FANFOLD_JOB_CRASHED, attempt, &delay));
    }
}

static void
test_no_retries (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  gint64 delay;
  g_autoptr (FanfoldFailures) failures = fanfold_failures_new (&settings, say, &said);

  for (guint attempt = 1; attempt < 5; attempt++)
    g_assert_false (fanfold_failures_will_retry (failures, FANFOLD_JOB_FAILED, attempt, &delay));
}

static void
test_most_retries (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  Said said = { 0 };
  gint64 delay = 0;
  g_autoptr (FanfoldFailures) failures = NULL;

  settings.n_retries = FANFOLD_SETTINGS_MAX_RETRIES;
  failures = fanfold_failures_new (&settings, say, &said);
  for (guint attempt = 1; attempt <= FANFOLD_SETTINGS_MAX_RETRIES; attempt++)
    {
      g_assert_true (fanfold_failures_will_retry (failures, FANFOLD_JOB_FAILED, attempt, &delay));
      g_assert_cmpint (delay, <=, 60 * G_USEC_PER_SEC);
    }
  g_assert_cmpint (delay, ==, 60 * G_USEC_PER_SEC);
}

static void
say_once (FanfoldOnFailure what, const char *reason, gpointer user_data)
{
  g_atomic_int_inc ((int *) user_data);
}

static gpointer
fail_thread (gpointer user_data)
{
  for (guint i = 0; i < 500; i++)
    count (user_data, i, FANFOLD_JOB_FAILED, NULL);

  return NULL;
}

static void
test_threads (void)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  int n_calls = 0;
  GThread *threads[4];
  g_autoptr (FanfoldFailures) failures = NULL;

  settings.max_failures = 1000;
  failures = fanfold_failures_new (&settings, say_once, &n_calls);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("failer", fail_thread, failures);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (n_calls, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/failures/first", test_first);
  g_test_add_func ("/failures/timed-out", test_timed_out);
  g_test_add_func ("/failures/continue", test_continue);
  g_test_add_func ("/failures/limit", test_limit);
  g_test_add_func ("/failures/retries", test_retries);
  g_test_add_func ("/failures/no-retries", test_no_retries);
  g_test_add_func ("/failures/most-retries", test_most_retries);
  g_test_add_func ("/failures/threads", test_threads);

  return g_test_run ();
}
