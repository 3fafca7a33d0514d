/* test-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-history.h"
#include "history-fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_list (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (FanfoldHistoryRun) run = NULL;

  g_clear_pointer (&self->history, fanfold_history_unref);
  fixture_open (self);

  run = fixture_dup_only_run (self->history);
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
count_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  guint *n_jobs = user_data;

  *n_jobs += fanfold_block_get_n_jobs (block);

  return TRUE;
}

static gboolean
stop_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  count_cb (block, again, user_data);

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
test_job (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autoptr (GError) error = NULL;

  fixture_assert_square (self, id, 0);
  fixture_assert_square (self, id, 4095);
  fixture_assert_square (self, id, 4096);
  fixture_assert_square (self, id, 9999);
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
  fixture_assert_empty (self);

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

static void
test_damaged_run (Fixture *self, gconstpointer data)
{
  guint64 id = fixture_record_run (self);
  g_autofree char *path = fixture_path (self, "runs/1.db");
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (GError) combine_error = NULL, blocks_error = NULL;
  guint n_jobs = 0;

  fixture_write_garbage (path, 0);
  g_assert_null (fanfold_history_read_combine (self->history, id, &function, &combine_error));
  g_assert_error (combine_error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (combine_error->message, path));
  g_assert_false (
      fanfold_history_read_blocks (self->history, id, count_cb, &n_jobs, &blocks_error));
  g_assert_error (blocks_error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);

  run = fixture_dup_only_run (self->history);
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

  fixture_run_sql (path, "UPDATE blocks SET data = x'0102030405'");
  g_assert_null (fanfold_history_read_job (self->history, id, 3, &job_error));
  g_assert_nonnull (job_error);
  fixture_run_sql (path, "UPDATE inputs SET type = '(((', data = x'01'");
  g_assert_null (fanfold_history_read_combine (self->history, id, &function, &combine_error));
  g_assert_error (combine_error, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
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

  running = fixture_dup_only_run (self->history);
  g_assert_cmpint (running->state, ==, FANFOLD_RUN_RUNNING);

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  interrupted = fixture_dup_only_run (self->history);
  g_assert_cmpint (interrupted->state, ==, FANFOLD_RUN_INTERRUPTED);
  fixture_assert_square (self, interrupted->id, 199);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/history/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

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
  ADD ("damaged-run", test_damaged_run);
  ADD ("foreign-blocks", test_foreign_blocks);

  return g_test_run ();
}
