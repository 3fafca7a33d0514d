/* test-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-writer.h"
#include "history-fixture.h"

#include <sys/resource.h>

#define N_THREADS 4
#define N_SINGLE 4000
#define N_MEBIBYTE ((gsize) 1024 * 1024)

static FanfoldExport *
make_results (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "results.jsonl");
  g_autoptr (GError) error = NULL;
  FanfoldExport *results = fanfold_export_new (path, FANFOLD_EXPORT_JSON_LINES, &error);

  g_assert_no_error (error);

  return results;
}

static void
assert_results (Fixture *self, guint n_jobs)
{
  g_autofree char *path = fixture_path (self, "results.jsonl"), *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (n_jobs == 0)
    g_assert_cmpstr (text, ==, "");
  lines = fixture_split_lines (text);
  g_assert_cmpuint (g_strv_length (lines), ==, n_jobs > 0 ? n_jobs + 1 : 0);
  for (guint i = 0; i < n_jobs; i++)
    {
      g_autofree char *start = g_strdup_printf ("{\"index\":%u,", i);

      g_assert_true (g_str_has_prefix (lines[i], start));
    }
}

/* Once a run is over: all its jobs are there, those that never began as skipped. */
static void
assert_all_results (Fixture *self, guint n_done)
{
  g_autofree char *path = fixture_path (self, "results.jsonl"), *text = NULL;
  g_auto (GStrv) lines = NULL;

  assert_results (self, FIXTURE_N_JOBS);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = fixture_split_lines (text);
  for (guint i = 0; i < FIXTURE_N_JOBS; i++)
    g_assert_nonnull (strstr (lines[i], i < n_done ? "\"done\"" : "\"skipped\""));
}

static void
assert_no_errors (FanfoldRecorder *recorder)
{
  g_autoptr (GError) history_error = fanfold_recorder_dup_history_error (recorder);
  g_autoptr (GError) results_error = fanfold_recorder_dup_results_error (recorder);
  g_autofree char *trouble = fanfold_recorder_dup_trouble (recorder);

  g_assert_no_error (history_error);
  g_assert_no_error (results_error);
  g_assert_null (trouble);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));

  for (guint first = FIXTURE_N_JOBS; first > 0; first -= 100)
    {
      fixture_add (self, recorder, first - 100, 100);
      if (first % 1000 == 0)
        fixture_wait_recorded (recorder, FIXTURE_N_JOBS - first + 100);
      if (first > 100)
        assert_results (self, 0);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 2);
  fixture_wait_over (recorder);
  assert_results (self, FIXTURE_N_JOBS);
  assert_no_errors (recorder);
  g_assert_cmpuint (fanfold_recorder_get_n_recorded (recorder), ==, FIXTURE_N_JOBS);
  fanfold_writer_end (writer);
}

/* Results come as soon as their order allows, not at the end of the run. */
static void
test_soon (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));

  fixture_add (self, recorder, 10, 10);
  fixture_wait_recorded (recorder, 10);
  fixture_add (self, recorder, 30, 10);
  fixture_add (self, recorder, 0, 10);
  fixture_wait_recorded (recorder, 30);
  fixture_add (self, recorder, 20, 10);
  fixture_wait_recorded (recorder, 40);
  fixture_add (self, recorder, 50, 1);
  fixture_wait_recorded (recorder, 41);
  /* What came before this last one has been passed on by now. */
  assert_results (self, 40);
  fixture_add (self, recorder, 40, 10);
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, "Enough.", 2);
  fixture_wait_over (recorder);
  assert_all_results (self, 51);
  fanfold_writer_end (writer);
}

static void
test_no_history (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (NULL);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));

  fixture_add (self, recorder, 5000, 100);
  fanfold_recorder_add_log (recorder, 3, 1, FANFOLD_LOG_STDOUT, "a", 1);
  fixture_add (self, recorder, 200, 4096);
  fixture_add (self, recorder, 100, 100);
  fixture_add (self, recorder, 4296, 704);
  fixture_add (self, recorder, 0, 100);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 2);
  fixture_wait_over (recorder);
  assert_all_results (self, 5100);
  assert_no_errors (recorder);
  g_assert_cmpuint (fanfold_recorder_get_n_recorded (recorder), ==, 0);
  g_assert_cmpuint (fanfold_recorder_get_id (recorder), ==, 0);
  fanfold_writer_end (writer);
}

/* A run that could not go on leaves jobs out: they are skipped, and what there is comes
 * nevertheless. */
