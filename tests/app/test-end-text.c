/* test-end-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-end-text.h"

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
    { { 9, 8, 10 }, 18, 24, NULL },
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/end-text/words", test_words);

  return g_test_run ();
}
