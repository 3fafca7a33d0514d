/* test-batch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "described.h"
#include "fanfold-batch.h"
#include "fanfold-batch-defaults.h"
#include "fanfold-error.h"

#include <string.h>
#include <glib/gstdio.h>

/* As fanfold_batch_to_text () writes it. */
static const char whole[] = "{\n"
                            "  \"fanfold\": 1,\n"
                            "  \"name\": \"A \\\"sweep\\\"\",\n"
                            "  \"function\": \"test.job\",\n"
                            "  \"inputs\": [\n"
                            "    {\"name\": \"x\", \"range\": [0, 1, 0.1]},\n"
                            "    {\"name\": \"n\", \"list\": [1, 2], \"group\": 2},\n"
                            "    {\"name\": \"t\", \"list\": [\n"
                            "      \"a\",\n"
                            "      \"007\",\n"
                            "      true,\n"
                            "      \"1e3\",\n"
                            "      \"\"\n"
                            "    ]},\n"
                            "    {\"name\": \"file\", \"files\": [\"*.jpg\", \"file:%FF\"]},\n"
                            "    {\"name\": \"row\", \"lines\": \"file:%FF\"},\n"
                            "    {\"name\": \"b\", \"value\": \"yes\"}\n"
                            "  ],\n"
                            "  \"settings\": {\"n_jobs\": -1, \"backend\": \"threads\", "
                            "\"verbose\": 5, \"no_cache\": true}\n"
                            "}\n";

static FanfoldBatch *
read_batch (const char *text)
{
  g_autoptr (GError) error = NULL;
  FanfoldBatch *batch = fanfold_batch_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return batch;
}

static void
test_round_trip (void)
{
  g_autoptr (FanfoldBatch) batch = read_batch (whole);
  const FanfoldSettings *settings = fanfold_batch_get_settings (batch);
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  g_autofree char *text = fanfold_batch_to_text (batch);

  g_assert_cmpstr (text, ==, whole);
  g_assert_cmpstr (fanfold_batch_get_name (batch), ==, "A \"sweep\"");
  g_assert_cmpstr (fanfold_batch_get_function_id (batch), ==, "test.job");
  g_assert_cmpint (settings->n_jobs, ==, -1);
  g_assert_cmpint (settings->backend, ==, FANFOLD_BACKEND_THREADS);
  g_assert_cmpint (settings->verbose, ==, 5);
  g_assert_true (settings->no_cache);
  g_assert_cmpuint (inputs->len, ==, 6);
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[0])[2], ==, "0.1");
  g_assert_cmpuint (fanfold_input_get_group (inputs->pdata[1]), ==, 2);
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[2])[2], ==, "true");
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[3])[1], ==, "\xff");
  g_assert_cmpint (fanfold_input_get_kind (inputs->pdata[4]), ==, FANFOLD_INPUT_LINES);
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[4])[0], ==, "\xff");
}

static void
test_forms (void)
{
  g_autoptr (FanfoldBatch) least = read_batch ("{\"fanfold\":1,\"function\":\"a.b\"}");
  g_autoptr (FanfoldBatch) numbers = read_batch (
      "{\"fanfold\":1,\"function\":\"a.b\",\"inputs\":[{\"name\":\"x\",\"range\":[0,1.50,1e-7]},"
      "{\"name\":\"y\",\"value\":false},{\"name\":\"f\",\"files\":\"*\"},"
      "{\"name\":\"u\",\"value\":\"file:///a%20b\"},{\"name\":\"v\",\"value\":\"file:///%FF\"},"
      "{\"name\":\"w\",\"lines\":\"a,b.txt\"}]}");
  GPtrArray *inputs = fanfold_batch_get_inputs (numbers);
  g_autofree char *text = fanfold_batch_to_text (least);

  g_assert_cmpstr (
      text, ==, "{\n  \"fanfold\": 1,\n  \"function\": \"a.b\",\n  \"inputs\": []\n}\n");
  g_assert_cmpstr (fanfold_batch_get_name (least), ==, "");
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[0])[1], ==, "1.5");
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[0])[2], ==, "1e-7");
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[1])[0], ==, "false");
  g_assert_cmpint (fanfold_input_get_kind (inputs->pdata[2]), ==, FANFOLD_INPUT_FILES);
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[3])[0], ==, "file:///a%20b");
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[4])[0], ==, "/\xff");
  g_assert_cmpint (fanfold_input_get_kind (inputs->pdata[5]), ==, FANFOLD_INPUT_LINES);
  g_assert_cmpstr (fanfold_input_get_texts (inputs->pdata[5])[0], ==, "a,b.txt");
}

