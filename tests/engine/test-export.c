/* test-export.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>
#include "fanfold-error.h"
#include "fanfold-export.h"

typedef struct
{
  char *folder;
  char *path;
  FanfoldFunction *function; /* one of each type of parameter; outputs y and text */
  FanfoldFunction *square;   /* x → square */
} Fixture;

#define ALL_TYPES                                                                                  \
  "{'id': <'all'>, 'label': <'All'>, 'cache-version': <uint32 1>,"                                 \
  " 'params': <@aa{sv} [{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>},"                        \
  " {'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>},"                                            \
  " {'id': <'yes'>, 'label': <'Yes'>, 'type': <uint32 1>},"                                        \
  " {'id': <'text'>, 'label': <'Text'>, 'type': <uint32 0>},"                                      \
  " {'id': <'file'>, 'label': <'File'>, 'type': <uint32 5>}]>,"                                    \
  " 'outputs': <@aa{sv} [{'id': <'y'>, 'label': <'Y'>, 'type': <uint32 3>},"                       \
  " {'id': <'text'>, 'label': <'Text'>, 'type': <uint32 0>}]>}"
#define SQUARE                                                                                     \
  "{'id': <'square'>, 'label': <'Square'>, 'cache-version': <uint32 1>,"                           \
  " 'params': <@aa{sv} [{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}]>,"                      \
  " 'outputs': <@aa{sv} [{'id': <'square'>, 'label': <'Square'>, 'type': <uint32 3>}]>}"

static FanfoldFunction *
make_function (const char *text)
{
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function;

  description = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, &error);
  g_assert_no_error (error);
  function = fanfold_function_new_from_variant (description, "test", "/test.so", "abc", &error);
  g_assert_no_error (error);

  return function;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("fanfold-export-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "results.jsonl", NULL);
  fixture->function = make_function (ALL_TYPES);
  fixture->square = make_function (SQUARE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->function);
  g_object_unref (fixture->square);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* One value or many for each parameter of @function, each as the text of an array. */
static FanfoldCombine *
combine_values (FanfoldFunction *function, const char *const *values)
{
  GPtrArray *params = fanfold_function_get_params (function);
  g_autofree FanfoldCombineItem *items = g_new0 (FanfoldCombineItem, params->len);
  g_autoptr (GPtrArray) sources =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_source_unref);
  g_autoptr (GError) error = NULL;
  FanfoldCombine *combine;

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      g_autofree GVariantType *type =
          g_variant_type_new_array (fanfold_param_get_variant_type (param));
      GVariant *array = g_variant_parse (type, values[i], NULL, NULL, &error);

      g_assert_no_error (error);
      items[i].param = i;
      items[i].source = fanfold_source_new_array (param, array);
      g_ptr_array_add (sources, items[i].source);
      g_variant_unref (array);
    }

  combine = fanfold_combine_new (function, items, params->len, &error);
  g_assert_no_error (error);

  return combine;
}

static FanfoldCombine *
combine_all_types (Fixture *fixture)
{
  const char *const values[] = {
    "[1.0, 0.1]", "[-7]", "[true]", "['a \"b\"\\n']", "[b'p/ä', b'/\\377']"
  };

  return combine_values (fixture->function, values);
}

static FanfoldCombine *
combine_range (Fixture *fixture, const char *stop)
{
  FanfoldParam *param = g_ptr_array_index (fanfold_function_get_params (fixture->square), 0);
  g_autoptr (FanfoldSource) source = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldCombineItem item = { 0 };
  FanfoldCombine *combine;

  source = fanfold_source_new_range (param, "0", stop, NULL, &error);
  g_assert_no_error (error);
  item.source = source;
  combine = fanfold_combine_new (fixture->square, &item, 1, &error);
  g_assert_no_error (error);

  return combine;
}

/* Jobs of the square, in columns as a worker gives them. */
static FanfoldBlock *
make_squares (Fixture *fixture, guint64 first, guint n_jobs)
{
  g_autofree guint8 *states = g_malloc (n_jobs);
  g_autofree gint64 *started = g_new (gint64, n_jobs);
  g_autofree double *seconds = g_new (double, n_jobs);
  g_autofree double *squares = g_new (double, n_jobs);
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldBlock *block;
  GVariantBuilder outputs;

  for (guint i = 0; i < n_jobs; i++)
    {
      double x = (double) (first + i);

      states[i] = FANFOLD_JOB_DONE;
      started[i] = 1700000000000000;
      seconds[i] = 1.2e-6 * (double) (i % 7);
      squares[i] = x * x;
    }

  g_variant_builder_init (&outputs, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (
      &outputs,
      "v",
      g_variant_new (
          "(@ay@ad)",
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, squares, n_jobs, sizeof *squares)));
  variant = g_variant_ref_sink (g_variant_new (
      "(tuu@ay@ax@ad@ad@atav@as@a(uis))",
      first,
      (guint32) 1,
      (guint32) 1,
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, states, n_jobs, 1),
      g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, started, n_jobs, sizeof *started),
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, seconds, n_jobs, sizeof *seconds),
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, NULL, 0, sizeof *seconds),
      g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, NULL, 0, sizeof (guint64)),
      &outputs,
      g_variant_new_strv (NULL, 0),
      g_variant_new_array (G_VARIANT_TYPE ("(uis)"), NULL, 0)));
  block = fanfold_block_new_from_variant (fixture->square, variant, &error);
  g_assert_no_error (error);

  return block;
}

