/* test-about.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-about.h"

static void
assert_words (const FanfoldRemainingAnswer *answer, gboolean brief, const char *words)
{
  g_autofree char *said = NULL;
  FanfoldAbout about;

  fanfold_about_round (&about, answer);
  said = fanfold_about_say (&about, brief, "–");
  g_assert_cmpstr (said, ==, words);
}

static void
test_words (void)
{
  static const struct
  {
    FanfoldRemainingAnswer answer;
    const char *words;
  } cases[] = {
    { { -1, -1, -1 }, NULL },
    { { 1e9, 1e9, 1e9 }, NULL },
    { { 0, 0, 0 }, "under a second" },
    { { 0.2, 0.1, 1 }, "under 10 s" },
    { { 3, 2, 7 }, "under 10 s" },
    { { 4.9, 2, 12 }, "under 10 s" },
    { { 4.9, 2, 13 }, "under 20 s" },
    { { 7.4, 6, 9 }, "under 10 s" },
    { { 7.5, 6, 9 }, "about 10 s" },
    { { 23, 21, 26 }, "about 25 s" },
    { { 15, 2, 29 }, "under 30 s" },
    { { 30, 5, 58 }, "under a minute" },
    { { 41, 28, 55 }, "about 40 s" },
    { { 66, 60, 72 }, "about 1:10" },
    { { 128, 110, 152 }, "about 2 min" },
    { { 125, 108, 155 }, "about 2 min (1:45–2:30)" },
    { { 150, 115, 190 }, "about 2:30 (2–3 min)" },
    { { 145, 70, 250 }, "1–4 min" },
    { { 600, 560, 650 }, "about 10 min" },
    { { 100, 5, 400 }, "under 8 min" },
    { { 780, 600, 1000 }, "about 14 min (10–16 min)" },
    { { 9000, 3600, 18000 }, "1–5 h" },
    { { 9000, 8700, 9500 }, "about 2.5 h" },
    { { 300000, 280000, 330000 }, "about 3.5 days" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      assert_words (&cases[i].answer, FALSE, cases[i].words);
    }
}

/* A range goes where there is something in its middle. */
static void
test_brief (void)
{
  static const struct
  {
    FanfoldRemainingAnswer answer;
    const char *words;
  } cases[] = {
    { { -1, -1, -1 }, NULL },
    { { 30, 5, 58 }, "under a minute" },
    { { 125, 108, 155 }, "about 2 min" },
    { { 145, 70, 250 }, "1–4 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_words (&cases[i].answer, TRUE, cases[i].words);
}

/* Whatever the answer is, the numbers are in order and not finer than it supports. */
static void
test_any (void)
{
  for (double median = 0.1; median < 1e7; median *= 1.07)
    for (double part = 0; part < 1; part += 0.07)
      {
        FanfoldRemainingAnswer answer = { median, median * (1 - part), median * (1 + 3 * part) };
        FanfoldAbout about;

        fanfold_about_round (&about, &answer);
        g_assert_cmpint (about.form, !=, FANFOLD_ABOUT_UNKNOWN);
        if (about.form >= FANFOLD_ABOUT_WITH_RANGE)
          {
            g_assert_cmpstr (about.low, !=, about.high);
            g_assert_cmpstr (about.low, !=, "0");
            g_assert_cmpfloat (
                g_ascii_strtod (about.low, NULL), <=, g_ascii_strtod (about.high, NULL));
          }
      }
}

/* While the middle goes down nothing larger is said, nor "under" what was less before. */
static void
check_course (double width, double part)
{
  double shown = G_MAXDOUBLE;
  gboolean under = FALSE;

  for (double median = 1e6; median > 0.1; median *= 0.9995)
    {
      double half = (width + part * median) / 2;
      FanfoldRemainingAnswer answer = { median, MAX (median - half, 0), median + half };
      FanfoldAbout about;

      fanfold_about_round (&about, &answer);
      if (about.form == FANFOLD_ABOUT_UNDER)
        {
          g_assert_cmpfloat (shown, <=, 10);
          g_assert_cmpstr (about.high, ==, answer.high < 1 ? "1" : "10");
          under = TRUE;
          continue;
        }

      g_assert_false (under);
      g_assert_cmpfloat (about.seconds, <=, shown);
      shown = about.seconds;
    }
  g_assert_true (under);
}

static void
test_courses (void)
{
  for (double width = 0; width <= 8; width += 2)
    for (double part = 0; part <= 0.25; part += 0.05)
      check_course (width, part);
}

/* Beside a time of the day. */
static void
test_fine (void)
{
  static const struct
  {
    double minutes;
    const char *middle;
    FanfoldAboutUnit unit;
  } cases[] = {
    { 23, "25", FANFOLD_ABOUT_MINUTES },    { 117, "115", FANFOLD_ABOUT_MINUTES },
    { 118, "2", FANFOLD_ABOUT_HOURS },      { 166, "2.8", FANFOLD_ABOUT_HOURS },
    { 599, "10", FANFOLD_ABOUT_HOURS },     { 640, "10.5", FANFOLD_ABOUT_HOURS },
    { 47.9 * 60, "2", FANFOLD_ABOUT_DAYS }, { 81 * 60, "3.4", FANFOLD_ABOUT_DAYS },
  };
  const FanfoldRemainingAnswer range = { 9000, 3600, 18000 };
  FanfoldAbout about;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double seconds = cases[i].minutes * 60;
      FanfoldRemainingAnswer answer = { seconds, seconds * 0.95, seconds * 1.05 };

      fanfold_about_round (&about, &answer);
      fanfold_about_refine (&about, seconds);
      g_assert_cmpstr (about.middle, ==, cases[i].middle);
      g_assert_cmpint (about.unit, ==, cases[i].unit);
    }

  fanfold_about_round (&about, &range);
  fanfold_about_refine (&about, 9000);
  g_assert_cmpint (about.form, ==, FANFOLD_ABOUT_RANGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/about/words", test_words);
  g_test_add_func ("/about/brief", test_brief);
  g_test_add_func ("/about/any", test_any);
  g_test_add_func ("/about/courses", test_courses);
  g_test_add_func ("/about/fine", test_fine);

  return g_test_run ();
}