static void
test_refused (void)
{
#define BEGIN "{\"fanfold\":1,\"function\":\"a.b\",\n"
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "Line 1, column 1: the text ends too early" },
    { "[]", "Line 1, column 1: a batch file must be an object" },
    { "{}", "Line 1, column 1: the key “fanfold” is missing" },
    { "{\"fanfold\":\"1\"}", "Line 1, column 2: “fanfold” must be the number 1" },
    { "{\"fanfold\":true}", "Line 1, column 2: “fanfold” must be the number 1" },
    { "{\"fanfold\":2,\"new\":0}", "Line 1, column 2: this is format 2 of batch files" },
    { "{\"fanfold\":1}", "Line 1, column 1: the key “function” is missing" },
    { "{\"fanfold\":1,\n \"function\":\"\"}", "Line 2, column 2: “function” must be a text" },
    { "{\"fanfold\":1,\n \"function\":[\"a\"]}", "Line 2, column 2: “function” must be a text" },
    { BEGIN " \"name\":1}", "Line 2, column 2: “name” must be a text" },
    { BEGIN " \"n/~\":1}",
      "Line 2, column 2: there is no key “n/~” here; there are fanfold, name" },
    { BEGIN "\"fanfold\":1}", "Line 2, column 1: the key “fanfold” is here twice" },
    { BEGIN "\"inputs\":{}}", "Line 2, column 1: “inputs” must be an array" },
    { BEGIN "\"inputs\":[1]}", "Line 2, column 11: an input must be an object" },
    { BEGIN "\"inputs\":[{}]}", "Line 2, column 11: the key “name” is missing" },
    { BEGIN "\"inputs\":[{\"name\":\"x\"}]}", "Line 2, column 11: this input has none of value" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"line\":\"f\"}]}",
      "Line 2, column 23: there is no key “line” here; there are name, value, list, range, "
      "files, lines" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"lines\":[\"f\"]}]}",
      "Line 2, column 23: “lines” must be the path of a file" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"value\":1,\"list\":[1]}]}",
      "Line 2, column 33: “list” stands beside “value”" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"value\":null}]}", "Line 2, column 23: a value must be" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"value\":[1]}]}", "Line 2, column 23: a value must be" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"list\":1}]}",
      "Line 2, column 23: “list” must be an array" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"list\":[]}]}", "Line 2, column 23: “list” must be an" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"list\":[1,\n[2]]}]}",
      "Line 3, column 1: a value must be" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"range\":[1]}]}", "Line 2, column 23: “range” must be" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"range\":\"0:1\"}]}", "Line 2, column 23: “range” must" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"files\":[1]}]}",
      "Line 2, column 32: a pattern of files" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"files\":{}}]}",
      "Line 2, column 23: a pattern of files" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"value\":1,\"group\":0}]}",
      "Line 2, column 33: “group” must be a whole number from 1" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"value\":1,\"group\":1.5}]}",
      "Line 2, column 33: “group”" },
    { BEGIN "\"inputs\":[{\"name\":\"x\",\"value\":1},\n{\"name\":\"x\",\"value\":2}]}",
      "Line 3, column 2: The parameter “x” has two inputs" },
    { BEGIN "\"settings\":[]}", "Line 2, column 1: “settings” must be an object" },
    { BEGIN "\"settings\":{\"njobs\":1}}", "Line 2, column 13: there is no key “njobs” here" },
    { BEGIN "\"settings\":{\"n_jobs\":0}}", "Line 2, column 13: n_jobs 0 would run nothing" },
    { BEGIN "\"settings\":{\"cache\":\"yes\"}}", "Line 2, column 13: “cache” must be true" },
    { BEGIN "\"settings\":{\"no_cache\":1}}", "Line 2, column 13: “no_cache” must be true" },
  };
#undef BEGIN

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_batch_new_from_text (cases[i].text, -1, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("%s: “%s”, expected “%s”", cases[i].text, error->message, cases[i].message);
    }
}

static FanfoldBatch *
read_settings (const char *members, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"fanfold\": 1,\n\"function\": \"a.b\",\n"
                                           "\"settings\": {\n%s}}",
                                           members);

  return fanfold_batch_new_from_text (text, -1, error);
}

