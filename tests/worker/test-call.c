/* test-call.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <string.h>

#include "fanfold-call.h"

static int not_cancelled;

static FanfoldBlock *
run_here (FanfoldFunction *function, GVariant *columns, FixtureEvents *events)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCaller) caller = fanfold_caller_new (function, &error);
  FanfoldBlock *block;

  g_assert_no_error (error);
  block = fanfold_caller_run (caller, 10, columns, 3, 2, 0, &not_cancelled, &events->events);
  g_assert_nonnull (block);

  return block;
}

static void
assert_result (FanfoldBlock *block, guint place, const char *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_block_append_result (block, json, place);
  g_assert_cmpstr (json->str, ==, expected);
}

/* Threads and processes give the same columns for every type. */
static void
test_echo (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "types.so", "echo");
  static const char *const texts[] = { "a", "", "a long text of many words", "b" };
  g_autoptr (GVariant) columns = fixture_columns (function, "text", texts, 4);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) here = NULL;
  g_autoptr (FanfoldBlock) there = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  here = run_here (function, columns, &events);
  there = fanfold_worker_run (worker, 10, columns, 3, 2, 0, &events.events, NULL, NULL);
  g_assert_nonnull (there);
  g_assert_cmpuint (fanfold_block_get_n_jobs (here), ==, 4);
  for (i = 0; i < 11; i++)
    {
      g_autoptr (GVariant) a = g_variant_get_child_value (fanfold_block_get_variant (here), i);
      g_autoptr (GVariant) b = g_variant_get_child_value (fanfold_block_get_variant (there), i);

      if (i < 4 || i > 7) /* not the times, nor what was used */
        g_assert_cmpvariant (a, b);
    }
  assert_result (here,
                 2,
                 "{\"text\":\"a long text of many words\",\"bool\":true,\"int\":3,\"real\":0.1,"
                 "\"choice\":\"red\",\"file\":\"\",\"folder\":\"\"}");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_mistakes (void)
{
  static const char *const cases[][4] = {
    /* how, state, part of the message, result */
    { "undeclared", "failed", "wrong_put.put puts the output “missing”", "null" },
    { "type", "failed", "puts the output “number” as a text", "null" },
    { "both", "failed", "as JSON although it declares outputs", "null" },
    { "nothing", "done", NULL, "{\"number\":null,\"text\":null,\"real\":null}" },
    { "twice", "done", NULL, "{\"number\":2,\"text\":null,\"real\":null}" },
    { "nan", "done", NULL, "{\"number\":null,\"text\":null,\"real\":null}" },
    { "utf8", "failed", "not UTF-8 as the output “text”", "null" },
    { "null", "failed", "puts NULL as the output “text”", "null" },
    { "param", "failed", "asks for the parameter “missing”", "null" },
    { "param-type", "failed", "asks for the parameter “how” as an int", "null" },
    { "status", "failed", "unknown status 42", "null" },
    { "fail-null", "failed", "without a reason", "null" },
  };
  const char *hows[G_N_ELEMENTS (cases)];
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "wrong-put.so", "put");
  g_autoptr (GVariant) columns = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    hows[i] = cases[i][0];
  columns = fixture_columns (function, "how", hows, G_N_ELEMENTS (cases));
  fixture_events_init (&events);
  block = run_here (function, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, G_N_ELEMENTS (cases));

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *message = fanfold_block_get_error (block, i);

      g_assert_cmpstr (
          fanfold_job_state_to_string (fanfold_block_get_state (block, i)), ==, cases[i][1]);
      g_assert_cmpint (message != NULL, ==, cases[i][2] != NULL);
      if (message != NULL)
        g_assert_nonnull (strstr (message, cases[i][2]));
      assert_result (block, i, cases[i][3]);
    }
  g_assert_nonnull (strstr (fixture_log (&events, 15, FANFOLD_LOG_NOTE), "not a number"));
  fixture_events_clear (&events);
}