static void
test_gap (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));
  g_autofree char *path = fixture_path (self, "results.jsonl"), *text = NULL;
  g_auto (GStrv) lines = NULL;

  fixture_add (self, recorder, 20, 10);
  fixture_add (self, recorder, 0, 10);
  fixture_add (self, recorder, 40, 10);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FAILED, "No worker starts.", 2);
  fixture_wait_over (recorder);
  fanfold_writer_end (writer);

  assert_results (self, FIXTURE_N_JOBS);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = fixture_split_lines (text);
  g_assert_nonnull (strstr (lines[9], "\"state\":\"done\""));
  g_assert_nonnull (strstr (lines[10], "\"state\":\"skipped\""));
  g_assert_nonnull (strstr (lines[20], "\"state\":\"done\""));
  g_assert_nonnull (strstr (lines[39], "\"state\":\"skipped\""));
  g_assert_nonnull (strstr (lines[49], "\"state\":\"done\""));
}

/* The disk of the results is full: the run is recorded all the same. */
static void
test_results_error (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (GError) error = NULL, results_error = NULL, history_error = NULL;
  FanfoldExport *results = fanfold_export_new ("/dev/full", FANFOLD_EXPORT_JSON_LINES, &error);
  g_autoptr (FanfoldRecorder) recorder = NULL;

  g_assert_no_error (error);
  recorder = fixture_begin (self, writer, results);
  fixture_add (self, recorder, 0, 4096);
  fixture_wait_recorded (recorder, 4096);
  fixture_add (self, recorder, 4096, 4096);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 2);
  fixture_wait_over (recorder);
  fanfold_writer_end (writer);

  results_error = fanfold_recorder_dup_results_error (recorder);
  g_assert_error (results_error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
  history_error = fanfold_recorder_dup_history_error (recorder);
  g_assert_no_error (history_error);
  g_assert_cmpuint (fanfold_recorder_get_n_recorded (recorder), ==, 8192);
}

typedef struct
{
  Fixture *fixture;
  FanfoldRecorder *recorder;
  guint first;
} Share;

/* Single jobs, every fourth. */
static gpointer
slot_thread (gpointer user_data)
{
  Share *share = user_data;

  for (guint index = share->first; index < N_SINGLE; index += N_THREADS)
    {
      fixture_add (share->fixture, share->recorder, index, 1);
      if (index % 100 == 0)
        fanfold_recorder_add_log (share->recorder, index, 1, FANFOLD_LOG_STDOUT, "hundred\n", 8);
    }

  return NULL;
}

static gboolean
sum_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  guint *n_jobs = user_data;

  *n_jobs += fanfold_block_get_n_jobs (block);

  return TRUE;
}

static guint
read_all (Fixture *self, guint64 id)
{
  g_autoptr (GError) error = NULL;
  guint n_jobs = 0;

  g_assert_true (fanfold_history_read_blocks (self->history, id, sum_cb, &n_jobs, &error));
  g_assert_no_error (error);

  return n_jobs;
}

/* Four slots write, this thread reads meanwhile. */
static void
test_slots (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));
  Share shares[N_THREADS];
  GThread *threads[N_THREADS];
  guint n_read = 0, n_before;

  for (guint i = 0; i < N_THREADS; i++)
    {
      shares[i] = (Share){ self, recorder, i };
      threads[i] = g_thread_new ("slot", slot_thread, &shares[i]);
    }
  fixture_wait_recorded (recorder, 1);
  while (n_read < N_SINGLE)
    {
      n_before = n_read;
      n_read = read_all (self, fanfold_recorder_get_id (recorder));
      g_assert_cmpuint (n_read, >=, n_before);
      g_usleep (10000);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 2);
  fanfold_writer_end (writer);
  g_assert_true (fanfold_recorder_is_over (recorder));
  assert_all_results (self, N_SINGLE);
  assert_no_errors (recorder);
}

static void
test_two_runs (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) one = fixture_begin (self, writer, NULL);
  g_autoptr (FanfoldRecorder) other = fixture_begin (self, writer, NULL);

  fixture_add (self, one, 0, 10);
  fixture_add (self, other, 0, 20);
  fanfold_recorder_end (one, FANFOLD_RUN_STOPPED, "By hand.", 1);
  fixture_wait_over (one);
  g_assert_false (fanfold_recorder_is_over (other));
  fixture_add (self, other, 20, 5);
  fanfold_recorder_end (other, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);

  g_assert_cmpuint (fanfold_recorder_get_id (one), !=, fanfold_recorder_get_id (other));
  g_assert_cmpuint (read_all (self, fanfold_recorder_get_id (one)), ==, 10);
  g_assert_cmpuint (read_all (self, fanfold_recorder_get_id (other)), ==, 25);
}

/* Counts stand in the list while the run goes on. */
static void
test_counts (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  guint64 n_done = 0;

  fixture_add (self, recorder, 0, 10);
  fixture_wait_recorded (recorder, 10);
  fixture_add (self, recorder, 10, 10);
  while (n_done < 20)
    {
      g_autoptr (GPtrArray) runs = fanfold_history_list (self->history, NULL);
      FanfoldHistoryRun *run = g_ptr_array_index (runs, 0);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      n_done = run->counts[FANFOLD_JOB_DONE];
      g_assert_cmpuint (run->counts[FANFOLD_JOB_WAITING], ==, FIXTURE_N_JOBS - n_done);
      g_usleep (10000);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, "Enough.", 2);
  fanfold_writer_end (writer);
}