static void
assert_line (FanfoldCombine *combine, FanfoldBlock *block, guint place, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fanfold_export_append_job (text, combine, block, place);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_done (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldCombine) combine = combine_all_types (fixture);
  g_autoptr (GVariant) y = g_variant_ref_sink (g_variant_new_double (0.3));
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("ok"));
  GVariant *values[] = { y, text };
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
      fixture->function, 2, 0, 1, FANFOLD_JOB_DONE, 1, 0.00120049, values, NULL, NULL);

  assert_line (combine,
               block,
               0,
               "{\"index\":2,\"arguments\":{\"x\":0.1,\"n\":-7,\"yes\":true,"
               "\"text\":\"a \\\"b\\\"\\n\",\"file\":\"p/ä\"},\"state\":\"done\","
               "\"result\":{\"y\":0.3,\"text\":\"ok\"},\"error\":null,\"seconds\":0.0012,"
               "\"attempts\":1,\"slot\":0,\"cpu_seconds\":0.0012,\"peak_bytes\":null,"
               "\"started\":\"1970-01-01T00:00:00.000001Z\"}\n");
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldCombine) combine = combine_all_types (fixture);
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (fixture->function,
                                                             1,
                                                             3,
                                                             2,
                                                             FANFOLD_JOB_TIMED_OUT,
                                                             1,
                                                             12,
                                                             NULL,
                                                             NULL,
                                                             "It \"took\"\ntoo long");

  assert_line (combine,
               block,
               0,
               "{\"index\":1,\"arguments\":{\"x\":1.0,\"n\":-7,\"yes\":true,"
               "\"text\":\"a \\\"b\\\"\\n\",\"file\":\"file:///%FF\"},\"state\":\"timed-out\","
               "\"result\":null,\"error\":\"It \\\"took\\\"\\ntoo long\",\"seconds\":12.0,"
               "\"attempts\":2,\"slot\":3,\"cpu_seconds\":12.0,\"peak_bytes\":null,"
               "\"started\":\"1970-01-01T00:00:00.000001Z\"}\n");
}

static void
test_cached_and_unstarted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldCombine) combine = combine_range (fixture, "10");
  g_autoptr (GVariant) y = g_variant_ref_sink (g_variant_new_double (16));
  GVariant *values[] = { y };
  g_autoptr (FanfoldBlock) cached = fanfold_block_new_single (
      fixture->square, 4, FANFOLD_BLOCK_NO_SLOT, 0, FANFOLD_JOB_CACHED, 1, 0, values, NULL, NULL);
  g_autoptr (FanfoldBlock) skipped =
      fanfold_block_new_unstarted (fixture->square, 5, 5, FANFOLD_JOB_SKIPPED);

  assert_line (combine,
               cached,
               0,
               "{\"index\":4,\"arguments\":{\"x\":4.0},\"state\":\"cached\",\"result\":16.0,"
               "\"error\":null,\"seconds\":0.0,\"attempts\":0,\"slot\":null,\"cpu_seconds\":0.0,"
               "\"peak_bytes\":null,\"started\":\"1970-01-01T00:00:00.000001Z\"}\n");
  assert_line (combine,
               skipped,
               4,
               "{\"index\":9,\"arguments\":{\"x\":9.0},\"state\":\"skipped\",\"result\":null,"
               "\"error\":null,\"seconds\":0.0,\"attempts\":0,\"slot\":null,\"cpu_seconds\":0.0,"
               "\"peak_bytes\":null,\"started\":null}\n");
}

static void
write_squares (Fixture *fixture, FanfoldExport *export, guint64 n_jobs, GError **error)
{
  g_autofree char *stop = g_strdup_printf ("%" G_GUINT64_FORMAT, n_jobs);
  g_autoptr (FanfoldCombine) combine = combine_range (fixture, stop);

  for (guint64 first = 0; first < n_jobs; first += FANFOLD_BLOCK_MAX_JOBS)
    {
      guint n = (guint) MIN (n_jobs - first, FANFOLD_BLOCK_MAX_JOBS);
      g_autoptr (FanfoldBlock) block = make_squares (fixture, first, n);

      if (!fanfold_export_write_block (export, combine, block, error))
        return;
    }
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_set_contents (fixture->path, "what was there before", -1, &error);
  export = fanfold_export_new (fixture->path, FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  g_file_get_contents (fixture->path, &text, NULL, &error);
  g_assert_cmpstr (text, ==, "");
  g_clear_pointer (&text, g_free);

  write_squares (fixture, export, 10000, &error);
  g_assert_no_error (error);
  g_assert_true (fanfold_export_close (export, &error));
  g_assert_true (fanfold_export_close (export, &error));
  g_assert_no_error (error);

  g_file_get_contents (fixture->path, &text, NULL, &error);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 10001);
  g_assert_cmpstr (lines[10000], ==, "");
  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *head = g_strdup_printf ("{\"index\":%u,\"arguments\":{\"x\":%u.0},"
                                               "\"state\":\"done\",\"result\":%u.0,",
                                               i,
                                               i,
                                               i * i);

      g_assert_true (g_str_has_prefix (lines[i], head));
    }
}

