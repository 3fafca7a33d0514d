/* test-history-prune.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "history-fixture.h"

/* The ids of what there is, newest first: "5 4 1 ". (transfer full) */
static char *
dup_ids (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (self->history, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < runs->len; i++)
    {
      FanfoldHistoryRun *run = g_ptr_array_index (runs, i);

      g_string_append_printf (ids, "%" G_GUINT64_FORMAT " ", run->id);
    }

  return g_string_free (ids, FALSE);
}

static void
assert_ids (Fixture *self, const char *expected)
{
  g_autofree char *ids = dup_ids (self);

  g_assert_cmpstr (ids, ==, expected);
}

static void
prune (Fixture *self, guint64 max_bytes, guint64 max_runs, gint64 max_age_usec, guint64 n_expected)
{
  g_autoptr (GError) error = NULL;
  guint64 n_removed = 0, n_bytes = 0;

  g_assert_true (fanfold_history_prune (
      self->history, max_bytes, max_runs, max_age_usec, &n_removed, &n_bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, n_expected);
  g_assert_cmpint (n_bytes > 0, ==, n_expected > 0);
}

static void
set_state (Fixture *self, const char *sql)
{
  g_autofree char *path = fixture_path (self, "history.db");

  fixture_run_sql (path, sql);
}

static void
test_runs (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    fixture_record_run (self);

  prune (self, 0, 0, 0, 0);
  prune (self, 0, 5, 0, 0);
  prune (self, 0, 3, 0, 2);
  assert_ids (self, "5 4 3 ");
  g_assert_false (fixture_has (self, "runs/1.db"));
  g_assert_true (fixture_has (self, "runs/3.db"));
  prune (self, 0, 1, 0, 2);
  assert_ids (self, "5 ");
}

static void
test_bytes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autofree char *path = fixture_path (self, "runs/3.db");
  GStatBuf status;

  for (guint i = 0; i < 4; i++)
    fixture_record_run (self);

  run = fanfold_history_get (self->history, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (run->n_bytes, ==, (guint64) status.st_size);

  prune (self, 4 * run->n_bytes, 0, 0, 0);
  prune (self, 4 * run->n_bytes - 1, 0, 0, 1);
  prune (self, 2 * run->n_bytes + 100, 0, 0, 1);
  assert_ids (self, "4 3 ");
  prune (self, 1, 0, 0, 2);
  assert_ids (self, "");
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL, unknown = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autofree char *list = fixture_path (self, "history.db"), *note = NULL;

  for (guint i = 0; i < 3; i++)
    fixture_record_run (self);

  g_assert_true (fanfold_history_set_kept (self->history, 1, TRUE, &error));
  g_assert_no_error (error);
  g_assert_false (fanfold_history_set_kept (self->history, 9, TRUE, &unknown));
  g_assert_error (unknown, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  prune (self, 1, 0, 0, 2);
  assert_ids (self, "1 ");

  /* It is known where the list is lost, too. */
  fixture_write_garbage (list, 0);
  fanfold_history_unref (self->history);
  self->history = fanfold_history_open (self->folder, &note, &error);
  g_assert_nonnull (note);
  run = fanfold_history_get (self->history, 1, &error);
  g_assert_no_error (error);
  g_assert_true (run->kept);
  g_assert_true (fanfold_history_set_kept (self->history, 1, FALSE, &error));
  prune (self, 1, 0, 0, 1);
}

/* What could be resumed goes last, what goes on stays. */
static void
test_states (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer;
  g_autoptr (FanfoldRecorder) recorder = NULL;

  for (guint i = 0; i < 4; i++)
    fixture_record_run (self);
  set_state (self, "UPDATE runs SET state = 'stopped' WHERE id = 1");
  set_state (self, "UPDATE runs SET state = 'running', pid_start = 1 WHERE id = 2");
  writer = fanfold_writer_new (self->history);
  recorder = fixture_begin (self, writer, NULL);
  fixture_add (self, recorder, 0, 1);
  fixture_wait_recorded (recorder, 1);

  prune (self, 0, 3, 0, 2);
  assert_ids (self, "5 2 1 ");
  prune (self, 0, 2, 0, 1);
  assert_ids (self, "5 2 ");
  prune (self, 1, 1, 0, 1);
  assert_ids (self, "5 ");
  prune (self, 1, 1, 1, 0);
  assert_ids (self, "5 ");

  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);
}

static void
test_age (Fixture *self, gconstpointer data)
{
  g_autofree char *recent =
      g_strdup_printf ("UPDATE runs SET started = %" G_GINT64_FORMAT " WHERE id = 2",
                       g_get_real_time () - G_TIME_SPAN_HOUR);

  for (guint i = 0; i < 3; i++)
    fixture_record_run (self);
  set_state (self, recent);
  prune (self, 0, 0, 2 * G_TIME_SPAN_HOUR, 2);
  assert_ids (self, "2 ");
  prune (self, 0, 0, G_TIME_SPAN_MINUTE, 1);
}

/* When a run has ended the limits are kept, with nobody asking. */
static void
test_by_itself (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  FanfoldHistoryRun *oldest;

  fixture_record_run (self);
  set_state (self,
             "WITH RECURSIVE more (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM more WHERE n < 1005)"
             " INSERT INTO runs SELECT n, name, function, batch, folder, state, reason, total,"
             " started, seconds, done, cached, failed, crashed, timed_out, cancelled, skipped, pid,"
             " pid_start, boot, kept, bytes, cut_short, parent FROM runs, more WHERE id = 1");
  g_assert_cmpuint (fixture_record_run (self), ==, 1006);
  runs = fanfold_history_list (self->history, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, FANFOLD_HISTORY_MAX_RUNS);
  oldest = g_ptr_array_index (runs, runs->len - 1);
  g_assert_cmpuint (oldest->id, ==, 7);
}

static void
test_by_itself_bytes (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint64));

  fixture_record_run (self);
  fixture_record_run (self);
  set_state (self, "UPDATE runs SET bytes = 3000000000 WHERE id = 2");
  fixture_record_run (self);
  assert_ids (self, "3 ");

  /* The newest stays, however large. */
  set_state (self, "UPDATE runs SET bytes = 3000000000 WHERE id = 3");
  fanfold_history_keep_limits (self->history, removed);
  g_assert_cmpuint (removed->len, ==, 0);
  assert_ids (self, "3 ");
}

/* One that cannot be removed stays, is told, and keeps no other. */
static void
test_stuck (Fixture *self, gconstpointer data)
{
  g_autofree char *path = fixture_path (self, "runs/2.db");
  g_autofree char *inside = g_build_filename (path, "file", NULL);
  g_autoptr (GError) error = NULL;
  guint64 n_removed = 0;

  for (guint i = 0; i < 3; i++)
    fixture_record_run (self);
  set_state (self, "UPDATE runs SET state = 'stopped' WHERE id = 1");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0777), ==, 0);
  fixture_write_garbage (inside, 0);

  g_assert_false (fanfold_history_prune (self->history, 0, 1, 1, &n_removed, NULL, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  g_assert_cmpuint (n_removed, ==, 2);
  assert_ids (self, "2 ");

  g_assert_cmpint (g_unlink (inside), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/history-prune/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("runs", test_runs);
  ADD ("bytes", test_bytes);
  ADD ("kept", test_kept);
  ADD ("states", test_states);
  ADD ("age", test_age);
  ADD ("stuck", test_stuck);
  ADD ("by-itself", test_by_itself);
  ADD ("by-itself/bytes", test_by_itself_bytes);

  return g_test_run ();
}
