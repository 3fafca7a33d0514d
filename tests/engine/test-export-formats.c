/* test-export-formats.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include "block-fixture.h"
#include "described.h"
#include "fanfold-error.h"
#include "fanfold-export.h"
#include "fanfold-json.h"

#define STARTED G_GINT64_CONSTANT (1700000000123456)

typedef struct
{
  char *path;
  FanfoldFunction *function;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("fanfold-export-XXXXXX", &self->path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  self->function = described_function (
      data != NULL ? data : "[" DESCRIBED_REAL ", " DESCRIBED_TEXT ", " DESCRIBED_FILE "]", FALSE);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unlink (self->path);
  g_free (self->path);
  g_object_unref (self->function);
}

/* @values: one text of an array a parameter, all in step. */
static FanfoldCombine *
combine (FanfoldFunction *function, const char *const *values)
{
  GPtrArray *params = fanfold_function_get_params (function);
  g_autofree FanfoldCombineItem *items = g_new0 (FanfoldCombineItem, params->len);
  g_autoptr (GPtrArray) sources =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_source_unref);
  g_autoptr (GError) error = NULL;
  FanfoldCombine *combined;

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      g_autofree GVariantType *type =
          g_variant_type_new_array (fanfold_param_get_variant_type (param));
      g_autoptr (GVariant) array = g_variant_parse (type, values[i], NULL, NULL, &error);

      g_assert_no_error (error);
      items[i].param = i;
      items[i].group = 1;
      items[i].source = fanfold_source_new_array (param, array);
      g_ptr_array_add (sources, items[i].source);
    }
  combined = fanfold_combine_new (function, items, params->len, &error);
  g_assert_no_error (error);

  return combined;
}

static FanfoldCombine *
combine_odd (Fixture *self)
{
  static const char *const values[] = {
    "[3.0, 0.1, -1e30]",
    "['plain', 'a \"b\", c\\nd', \" it's\\t\"]",
    "[b'p/ä', b'/\\377', b'']",
  };

  return combine (self->function, values);
}

static FanfoldExport *
begin (Fixture *self, FanfoldExportFormat format)
{
  g_autoptr (GError) error = NULL;
  FanfoldExport *export = fanfold_export_new (self->path, format, &error);

  g_assert_no_error (error);

  return export;
}

static void
write_block (FanfoldExport *export, FanfoldCombine *combined, FanfoldBlock *block)
{
  g_autoptr (GError) error = NULL;

  fanfold_export_write_block (export, combined, block, &error);
  g_assert_no_error (error);
}

static void
write_jobs (FanfoldExport *export, FanfoldCombine *combined, const FailedJobs *jobs)
{
  g_autoptr (FanfoldBlock) block =
      failed_jobs_make_block (jobs, fanfold_combine_get_function (combined));

  write_block (export, combined, block);
}

static char *
end (Fixture *self, FanfoldExport *export)
{
  g_autoptr (GError) error = NULL;
  char *text;

  g_assert_true (fanfold_export_close (export, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, &error));

  return text;
}

/* Three jobs: done with JSON, crashed, never begun. */
static char *
write_three (Fixture *self, FanfoldExportFormat format)
{
  g_autoptr (FanfoldCombine) combined = combine_odd (self);
  g_autoptr (FanfoldExport) export = begin (self, format);
  g_autoptr (FanfoldBlock) done = fanfold_block_new_single (
      self->function, 0, 1, 2, FANFOLD_JOB_DONE, STARTED, 1.5, NULL, "{\"a\":[1,\"x\"]}", NULL);
  g_autoptr (FanfoldBlock) skipped =
      fanfold_block_new_unstarted (self->function, 2, 1, FANFOLD_JOB_SKIPPED);
  const FailedJobs crashed = {
    .first = 1,
    .n_jobs = 1,
    .attempt = 1,
    .state = FANFOLD_JOB_CRASHED,
    .end = -SIGSEGV,
    .message = "crashed: \"why\"\nthere",
    .started_usec = STARTED + 1,
    .seconds = 0.25,
    .cpu_seconds = 0.125,
    .peak_bytes = 4096,
  };

  write_block (export, combined, done);
  write_jobs (export, combined, &crashed);
  write_block (export, combined, skipped);

  return end (self, export);
}

static void
test_csv (Fixture *self, gconstpointer data)
{
  g_autofree char *text = write_three (self, FANFOLD_EXPORT_CSV);

  g_assert_cmpstr (text,
                   ==,
                   "index,x,t,file,state,result,error,seconds,cpu_seconds,peak_bytes,started,exit,"
                   "signal,attempts,slot\r\n"
                   "0,3.0,plain,p/ä,done,\"{\"\"a\"\":[1,\"\"x\"\"]}\",,1.5,1.5,,"
                   "2023-11-14T22:13:20.123456Z,,,2,1\r\n"
                   "1,0.1,\"a \"\"b\"\", c\nd\",file:///%FF,crashed,,"
                   "\"crashed: \"\"why\"\"\nthere\",0.25,0.125,4096,"
                   "2023-11-14T22:13:20.123457Z,,11,1,0\r\n"
                   "2,-1e30,\" it's\t\",,skipped,,,0.0,0.0,,,,,0,\r\n");
}

