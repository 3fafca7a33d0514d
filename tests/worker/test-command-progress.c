/* test-command-progress.c: what a command prints as its progress
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-progress.h"

#include <string.h>

static double
feed (FanfoldCommandProgress *progress, const char *text)
{
  fanfold_command_progress_feed (progress, 0, text, strlen (text));

  return progress->fraction;
}

static void
assert_fraction (const char *text, double expected)
{
  FanfoldCommandProgress progress;
  double fraction;

  fanfold_command_progress_init (&progress);
  fraction = feed (&progress, text);
  if (ABS (fraction - expected) > 1e-9)
    g_error ("%s: %g, not %g", text, fraction, expected);

  /* The same, byte by byte. */
  fanfold_command_progress_init (&progress);
  for (const char *at = text; *at != '\0'; at++)
    fanfold_command_progress_feed (&progress, 0, at, 1);
  g_assert_cmpfloat_with_epsilon (progress.fraction, expected, 1e-9);
}

static void
test_percentages (void)
{
  static const struct
  {
    const char *text;
    double fraction;
  } cases[] = {
    { "42%", 0.42 },
    { "42.5 %\n", 0.425 },
    { "done: 7% of it\n", 0.07 },
    { "[ 12%] Building\n", 0.12 },
    { "\r  3%|#    |\r 50%|##   |", 0.5 },
    { "100%", 1 },
    { "0%\n", 0 },
    { "\033[32m 8%\033[0m\n", 0.08 },
    { "101%\n", -1 },
    { "-5%\n", -1 },
    { "a%20b\n", -1 },
    { "%\n", -1 },
    { "v5%\n", -1 },
    { "1234567890%\n", -1 },
    { "10% 20% 30%", 0.3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_fraction (cases[i].text, cases[i].fraction);
}

static void
test_counts (void)
{
  static const struct
  {
    const char *text;
    double fraction;
  } cases[] = {
    { "3/4\n", 0.75 },       { "[1/4] Compiling\n", 0.25 },
    { "epoch 2/4.\n", 0.5 }, { "2/4 (50.5%)\n", 0.505 },
    { "3/2\n", -1 },         { "1/1\n", -1 },
    { "22/11/2026\n", -1 },  { "2026/11/22\n", -1 },
    { "/usr/3/4/x\n", -1 },  { "a3/4\n", -1 },
    { "3/4b\n", -1 },        { "v1.3/4\n", -1 },
    { "1/1", -1 }, /* 1/100 perhaps */
    { "1/100\n", 0.01 },     { "and/or\n", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_fraction (cases[i].text, cases[i].fraction);
}

static void
test_osc (void)
{
  FanfoldCommandProgress progress;

  assert_fraction ("\033]9;4;1;42\a", 0.42);
  assert_fraction ("\033]9;4;1;42\033\\", 0.42);
  assert_fraction ("\033]9;4;2;7\a", 0.07);
  assert_fraction ("\033]9;4;1;101\a", -1);
  assert_fraction ("\033]9;4;1;\a", -1);
  assert_fraction ("\033]9;5;1;4\a", -1);
  assert_fraction ("\033]0;title 50%\a", -1);

  fanfold_command_progress_init (&progress);
  g_assert_cmpfloat (feed (&progress, "10%\n"), ==, 0.1);
  g_assert_cmpfloat (feed (&progress, "\033]9;4;1;60\a"), ==, 0.6);
  g_assert_cmpfloat (feed (&progress, "90%\n"), ==, 0.6);
  g_assert_cmpfloat (feed (&progress, "\033]9;4;1;5\a"), ==, 0.05);
  g_assert_cmpfloat (feed (&progress, "\033]9;4;3\a"), ==, -1);
  g_assert_cmpfloat (feed (&progress, "\033]9;4;0\a"), ==, -1);
}

/* What has nothing to do with it. */
static void
test_stray_text (void)
{
  FanfoldCommandProgress progress;

  fanfold_command_progress_init (&progress);
  g_assert_cmpfloat (feed (&progress, "at 10%\nat 50%\n"), ==, 0.5);
  g_assert_cmpfloat (feed (&progress, "disk 12% used\n"), ==, 0.5);
  g_assert_cmpfloat (feed (&progress, "disk 12% used\n"), ==, 0.5);
  g_assert_cmpfloat (feed (&progress, "tests 100% passed\n"), ==, 0.5);
  g_assert_cmpfloat (feed (&progress, "at 60%\n"), ==, 0.6);
  g_assert_cmpfloat (feed (&progress, "at 100%\n"), ==, 1);
}

static void
test_another_round (void)
{
  FanfoldCommandProgress progress;

  fanfold_command_progress_init (&progress);
  g_assert_cmpfloat (feed (&progress, "load 90%\nload 100%\n"), ==, 1);
  g_assert_cmpfloat (feed (&progress, "save 1%\n"), ==, 1);
  g_assert_cmpfloat (feed (&progress, "save 2%\n"), ==, 0.02);
  g_assert_cmpfloat (feed (&progress, "save 3%\n"), ==, 0.03);
}

static void
test_two_streams (void)
{
  FanfoldCommandProgress progress;

  fanfold_command_progress_init (&progress);
  g_assert_false (fanfold_command_progress_feed (&progress, 0, "4", 1));
  g_assert_false (fanfold_command_progress_feed (&progress, 1, "x\n", 2));
  g_assert_true (fanfold_command_progress_feed (&progress, 0, "2%", 2));
  g_assert_false (fanfold_command_progress_feed (&progress, 0, "\n", 1));
  g_assert_cmpfloat (progress.fraction, ==, 0.42);
}

static void
test_long_text (void)
{
  FanfoldCommandProgress progress;
  g_autofree char *text = g_strnfill (100 * 1000, 'x');

  fanfold_command_progress_init (&progress);
  memcpy (text + 100 * 1000 - 5, "\n42%\n", 5);
  g_assert_cmpfloat (feed (&progress, text), ==, 0.42);
  g_assert_cmpfloat (feed (&progress, "43%\n"), ==, 0.43);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command-progress/percentages", test_percentages);
  g_test_add_func ("/command-progress/counts", test_counts);
  g_test_add_func ("/command-progress/osc", test_osc);
  g_test_add_func ("/command-progress/stray-text", test_stray_text);
  g_test_add_func ("/command-progress/another-round", test_another_round);
  g_test_add_func ("/command-progress/two-streams", test_two_streams);
  g_test_add_func ("/command-progress/long-text", test_long_text);

  return g_test_run ();
}