static void
test_settings (void)
{
  static const char *const written =
      "\n  \"settings\": {\"n_jobs\": -2, \"verbose\": 10, \"pre_dispatch\": \"2*n_jobs\", "
      "\"batch_size\": 16, \"timeout\": 2.5, \"retries\": 3, \"delay\": 0.2, "
      "\"max_failures\": 5, \"on_failure\": \"stop\", \"memory_limit\": \"500M\", "
      "\"min_free_memory\": 1000000, \"nice\": 19, \"io_priority\": \"idle\", "
      "\"pin\": true, \"weight\": 2}\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_settings ("\"n_jobs\": -2, \"verbose\": 10, \"pre_dispatch\": \"2*n_jobs\", "
                     "\"batch_size\": 16, \"timeout\": 2.5, \"retries\": 3, \"delay\": 2e-1, "
                     "\"max_failures\": 5, \"on_failure\": \"stop\", \"memory_limit\": 524288000, "
                     "\"min_free_memory\": \"1000000\", \"nice\": 19, \"backend\": \"processes\", "
                     "\"weight\": \"2\", \"pin\": true, \"io_priority\": \"idle\"",
                     &error);
  const FanfoldSettings *settings;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  settings = fanfold_batch_get_settings (batch);
  g_assert_cmpint (settings->n_jobs, ==, -2);
  g_assert_cmpstr (settings->pre_dispatch, ==, "2*n_jobs");
  g_assert_cmpuint (settings->batch_size, ==, 16);
  g_assert_cmpfloat (settings->timeout, ==, 2.5);
  g_assert_cmpfloat (settings->timeout_percent, ==, 0);
  g_assert_cmpuint (settings->n_retries, ==, 3);
  g_assert_cmpfloat (settings->delay, ==, 0.2);
  g_assert_cmpuint (settings->max_failures, ==, 5);
  g_assert_cmpint (settings->on_failure, ==, FANFOLD_ON_FAILURE_STOP);
  g_assert_cmpuint (settings->memory_limit_bytes, ==, 500 * 1024 * 1024);
  g_assert_cmpuint (settings->min_free_memory_bytes, ==, 1000000);
  g_assert_cmpint (settings->nice, ==, 19);

  text = fanfold_batch_to_text (batch);
  if (strstr (text, written) == NULL)
    g_error ("%s", text);
}

/* What a setting is at first is not written. */
static void
test_settings_default (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch =
      read_settings ("\"n_jobs\": 1, \"verbose\": 0, \"pre_dispatch\": \"all\", "
                     "\"batch_size\": \"auto\", \"timeout\": 0, \"retries\": 0, \"delay\": 0, "
                     "\"max_failures\": 0, \"on_failure\": \"continue\", \"memory_limit\": 0, "
                     "\"min_free_memory\": \"0\", \"nice\": 5, \"no_cache\": false, \"weight\": 1",
                     &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = fanfold_batch_to_text (batch);
  g_assert_null (strstr (text, "settings"));
}

static void
test_settings_refused (void)
{
  static const struct
  {
    const char *members;
    const char *message;
  } cases[] = {
    { "\"n_jobs\": 2.5", "column 1: n_jobs “2.5” is not a whole number" },
    { "\"n_jobs\": \"2\"", "column 1: “n_jobs” must be a number" },
    { "\"n_jobs\": true", "column 1: n_jobs “true” is not a whole number" },
    { "\"n_jobs\": null", "column 1: “n_jobs” must be a number" },
    { "\"n_jobs\": 3000000000", "column 1: n_jobs 3000000000 is out" },
    { "\"backend\": \"loky\"", "column 1: There is no backend “loky”" },
    { "\"backend\": 1", "column 1: There is no backend “1”" },
    { "\"verbose\": -1", "column 1: verbose “-1” is not a whole number from 0" },
    { " \"pre_dispatch\": \"2*\"", "column 2: pre_dispatch “2*”, column 3: the end stands" },
    { "\"pre_dispatch\": 0", "column 1: pre_dispatch “0”, column 1: it comes to 0" },
    { "\"pre_dispatch\": []", "column 1: “pre_dispatch” must be a text or a number" },
    { "\"batch_size\": 0", "column 1: batch_size “0” is not auto or a whole number from 1" },
    { "\"batch_size\": 4097", "column 1: batch_size “4097”" },
    { "\"timeout\": -1", "column 1: timeout “-1” is not a number of seconds" },
    { "\"timeout\": \"soon\"", "column 1: timeout “soon”" },
    { "\"retries\": 251", "column 1: retries “251” is not a whole number from 0 to 250" },
    { "\"delay\": \"1\"", "column 1: “delay” must be a number" },
    { "\"max_failures\": 1.5", "column 1: max_failures “1.5”" },
    { "\"on_failure\": \"abort\"", "column 1: on_failure “abort” is not known" },
    { "\"memory_limit\": \"500X\"", "column 1: memory_limit “500X” is not a size" },
    { "\"memory_limit\": 500", "column 1: memory_limit “500” is not enough" },
    { "\"min_free_memory\": -1", "column 1: min_free_memory “-1” is not a size" },
    { "\"nice\": 20", "column 1: nice “20” is not a whole number from 0 to 19" },
    { "\"nice\": -5", "column 1: nice “-5”" },
    { "\"pin\": 1", "column 1: pin “1” is not true or false" },
    { "\"io_priority\": 7", "column 1: io_priority “7” is not known: give normal, low" },
    { "\"weight\": 0", "column 1: weight “0” is not a whole number from 1 on, or the name" },
    { "\"max-failures\": 1", "column 1: there is no key “max-failures” here; there are n_jobs, " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = g_strconcat ("Line 4, ", cases[i].message, NULL);

      g_assert_null (read_settings (cases[i].members, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      if (!g_str_has_prefix (error->message, expected))
        g_error ("%s: “%s”, expected “%s”", cases[i].members, error->message, expected);
    }
}

/* Cut off anywhere, or with any byte of it replaced, the text is refused or read, nothing else. */
static void
test_damaged (void)
{
  static const char bytes[] = "\0\"{[,1\xff";
  gsize end = strlen (whole) - 1;

  for (gsize i = 0; i < end; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (fanfold_batch_new_from_text (whole, (gssize) i, &error));
      g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "Line "));

      for (gsize k = 0; k < sizeof bytes - 1; k++)
        {
          g_autofree char *damaged = g_strdup (whole);
          g_autoptr (FanfoldBatch) batch = NULL;
          g_autoptr (GError) damage = NULL;

          damaged[i] = bytes[k];
          batch = fanfold_batch_new_from_text (damaged, (gssize) end, &damage);
          g_assert_true ((batch == NULL) == (damage != NULL));
        }
    }
}

static void
test_file (void)
{
  g_autofree char *root = g_dir_make_tmp ("fanfold-batch-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "a.fanfold", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_new_for_path (root);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_batch_new_from_file (file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);

  g_assert_null (fanfold_batch_new_from_file (folder, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, root));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "{\n1", -1, NULL));
  g_assert_null (fanfold_batch_new_from_file (file, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "Line 2, column 1"));
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, whole, -1, NULL));
  batch = fanfold_batch_new_from_file (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_batch_get_folder (batch), ==, root);

  g_remove (path);
  g_rmdir (root);
}