static void
test_job_log (Fixture *self, gconstpointer data)
{
  g_autofree char *text = write_three (self, FANFOLD_EXPORT_JOB_LOG);

  g_assert_cmpstr (text,
                   ==,
                   "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"
                   "1\t:\t1700000000.123\t     1.500\t0\t13\t0\t0\ttest.job x=3 t=plain file=p/ä\n"
                   "2\t:\t1700000000.123\t     0.250\t0\t0\t0\t11\ttest.job x=0.1 "
                   "t=$'a \"b\", c\\nd' file=file:///%FF\n");
}

static void
test_json (Fixture *self, gconstpointer data)
{
  g_autofree char *text = write_three (self, FANFOLD_EXPORT_JSON);
  g_autofree char *lines = write_three (self, FANFOLD_EXPORT_JSON_LINES);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = fanfold_json_parse (text, -1, &error);
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);
  g_autofree char *joined = NULL;
  JsonObject *crashed;

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (root)), ==, 3);
  g_assert_cmpuint (g_strv_length (each), ==, 4);
  joined = g_strdup_printf ("[\n%s,\n%s,\n%s\n]\n", each[0], each[1], each[2]);
  g_assert_cmpstr (text, ==, joined);

  crashed = json_array_get_object_element (json_node_get_array (root), 1);
  g_assert_cmpint (json_object_get_int_member (crashed, "signal"), ==, SIGSEGV);
  g_assert_false (json_object_has_member (crashed, "exit"));
  g_assert_cmpint (json_object_get_int_member (crashed, "peak_bytes"), ==, 4096);
  g_assert_cmpfloat (json_object_get_double_member (crashed, "cpu_seconds"), ==, 0.125);
  g_assert_cmpstr (
      json_object_get_string_member (crashed, "started"), ==, "2023-11-14T22:13:20.123457Z");
  g_assert_true (json_object_get_null_member (
      json_array_get_object_element (json_node_get_array (root), 2), "started"));
}

/* What cannot be told by a signal or status is told by convention. */
static void
test_job_log_ends (Fixture *self, gconstpointer data)
{
  static const struct
  {
    FanfoldJobState state;
    FanfoldJobEnd end;
    const char *columns;
  } cases[] = {
    { FANFOLD_JOB_FAILED, 0, "\t1\t0\t" },
    { FANFOLD_JOB_FAILED, 3, "\t3\t0\t" },
    { FANFOLD_JOB_CRASHED, 0, "\t1\t0\t" },
    { FANFOLD_JOB_CRASHED, FANFOLD_JOB_END_EXIT_0, "\t0\t0\t" },
    { FANFOLD_JOB_CRASHED, -SIGKILL, "\t0\t9\t" },
    { FANFOLD_JOB_TIMED_OUT, -SIGKILL, "\t-1\t15\t" },
    { FANFOLD_JOB_CANCELLED, 0, "\t-1\t15\t" },
  };
  static const char *const values[] = { "[0.0, 1, 2, 3, 4, 5, 6]",
                                        "['', '', '', '', '', '', '']",
                                        "[b'', b'', b'', b'', b'', b'', b'']" };
  g_autoptr (FanfoldCombine) combined = combine (self->function, values);
  g_autoptr (FanfoldExport) export = begin (self, FANFOLD_EXPORT_JOB_LOG);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FailedJobs jobs = { .first = i,
                                .n_jobs = 1,
                                .state = cases[i].state,
                                .end = cases[i].end,
                                .message = "Why",
                                .started_usec = STARTED };

      write_jobs (export, combined, &jobs);
    }

  text = end (self, export);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (cases) + 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_nonnull (strstr (lines[i + 1], cases[i].columns));
}

/* Names that are taken are told apart, and no two columns have one name. */
static void
test_csv_names (Fixture *self, gconstpointer data)
{
  static const char *const values[] = { "['a']", "[1.0]", "['c']" };
  g_autoptr (FanfoldCombine) combined = combine (self->function, values);
  g_autoptr (FanfoldExport) export = begin (self, FANFOLD_EXPORT_CSV);
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_unstarted (self->function, 0, 1, FANFOLD_JOB_SKIPPED);
  g_autofree char *text = NULL;

  write_block (export, combined, block);
  text = end (self, export);
  g_assert_true (g_str_has_prefix (text,
                                   "index,arguments.state,arguments.seconds,arguments.result,state,"
                                   "result,error,seconds,"));
}

