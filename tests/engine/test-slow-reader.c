/* test-slow-reader.c: results that go into a pipe, and who reads them when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "history-fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#define N_JOBS 200000
#define N_EACH 1000

/* A run whose results go into a pipe; @fd is the end to read. */
typedef struct
{
  FanfoldWriter *writer;
  FanfoldRecorder *recorder;
  int fd;
} Piped;

static void
begin (Fixture *self, Piped *piped, FanfoldHistory *history)
{
  g_autofree char *path = fixture_path (self, "pipe");
  g_autoptr (GError) error = NULL;
  FanfoldExport *results;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  piped->fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  g_assert_cmpint (piped->fd, >=, 0);
  g_assert_cmpint (fcntl (piped->fd, F_SETFL, O_RDONLY), ==, 0);
  results = fanfold_export_new (path, FANFOLD_EXPORT_JSON_LINES, &error);
  g_assert_no_error (error);

  fanfold_combine_unref (self->combine);
  self->combine = fixture_make_combine (self->function, N_JOBS);
  piped->writer = fanfold_writer_new (history);
  piped->recorder = fixture_begin (self, piped->writer, results);
}

static void
end (Piped *piped)
{
  fanfold_writer_end (piped->writer);
  fanfold_recorder_unref (piped->recorder);
  close (piped->fd);
}

/* The last half comes before the first, so that both memory and database have what waits. */
static void
add_all (Fixture *self, FanfoldRecorder *recorder)
{
  for (guint first = 0; first < N_JOBS; first += N_EACH)
    fixture_add (self, recorder, (first + N_JOBS / 2) % N_JOBS, N_EACH);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
}

/* Reads to the end and compares the number of each line. */
static gpointer
read_thread (gpointer data)
{
  FILE *file = fdopen (dup (GPOINTER_TO_INT (data)), "r");
  char *line = NULL;
  size_t size = 0;
  guint64 n_lines = 0;

  for (; getline (&line, &size, file) > 0; n_lines++)
    {
      g_autofree char *start =
          g_strdup_printf ("{\"index\":%" G_GUINT64_FORMAT ",\"arguments\":{\"x\":", n_lines);

      g_assert_true (g_str_has_prefix (line, start));
      g_assert_true (g_str_has_suffix (line, "}\n"));
    }
  free (line);
  fclose (file);

  return GSIZE_TO_POINTER ((gsize) n_lines);
}

static GThread *
start_reading (Piped *piped)
{
  return g_thread_new ("reader", read_thread, GINT_TO_POINTER (piped->fd));
}

static void
assert_all_read (GThread *reader)
{
  g_assert_cmpuint (GPOINTER_TO_SIZE (g_thread_join (reader)), ==, N_JOBS);
}

static void
assert_finished (Fixture *self)
{
  g_autoptr (FanfoldHistoryRun) run = fixture_dup_only_run (self->history);

  g_assert_cmpint (run->state, ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (run->counts[FANFOLD_JOB_DONE], ==, N_JOBS);
}

static void
wait_finished (Fixture *self)
{
  gint64 until = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr (FanfoldHistoryRun) run = fixture_dup_only_run (self->history);

      if (run->state == FANFOLD_RUN_FINISHED)
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (2000);
    }
}

/* Jobs are recorded, and the run finishes, while the reader sleeps; then it gets all of them. */
static void
test_asleep (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Piped piped;
  GThread *reader;

  begin (self, &piped, self->history);
  add_all (self, piped.recorder);
  fixture_wait_recorded (piped.recorder, N_JOBS);
  wait_finished (self);
  assert_finished (self);
  g_assert_false (fanfold_recorder_is_over (piped.recorder));

  reader = start_reading (&piped);
  fixture_wait_over (piped.recorder);
  error = fanfold_recorder_dup_results_error (piped.recorder);
  g_assert_no_error (error);
  assert_all_read (reader);
  end (&piped);
}

