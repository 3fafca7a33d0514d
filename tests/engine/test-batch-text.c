/* test-batch-text.c: what is written of a great many values, and read back in part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch.h"
#include "fanfold-error.h"

#include <string.h>

#define SETTINGS                                                                                   \
  "  \"settings\": {\"n_jobs\": -1, \"backend\": \"threads\", \"verbose\": 5, \"no_cache\": "      \
  "true}\n"

static FanfoldBatch *
read_batch (const char *text)
{
  g_autoptr (GError) error = NULL;
  FanfoldBatch *batch = fanfold_batch_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return batch;
}

static void
add_list (FanfoldBatch *batch, const char *const *texts)
{
  g_autoptr (FanfoldInput) input = fanfold_input_new ("x", FANFOLD_INPUT_LIST, texts);

  g_assert_true (fanfold_batch_add_input (batch, input, NULL));
}

static void
check_settings_alone (const char *text)
{
  g_autoptr (FanfoldBatch) batch = read_batch (text);
  const FanfoldSettings *settings = fanfold_batch_get_settings (batch);
  FanfoldSettings alone = { 0 };

  g_assert_true (fanfold_batch_read_settings (text, &alone));
  g_assert_cmpint (alone.n_jobs, ==, settings->n_jobs);
  g_assert_cmpint (alone.backend, ==, settings->backend);
  g_assert_cmpint (alone.verbose, ==, settings->verbose);
  g_assert_cmpint (alone.no_cache, ==, settings->no_cache);
}

/* Also of a text that somebody else wrote, and of one whose values look like settings. */
static void
test_settings_alone (void)
{
  const char *texts[] = { "a", "\n  \"settings\": {\"n_jobs\": 7}\n}\n", "3", NULL };
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autofree char *least = fanfold_batch_to_text (batch);
  g_autofree char *listed = NULL;
  FanfoldSettings settings;

  check_settings_alone ("{\n  \"fanfold\": 1,\n  \"function\": \"test.job\",\n"
                        "  \"inputs\": [],\n" SETTINGS "}\n");
  check_settings_alone (least);
  add_list (batch, texts);
  listed = fanfold_batch_to_text (batch);
  check_settings_alone (listed);
  check_settings_alone ("{\"settings\": {\"n_jobs\": 5}, \"function\": \"test.job\", "
                        "\"fanfold\": 1, \"inputs\": [\n  ]\n}");
  check_settings_alone ("{\n  \"fanfold\": 1, \"settings\": {\"n_jobs\": 5},\n"
                        "  \"function\": \"test.job\"\n}\n");

  g_assert_false (fanfold_batch_read_settings ("", &settings));
  g_assert_false (fanfold_batch_read_settings ("{\n  \"settings\": {\"n_jobs\":\n}\n", &settings));
}

/* All but the settings stays as it was. */
static void
check_replaced (const char *text)
{
  g_autoptr (FanfoldBatch) batch = read_batch (text);
  FanfoldSettings settings = *fanfold_batch_get_settings (batch);
  g_autofree char *replaced = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *again = NULL;
  g_autoptr (FanfoldBatch) read = NULL;

  g_strlcpy (settings.group, "5", sizeof settings.group);
  settings.priority = FANFOLD_PRIORITY_HIGH;
  replaced = fanfold_batch_replace_settings (text, &settings);
  g_assert_nonnull (replaced);
  read = read_batch (replaced);
  again = fanfold_batch_to_text (read);
  fanfold_batch_set_settings (batch, &settings);
  expected = fanfold_batch_to_text (batch);
  g_assert_cmpstr (again, ==, expected);
  g_assert_cmpstr (fanfold_batch_get_settings (read)->group, ==, "5");
}

