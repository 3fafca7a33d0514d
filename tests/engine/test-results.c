/* test-results.c: the order of results, over retries and sessions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "history-fixture.h"

static FanfoldExport *
make_results (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "results.jsonl");
  g_autoptr (GError) error = NULL;
  FanfoldExport *results = fanfold_export_new (path, FANFOLD_EXPORT_JSON_LINES, &error);

  g_assert_no_error (error);

  return results;
}

/* (transfer full) */
static char **
read_results (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "results.jsonl"), *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (*text != '\0')
    text[strlen (text) - 1] = '\0';

  return fixture_split_lines (text);
}

static guint
count_results (Fixture *self)
{
  g_auto (GStrv) lines = read_results (self);

  return g_strv_length (lines);
}

static void
wait_results (Fixture *self, guint n_jobs)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (count_results (self) < n_jobs)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (500);
    }
}

static void
assert_line (char **lines, guint64 index, const char *state, guint attempts)
{
  g_autofree char *start = g_strdup_printf ("{\"index\":%" G_GUINT64_FORMAT ",", index);
  g_autofree char *word = g_strdup_printf ("\"state\":\"%s\"", state);
  g_autofree char *number = g_strdup_printf ("\"attempts\":%u", attempts);

  g_assert_true (g_str_has_prefix (lines[index], start));
  g_assert_nonnull (strstr (lines[index], word));
  g_assert_nonnull (strstr (lines[index], number));
}

/* One job that ended in @state in its @attempt. */
static void
add_one (Fixture *self,
         FanfoldRecorder *recorder,
         guint64 index,
         guint attempt,
         FanfoldJobState state,
         gboolean again)
{
  g_autoptr (FanfoldBlock) block = NULL;

  block = fanfold_block_new_single (
      self->function, index, 0, attempt, state, 1, 0.5, NULL, NULL, "No luck.");
  fanfold_recorder_add_block (recorder, block, again);
}

static void
set_n_jobs (Fixture *self, guint64 n_jobs)
{
  fanfold_combine_unref (self->combine);
  self->combine = fixture_make_combine (self->function, n_jobs);
}

static FanfoldRecorder *
begin_again (
    Fixture *self, FanfoldWriter *writer, guint64 id, FanfoldRanges *jobs, FanfoldExport *results)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldHistoryRun) run = fanfold_history_get (self->history, id, &error);
  guint64 n_stay = 0;

  g_assert_no_error (error);
  for (guint state = FANFOLD_JOB_DONE; state < FANFOLD_N_JOB_STATES; state++)
    run->counts[state] = 0;
  n_stay = run->n_jobs_total - fanfold_ranges_get_size (jobs);
  run->counts[FANFOLD_JOB_DONE] = n_stay;
  run->state = FANFOLD_RUN_RUNNING;

  return fanfold_writer_begin (writer, run, self->combine, jobs, results);
}

/* Only how a job ended last is a result, its attempts are kept. */
static void
test_attempts (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  g_auto (GStrv) lines = NULL;

  set_n_jobs (self, 10);
  recorder = fixture_begin (self, writer, make_results (self));
  add_one (self, recorder, 4, 1, FANFOLD_JOB_FAILED, TRUE);
  fixture_add (self, recorder, 5, 5);
  fixture_add (self, recorder, 0, 4);
  fixture_wait_recorded (recorder, 9);
  g_assert_null (fanfold_history_read_job (self->history, 1, 4, &error));
  g_assert_no_error (error);
  add_one (self, recorder, 4, 2, FANFOLD_JOB_CRASHED, TRUE);
  add_one (self, recorder, 4, 3, FANFOLD_JOB_TIMED_OUT, FALSE);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);

  lines = read_results (self);
  g_assert_cmpuint (g_strv_length (lines), ==, 10);
  assert_line (lines, 4, "timed-out", 3);
  assert_line (lines, 9, "done", 1);
  run = fixture_dup_only_run (self->history);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_TIMED_OUT], ==, 1);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_FAILED], ==, 0);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_DONE], ==, 9);

  attempts = fanfold_history_read_attempts (self->history, 1, 4, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      FanfoldBlock *attempt = g_ptr_array_index (attempts, i);

      g_assert_cmpuint (fanfold_block_get_n_jobs (attempt), ==, 1);
      g_assert_cmpuint (fanfold_block_get_first (attempt), ==, 4);
      g_assert_cmpuint (fanfold_block_get_attempt (attempt), ==, i + 1);
    }
  g_clear_pointer (&attempts, g_ptr_array_unref);
  attempts = fanfold_history_read_attempts (self->history, 1, 8, &error);
  g_assert_cmpuint (attempts->len, ==, 1);
}