/* One that takes a little now and then is as good as another. */
static void
test_slow (Fixture *self, gconstpointer data)
{
  g_autofree char *text = g_malloc (100000);
  Piped piped;
  gssize n_read;
  gsize n_lines = 0;

  begin (self, &piped, self->history);
  add_all (self, piped.recorder);
  fanfold_recorder_hurry (piped.recorder);
  while (!fanfold_recorder_is_over (piped.recorder) && (n_read = read (piped.fd, text, 100000)) > 0)
    {
      for (gssize i = 0; i < n_read; i++)
        n_lines += text[i] == '\n';
      g_usleep (1000);
    }
  fcntl (piped.fd, F_SETFL, O_RDONLY | O_NONBLOCK);
  while ((n_read = read (piped.fd, text, 100000)) > 0)
    for (gssize i = 0; i < n_read; i++)
      n_lines += text[i] == '\n';
  g_assert_cmpuint (n_lines, ==, N_JOBS);
  end (&piped);
}

static void
assert_results_error (Piped *piped, const char *words)
{
  g_autoptr (GError) error = NULL;

  fixture_wait_over (piped->recorder);
  error = fanfold_recorder_dup_results_error (piped->recorder);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_EXPORT);
  g_assert_nonnull (strstr (error->message, words));
}

/* It is waited for until somebody loses patience. */
static void
test_hurry (Fixture *self, gconstpointer data)
{
  Piped piped;

  begin (self, &piped, self->history);
  add_all (self, piped.recorder);
  wait_finished (self);
  g_usleep (50000);
  g_assert_false (fanfold_recorder_is_over (piped.recorder));
  fanfold_recorder_hurry (piped.recorder);
  assert_results_error (&piped, "not read");
  end (&piped);
  assert_finished (self);
}

/* So does the end of the writer. */
static void
test_writer_end (Fixture *self, gconstpointer data)
{
  Piped piped;

  begin (self, &piped, self->history);
  add_all (self, piped.recorder);
  fanfold_writer_end (piped.writer);
  assert_results_error (&piped, "not read");
  fanfold_recorder_unref (piped.recorder);
  close (piped.fd);
  assert_finished (self);
}

static void
test_gone (Fixture *self, gconstpointer data)
{
  Piped piped;

  begin (self, &piped, self->history);
  add_all (self, piped.recorder);
  wait_finished (self);
  close (piped.fd);
  piped.fd = -1;
  assert_results_error (&piped, "has ended");
  fanfold_writer_end (piped.writer);
  fanfold_recorder_unref (piped.recorder);
  assert_finished (self);
}

typedef struct
{
  Fixture *fixture;
  FanfoldRecorder *recorder;
  int n_added; /* atomic */
} Adder;

static gpointer
add_thread (gpointer data)
{
  Adder *adder = data;

  for (guint first = 0; first < N_JOBS; first += N_EACH)
    {
      fixture_add (adder->fixture, adder->recorder, first, N_EACH);
      g_atomic_int_inc (&adder->n_added);
    }
  fanfold_recorder_end (adder->recorder, FANFOLD_RUN_FINISHED, NULL, 1);

  return NULL;
}

/* What is nowhere but in memory makes the jobs wait, so that there is an end of it. */
static void
test_no_history (Fixture *self, gconstpointer data)
{
  Adder adder = { .fixture = self };
  Piped piped;
  GThread *adding, *reader;

  begin (self, &piped, NULL);
  adder.recorder = piped.recorder;
  adding = g_thread_new ("adder", add_thread, &adder);
  g_usleep (200000);
  g_assert_cmpuint (fanfold_recorder_get_n_recorded (piped.recorder), ==, 0);
  g_assert_false (fanfold_recorder_is_over (piped.recorder));

  reader = start_reading (&piped);
  g_thread_join (adding);
  fixture_wait_over (piped.recorder);
  g_assert_cmpint (g_atomic_int_get (&adder.n_added), ==, N_JOBS / N_EACH);
  assert_all_read (reader);
  end (&piped);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/slow-reader/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("asleep", test_asleep);
  ADD ("slow", test_slow);
  ADD ("hurry", test_hurry);
  ADD ("writer-end", test_writer_end);
  ADD ("gone", test_gone);
  ADD ("no-history", test_no_history);

  return g_test_run ();
}
