/* test-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <locale.h>
#include "fanfold-report.h"

static void
assert_time (double seconds, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fanfold_report_append_time (text, seconds);
  g_assert_cmpstr (text->str, ==, expected);
}

/* The numbers of done jobs in @lines, "1 198 399". */
static char *
dup_done_counts (const char *lines)
{
  g_autoptr (GString) counts = g_string_new (NULL);
  g_auto (GStrv) split = g_strsplit (lines, "\n", -1);

  for (guint i = 0; split[i] != NULL; i++)
    {
      const char *done = strstr (split[i], "Done ");

      if (done == NULL)
        continue;
      if (counts->len > 0)
        g_string_append_c (counts, ' ');
      g_string_append_printf (
          counts, "%" G_GUINT64_FORMAT, g_ascii_strtoull (done + strlen ("Done "), NULL, 10));
    }

  return g_strdup (counts->str);
}

/* All lines of @n_total jobs, taken @step completions at a time. */
static char *
dup_lines (int verbose, guint64 n_total, guint64 step)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 before = 0;

  while (before < n_total)
    {
      FanfoldReportSample after = {
        .n_done = MIN (before + step, n_total), .n_total = n_total, .elapsed = 1, .remaining = -1
      };

      fanfold_report_append_lines (text, 2, verbose, before, &after);
      before = after.n_done;
    }

  return g_strdup (text->str);
}

static void
assert_done_counts (int verbose, guint64 n_total, const char *expected)
{
  const guint64 steps[] = { 1, 3, 197, 198, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *lines = dup_lines (verbose, n_total, steps[i]);
      g_autofree char *counts = dup_done_counts (lines);

      g_assert_cmpstr (counts, ==, expected);
    }
}

static void
test_time (void)
{
  assert_time (0.05, "   0.1s");
  assert_time (59.96, "  60.0s");
  assert_time (60, "  60.0s");
  assert_time (60.0001, " 1.0min");
  assert_time (61, " 1.0min");
  assert_time (90, " 1.5min");
  assert_time (599, "10.0min");
  assert_time (600, "10.0min");
  assert_time (3600, "60.0min");
  assert_time (36000, "600.0min");
  assert_time (864000, "14400.0min");
  assert_time (-1, "  -1.0s");
  assert_time (0.8 / 15 * 5, "   0.3s");
  assert_time (0.1 / 1 * 19, "   1.9s");
}

static void
test_time_in_a_locale_with_commas (void)
{
  const char *locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    if (setlocale (LC_NUMERIC, locales[i]) != NULL)
      {
        assert_time (90, " 1.5min");
        setlocale (LC_NUMERIC, "C");
        return;
      }

  g_test_skip ("no locale with a comma is installed");
}

static void
test_which_lines (void)
{
  assert_done_counts (0, 1000, "");
  assert_done_counts (-3, 1000, "");
  assert_done_counts (1, 1000, "1 1000");
  assert_done_counts (5, 1000, "1 198 399 600 801 1000");
  assert_done_counts (10, 1000, "1 93 194 295 396 497 598 699 800 901 1000");
  assert_done_counts (5, 20, "1 2 7 12 17 20");
  assert_done_counts (5, 4, "1 2 3 4");
  assert_done_counts (11, 5, "1 2 3 4 5");
  assert_done_counts (G_MAXINT, 3, "1 2 3");
  assert_done_counts (5, 1, "1");
}

static void
test_rule_holds_for_each_completion (void)
{
  for (int verbose = 1; verbose <= 10; verbose++)
    for (guint64 n_total = 1; n_total <= 60; n_total++)
      {
        g_autoptr (GString) expected = g_string_new (NULL);
        g_autofree char *lines = dup_lines (verbose, n_total, 7);
        g_autofree char *counts = dup_done_counts (lines);

        for (guint64 done = 1; done <= n_total; done++)
          if (done == 1 || done == n_total ||
              (n_total - done + 2) % (n_total / (guint64) verbose + 1) == 0)
            g_string_append_printf (
                expected, "%s%" G_GUINT64_FORMAT, expected->len > 0 ? " " : "", done);

        g_assert_cmpstr (counts, ==, expected->str);
      }
}