/* A person who follows the file sees a job before the run is over. */
static void
test_soon_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  export = fanfold_export_new (fixture->path, FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  g_usleep (110 * 1000);
  write_squares (fixture, export, 1, &error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, >, 0);

  write_squares (fixture, export, 1, &error);
  g_assert_true (fanfold_export_flush (export, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_size, >, 200);
}

static void
assert_refused (const char *path, const char *reason)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;

  export = fanfold_export_new (path, FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_null (export);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", "file", NULL);
  g_autofree char *below_file = g_build_filename (fixture->path, "file", NULL);

  g_assert_true (g_file_set_contents (fixture->path, "kept", -1, NULL));
  assert_refused (fixture->folder, "Is a directory");
  assert_refused (missing, "No such file or directory");
  assert_refused (below_file, "Not a directory");
  assert_refused ("/proc/self/exe", "Text file busy");
  assert_refused ("", "No such file or directory");
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;

  export = fanfold_export_new ("/dev/full", FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  write_squares (fixture, export, 10000, &error);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
  g_assert_nonnull (strstr (error->message, "/dev/full"));
  g_assert_nonnull (strstr (error->message, "No space left"));
  g_clear_error (&error);

  /* Told of once. */
  write_squares (fixture, export, 10000, &error);
  g_assert_no_error (error);
  g_assert_true (fanfold_export_close (export, &error));
}

static void
test_full_disk_at_the_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;

  export = fanfold_export_new ("/dev/full", FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  write_squares (fixture, export, 2, &error);
  g_assert_no_error (error);
  g_assert_false (fanfold_export_close (export, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
}

/* In a process of its own: what it does to its descriptors stays there. */
static void
test_stdout (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      fanfold_export_protect_stdout ();
      fanfold_export_protect_stdout ();
      g_assert_cmpint (write (STDOUT_FILENO, "a plugin's\n", 11), ==, 11);
      export = fanfold_export_new ("-", FANFOLD_EXPORT_JSON_LINES, &error);
      g_assert_no_error (error);
      write_squares (fixture, export, 2, &error);
      g_assert_true (fanfold_export_close (export, &error));
      g_assert_no_error (error);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*{\"index\":0,*}\n{\"index\":1,*}\n*");
  g_test_trap_assert_stdout_unmatched ("*a plugin's*");
  g_test_trap_assert_stderr ("*a plugin's*");
}

/* The signal's own action would end the test. */
static void
test_closed_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;
  int ends[2];

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  signal (SIGPIPE, SIG_DFL);
  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (dup2 (ends[1], STDOUT_FILENO), ==, STDOUT_FILENO);
  close (ends[0]);
  close (ends[1]);

  export = fanfold_export_new ("-", FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  write_squares (fixture, export, 10000, &error);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
  g_assert_nonnull (strstr (error->message, "standard output"));
  /* The next write is an error again, not a signal kept for later. */
  g_assert_cmpint (close (STDOUT_FILENO), ==, 0);
}

static void
test_speed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldExport) export = NULL;
  g_autoptr (GError) error = NULL;
  guint64 n_jobs = g_test_perf () ? 1000000 : 50000;
  double seconds;

  export = fanfold_export_new ("/dev/null", FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);
  g_test_timer_start ();
  write_squares (fixture, export, n_jobs, &error);
  g_assert_no_error (error);
  g_assert_true (fanfold_export_close (export, &error));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%" G_GUINT64_FORMAT " lines in %.2f s", n_jobs, seconds);
  g_assert_cmpfloat (seconds, <, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/export/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("done", test_done);
  ADD ("failed", test_failed);
  ADD ("cached-and-unstarted", test_cached_and_unstarted);
  ADD ("file", test_file);
  ADD ("soon-there", test_soon_there);
  ADD ("refused", test_refused);
  ADD ("full-disk", test_full_disk);
  ADD ("full-disk-at-the-end", test_full_disk_at_the_end);
  ADD ("stdout", test_stdout);
  ADD ("closed-pipe", test_closed_pipe);
  ADD ("speed", test_speed);

  return g_test_run ();
}
