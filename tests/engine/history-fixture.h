/* history-fixture.h: a history in a folder of its own, and runs to record in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-writer.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIXTURE_N_JOBS 10000
#define FIXTURE_GARBAGE_BYTES 8192

typedef struct
{
  char *folder;
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldHistory *history;
} Fixture;

static inline FanfoldFunction *
fixture_make_function (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  FanfoldFunction *function;

  description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'square'>, 'label': <'Square'>,"
      " 'params': <[{'id': <'x'>, 'label': <'X'>, 'type': <uint32 3>}]>,"
      " 'outputs': <[{'id': <'square'>, 'label': <'Square'>, 'type': <uint32 3>}]>}"));
  function = fanfold_function_new_from_variant (description, "numbers", "/n.so", "b1", &error);
  g_assert_no_error (error);

  return function;
}

static inline FanfoldCombine *
fixture_make_combine (FanfoldFunction *function, guint64 n_jobs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldSource) source = NULL;
  g_autofree char *stop = g_strdup_printf ("%" G_GUINT64_FORMAT, n_jobs);
  FanfoldCombineItem item = { 0 };
  FanfoldCombine *combine;

  source = fanfold_source_new_range (
      g_ptr_array_index (fanfold_function_get_params (function), 0), "0", stop, "1", &error);
  g_assert_no_error (error);
  item.source = source;
  combine = fanfold_combine_new (function, &item, 1, &error);
  g_assert_no_error (error);

  return combine;
}

static inline void
fixture_open (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  self->history = fanfold_history_open (self->folder, &note, &error);
  g_assert_no_error (error);
  g_assert_null (note);
}

static inline void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("fanfold-history-XXXXXX", &error);
  g_assert_no_error (error);
  self->function = fixture_make_function ();
  self->combine = fixture_make_combine (self->function, FIXTURE_N_JOBS);
  fixture_open (self);
}

static inline void
fixture_remove (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    fixture_remove (child);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

static inline void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  g_clear_pointer (&self->history, fanfold_history_unref);
  fanfold_combine_unref (self->combine);
  g_object_unref (self->function);
  fixture_remove (folder);
  g_free (self->folder);
}

static inline char *
fixture_path (Fixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static inline gboolean
fixture_has (Fixture *self, const char *name)
{
  g_autofree char *path = fixture_path (self, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static inline FanfoldRecorder *
fixture_begin (Fixture *self, FanfoldWriter *writer, FanfoldExport *results)
{
  FanfoldHistoryRun run = { 0 };

  run.name = (char *) "Squares";
  run.function_id = (char *) "numbers.square";
  run.batch = (char *) "{}\n";
  run.folder = (char *) "/tmp/caf\xe9";
  run.state = FANFOLD_RUN_RUNNING;
  run.n_jobs_total = fanfold_combine_get_n_jobs (self->combine);
  run.counts[FANFOLD_JOB_WAITING] = run.n_jobs_total;
  run.started_usec = 1234567;

  return fanfold_writer_begin (writer, &run, self->combine, NULL, results);
}

/* The jobs from @first on, all done, with the squares of their numbers. */
static inline FanfoldBlock *
fixture_make_block (Fixture *self, guint64 first, guint n_jobs)
{
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *states = g_malloc (n_jobs);
  g_autofree gint64 *started = g_new0 (gint64, n_jobs);
  g_autofree double *seconds = g_new0 (double, n_jobs);
  g_autofree double *squares = g_new0 (double, n_jobs);
  GVariant *column;
  FanfoldBlock *block;

  for (guint i = 0; i < n_jobs; i++)
    {
      states[i] = FANFOLD_JOB_DONE;
      started[i] = (gint64) (first + i);
      seconds[i] = 0.5;
      squares[i] = (double) (first + i) * (double) (first + i);
    }
  column = g_variant_new (
      "(@ay@ad)",
      g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1),
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, squares, n_jobs, sizeof *squares));
  column = g_variant_new_variant (column);
  block = fanfold_block_new_from_variant (
      self->function,
      g_variant_new (
          "(tuu@ay@ax@ad@ad@at@av@asa(uis))",
          first,
          (guint32) 1,
          (guint32) 1,
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, states, n_jobs, 1),
          g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, started, n_jobs, sizeof *started),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, seconds, n_jobs, sizeof *seconds),
          g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, NULL, 0, sizeof *seconds),
          g_variant_new_fixed_array (G_VARIANT_TYPE_UINT64, NULL, 0, sizeof (guint64)),
          g_variant_new_array (G_VARIANT_TYPE_VARIANT, &column, 1),
          g_variant_new_strv (NULL, 0),
          NULL),
      &error);
  g_assert_no_error (error);

  return block;
}