static void
test_bytes (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const FanfoldReportSample first = { 1, 1000, 0.0123, 12.3 };
  const FanfoldReportSample middle = { 198, 1000, 1.2, 4.8 };
  const FanfoldReportSample last = { 1000, 1000, 5.5, 0 };
  const FanfoldReportSample small = { 6, 20, 0.3, 0.7 };

  fanfold_report_append_lines (text, 2, 5, 0, &first);
  g_assert_cmpstr (
      text->str,
      ==,
      "[Parallel(n_jobs=2)]: Done   1 out of 1000 | elapsed:    0.0s remaining:   12.3s\n");

  g_string_truncate (text, 0);
  fanfold_report_append_lines (text, 2, 5, 197, &middle);
  g_assert_cmpstr (
      text->str,
      ==,
      "[Parallel(n_jobs=2)]: Done 198 out of 1000 | elapsed:    1.2s remaining:    4.8s\n");

  g_string_truncate (text, 0);
  fanfold_report_append_lines (text, 2, 5, 999, &last);
  g_assert_cmpstr (
      text->str, ==, "[Parallel(n_jobs=2)]: Done 1000 out of 1000 | elapsed:    5.5s finished\n");

  g_string_truncate (text, 0);
  fanfold_report_append_lines (text, -1, 11, 5, &small);
  g_assert_cmpstr (
      text->str,
      ==,
      "[Parallel(n_jobs=-1)]: Done   6 out of  20 | elapsed:    0.3s remaining:    0.7s\n");
}

/* A remaining time stands in every line but the last, also where the sample knows none. */
static void
test_remaining (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const FanfoldReportSample unknown = { 5, 10, 1, -1 };
  const FanfoldReportSample known = { 5, 10, 1, 10 };
  const FanfoldReportSample over = { 10, 10, 10, 0 };

  fanfold_report_append_lines (text, 1, 11, 4, &unknown);
  g_assert_true (g_str_has_suffix (text->str, "elapsed:    1.0s remaining:    1.0s\n"));

  g_string_truncate (text, 0);
  fanfold_report_append_lines (text, 1, 11, 3, &known);
  g_assert_nonnull (
      strstr (text->str, "Done   4 out of  10 | elapsed:    1.0s remaining:   12.0s"));
  g_assert_nonnull (
      strstr (text->str, "Done   5 out of  10 | elapsed:    1.0s remaining:   10.0s"));

  g_string_truncate (text, 0);
  fanfold_report_append_lines (text, 1, 11, 8, &over);
  g_assert_nonnull (
      strstr (text->str, "Done   9 out of  10 | elapsed:   10.0s remaining:    1.0s"));
  g_assert_true (g_str_has_suffix (text->str, "elapsed:   10.0s finished\n"));
}

static void
test_nothing_new (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const FanfoldReportSample same = { 10, 10, 1, 0 };
  const FanfoldReportSample none = { 0, 10, 1, -1 };
  const FanfoldReportSample empty = { 0, 0, 1, 0 };

  fanfold_report_append_lines (text, 1, 5, 10, &same);
  fanfold_report_append_lines (text, 1, 11, 10, &same);
  fanfold_report_append_lines (text, 1, 11, 0, &none);
  fanfold_report_append_lines (text, 1, 11, 0, &empty);
  g_assert_cmpuint (text->len, ==, 0);
}

/* Costs lines, not completions: at one step a completion this would not end. */
static void
test_huge_total (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const guint64 n_total = G_GUINT64_CONSTANT (1) << 50;
  const FanfoldReportSample after = { n_total, n_total, 1e6, 0 };
  g_autofree char *counts = NULL;
  g_auto (GStrv) split = NULL;

  fanfold_report_append_lines (text, 1, 10, 0, &after);
  counts = dup_done_counts (text->str);
  split = g_strsplit (counts, " ", -1);
  g_assert_cmpuint (g_strv_length (split), ==, 11);
}