static void
limit_file_size (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = n_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
wait_for_trouble (FanfoldRecorder *recorder)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autofree char *trouble = NULL;

  while (trouble == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
      trouble = fanfold_recorder_dup_trouble (recorder);
    }
  g_assert_nonnull (strstr (trouble, "runs/1.db"));
}

/* In a process of its own: the disk fills up, then there is room again. */
static void
fill_and_recover (Fixture *self)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);

  fixture_add (self, recorder, 0, 10);
  fixture_wait_recorded (recorder, 10);
  limit_file_size (64 * 1024);
  fixture_add (self, recorder, 10, 4096);
  fixture_add (self, recorder, 4106, 4096);
  wait_for_trouble (recorder);
  g_assert_cmpuint (fanfold_recorder_get_n_recorded (recorder), ==, 10);
  g_assert_cmpuint (read_all (self, 1), ==, 10);

  limit_file_size (RLIM_INFINITY);
  fixture_wait_recorded (recorder, 8202);
  assert_no_errors (recorder);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 2);
  fanfold_writer_end (writer);
  g_assert_cmpuint (read_all (self, 1), ==, 8202);
}

/* The same without an end: what was recorded stays, the results are complete. */
static void
fill_for_good (Fixture *self)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));
  g_autoptr (GError) error = NULL, results_error = NULL;
  g_autofree char *noise = g_strnfill (N_MEBIBYTE, 'x');

  fixture_add (self, recorder, 10, 10);
  fixture_wait_recorded (recorder, 10);
  limit_file_size (64 * 1024);
  fanfold_recorder_add_log (recorder, 10, 1, FANFOLD_LOG_STDOUT, noise, N_MEBIBYTE);
  wait_for_trouble (recorder);
  fixture_add (self, recorder, 20, 10);
  fixture_add (self, recorder, 0, 10);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FAILED, "The disk is full.", 2);
  g_assert_false (fanfold_recorder_is_over (recorder));
  fanfold_writer_end (writer);

  g_assert_true (fanfold_recorder_is_over (recorder));
  error = fanfold_recorder_dup_history_error (recorder);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_HISTORY);
  /* The lines of so many skipped jobs find no room either. */
  results_error = fanfold_recorder_dup_results_error (recorder);
  g_assert_error (results_error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
  g_assert_cmpuint (read_all (self, 1), ==, 10);
}

/* The disk fills up and patience ends, while the program goes on: the list says so once it can. */
static void
fill_and_give_up (Fixture *self)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, NULL);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldHistoryRun) running = NULL, run = NULL;

  fanfold_writer_set_patience (writer, 1);
  fixture_add (self, recorder, 0, 10);
  fixture_wait_recorded (recorder, 10);
  limit_file_size (1);
  fixture_add (self, recorder, 10, 4096);
  wait_for_trouble (recorder);
  g_assert_null (fanfold_recorder_dup_history_error (recorder));
  while (error == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
      error = fanfold_recorder_dup_history_error (recorder);
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_FAILED, error->message, 2);
  fixture_wait_over (recorder);
  running = fixture_dup_only_run (self->history);
  g_assert_cmpint (running->state, ==, FANFOLD_RUN_RUNNING);

  limit_file_size (RLIM_INFINITY);
  while (run == NULL || run->state == FANFOLD_RUN_RUNNING)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
      g_clear_pointer (&run, fanfold_history_run_free);
      run = fixture_dup_only_run (self->history);
    }
  g_assert_cmpint (run->state, ==, FANFOLD_RUN_FAILED);
  g_assert_cmpstr (run->reason, ==, error->message);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_DONE], ==, 10);
  g_assert_cmpuint (read_all (self, 1), ==, 10);
  fanfold_writer_end (writer);
}

#define ADD(path, test, data)                                                                      \
  g_test_add ("/writer/" path, Fixture, data, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("full-disk/recover", fixture_run_apart, fill_and_recover);
  ADD ("full-disk/for-good", fixture_run_apart, fill_for_good);
  ADD ("full-disk/give-up", fixture_run_apart, fill_and_give_up);
  ADD ("order", test_order, NULL);
  ADD ("soon", test_soon, NULL);
  ADD ("no-history", test_no_history, NULL);
  ADD ("gap", test_gap, NULL);
  ADD ("results-error", test_results_error, NULL);
  ADD ("slots", test_slots, NULL);
  ADD ("two-runs", test_two_runs, NULL);
  ADD ("counts", test_counts, NULL);

  return g_test_run ();
}
