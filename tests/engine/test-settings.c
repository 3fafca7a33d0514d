/* test-settings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-settings.h"
#include "fanfold-size.h"

#include <math.h>
#include <string.h>

static FanfoldSettings
set (const char *name, const char *text)
{
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_settings_set_text (&settings, name, text, &error));
  g_assert_no_error (error);

  return settings;
}

static void
test_sizes (void)
{
  static const struct
  {
    const char *text;
    guint64 bytes;
    const char *written;
  } cases[] = {
    { "0", 0, "0" },
    { "1", 1, "1" },
    { "500M", 500ull << 20, "500M" },
    { "500m", 500ull << 20, "500M" },
    { " 500 MiB ", 500ull << 20, "500M" },
    { "1.5GiB", 1536ull << 20, "1536M" },
    { "1.5gb", 1536ull << 20, "1536M" },
    { "2T", 2ull << 40, "2T" },
    { "3P", 3ull << 50, "3P" },
    { "1024", 1024, "1K" },
    { "1e3", 1000, "1000" },
    { "1e3k", 1024000, "1000K" },
    { "100B", 100, "100" },
    { "0.1", 1, "1" },
    { "0.0001K", 1, "1" },
    { "9007199254740993", 9007199254740993ull, "9007199254740993" },
    { "4611686018427387000", 4611686018427387000ull, "4611686018427387000" },
  };
  static const char *const refused[] = {
    "",     " ",     "M",     "-1",    "-1M",  "five", "1X",    "1MM",
    "1Mi",  "1iB",   "1 M B", "0x10",  "nan",  "inf",  "1e30",  "5e6P",
    "1,5M", "1M 2M", "\xff",  "1\xff", "9e18", "M1",   "1.5.2", "4611686018427387904"
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *written = NULL;
      guint64 bytes = 77;

      g_assert_true (fanfold_size_parse (cases[i].text, &bytes));
      g_assert_cmpuint (bytes, ==, cases[i].bytes);
      written = fanfold_size_to_text (bytes);
      g_assert_cmpstr (written, ==, cases[i].written);
      g_assert_true (fanfold_size_parse (written, &bytes));
      g_assert_cmpuint (bytes, ==, cases[i].bytes);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      guint64 bytes = 77;

      g_assert_false (fanfold_size_parse (refused[i], &bytes));
      g_assert_cmpuint (bytes, ==, 77);
    }
}

static void
test_texts (void)
{
  FanfoldSettings settings = set ("timeout", "200%");

  g_assert_cmpfloat (settings.timeout_percent, ==, 200);
  g_assert_cmpfloat (settings.timeout, ==, 0);
  g_assert_true (fanfold_settings_set_text (&settings, "timeout", "2.5", NULL));
  g_assert_cmpfloat (settings.timeout_percent, ==, 0);
  g_assert_cmpfloat (settings.timeout, ==, 2.5);
  g_assert_true (fanfold_settings_set_text (&settings, "timeout", "0", NULL));
  g_assert_cmpfloat (settings.timeout, ==, 0);

  settings = set ("batch_size", "16");
  g_assert_cmpuint (settings.batch_size, ==, 16);
  g_assert_true (fanfold_settings_set_text (&settings, "batch_size", "auto", NULL));
  g_assert_cmpuint (settings.batch_size, ==, 0);

  settings = set ("pre_dispatch", " 2*n_jobs ");
  g_assert_cmpstr (settings.pre_dispatch, ==, "2*n_jobs");
  g_assert_true (fanfold_settings_set_text (&settings, "pre_dispatch", "all", NULL));
  g_assert_cmpstr (settings.pre_dispatch, ==, "");
  settings = set ("pre_dispatch", "000000000000000000000000000001");
  g_assert_cmpuint (strlen (settings.pre_dispatch), ==, FANFOLD_EXPRESSION_MAX_LENGTH);

  settings = set ("on_failure", "drain");
  g_assert_cmpint (settings.on_failure, ==, FANFOLD_ON_FAILURE_DRAIN);
  settings = set ("memory_limit", "1.5G");
  g_assert_cmpuint (settings.memory_limit_bytes, ==, 1536 << 20);
}

/* Each comes back as the text that is read, and not at all where it is what it is at first. */
static void
test_round_trip (void)
{
  static const char *const cases[][2] = {
    { "n_jobs", "-2" },
    { "pre_dispatch", "1.5*n_jobs" },
    { "batch_size", "4096" },
    { "verbose", "51" },
    { "backend", "threads" },
    { "timeout", "0.1" },
    { "timeout", "150.5%" },
    { "timeout", "1000000000" },
    { "retries", "250" },
    { "delay", "0.001" },
    { "max_failures", "100000" },
    { "on_failure", "stop" },
    { "memory_limit", "500M" },
    { "min_free_memory", "1" },
    { "min_free_disk", "5G" },
    { "nice", "0" },
    { "weight", "3" },
    { "weight", "threads" },
    { "io_priority", "idle" },
    { "pin", "true" },
    { "group", "night work" },
    { "group", "5" },
    { "priority", "low" },
    { "priority", "high" },
    { "only_on_ac", "true" },
    { "only_when_idle", "true" },
    { "order", "longest-first" },
    { "sample", "100" },
    { "seed", "9223372036854775807" },
  };
  const FanfoldSettings initial = FANFOLD_SETTINGS_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FanfoldSettings settings = set (cases[i][0], cases[i][1]);
      g_autofree char *text = fanfold_settings_dup_text (&settings, cases[i][0]);
      g_autoptr (GError) error = NULL;

      g_assert_cmpstr (text, ==, cases[i][1]);
      g_assert_true (fanfold_settings_check (&settings, 2, &error));
      g_assert_no_error (error);
    }
  for (const char *const *name = fanfold_settings_get_names (); *name != NULL; name++)
    g_assert_null (fanfold_settings_dup_text (&initial, *name));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *name;
    const char *texts[12];
  } cases[] = {
    { "n_jobs", { "0", "1.5", "", "two", "1e3" } },
    { "pre_dispatch", { "0", "", "ALL", "2*", "n_jobs n_jobs", "0x2" } },
    { "batch_size", { "0", "-1", "2.0", "", "Auto", "4097", "1e3", " 5" } },
    { "verbose", { "-1", "0.5", "", "much", "2147483648" } },
    { "backend", { "", "loky", "Threads" } },
    { "timeout",
      { "-1", "", "%", "0%", "-5%", "nan", "inf", "soon", "200 percent", "1e10", "2000000%" } },
    { "retries", { "-1", "251", "1.5", "", "some" } },
    { "delay", { "-0.1", "", "nan", "inf", "1s", "1e10" } },
    { "max_failures", { "-1", "10%", "", "1.5", "9223372036854775808" } },
    { "on_failure", { "", "abort", "Stop" } },
    { "memory_limit", { "-1", "", "500", "1048575", "big", "1X", "99999999P" } },
    { "min_free_memory", { "-1", "", "big", "1X" } },
    { "min_free_disk", { "-1", "", "big", "1X" } },
    { "nice", { "-1", "20", "", "high" } },
    { "io_priority", { "", "high", "Low", "7" } },
    { "pin", { "", "1", "on", "yes" } },
    { "weight", { "", "0", "-1", "1.5", "2x", "+3", "4294967296" } },
    { "group",
      { "a\nb", "\xff", "0123456789012345678901234567890123456789012345678901234567890" } },
    { "priority", { "", "High", "1" } },
    { "only_on_ac", { "", "yes", "1" } },
    { "only_when_idle", { "", "True" } },
    { "order", { "", "random", "Shuffled" } },
    { "sample", { "-1", "", "10%", "1e3" } },
    { "seed", { "-1", "", "x", "9223372036854775808" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint k = 0; k < G_N_ELEMENTS (cases[i].texts) && cases[i].texts[k] != NULL; k++)
      {
        const FanfoldSettings initial = FANFOLD_SETTINGS_INIT;
        FanfoldSettings settings = initial;
        g_autoptr (GError) error = NULL;

        if (fanfold_settings_set_text (&settings, cases[i].name, cases[i].texts[k], &error))
          g_error ("%s took “%s”", cases[i].name, cases[i].texts[k]);
        g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
        g_assert_nonnull (strstr (error->message, cases[i].name));
        g_assert_cmpmem (&settings, sizeof settings, &initial, sizeof initial);
      }
}

static void
check_refused (const FanfoldSettings *settings, guint n_slots, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fanfold_settings_check (settings, n_slots, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

/* Settings may come from a program, too, by other ways than texts. */
static void
test_check (void)
{
  const FanfoldSettings initial = FANFOLD_SETTINGS_INIT;
  FanfoldSettings settings;
  g_autoptr (GError) error = NULL;

#define REFUSED(member, value, words)                                                              \
  settings = initial;                                                                              \
  settings.member = value;                                                                         \
  check_refused (&settings, 2, words)

  REFUSED (n_jobs, 0, "n_jobs");
  REFUSED (verbose, -1, "verbose");
  REFUSED (batch_size, 4097, "batch_size");
  REFUSED (timeout, -1, "timeout");
  REFUSED (timeout, NAN, "timeout");
  REFUSED (timeout, INFINITY, "timeout");
  REFUSED (timeout_percent, -1, "timeout");
  REFUSED (timeout_percent, NAN, "timeout");
  REFUSED (n_retries, 251, "retries");
  REFUSED (delay, NAN, "delay");
  REFUSED (delay, -1, "delay");
  REFUSED (max_failures, G_MAXUINT64, "max_failures");
  REFUSED (memory_limit_bytes, 1, "memory_limit");
  REFUSED (memory_limit_bytes, G_MAXUINT64, "memory_limit");
  REFUSED (min_free_memory_bytes, G_MAXUINT64, "min_free_memory");
  REFUSED (min_free_disk_bytes, G_MAXUINT64, "min_free_disk");
  REFUSED (nice, -1, "nice");
  REFUSED (nice, 20, "nice");
#undef REFUSED

  settings = initial;
  settings.timeout = 1;
  settings.timeout_percent = 200;
  check_refused (&settings, 2, "timeout");

  settings = initial;
  settings.backend = FANFOLD_BACKEND_THREADS;
  settings.io_priority = FANFOLD_IO_PRIORITY_LOW;
  check_refused (&settings, 2, "io_priority");
  settings.io_priority = FANFOLD_IO_PRIORITY_NORMAL;
  settings.pin = TRUE;
  check_refused (&settings, 2, "pin");
  settings.backend = FANFOLD_BACKEND_PROCESSES;
  g_assert_true (fanfold_settings_check (&settings, 2, NULL));
  g_strlcpy (settings.weight_name, "threads", sizeof settings.weight_name);
  check_refused (&settings, 2, "weight");

  settings = initial;
  settings.backend = FANFOLD_BACKEND_THREADS;
  settings.memory_limit_bytes = 1 << 30;
  check_refused (&settings, 2, "memory_limit");

  settings = initial;
  g_strlcpy (settings.pre_dispatch, "n_jobs - 2", sizeof settings.pre_dispatch);
  check_refused (&settings, 2, "pre_dispatch");
  g_assert_true (fanfold_settings_check (&settings, 3, &error));
  g_assert_no_error (error);
  g_assert_true (fanfold_settings_check (&initial, 1, &error));
  g_assert_no_error (error);
}

static void
test_failure_limit (void)
{
  static const struct
  {
    FanfoldOnFailure on_failure;
    guint64 max_failures;
    guint64 limit;
  } cases[] = {
    { FANFOLD_ON_FAILURE_CONTINUE, 0, 0 }, { FANFOLD_ON_FAILURE_DRAIN, 0, 1 },
    { FANFOLD_ON_FAILURE_STOP, 0, 1 },     { FANFOLD_ON_FAILURE_CONTINUE, 3, 3 },
    { FANFOLD_ON_FAILURE_DRAIN, 3, 3 },    { FANFOLD_ON_FAILURE_STOP, 3, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

      settings.on_failure = cases[i].on_failure;
      settings.max_failures = cases[i].max_failures;
      g_assert_cmpuint (fanfold_settings_get_failure_limit (&settings), ==, cases[i].limit);
    }
}

static void
test_words (void)
{
  FanfoldBackend backend = FANFOLD_BACKEND_PROCESSES;
  FanfoldOnFailure on_failure = FANFOLD_ON_FAILURE_CONTINUE;
  g_autoptr (GError) error = NULL;

  g_assert_true (fanfold_backend_from_string ("threads", &backend, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_backend_to_string (backend), ==, "threads");
  g_assert_false (fanfold_backend_from_string ("loky", &backend, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "processes or threads"));
  g_clear_error (&error);

  for (guint i = FANFOLD_ON_FAILURE_CONTINUE; i <= FANFOLD_ON_FAILURE_STOP; i++)
    {
      const char *word = fanfold_on_failure_to_string ((FanfoldOnFailure) i);

      g_assert_true (fanfold_on_failure_from_string (word, &on_failure, &error));
      g_assert_no_error (error);
      g_assert_cmpint (on_failure, ==, i);
    }
  g_assert_false (fanfold_on_failure_from_string ("", &on_failure, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/sizes", test_sizes);
  g_test_add_func ("/settings/texts", test_texts);
  g_test_add_func ("/settings/round-trip", test_round_trip);
  g_test_add_func ("/settings/refused", test_refused);
  g_test_add_func ("/settings/check", test_check);
  g_test_add_func ("/settings/failure-limit", test_failure_limit);
  g_test_add_func ("/settings/words", test_words);

  return g_test_run ();
}