static void
add (FanfoldBatch *batch, FanfoldInputKind kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldInput) input = fanfold_input_parse (kind, text, &error);

  g_assert_no_error (error);
  g_assert_true (fanfold_batch_add_input (batch, input, &error));
  g_assert_no_error (error);
}

#define PARAMS "[" DESCRIBED_REAL "," DESCRIBED_TEXT "," DESCRIBED_INT "," DESCRIBED_FILE "]"

static void
test_expand (void)
{
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldCombine) product = NULL;
  g_autoptr (FanfoldCombine) zip = NULL;
  g_autoptr (FanfoldInput) twin = NULL;
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  add (batch, FANFOLD_INPUT_RANGE, "x=0:0.3:0.1");
  add (batch, FANFOLD_INPUT_LIST, "n=1,2,3");
  add (batch, FANFOLD_INPUT_VALUE, "t=same");

  product = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (product), ==, 9);

  fanfold_batch_set_zip (batch, TRUE);
  zip = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (zip), ==, 3);
  args = fanfold_combine_get_args (zip, 2);
  text = g_variant_print (args, FALSE);
  g_assert_cmpstr (text, ==, "(0.20000000000000001, 'same', 3, b'')");

  twin = fanfold_input_parse (FANFOLD_INPUT_VALUE, "n=1", NULL);
  g_assert_false (fanfold_batch_add_input (batch, twin, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
}

static void
test_expand_refused (void)
{
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, FALSE);
  g_autoptr (FanfoldFunction) safe = described_function (PARAMS, TRUE);
  g_autoptr (FanfoldBatch) threads = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldBatch) unknown = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldBatch) unequal = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  settings.backend = FANFOLD_BACKEND_THREADS;
  fanfold_batch_set_settings (threads, &settings);
  g_assert_null (fanfold_batch_expand (threads, function, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "thread-safe"));
  g_clear_error (&error);
  combine = fanfold_batch_expand (threads, safe, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (combine);

  add (unknown, FANFOLD_INPUT_VALUE, "y=1");
  g_assert_null (fanfold_batch_expand (unknown, function, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_assert_cmpstr (error->message, ==, "test.job has no parameter “y”; it has x, t, n, file");
  g_clear_error (&error);

  fanfold_batch_set_zip (unequal, TRUE);
  add (unequal, FANFOLD_INPUT_LIST, "x=1,2");
  add (unequal, FANFOLD_INPUT_LIST, "n=1,2,3");
  g_assert_null (fanfold_batch_expand (unequal, function, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "unequal lengths: 2 and 3"));
}

/* What only the run's own numbers show to be wrong. */
static void
test_expand_wrong_settings (void)
{
  g_autoptr (FanfoldFunction) function = described_function (PARAMS, TRUE);
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("test.job");
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

  settings.n_jobs = 2;
  g_assert_true (fanfold_settings_set_text (&settings, "pre_dispatch", "0.4*n_jobs", &error));
  fanfold_batch_set_settings (batch, &settings);
  g_assert_null (fanfold_batch_expand (batch, function, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "it comes to 0.8 for n_jobs 2"));
  g_clear_error (&error);

  settings.n_jobs = 3;
  settings.memory_limit_bytes = 1 << 30;
  settings.backend = FANFOLD_BACKEND_THREADS;
  fanfold_batch_set_settings (batch, &settings);
  g_assert_null (fanfold_batch_expand (batch, function, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "memory_limit in threads"));
  g_clear_error (&error);

  settings.backend = FANFOLD_BACKEND_PROCESSES;
  fanfold_batch_set_settings (batch, &settings);
  combine = fanfold_batch_expand (batch, function, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (combine);
}

static void
test_many_inputs (void)
{
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new ("a.b");
  g_autoptr (FanfoldBatch) again = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  g_autoptr (FanfoldInput) input = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *path = g_strdup_printf ("folder/IMG_%06u.jpg", i);

      g_strv_builder_add (builder, path);
    }
  texts = g_strv_builder_end (builder);
  input = fanfold_input_new ("file", FANFOLD_INPUT_FILES, (const char *const *) texts);
  fanfold_batch_add_input (batch, input, NULL);

  text = fanfold_batch_to_text (batch);
  again = read_batch (text);
  g_assert_cmpstr (fanfold_input_get_texts (fanfold_batch_get_inputs (again)->pdata[0])[99999],
                   ==,
                   "folder/IMG_099999.jpg");
}

/* What the function has anyway, however it is written; not what goes in step. */
static void
test_defaults (void)
{
  static const char fields[] =
      "[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>, 'initial': <'0.5'>},"
      " {'id': <'word'>, 'label': <'Word'>, 'type': <uint32 0>},"
      " {'id': <'b'>, 'label': <'B'>, 'type': <uint32 1>, 'initial': <'true'>}]";
  static const struct
  {
    const char *inputs;
    guint n_left;
  } cases[] = {
    { "{\"name\": \"x\", \"value\": 0.5}, {\"name\": \"word\", \"value\": \"\"}", 0 },
    { "{\"name\": \"x\", \"value\": \"5e-1\"}, {\"name\": \"b\", \"value\": \"yes\"}", 0 },
    { "{\"name\": \"x\", \"value\": 0.25}, {\"name\": \"b\", \"value\": false}", 2 },
    { "{\"name\": \"x\", \"list\": [0.5]}, {\"name\": \"other\", \"value\": \"\"}", 2 },
    { "{\"name\": \"x\", \"value\": 0.5, \"group\": 2}", 1 },
  };
  g_autoptr (FanfoldFunction) function = described_function (fields, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "{\"fanfold\": 1, \"function\": \"test.job\", \"inputs\": [%s]}", cases[i].inputs);
      g_autoptr (FanfoldBatch) batch = read_batch (text);

      fanfold_batch_drop_defaults (batch, function);
      g_assert_cmpuint (fanfold_batch_get_inputs (batch)->len, ==, cases[i].n_left);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/batch/round-trip", test_round_trip);
  g_test_add_func ("/batch/forms", test_forms);
  g_test_add_func ("/batch/refused", test_refused);
  g_test_add_func ("/batch/defaults", test_defaults);
  g_test_add_func ("/batch/settings", test_settings);
  g_test_add_func ("/batch/settings-default", test_settings_default);
  g_test_add_func ("/batch/settings-refused", test_settings_refused);
  g_test_add_func ("/batch/damaged", test_damaged);
  g_test_add_func ("/batch/file", test_file);
  g_test_add_func ("/batch/expand", test_expand);
  g_test_add_func ("/batch/expand-refused", test_expand_refused);
  g_test_add_func ("/batch/expand-wrong-settings", test_expand_wrong_settings);
  g_test_add_func ("/batch/many-inputs", test_many_inputs);

  return g_test_run ();
}