static void
test_replace_settings (void)
{
  const char *texts[] = { "a", "\n  \"settings\": {\"n_jobs\": 7}\n}\n", "3", NULL };
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autofree char *least = fanfold_batch_to_text (batch);
  g_autofree char *listed = NULL;
  g_autofree char *set = NULL;

  check_replaced (least);
  add_list (batch, texts);
  listed = fanfold_batch_to_text (batch);
  check_replaced (listed);
  settings.n_jobs = 4;
  fanfold_batch_set_settings (batch, &settings);
  set = fanfold_batch_to_text (batch);
  check_replaced (set);
  check_replaced ("{\"settings\": {\"n_jobs\": 5}, \"function\": \"test.job\", "
                  "\"fanfold\": 1, \"inputs\": [\n  ]\n}");
  check_replaced ("{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": [\n"
                  "  ], \"settings\": {\"n_jobs\": 5}\n}\n");
  g_assert_null (fanfold_batch_replace_settings ("no batch", &settings));
}

static void
check_note (const char *text, const char *expected)
{
  g_autoptr (FanfoldBatch) batch = read_batch (text);
  g_autoptr (FanfoldBatch) copy = fanfold_batch_copy (batch);
  g_autofree char *alone = fanfold_batch_read_note (text);
  g_autofree char *written = fanfold_batch_to_text (copy);
  g_autofree char *again = fanfold_batch_read_note (written);

  g_assert_cmpstr (fanfold_batch_get_note (batch), ==, expected);
  g_assert_cmpstr (alone, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

/* Also of a text that somebody else wrote, and of one whose values look like notes. */
static void
test_note (void)
{
  check_note ("{\"fanfold\": 1, \"function\": \"test.job\"}", "");
  check_note ("{\"note\": \"a\\n\\\"b\\\" #c\", \"fanfold\": 1, \"function\": \"test.job\"}",
              "a\n\"b\" #c");
  check_note ("{\n \"fanfold\": 1,\n \"function\": \"test.job\",\n \"note\": \"behind\"\n}",
              "behind");
  check_note (
      "{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": [{\"name\": \"x\", \"value\": "
      "\"\\n  \\\"note\\\": \\\"no\\\"\"}]}",
      "");
}

static void
test_note_too_long (void)
{
  g_autofree char *most = g_strnfill (FANFOLD_BATCH_MAX_NOTE_BYTES, 'x');
  g_autofree char *more = g_strconcat (most, "x", NULL);
  g_autofree char *text = NULL;
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldBatch) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_batch_set_note (batch, most, &error));
  g_assert_no_error (error);
  g_assert_false (fanfold_batch_set_note (batch, more, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_cmpstr (fanfold_batch_get_note (batch), ==, most);
  g_clear_error (&error);

  text = g_strdup_printf ("{\"fanfold\": 1, \"function\": \"test.job\",\n \"note\": \"%s\"}", more);
  none = fanfold_batch_new_from_text (text, -1, &error);
  g_assert_null (none);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "4096"));
  g_assert_nonnull (strstr (error->message, "ine 2"));
}

/* What is written as a number is read back as the very same text. */
static void
test_numbers (void)
{
  const char *texts[] = { "0",
                          "00",
                          "7",
                          "-7",
                          "999999999999999",
                          "1000000000000000",
                          "1e3",
                          "-",
                          "+1",
                          "0.10",
                          "0.1",
                          "12345678901234567890",
                          "true",
                          "t",
                          "false",
                          "null",
                          "",
                          NULL };
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldBatch) again = NULL;
  g_autofree char *text = NULL;

  add_list (batch, texts);
  text = fanfold_batch_to_text (batch);
  g_assert_nonnull (strstr (text, " 999999999999999,"));
  g_assert_nonnull (strstr (text, " \"00\","));
  again = read_batch (text);
  g_assert_cmpstrv (fanfold_input_get_texts (fanfold_batch_get_inputs (again)->pdata[0]), texts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/batch/text/settings-alone", test_settings_alone);
  g_test_add_func ("/batch/text/replace-settings", test_replace_settings);
  g_test_add_func ("/batch/text/note", test_note);
  g_test_add_func ("/batch/text/note/too-long", test_note_too_long);
  g_test_add_func ("/batch/text/numbers", test_numbers);

  return g_test_run ();
}