/* Jobs that are run again before their turn come out as they ended then. */
static void
test_take_back (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldHistoryRun) run = NULL;
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };
  g_auto (GStrv) lines = NULL;

  add_one (self, recorder, 7000, 1, FANFOLD_JOB_FAILED, FALSE);
  fixture_add (self, recorder, 1, 4096);
  fixture_add (self, recorder, 4097, 2903);
  fixture_add (self, recorder, 7001, 2999);
  add_one (self, recorder, 2, 2, FANFOLD_JOB_FAILED, FALSE);
  fanfold_ranges_add (jobs, 7000, 1);
  counts[FANFOLD_JOB_FAILED] = 1;
  fanfold_recorder_take_back (recorder, jobs, counts);
  fixture_add (self, recorder, 0, 1);
  fixture_wait_recorded (recorder, 10001);
  fixture_add (self, recorder, 0, 1);
  fixture_wait_recorded (recorder, 10002);
  /* All that is before the job that is run again. */
  wait_results (self, 7000);
  g_usleep (10000);
  g_assert_cmpuint (count_results (self), ==, 7000);
  add_one (self, recorder, 7000, 2, FANFOLD_JOB_DONE, FALSE);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);

  lines = read_results (self);
  g_assert_cmpuint (g_strv_length (lines), ==, FIXTURE_N_JOBS);
  assert_line (lines, 2, "failed", 2);
  assert_line (lines, 7000, "done", 2);
  run = fixture_dup_only_run (self->history);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_FAILED], ==, 1);
}

/* More than memory is given for, single jobs and bundles, behind a slow first one. */
static void
test_slow_head (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = NULL;
  const guint n_jobs = 200000, n_single = 12000;
  g_auto (GStrv) lines = NULL;

  set_n_jobs (self, n_jobs);
  recorder = fixture_begin (self, writer, make_results (self));
  for (guint index = n_single; index > 1; index--)
    fixture_add (self, recorder, index - 1, 1);
  for (guint first = n_single; first < n_jobs; first += 1000)
    fixture_add (self, recorder, first, 1000);
  fixture_wait_recorded (recorder, n_jobs - 1);
  g_assert_cmpuint (count_results (self), ==, 0);
  fixture_add (self, recorder, 0, 1);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fixture_wait_over (recorder);
  fanfold_writer_end (writer);

  lines = read_results (self);
  g_assert_cmpuint (g_strv_length (lines), ==, n_jobs);
  for (guint i = 0; i < n_jobs; i += 997)
    assert_line (lines, i, "done", 1);
}

static guint64
record_half (Fixture *self)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);

  fixture_add (self, recorder, 0, 100);
  add_one (self, recorder, 100, 1, FANFOLD_JOB_FAILED, FALSE);
  fixture_add (self, recorder, 101, 4000);
  fixture_add (self, recorder, 6000, 1000);
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, "Enough.", 2.5);
  fanfold_writer_end (writer);

  return fanfold_recorder_get_id (recorder);
}

/* A run that is resumed: its results hold all jobs, the earlier ones as they were. */
static void
test_continued (Fixture *self, gconstpointer data)
{
  guint64 id = record_half (self);
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRecorder) recorder = NULL;
  g_autoptr (FanfoldHistoryRun) running = NULL, over = NULL;
  g_auto (GStrv) lines = NULL;

  fanfold_ranges_add (jobs, 100, 1);
  fanfold_ranges_add (jobs, 4101, 1899);
  fanfold_ranges_add (jobs, 7000, 3000);
  recorder = begin_again (self, writer, id, jobs, make_results (self));
  add_one (self, recorder, 4101, 1, FANFOLD_JOB_CRASHED, FALSE);
  fixture_wait_recorded (recorder, 1);
  add_one (self, recorder, 4102, 1, FANFOLD_JOB_CRASHED, FALSE);
  fixture_wait_recorded (recorder, 2);
  wait_results (self, 100);
  g_assert_cmpuint (count_results (self), ==, 100);
  running = fixture_dup_only_run (self->history);
  g_assert_cmpuint (running->id, ==, id);
  g_assert_cmpint (running->state, ==, FANFOLD_RUN_RUNNING);
  g_assert_null (running->reason);
  g_assert_cmpint (running->started_usec, ==, 1234567);

  add_one (self, recorder, 100, 2, FANFOLD_JOB_DONE, FALSE);
  fixture_add (self, recorder, 4103, 1897);
  fixture_add (self, recorder, 7000, 2999);
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, "Not yet.", 4);
  fanfold_writer_end (writer);

  g_assert_cmpuint (fanfold_recorder_get_id (recorder), ==, id);
  lines = read_results (self);
  g_assert_cmpuint (g_strv_length (lines), ==, FIXTURE_N_JOBS);
  assert_line (lines, 99, "done", 1);
  assert_line (lines, 100, "done", 2);
  assert_line (lines, 4100, "done", 1);
  assert_line (lines, 4102, "crashed", 1);
  assert_line (lines, 6500, "done", 1);
  assert_line (lines, 9999, "skipped", 0);
  over = fixture_dup_only_run (self->history);
  g_assert_cmpint (over->state, ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpstr (over->reason, ==, "Not yet.");
  g_assert_cmpfloat (over->seconds, ==, 4);
  g_assert_cmpuint (over->counts[FANFOLD_JOB_CRASHED], ==, 2);
  g_assert_cmpuint (over->counts[FANFOLD_JOB_SKIPPED], ==, 1);
  g_assert_cmpuint (over->counts[FANFOLD_JOB_DONE], ==, 9997);
}