/* joblib 1.5.3: a generator of 1000 tasks, pre_dispatch 2*n_jobs with two workers, then one. */
static void
test_growing (void)
{
  static const struct
  {
    int verbose;
    guint64 n_ahead;
    const char *expected;
  } cases[] = {
    { 1, 4, "46 196 446 796" },
    { 2, 4, "37 158 361 644" },
    { 5, 4, "14 68 158 284 446 644 878" },
    { 9, 4, "4 14 28 46 68 94 124 158 196 238 284 334 388 446 508 574 644 718 796 878 964" },
    { 10, 4, "1 4 9 14 21 28 37 46 57 68 81 94" },
    { 1, 1, "49 199 449 799" },
    { 5, 1, "17 71 161 287 449 647 881" },
    { 10, 1, "1 4 7 12 17 24 31 40 49 60 71 84 97" },
    { 5, 8, "10 64 154 280 442 640 874" },
    { 5, 16, "2 56 146 272 434 632 866" },
    { 1, 0, "50 200 450 800" },
    { 1, 1000, "250 800" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) counts = g_string_new (NULL);
      guint64 most = cases[i].verbose == 10 ? 100 : 1000;
      guint64 n_done = 0;

      while ((n_done = fanfold_report_get_next_line (cases[i].verbose, cases[i].n_ahead, n_done)) <=
             most)
        g_string_append_printf (counts, "%s%" G_GUINT64_FORMAT, counts->len > 0 ? " " : "", n_done);
      g_assert_cmpstr (counts->str, ==, cases[i].expected);
    }

  g_assert_cmpuint (fanfold_report_get_next_line (11, 4, 0), ==, 1);
  g_assert_cmpuint (fanfold_report_get_next_line (60, 4, 996), ==, 997);
}

static void
append_growing (GString *text, int n_jobs, guint64 n_done_before, guint64 n_done)
{
  FanfoldReportSample after = { .n_done = n_done,
                                .n_total = n_done + 7,
                                .elapsed = 1.2,
                                .remaining = -1,
                                .growing = TRUE,
                                .was_growing = TRUE,
                                .n_ahead = 4 };

  fanfold_report_append_lines (text, n_jobs, 9, n_done_before, &after);
}

/* The last line comes, though its completion was seen before that it is the last. */
static void
test_grown (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  FanfoldReportSample last = {
    .n_done = 15, .n_total = 15, .elapsed = 2, .remaining = -1, .was_growing = TRUE
  };

  append_growing (text, 2, 0, 3);
  g_assert_cmpstr (text->str, ==, "");
  append_growing (text, 2, 3, 15);
  fanfold_report_append_lines (text, 2, 9, 15, &last);
  last.was_growing = FALSE;
  fanfold_report_append_lines (text, 2, 9, 15, &last);
  g_assert_cmpstr (text->str,
                   ==,
                   "[Parallel(n_jobs=2)]: Done   4 tasks      | elapsed:    1.2s\n"
                   "[Parallel(n_jobs=2)]: Done  14 tasks      | elapsed:    1.2s\n"
                   "[Parallel(n_jobs=2)]: Done  15 out of  15 | elapsed:    2.0s finished\n");

  g_string_truncate (text, 0);
  append_growing (text, 1, 0, 1);
  g_assert_cmpstr (text->str, ==, "[Parallel(n_jobs=1)]: Done   1 tasks      | elapsed:    1.2s\n");
  g_string_truncate (text, 0);
  last.was_growing = TRUE;
  fanfold_report_append_lines (text, 2, 9, 14, &last);
  g_assert_cmpstr (
      text->str, ==, "[Parallel(n_jobs=2)]: Done  15 out of  15 | elapsed:    2.0s finished\n");
  g_string_truncate (text, 0);
  last.n_done = last.n_total = 0;
  fanfold_report_append_lines (text, 2, 9, 0, &last);
  g_assert_cmpstr (text->str, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report/time", test_time);
  g_test_add_func ("/report/time-in-a-locale-with-commas", test_time_in_a_locale_with_commas);
  g_test_add_func ("/report/which-lines", test_which_lines);
  g_test_add_func ("/report/rule-holds-for-each-completion", test_rule_holds_for_each_completion);
  g_test_add_func ("/report/bytes", test_bytes);
  g_test_add_func ("/report/remaining", test_remaining);
  g_test_add_func ("/report/nothing-new", test_nothing_new);
  g_test_add_func ("/report/huge-total", test_huge_total);

  g_test_add_func ("/report/growing", test_growing);
  g_test_add_func ("/report/grown", test_grown);

  return g_test_run ();
}
