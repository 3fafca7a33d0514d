/* test-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-history.h"
#include "history-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_DAMAGED_BYTES 8192
#define NOBODY 65534

static FanfoldHistoryRun *
dup_only_run (FanfoldHistory *history)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (history, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 1);

  return fanfold_history_run_copy (g_ptr_array_index (runs, 0));
}

static void
assert_empty (FanfoldHistory *history)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (history, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 0);
}

static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
write_garbage (const char *path, gsize offset)
{
  g_autofree char *bytes = g_malloc (N_DAMAGED_BYTES);
  FILE *file = g_fopen (path, g_file_test (path, G_FILE_TEST_EXISTS) ? "r+" : "w");

  g_assert_nonnull (file);
  memset (bytes, 0xa7, N_DAMAGED_BYTES);
  g_assert_cmpint (fseek (file, (long) offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (bytes, 1, N_DAMAGED_BYTES, file), ==, N_DAMAGED_BYTES);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_list (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (FanfoldHistoryRun) run = NULL;

  g_clear_pointer (&self->history, fanfold_history_unref);
  fixture_open (self);

  run = dup_only_run (self->history);
  g_assert_cmpuint (run->id, ==, id);
  g_assert_cmpstr (run->name, ==, "Squares");
  g_assert_cmpstr (run->function_id, ==, "numbers.square");
  g_assert_cmpstr (run->batch, ==, "{}\n");
  g_assert_cmpstr (run->folder, ==, "/tmp/caf\xe9");
  g_assert_cmpint (run->state, ==, FANFOLD_RUN_FINISHED);
  g_assert_null (run->reason);
  g_assert_cmpuint (run->n_jobs_total, ==, FIXTURE_N_JOBS);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_DONE], ==, FIXTURE_N_JOBS);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_WAITING], ==, 0);
  g_assert_cmpint (run->started_usec, ==, 1234567);
  g_assert_cmpfloat (run->seconds, ==, 1.5);
}

static void
test_newest_first (Fixture *self, gconstpointer data)
{
  guint64 first = fixture_record_run (self), second = fixture_record_run (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (self->history, &error);
  FanfoldHistoryRun *newest;

  g_assert_no_error (error);
  g_assert_cmpuint (second, >, first);
  g_assert_cmpuint (runs->len, ==, 2);
  newest = g_ptr_array_index (runs, 0);
  g_assert_cmpuint (newest->id, ==, second);
}

static void
test_combine (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  g_autoptr (GVariant) args = NULL, expected = NULL;

  combine = fanfold_history_read_combine (self->history, id, &function, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_function_get_id (function), ==, "numbers.square");
  g_assert_cmpuint (fanfold_combine_get_n_jobs (combine), ==, FIXTURE_N_JOBS);
  args = fanfold_combine_get_args (combine, 4711);
  expected = fanfold_combine_get_args (self->combine, 4711);
  g_assert_cmpvariant (args, expected);
}

static gboolean
count_cb (FanfoldBlock *block, gpointer user_data)
{
  guint *n_jobs = user_data;

  *n_jobs += fanfold_block_get_n_jobs (block);

  return TRUE;
}

static gboolean
stop_cb (FanfoldBlock *block, gpointer user_data)
{
  count_cb (block, user_data);

  return FALSE;
}

static void
test_blocks (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (GError) error = NULL;
  guint n_jobs = 0;

  g_assert_true (fanfold_history_read_blocks (self->history, id, count_cb, &n_jobs, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_jobs, ==, FIXTURE_N_JOBS);

  n_jobs = 0;
  g_assert_true (fanfold_history_read_blocks (self->history, id, stop_cb, &n_jobs, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_jobs, ==, 4096);
}

static void
assert_square (Fixture *self, guint64 id, guint64 index)
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

static void
test_job (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (GError) error = NULL;

  assert_square (self, id, 0);
  assert_square (self, id, 4095);
  assert_square (self, id, 4096);
  assert_square (self, id, 9999);
  g_assert_null (fanfold_history_read_job (self->history, id, FIXTURE_N_JOBS, &error));
  g_assert_no_error (error);
}

static void
test_log (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = NULL, one = NULL, rest = NULL, none = NULL;
  FanfoldLogChunk *chunk;

  all = fanfold_history_read_log (self->history, id, 7, 0, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  chunk = g_ptr_array_index (all, 0);
  g_assert_cmpint (chunk->kind, ==, FANFOLD_LOG_STDOUT);
  g_assert_cmpmem (
      g_bytes_get_data (chunk->bytes, NULL), g_bytes_get_size (chunk->bytes), "one\n", 4);
  g_assert_cmpint (ABS (chunk->time_usec - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);

  one = fanfold_history_read_log (self->history, id, 7, 0, 1, &error);
  g_assert_cmpuint (one->len, ==, 1);

  rest = fanfold_history_read_log (self->history, id, 7, chunk->sequence, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->len, ==, 1);
  chunk = g_ptr_array_index (rest, 0);
  g_assert_cmpint (chunk->kind, ==, FANFOLD_LOG_NOTE);
  g_assert_cmpuint (g_bytes_get_size (chunk->bytes), ==, 0);

  none = fanfold_history_read_log (self->history, id, 9, 0, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_unknown (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) job_error = NULL, log_error = NULL, delete_error = NULL;

  g_assert_null (fanfold_history_read_job (self->history, 12, 0, &job_error));
  g_assert_error (job_error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_assert_null (fanfold_history_read_log (self->history, 12, 0, 0, 1, &log_error));
  g_assert_error (log_error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_assert_false (fanfold_history_delete (self->history, 12, &delete_error));
  g_assert_error (delete_error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self), next;
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_has (self, "runs/1.db"));
  g_assert_false (fixture_has (self, "runs/1.db-wal"));
  g_assert_true (fanfold_history_delete (self->history, id, &error));
  g_assert_no_error (error);
  g_assert_false (fixture_has (self, "runs/1.db"));
  assert_empty (self->history);

  next = fixture_record_run (self);
  g_assert_cmpuint (next, >, id);
}

static void
test_delete_running (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);
  g_autoptr (GError) error = NULL;

  fixture_add (self, recorder, 0, 1);
  fixture_wait_recorded (recorder, 1);
  g_assert_false (
      fanfold_history_delete (self->history, fanfold_recorder_get_id (recorder), &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, "Enough.", 1);
  fanfold_writer_end (writer);
}

/* Opens what has been damaged, and looks for it under the name that it was given. */
static void
assert_set_aside (Fixture *self, const char *name, guint n_found)
{
  g_autofree char *note = NULL, *aside = fixture_path (self, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  g_clear_pointer (&self->history, fanfold_history_unref);
  self->history = fanfold_history_open (self->folder, &note, &error);
  g_assert_no_error (error);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, aside));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));

  runs = fanfold_history_list (self->history, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, n_found);
}

