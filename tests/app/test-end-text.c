/* test-end-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-end-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE 60.0

static void
test_words (void)
{
  static const struct
  {
    FanfoldRemainingAnswer minutes;
    int hour;
    int minute;
    const char *words;
  } cases[] = {
    { { -1, -1, -1 }, 18, 24, NULL },
    { { 19, 18, 21 }, 18, 24, NULL },
    { { 20.4, 19, 22 }, 18, 24, "ends about 18:45" },
    { { 164, 150, 180 }, 18, 24, "ends about 21:10" },
    { { 344, 320, 380 }, 18, 25, "ends tomorrow at about 00:10" },
    { { 150, 60, 300 }, 10, 0, "ends about 12:30" },
    { { 5000, 4700, 5500 }, 10, 0, "ends on 6 Mar 2026 at about 21:20" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) now =
          g_date_time_new_local (2026, 3, 3, cases[i].hour, cases[i].minute, 0);
      const FanfoldRemainingAnswer *minutes = &cases[i].minutes;
      FanfoldRemainingAnswer answer = { minutes->median * MINUTE,
                                        minutes->low * MINUTE,
                                        minutes->high * MINUTE };
      g_autofree char *text =
          fanfold_end_text (&answer, g_date_time_to_unix (now) * G_USEC_PER_SEC);

      g_assert_cmpstr (text, ==, cases[i].words);
    }
}

/* Minutes of the day. */
static int
get_clock (const char *text)
{
  const char *clock = text + strlen (text) - strlen ("21:10");

  return atoi (clock) * 60 + atoi (clock + 3);
}

/* How far the end that is said and what is said to remain may be apart, in minutes. */
static double
get_tolerance (double minutes)
{
  if (minutes < 120)
    return 2.5;

  return MAX (3, minutes / 40);
}

static void
check_agreement (const FanfoldAbout *about, const char *end, GDateTime *now)
{
  double minutes = g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now) +
                   g_date_time_get_seconds (now) / 60 + about->seconds / MINUTE;
  double apart = fmod (fabs (minutes - get_clock (end)), 24 * 60);

  apart = MIN (apart, 24 * 60 - apart);
  g_assert_cmpfloat (apart, <=, get_tolerance (about->seconds / MINUTE) + 1e-6);
}

/* While nothing but time goes by the end stands still, what remains never grows, and they agree. */
static void
check_course (double total, double part)
{
  g_autoptr (GDateTime) begin = g_date_time_new_local (2026, 3, 3, 18, 24, 11);
  double half = total * part / 2;
  double shown = G_MAXDOUBLE;
  int clock = -1;

  for (double gone = 0; gone < total; gone += MAX (37, total / 400))
    {
      double left = total - gone;
      FanfoldRemainingAnswer answer = { left, MAX (left - half, 0), left + half };
      g_autoptr (GDateTime) now = g_date_time_add_seconds (begin, gone);
      gint64 now_usec =
          g_date_time_to_unix (now) * G_USEC_PER_SEC + g_date_time_get_microsecond (now);
      g_autofree char *end = fanfold_end_text (&answer, now_usec);
      FanfoldAbout about;

      fanfold_end_round_remaining (&about, &answer, now_usec);
      if (about.form != FANFOLD_ABOUT_MIDDLE && about.form != FANFOLD_ABOUT_WITH_RANGE)
        break;

      g_assert_cmpfloat (about.seconds, <=, shown);
      shown = about.seconds;
      if (end == NULL)
        continue;

      check_agreement (&about, end, now);
      g_assert_true (clock < 0 || clock == get_clock (end));
      clock = get_clock (end);
    }
}

static void
test_agreement (void)
{
  for (double total = 20.1 * MINUTE; total < 5 * 24 * 60 * MINUTE; total *= 1.0437)
    for (double part = 0; part < 1; part += 0.3)
      check_course (total, part);
}

static void
test_figures (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_local (2026, 3, 3, 18, 24, 0);
  gint64 now_usec = g_date_time_to_unix (now) * G_USEC_PER_SEC;
  const FanfoldRemainingAnswer answer = { 164 * MINUTE, 150 * MINUTE, 180 * MINUTE };
  g_autofree char *end = fanfold_end_text (&answer, now_usec);
  FanfoldAbout about;

  fanfold_end_round_remaining (&about, &answer, now_usec);
  g_assert_cmpstr (about.middle, ==, "2.8");
  g_assert_cmpstr (end, ==, "ends about 21:10");

  /* Of a run that stands still none is said. */
  fanfold_end_round_remaining (&about, &answer, 0);
  g_assert_cmpstr (about.middle, ==, "2.7");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/end-text/words", test_words);
  g_test_add_func ("/end-text/figures", test_figures);
  g_test_add_func ("/end-text/agreement", test_agreement);

  return g_test_run ();
}