static void
test_json (void)
{
  static const char *const texts[] = { "{", "[1, 2]", "\"a\\u0000b\"", "", "nul", "7" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "bad-json.so", "result");
  g_autoptr (GVariant) columns = fixture_columns (function, "json", texts, 6);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = run_here (function, columns, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_FAILED);
  g_assert_nonnull (strstr (fanfold_block_get_error (block, 0), "not JSON"));
  g_assert_cmpint (fanfold_block_get_state (block, 1), ==, FANFOLD_JOB_DONE);
  assert_result (block, 1, "[1, 2]");
  g_assert_cmpint (fanfold_block_get_state (block, 3), ==, FANFOLD_JOB_FAILED);
  g_assert_cmpint (fanfold_block_get_state (block, 4), ==, FANFOLD_JOB_FAILED);
  assert_result (block, 4, "null");
  assert_result (block, 5, "7");
  fixture_events_clear (&events);
}

/* An output is JSON on one line, or the plugin's mistake. How a program ended stays with a failure.
 */
static void
test_json_outputs (void)
{
  static const char *const cases[][3] = {
    /* text, part of the message, result */
    { "{",
      "a mistake in the plugin “bad_json”: bad_json.put puts a text that is not JSON",
      "null" },
    { "{ \"a\":\n[1, 2.50] }", NULL, "{\"a\":[1,2.5]}" },
    { "null", NULL, "null" },
    { "", "is not JSON", "null" },
    { "fail", "as told", "null" },
    { "impossible", "ended with 999", "null" },
  };
  const char *texts[G_N_ELEMENTS (cases)];
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "bad-json.so", "put");
  g_autoptr (GVariant) columns = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    texts[i] = cases[i][0];
  columns = fixture_columns (function, "json", texts, G_N_ELEMENTS (cases));
  fixture_events_init (&events);
  block = run_here (function, columns, &events);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *message = fanfold_block_get_error (block, i);

      g_assert_cmpint (message != NULL, ==, cases[i][1] != NULL);
      if (message != NULL)
        g_assert_nonnull (strstr (message, cases[i][1]));
      assert_result (block, i, cases[i][2]);
      g_assert_cmpint (fanfold_block_get_end (block, i), ==, i == 4 ? 3 : 0);
    }
  fixture_events_clear (&events);
}

static void
test_fail (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "hello.so", "fail");
  static const char *const messages[] = { "the disk is on fire" };
  g_autoptr (GVariant) columns = fixture_columns (function, "message", messages, 1);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = run_here (function, columns, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_FAILED);
  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, "the disk is on fire");
  fixture_events_clear (&events);
}

/* Cancelled before it began: the first job says so and was never called. */
static void
test_cancelled (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 3);
  g_autoptr (FanfoldCaller) caller = fanfold_caller_new (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  int cancelled = TRUE;

  fixture_events_init (&events);
  block = fanfold_caller_run (caller, 0, columns, 0, 1, 0, &cancelled, &events.events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CANCELLED);
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), <, 0.05);
  fixture_events_clear (&events);
}

static void
test_progress (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  static const char *const times[] = { "300" };
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 1);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = run_here (function, columns, &events);
  g_assert_cmpuint (events.n_begun, ==, 1);
  g_assert_cmpuint (events.n_progress, >=, 2);
  g_assert_cmpuint (events.n_progress, <=, 8);
  g_assert_cmpstr (events.last_message, ==, "sleeping");
  fixture_events_clear (&events);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call/echo", test_echo);
  g_test_add_func ("/call/mistakes", test_mistakes);
  g_test_add_func ("/call/json", test_json);
  g_test_add_func ("/call/json-outputs", test_json_outputs);
  g_test_add_func ("/call/fail", test_fail);
  g_test_add_func ("/call/cancelled", test_cancelled);
  g_test_add_func ("/call/progress", test_progress);

  return g_test_run ();
}