static void
test_garbage (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autofree char *wal = fixture_path (self, "history.db-wal");
  g_autofree char *run_path = fixture_path (self, "runs/1.db");
  g_autoptr (FanfoldHistoryRun) run = NULL;

  fixture_record_run (self);
  write_garbage (path, 0);
  write_garbage (wal, 0);
  assert_set_aside (self, "history.db.damaged-1", 1);
  run = dup_only_run (self->history);
  g_assert_cmpuint (run->id, ==, 1);
  g_assert_cmpint (run->state, ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_DONE], ==, FIXTURE_N_JOBS);
  g_assert_cmpfloat (run->seconds, ==, 1.5);
  assert_square (self, 1, 17);

  g_assert_cmpint (truncate (path, 50), ==, 0);
  write_garbage (run_path, 0);
  assert_set_aside (self, "history.db.damaged-2", 0);

  /* The file that nobody can read is in nobody's way. */
  g_assert_cmpuint (fixture_record_run (self), ==, 2);
  assert_square (self, 2, 17);
}

static void
test_broken_page (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");

  fixture_record_run (self);
  write_garbage (path, 4096);
  assert_set_aside (self, "history.db.damaged-1", 1);
}

static void
test_foreign (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");

  g_assert_cmpint (g_unlink (path), ==, 0);
  run_sql (path, "CREATE TABLE runs (cow TEXT)");
  assert_set_aside (self, "history.db.damaged-1", 0);
}

