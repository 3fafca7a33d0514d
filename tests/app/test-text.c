/* test-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-text.h"

#include <locale.h>
#include <math.h>

static void
test_duration (void)
{
  static const struct
  {
    double seconds;
    const char *text;
  } cases[] = {
    { 0, "0 s" },
    { 0.0002, "under 1 ms" },
    { 0.003, "3 ms" },
    { 0.4, "0.4 s" },
    { 9.94, "9.9 s" },
    { 9.97, "10 s" },
    { 59.4, "59 s" },
    { 59.6, "1:00" },
    { 192, "3:12" },
    { 3723, "1:02:03" },
    { 86400 + 11405, "1 day 03:10:05" },
    { 2 * 86400, "2 days 00:00:00" },
    { -1, "–" },
    { NAN, "–" },
    { INFINITY, "–" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fanfold_text_duration (cases[i].seconds);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_count (void)
{
  static const struct
  {
    guint64 n;
    const char *text;
  } cases[] = {
    { 0, "0" },        { 999, "999" },           { 1000, "1,000" },
    { 1204, "1,204" }, { 1000000, "1,000,000" }, { G_MAXUINT64, "18,446,744,073,709,551,615" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fanfold_text_count (cases[i].n);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_jobs (void)
{
  g_autofree char *one = fanfold_text_jobs (1);
  g_autofree char *many = fanfold_text_jobs (1204);

  g_assert_cmpstr (one, ==, "1 job");
  g_assert_cmpstr (many, ==, "1,204 jobs");
}

static void
test_cores (void)
{
  static const struct
  {
    int n_jobs;
    guint n_usable;
    const char *text;
  } cases[] = {
    { -1, 8, "all 8 cores" },    { 8, 8, "all 8 cores" },
    { -2, 8, "7 of 8 cores" },   { 3, 8, "3 of 8 cores" },
    { -100, 8, "1 of 8 cores" }, { 12, 8, "12, more than the 8 cores" },
    { -1, 1, "the only core" },  { 2, 1, "2, more than the 1 core" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fanfold_text_cores (cases[i].n_jobs, cases[i].n_usable);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_time (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_local (2026, 3, 12, 0, 30, 0);
  g_autoptr (GDateTime) earlier = g_date_time_new_local (2026, 3, 12, 0, 5, 0);
  g_autoptr (GDateTime) yesterday = g_date_time_new_local (2026, 3, 11, 23, 55, 0);
  g_autoptr (GDateTime) before = g_date_time_new_local (2026, 3, 2, 9, 12, 0);
  gint64 now_usec = g_date_time_to_unix (now) * G_USEC_PER_SEC;
  g_autofree char *none = fanfold_text_time (0, now_usec);
  g_autofree char *first =
      fanfold_text_time (g_date_time_to_unix (earlier) * G_USEC_PER_SEC, now_usec);
  g_autofree char *second =
      fanfold_text_time (g_date_time_to_unix (yesterday) * G_USEC_PER_SEC, now_usec);
  g_autofree char *third =
      fanfold_text_time (g_date_time_to_unix (before) * G_USEC_PER_SEC, now_usec);

  g_assert_cmpstr (none, ==, "–");
  g_assert_cmpstr (first, ==, "00:05");
  g_assert_cmpstr (second, ==, "yesterday 23:55");
  g_assert_cmpstr (third, ==, "2 Mar 2026");
}

/* Each state has a word of its own. */
static void
test_states (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    g_assert_true (g_hash_table_add (words, (gpointer) fanfold_text_job_state (i)));

  g_hash_table_remove_all (words);
  for (guint i = 0; i <= FANFOLD_RUN_INTERRUPTED; i++)
    g_assert_true (g_hash_table_add (words, (gpointer) fanfold_text_run_state (i)));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/duration", test_duration);
  g_test_add_func ("/text/count", test_count);
  g_test_add_func ("/text/jobs", test_jobs);
  g_test_add_func ("/text/cores", test_cores);
  g_test_add_func ("/text/time", test_time);
  g_test_add_func ("/text/states", test_states);

  return g_test_run ();
}