static inline void
fixture_add (Fixture *self, FanfoldRecorder *recorder, guint64 first, guint n_jobs)
{
  g_autoptr (FanfoldBlock) block = fixture_make_block (self, first, n_jobs);

  fanfold_recorder_add_block (recorder, block, FALSE);
}

static inline void
fixture_wait_recorded (FanfoldRecorder *recorder, guint64 n_jobs)
{
  gint64 end = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;

  while (fanfold_recorder_get_n_recorded (recorder) < n_jobs)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (500);
    }
}

static inline void
fixture_wait_over (FanfoldRecorder *recorder)
{
  gint64 end = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;

  while (!fanfold_recorder_is_over (recorder))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (500);
    }
}

/* A run of three blocks and some log, all on disk. */
static inline guint64
fixture_record_run (Fixture *self)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);

  fixture_add (self, recorder, 0, 4096);
  fixture_add (self, recorder, 4096, 4096);
  fixture_add (self, recorder, 8192, 1808);
  fanfold_recorder_add_log (recorder, 7, 1, FANFOLD_LOG_STDOUT, "one\n", 4);
  fanfold_recorder_add_log (recorder, 8, 1, FANFOLD_LOG_STDERR, "other\n", 6);
  fanfold_recorder_add_log (recorder, 7, 1, FANFOLD_LOG_NOTE, "", 0);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1.5);
  fanfold_writer_end (writer);
  g_assert_true (fanfold_recorder_is_over (recorder));

  return fanfold_recorder_get_id (recorder);
}

/* As g_strsplit () at newlines, which takes quadratic time under AddressSanitizer. (transfer full)
 */
static inline char **
fixture_split_lines (const char *text)
{
  GPtrArray *lines = g_ptr_array_new ();
  gsize left = strlen (text);
  const char *end;

  while ((end = memchr (text, '\n', left)) != NULL)
    {
      g_ptr_array_add (lines, g_strndup (text, (gsize) (end - text)));
      left -= (gsize) (end + 1 - text);
      text = end + 1;
    }
  if (left > 0 || lines->len > 0)
    g_ptr_array_add (lines, g_strdup (text));
  g_ptr_array_add (lines, NULL);

  return (char **) g_ptr_array_free (lines, FALSE);
}

static inline FanfoldHistoryRun *
fixture_dup_only_run (FanfoldHistory *history)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (history, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);

  return fanfold_history_run_copy (g_ptr_array_index (runs, 0));
}

static inline void
fixture_run_sql (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static inline void
fixture_write_garbage (const char *path, gsize offset)
{
  g_autofree char *bytes = g_malloc (FIXTURE_GARBAGE_BYTES);
  FILE *file = g_fopen (path, g_file_test (path, G_FILE_TEST_EXISTS) ? "r+" : "w");

  g_assert_nonnull (file);
  memset (bytes, 0xa7, FIXTURE_GARBAGE_BYTES);
  g_assert_cmpint (fseek (file, (long) offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (bytes, 1, FIXTURE_GARBAGE_BYTES, file), ==, FIXTURE_GARBAGE_BYTES);
  g_assert_cmpint (fclose (file), ==, 0);
}

static inline void
fixture_assert_square (Fixture *self, guint64 id, guint64 index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  guint place;

  block = fanfold_history_read_job (self->history, id, index, &error);
  g_assert_no_error (error);
  g_assert_nonnull (block);
  g_assert_cmpuint (index, >=, fanfold_block_get_first (block));
  place = (guint) (index - fanfold_block_get_first (block));
  g_assert_cmpuint (place, <, fanfold_block_get_n_jobs (block));
  g_assert_cmpint (fanfold_block_get_started (block, place), ==, (gint64) index);
  fanfold_block_append_result (block, json, place);
  g_assert_cmpfloat (g_ascii_strtod (json->str, NULL), ==, (double) index * (double) index);
}

/* Calls @act in a process of its own, which may lose its rights. */
static inline void
fixture_run_apart (Fixture *self, gconstpointer act)
{
  void (*call) (Fixture * fixture) = act;
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    {
      signal (SIGXFSZ, SIG_IGN);
      call (self);
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static inline void
fixture_assert_empty (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (self->history, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 0);
}