static void
test_csv_outputs (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) description = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combined = NULL;
  g_autoptr (FanfoldExport) export = begin (self, FANFOLD_EXPORT_CSV);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GVariant) real = g_variant_ref_sink (g_variant_new_double (2));
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("a,b"));
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  static const char *const values[] = { "[1.0]" };
  GVariant *outputs[] = { real, text, NULL, text };

  description = g_variant_ref_sink (
      g_variant_new_parsed ("{'id': <'job'>, 'label': <'Job'>,"
                            " 'params': <[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}]>,"
                            " 'outputs': <[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>},"
                            " {'id': <'result'>, 'label': <'R'>, 'type': <uint32 0>},"
                            " {'id': <'none'>, 'label': <'N'>, 'type': <uint32 3>},"
                            " {'id': <'error'>, 'label': <'E'>, 'type': <uint32 0>}]>}"));
  function = fanfold_function_new_from_variant (description, "test", "/t.so", "b", &error);
  g_assert_no_error (error);
  combined = combine (function, values);
  block = fanfold_block_new_single (
      function, 0, 0, 1, FANFOLD_JOB_DONE, STARTED, 1, outputs, NULL, NULL);

  write_block (export, combined, block);
  written = end (self, export);
  g_assert_true (
      g_str_has_prefix (written, "index,x,state,result.x,result,none,result.error,error,"));
  g_assert_nonnull (strstr (written, "\r\n0,1.0,done,2.0,\"a,b\",,\"a,b\",,1.0,"));
}

/* A stream may bring no job at all. */
static void
test_no_jobs (Fixture *self, gconstpointer data)
{
  static const char *const heads[] = { "", "[\n]\n", "index,", "Seq\t" };

  for (guint format = 0; format < G_N_ELEMENTS (heads); format++)
    {
      g_autoptr (FanfoldExport) export = begin (self, (FanfoldExportFormat) format);
      g_autoptr (GPtrArray) none = g_ptr_array_new ();
      g_autofree char *text = NULL;

      fanfold_export_begin (export, self->function, none);
      text = end (self, export);
      g_assert_true (g_str_has_prefix (text, heads[format]));
      g_assert_true (*text == '\0' || g_str_has_suffix (text, "\n"));
    }
}

static void
test_names (void)
{
  static const char *const names[] = { "jsonl", "json", "csv", "joblog" };
  g_autoptr (GError) error = NULL;
  FanfoldExportFormat format;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (fanfold_export_format_from_string (names[i], &format, &error));
      g_assert_cmpuint (format, ==, i);
    }
  format = FANFOLD_EXPORT_CSV;
  g_assert_false (fanfold_export_format_from_string ("xml", &format, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "xml"));
  g_assert_cmpuint (format, ==, FANFOLD_EXPORT_CSV);
}

/* Rows are on their way while the run goes on, whatever the format. */
static void
test_streamed (Fixture *self, gconstpointer data)
{
  for (guint format = 0; format < 4; format++)
    {
      g_autoptr (FanfoldCombine) combined = combine_odd (self);
      g_autoptr (FanfoldExport) export = begin (self, (FanfoldExportFormat) format);
      const FailedJobs jobs = { .first = 0,
                                .n_jobs = 1,
                                .state = FANFOLD_JOB_FAILED,
                                .message = "Why",
                                .started_usec = STARTED };
      g_autofree char *early = NULL;
      g_autofree char *late = NULL;

      write_jobs (export, combined, &jobs);
      g_assert_true (fanfold_export_flush (export, NULL));
      g_assert_true (g_file_get_contents (self->path, &early, NULL, NULL));
      g_assert_nonnull (strstr (early, "plain"));
      late = end (self, export);
      g_assert_true (g_str_has_prefix (late, early));
    }
}

int
main (int argc, char *argv[])
{
  static const char taken[] = "[{'id': <'state'>, 'label': <'S'>, 'type': <uint32 0>},"
                              " {'id': <'seconds'>, 'label': <'S'>, 'type': <uint32 3>},"
                              " {'id': <'result'>, 'label': <'R'>, 'type': <uint32 0>}]";

  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, function)                                                                  \
  g_test_add ("/export/" name, Fixture, data, set_up, function, tear_down)
  ADD ("csv", NULL, test_csv);
  ADD ("csv-names", taken, test_csv_names);
  ADD ("csv-outputs", NULL, test_csv_outputs);
  ADD ("job-log", NULL, test_job_log);
  ADD ("job-log-ends", NULL, test_job_log_ends);
  ADD ("json", NULL, test_json);
  ADD ("no-jobs", NULL, test_no_jobs);
  ADD ("streamed", NULL, test_streamed);
  g_test_add_func ("/export/format-names", test_names);

  return g_test_run ();
}