static void
test_damaged_while_open (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autoptr (GError) error = NULL;

  fixture_record_run (self);
  write_garbage (path, 0);
  g_assert_null (fanfold_history_list (self->history, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_damaged_run (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autofree char *path = fixture_path (self, "runs/1.db");
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (GError) combine_error = NULL, blocks_error = NULL;
  guint n_jobs = 0;

  write_garbage (path, 0);
  g_assert_null (fanfold_history_read_combine (self->history, id, &function, &combine_error));
  g_assert_error (combine_error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (combine_error->message, path));
  g_assert_false (
      fanfold_history_read_blocks (self->history, id, count_cb, &n_jobs, &blocks_error));
  g_assert_error (blocks_error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);

  run = dup_only_run (self->history);
  g_assert_cmpuint (run->id, ==, id);
}

/* Sound for SQLite, but what is in it fits nothing. */
static void
test_foreign_blocks (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autofree char *path = fixture_path (self, "runs/1.db");
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (GError) job_error = NULL, combine_error = NULL;

  run_sql (path, "UPDATE blocks SET data = x'0102030405'");
  g_assert_null (fanfold_history_read_job (self->history, id, 3, &job_error));
  g_assert_nonnull (job_error);
  run_sql (path, "UPDATE inputs SET type = '(((', data = x'01'");
  g_assert_null (fanfold_history_read_combine (self->history, id, &function, &combine_error));
  g_assert_error (combine_error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  g_assert_null (fanfold_history_open ("/proc/fanfold", &note, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  g_assert_nonnull (strstr (error->message, "/proc/fanfold"));
  g_assert_null (note);
}

/* Root may write everything, so it becomes somebody who may not. */
static void
open_read_only (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autofree char *runs = fixture_path (self, "runs");
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (self->folder, NOBODY, NOBODY), ==, 0);
      g_assert_cmpint (chown (runs, NOBODY, NOBODY), ==, 0);
      g_assert_cmpint (seteuid (NOBODY), ==, 0);
    }

  g_assert_null (fanfold_history_open (self->folder, &note, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
open_on_full_disk (Fixture *self)
{
  struct rlimit limit = { 0 };
  g_autofree char *folder = fixture_path (self, "new");
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_null (fanfold_history_open (folder, &note, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  g_assert_nonnull (strstr (error->message, folder));
}

/* In a process of its own, which may lose its rights. */
static void
test_apart (Fixture *self, gconstpointer data)
{
  void (*act) (Fixture * self) = data;
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    {
      act (self);
      _exit (0);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (FanfoldRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL, delete_error = NULL;
  FanfoldWriter *writer;

  fixture_record_run (self);
  run_sql (path, "PRAGMA user_version = 2");
  fanfold_history_unref (self->history);
  fixture_open (self);
  g_assert_true (fanfold_history_is_newer (self->history));
  run = dup_only_run (self->history);
  g_assert_false (fanfold_history_delete (self->history, run->id, &delete_error));
  g_assert_error (delete_error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);

  writer = fanfold_writer_new (self->history);
  recorder = fixture_begin (self, writer, NULL);
  fixture_add (self, recorder, 0, 1);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fixture_wait_over (recorder);
  error = fanfold_recorder_dup_history_error (recorder);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  g_assert_nonnull (strstr (error->message, "newer"));
  fanfold_writer_end (writer);
}

/* Another program that begins a run, records two blocks and dies. */
static void
record_and_die (Fixture *self, int told)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  FanfoldRecorder *recorder = fixture_begin (self, writer, NULL);

  fixture_add (self, recorder, 0, 100);
  fixture_add (self, recorder, 100, 100);
  fixture_wait_recorded (recorder, 200);
  g_assert_cmpint (write (told, "x", 1), ==, 1);
  for (;;)
    pause ();
}

static void
test_interrupted (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldHistoryRun) running = NULL, interrupted = NULL;
  int ends[2], status;
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    record_and_die (self, ends[1]);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);

  running = dup_only_run (self->history);
  g_assert_cmpint (running->state, ==, FANFOLD_RUN_RUNNING);

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  interrupted = dup_only_run (self->history);
  g_assert_cmpint (interrupted->state, ==, FANFOLD_RUN_INTERRUPTED);
  assert_square (self, interrupted->id, 199);
}

#define ADD_WITH(path, test, data)                                                                 \
  g_test_add ("/history/" path, Fixture, data, fixture_set_up, test, fixture_tear_down)
#define ADD(path, test) ADD_WITH (path, test, NULL)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* First, while there is no other thread to lose in a fork. */
  ADD ("interrupted", test_interrupted);
  ADD ("list", test_list);
  ADD ("newest-first", test_newest_first);
  ADD ("combine", test_combine);
  ADD ("blocks", test_blocks);
  ADD ("job", test_job);
  ADD ("log", test_log);
  ADD ("unknown", test_unknown);
  ADD ("delete", test_delete);
  ADD ("delete-running", test_delete_running);
  ADD ("garbage", test_garbage);
  ADD ("broken-page", test_broken_page);
  ADD ("foreign", test_foreign);
  ADD ("damaged-while-open", test_damaged_while_open);
  ADD ("damaged-run", test_damaged_run);
  ADD ("foreign-blocks", test_foreign_blocks);
  ADD ("newer", test_newer);
  ADD_WITH ("read-only", test_apart, open_read_only);
  ADD_WITH ("full-disk", test_apart, open_on_full_disk);
  g_test_add_func ("/history/no-folder", test_no_folder);

  return g_test_run ();
}
