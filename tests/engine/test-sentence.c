/* test-sentence.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-sentence.h"

static void
assert_said (const char *kept, const char *said)
{
  g_autofree char *text = fanfold_sentence_say (kept);

  g_assert_cmpstr (text, ==, said);
}

static void
test_say (void)
{
  g_autofree char *plain = fanfold_sentence_new ("Stopped by you.", NULL);
  g_autofree char *two = fanfold_sentence_new ("Job %s failed: %s", "3", "100% of it, %s", NULL);
  g_autofree char *turned = fanfold_sentence_new ("%2$s before %1$s, 5 %%", "a", "b", NULL);

  assert_said (plain, "Stopped by you.");
  assert_said (two, "Job 3 failed: 100% of it, %s");
  assert_said (turned, "b before a, 5 %");
}

/* What others, or earlier versions, kept. */
static void
test_foreign (void)
{
  g_assert_null (fanfold_sentence_say (NULL));
  assert_said ("", "");
  assert_said ("100 %s of it", "100 %s of it");
  assert_said ("\x1f", "\x1f");
  assert_said ("\x1f%s%n%9$s%0$s%99999999999999999999$s%$s%",
               "%s%n%9$s%0$s%99999999999999999999$s%$s%");
}

static void
test_mark (void)
{
  g_autofree char *kept = fanfold_sentence_new ("%s, %s",
                                                "a\x1f"
                                                "b",
                                                "c",
                                                NULL);

  assert_said (kept, "a b, c");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sentence/say", test_say);
  g_test_add_func ("/sentence/foreign", test_foreign);
  g_test_add_func ("/sentence/mark", test_mark);

  return g_test_run ();
}
