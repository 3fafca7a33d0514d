/* test-history-db.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-history-db.h"
#include "history-fixture.h"

#include <sys/resource.h>

#define NOBODY 65534

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
  fixture_write_garbage (path, 0);
  fixture_write_garbage (wal, 0);
  assert_set_aside (self, "history.db.damaged-1", 1);
  run = fixture_dup_only_run (self->history);
  g_assert_cmpuint (run->id, ==, 1);
  g_assert_cmpint (run->state, ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_DONE], ==, FIXTURE_N_JOBS);
  g_assert_cmpfloat (run->seconds, ==, 1.5);
  fixture_assert_square (self, 1, 17);

  g_assert_cmpint (truncate (path, 50), ==, 0);
  fixture_write_garbage (run_path, 0);
  assert_set_aside (self, "history.db.damaged-2", 0);

  /* The file that nobody can read is in nobody's way. */
  g_assert_cmpuint (fixture_record_run (self), ==, 2);
  fixture_assert_square (self, 2, 17);
}

static void
test_broken_page (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");

  fixture_record_run (self);
  fixture_write_garbage (path, 4096);
  assert_set_aside (self, "history.db.damaged-1", 1);
}

static void
test_foreign (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");

  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture_run_sql (path, "CREATE TABLE runs (cow TEXT)");
  assert_set_aside (self, "history.db.damaged-1", 0);
}

static void
test_damaged_while_open (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autoptr (GError) error = NULL;

  fixture_record_run (self);
  fixture_write_garbage (path, 0);
  g_assert_null (fanfold_history_list (self->history, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, path));
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

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_null (fanfold_history_open (folder, &note, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  g_assert_nonnull (strstr (error->message, folder));
}

static void
write_and_die (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "runs/1.db");
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (
          db, "PRAGMA cache_size = 1; BEGIN IMMEDIATE; DELETE FROM blocks", NULL, NULL, NULL),
      ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_db_cacheflush (db), ==, SQLITE_OK);
}

/* A program that is killed while it writes with the old journal takes nothing along. */
static void
test_killed_while_writing (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);

  fixture_run_apart (self, write_and_die);
  g_assert_true (fixture_has (self, "runs/1.db-journal"));
  fixture_assert_square (self, id, 9999);
  g_assert_false (fixture_has (self, "runs/1.db-journal"));
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

static void
test_newer (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (FanfoldRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL, delete_error = NULL;
  FanfoldWriter *writer;

  fixture_record_run (self);
  fixture_run_sql (path, "PRAGMA user_version = 4");
  fanfold_history_unref (self->history);
  fixture_open (self);
  g_assert_true (fanfold_history_is_newer (self->history));
  run = fixture_dup_only_run (self->history);
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

/* A list of the version before is brought up, a run's file of it is refused. */
static void
test_older (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "history.db");
  g_autofree char *run_path = fixture_path (self, "runs/1.db");
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (GError) error = NULL, old = NULL;

  fixture_record_run (self);
  fixture_run_sql (path, "ALTER TABLE runs DROP COLUMN parent; PRAGMA user_version = 2");
  fixture_run_sql (run_path, "PRAGMA user_version = 2");
  fanfold_history_unref (self->history);
  fixture_open (self);
  g_assert_false (fanfold_history_is_newer (self->history));
  g_assert_true (fanfold_history_set_kept (self->history, 1, TRUE, &error));
  g_assert_no_error (error);
  run = fixture_dup_only_run (self->history);
  g_assert_true (run->kept);
  g_assert_cmpuint (run->parent, ==, 0);

  g_assert_null (fanfold_history_read_job (self->history, 1, 0, &old));
  g_assert_error (old, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (old->message, "development version"));
  g_assert_true (fanfold_history_delete (self->history, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_record_run (self), ==, 2);
  fixture_assert_square (self, 2, 17);
}

/* With all that the list has of it. */
static void
test_delete_killed (Fixture *self, gconstpointer data)
{
  FanfoldOutlook outlook = { .time_usec = 1, .elapsed = 5, .median = 20, .low = 10, .high = 30 };
  g_autoptr (FanfoldDb) list = NULL;
  g_autoptr (GError) error = NULL;

  fixture_record_run (self);
  list = fanfold_history_db_open (self->folder, FANFOLD_DB_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (fanfold_outlook_write (&outlook, list, 1, &error));
  fanfold_outlook_read (&outlook, list, 1);
  g_assert_cmpint (outlook.time_usec, ==, 1);

  g_assert_true (fanfold_history_delete (self->history, 1, &error));
  fanfold_outlook_read (&outlook, list, 1);
  g_assert_cmpint (outlook.time_usec, ==, 0);
}

#define ADD(path, test, data)                                                                      \
  g_test_add ("/history-db/" path, Fixture, data, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("delete-killed", test_delete_killed, NULL);
  ADD ("read-only", fixture_run_apart, open_read_only);
  ADD ("full-disk", fixture_run_apart, open_on_full_disk);
  ADD ("garbage", test_garbage, NULL);
  ADD ("broken-page", test_broken_page, NULL);
  ADD ("foreign", test_foreign, NULL);
  ADD ("damaged-while-open", test_damaged_while_open, NULL);
  ADD ("newer", test_newer, NULL);
  ADD ("killed-while-writing", test_killed_while_writing, NULL);
  ADD ("older", test_older, NULL);
  g_test_add_func ("/history-db/no-folder", test_no_folder);

  return g_test_run ();
}