/* The same from the history, once all is over. */
static void
test_export (Fixture *self, gconstpointer data)
{
  guint64 id = record_half (self);
  g_autoptr (GError) error = NULL, cancelled = NULL, unknown = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (GStrv) lines = NULL;

  g_assert_true (fanfold_history_export (self->history, id, make_results (self), NULL, &error));
  g_assert_no_error (error);
  lines = read_results (self);
  g_assert_cmpuint (g_strv_length (lines), ==, FIXTURE_N_JOBS);
  assert_line (lines, 0, "done", 1);
  assert_line (lines, 100, "failed", 1);
  assert_line (lines, 4100, "done", 1);
  assert_line (lines, 4101, "skipped", 0);
  assert_line (lines, 6999, "done", 1);
  assert_line (lines, 9999, "skipped", 0);

  g_cancellable_cancel (cancellable);
  g_assert_false (
      fanfold_history_export (self->history, id, make_results (self), cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (fanfold_history_export (self->history, 77, make_results (self), NULL, &unknown));
  g_assert_error (unknown, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
}

/* (transfer full) (nullable) */
static GError *
try_to_continue (Fixture *self, guint64 id)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRecorder) recorder = NULL;
  GError *error;

  fanfold_ranges_add (jobs, 0, 1);
  recorder = begin_again (self, writer, id, jobs, NULL);
  fixture_add (self, recorder, 0, 1);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fixture_wait_over (recorder);
  error = fanfold_recorder_dup_history_error (recorder);
  fanfold_writer_end (writer);

  return error;
}

static void
test_cannot_continue (Fixture *self, gconstpointer data)
{
  g_autofree char *run = fixture_path (self, "runs/1.db");
  g_autoptr (GError) old = NULL, gone = NULL;
  guint64 id = record_half (self);

  fixture_run_sql (run, "PRAGMA user_version = 1");
  old = try_to_continue (self, id);
  g_assert_error (old, FANFOLD_ERROR, FANFOLD_ERROR_DAMAGED);
  g_assert_nonnull (strstr (old->message, "development version"));

  g_assert_cmpint (g_unlink (run), ==, 0);
  gone = try_to_continue (self, id);
  g_assert_error (gone, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_assert_false (fixture_has (self, "runs/1.db"));
}

/* Another program that begins a run and does not come to its end. */
static void
record_and_wait (Fixture *self, int told)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  FanfoldRecorder *recorder = fixture_begin (self, writer, NULL);

  fixture_add (self, recorder, 0, 100);
  fixture_wait_recorded (recorder, 100);
  g_assert_cmpint (write (told, "x", 1), ==, 1);
  for (;;)
    pause ();
}

/* While it is there the run is its own; once it was killed the run is anybody's. */
static void
test_other_program (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) goes_on = NULL, gone = NULL;
  g_autoptr (FanfoldHistoryRun) running = NULL, finished = NULL;
  int ends[2], status;
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid = fork ();
  if (pid == 0)
    record_and_wait (self, ends[1]);
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  close (ends[0]);

  goes_on = try_to_continue (self, 1);
  g_assert_error (goes_on, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  running = fixture_dup_only_run (self->history);
  g_assert_cmpint (running->state, ==, FANFOLD_RUN_RUNNING);

  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  gone = try_to_continue (self, 1);
  g_assert_no_error (gone);
  finished = fixture_dup_only_run (self->history);
  g_assert_cmpint (finished->state, ==, FANFOLD_RUN_FINISHED);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/results/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* First, while there is no other thread to lose in a fork. */
  ADD ("other-program", test_other_program);
  ADD ("attempts", test_attempts);
  ADD ("take-back", test_take_back);
  ADD ("slow-head", test_slow_head);
  ADD ("continued", test_continued);
  ADD ("export", test_export);
  ADD ("cannot-continue", test_cannot_continue);

  return g_test_run ();
}
