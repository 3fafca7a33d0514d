/* test-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "fanfold-feed.h"
#include "fanfold-pre-dispatch.h"
#include "history-fixture.h"

#include <fcntl.h>
#include <glib-unix.h>

/* A run of what comes through a pipe; "text" or "number" is what its one parameter takes. */
typedef struct
{
  Fixture history;
  FanfoldWriter *writer;
  FanfoldRecorder *recorder;
  FanfoldJobTable *table;
  FanfoldDispatch *dispatch;
  FanfoldFeed *feed;
  int fd; /* to write to; -1: closed */
} Streamed;

static FanfoldFunction *
make_function (guint type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  FanfoldFunction *function;

  description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'square'>, 'label': <'Square'>,"
      " 'params': <[{'id': <'x'>, 'label': <'X'>, 'type': <%u>},"
      "             {'id': <'n'>, 'label': <'N'>, 'type': <uint32 2>}]>,"
      " 'outputs': <[{'id': <'square'>, 'label': <'Square'>, 'type': <uint32 3>}]>}",
      type));
  function = fanfold_function_new_from_variant (description, "numbers", "/n.so", "b1", &error);
  g_assert_no_error (error);

  return function;
}

/* Each value of the stream makes @n_each jobs. */
static FanfoldCombine *
make_combine (FanfoldFunction *function, const char *n_each)
{
  GPtrArray *params = fanfold_function_get_params (function);
  g_autoptr (FanfoldSource) stream = fanfold_source_new_stream (params->pdata[0]);
  g_autoptr (FanfoldSource) range =
      fanfold_source_new_range (params->pdata[1], "0", n_each, NULL, NULL);
  const FanfoldCombineItem items[] = { { .param = 0, .source = stream },
                                       { .param = 1, .source = range } };
  FanfoldCombine *combine = fanfold_combine_new (function, items, 2, NULL);

  g_assert_nonnull (combine);
  return combine;
}

static void
start (Streamed *self, guint type, const char *n_each, guint64 n_ahead)
{
  FanfoldDispatchSpec dispatch = { .n_slots = 1, .growing = TRUE };
  FanfoldFeedSpec spec = { .n_ahead = n_ahead, .name = "the pipe" };
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, NULL));
  fcntl (fds[1], F_SETPIPE_SZ, 4096);
  self->fd = fds[1];
  fixture_set_up (&self->history, NULL);
  g_object_unref (self->history.function);
  fanfold_combine_unref (self->history.combine);
  self->history.function = make_function (type);
  self->history.combine = make_combine (self->history.function, n_each);
  self->writer = fanfold_writer_new (self->history.history);
  self->recorder = fixture_begin (&self->history, self->writer, NULL);
  self->table = fanfold_job_table_new_growing (FANFOLD_COMBINE_MAX_JOBS);
  dispatch.jobs = fanfold_ranges_new ();
  self->dispatch = fanfold_dispatch_new (&dispatch);
  fanfold_dispatch_enter (self->dispatch, 0);

  spec.combine = self->history.combine;
  spec.table = self->table;
  spec.dispatch = self->dispatch;
  spec.recorder = self->recorder;
  spec.fd = fds[0];
  self->feed = fanfold_feed_start (&spec);
}

static void
close_writer (Streamed *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* Gives the id of the run in the history. */
static guint64
finish_run (Streamed *self)
{
  guint64 id;

  close_writer (self);
  fanfold_feed_end (self->feed);
  fanfold_recorder_end (self->recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (self->writer);
  g_assert_true (fanfold_recorder_is_over (self->recorder));
  id = fanfold_recorder_get_id (self->recorder);

  return id;
}

static void
clear (Streamed *self)
{
  fanfold_recorder_unref (self->recorder);
  fanfold_dispatch_free (self->dispatch);
  fanfold_job_table_unref (self->table);
  fixture_tear_down (&self->history, NULL);
}

static void
put (Streamed *self, const char *text)
{
  gsize length = strlen (text);

  g_assert_cmpint (write (self->fd, text, length), ==, (gssize) length);
}

static void
wait_for_jobs (Streamed *self, guint64 n_jobs)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (fanfold_job_table_get_n_jobs (self->table) < n_jobs)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (200);
    }
}

static void
wait_over (Streamed *self)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!fanfold_feed_is_over (self->feed))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (200);
    }
}

/* What a slot does with one job. False: there are no more. */
static gboolean
run_one (Streamed *self, guint64 index)
{
  FanfoldAssignment assignment;

  fanfold_dispatch_next (self->dispatch, 0, &assignment);
  if (assignment.kind == FANFOLD_DISPATCH_LEAVE)
    return FALSE;

  g_assert_cmpuint (assignment.first, ==, index);
  g_assert_cmpuint (assignment.n, ==, 1);
  fanfold_dispatch_finish (self->dispatch, index, 1);
  return TRUE;
}

static void
assert_value (FanfoldCombine *combine, guint64 index, const char *expected)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (combine, index);
  g_autofree char *text = args != NULL ? g_variant_print (args, FALSE) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

/* A line makes jobs at once, though nobody knows when the next comes; they are there again when the
 * run is read back. */
static void
test_slow (void)
{
  Streamed self;
  g_autoptr (FanfoldCombine) again = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldHistoryRun) run = NULL;
  gint64 begin;
  guint64 id;

  start (&self, 0, "2", FANFOLD_PRE_DISPATCH_ALL);
  begin = g_get_monotonic_time ();
  put (&self, "a\n");
  wait_for_jobs (&self, 2);
  put (&self, "b\nc");
  wait_for_jobs (&self, 4);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
  for (guint i = 0; i < 4; i++)
    g_assert_true (run_one (&self, i));
  close_writer (&self);
  g_assert_true (run_one (&self, 4));
  g_assert_true (run_one (&self, 5));
  g_assert_false (run_one (&self, 6));
  g_assert_true (fanfold_feed_is_over (self.feed));
  g_assert_false (fanfold_feed_is_cut (self.feed));
  g_assert_null (fanfold_feed_dup_error (self.feed));
  assert_value (self.history.combine, 3, "('b', 1)");

  id = finish_run (&self);
  run = fixture_dup_only_run (self.history.history);
  g_assert_cmpuint (run->n_jobs_total, ==, 6);
  again = fanfold_history_read_combine (self.history.history, id, &function, NULL);
  g_assert_cmpuint (fanfold_combine_get_n_jobs (again), ==, 6);
  assert_value (again, 0, "('a', 0)");
  assert_value (again, 5, "('c', 1)");
  clear (&self);
}

#define N_LINES 20000

static gpointer
write_thread (gpointer data)
{
  Streamed *self = data;
  FILE *file = fdopen (self->fd, "w");

  for (guint i = 0; i < N_LINES && !ferror (file); i++)
    fprintf (file, "%0200u\n", i);
  fclose (file);
  self->fd = -1;

  return NULL;
}

static void
test_ahead (gconstpointer data)
{
  const guint64 n_ahead = GPOINTER_TO_SIZE (data);
  guint64 n_each = 3;
  guint64 most = MAX (n_ahead, n_each);
  GThread *thread;
  Streamed self;

  start (&self, 2, "3", n_ahead);
  thread = g_thread_new ("writer", write_thread, &self);
  for (guint64 i = 0; i < 900; i++)
    {
      g_assert_true (run_one (&self, i));
      g_assert_cmpuint (fanfold_dispatch_get_n_waiting (self.dispatch), <=, most);
    }
  g_usleep (20 * 1000);
  g_assert_cmpuint (fanfold_job_table_get_n_jobs (self.table), <=, 900 + most);
  fanfold_feed_set_n_ahead (self.feed, 5000);
  for (guint64 i = 900; i < 902; i++)
    g_assert_true (run_one (&self, i));
  g_assert_false (fanfold_feed_is_over (self.feed));

  /* The reader has closed: the writer meets nobody. */
  fanfold_dispatch_close (self.dispatch);
  g_assert_false (run_one (&self, 902));
  signal (SIGPIPE, SIG_IGN);
  fanfold_feed_end (self.feed);
  g_thread_join (thread);
  fanfold_recorder_end (self.recorder, FANFOLD_RUN_STOPPED, "Stopped", 1);
  fanfold_writer_end (self.writer);
  clear (&self);
}

/* Nothing is run, and everything is read: into the record, but not into memory. */
static void
test_all (void)
{
  Streamed self;
  GThread *thread;

  start (&self, 0, "1", FANFOLD_PRE_DISPATCH_ALL);
  thread = g_thread_new ("writer", write_thread, &self);
  wait_for_jobs (&self, N_LINES);
  g_thread_join (thread);
  wait_over (&self);
  for (guint64 i = 0; i < N_LINES; i += 613)
    {
      g_autofree char *expected = g_strdup_printf ("('%0200u', 0)", (guint) i);

      assert_value (self.history.combine, i, expected);
    }
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (self.dispatch), ==, N_LINES);
  fanfold_dispatch_close (self.dispatch);
  finish_run (&self);
  clear (&self);
}

static void
test_bad_line (void)
{
  g_autoptr (GError) error = NULL;
  Streamed self;

  start (&self, 2, "1", 1);
  put (&self, "1\n2\nthree\n4\n");
  for (guint i = 0; i < 2; i++)
    g_assert_true (run_one (&self, i));
  g_assert_false (run_one (&self, 2));
  error = fanfold_feed_dup_error (self.feed);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Line 3 of the pipe: x: \"three\" is not"));
  finish_run (&self);
  clear (&self);
}

static void
test_too_many (void)
{
  g_autoptr (GError) error = NULL;
  Streamed self;

  start (&self, 2, "40000000", FANFOLD_PRE_DISPATCH_ALL);
  put (&self, "1\n2\n3\n");
  wait_over (&self);
  error = fanfold_feed_dup_error (self.feed);
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "The lines of the pipe make more than 100000000 jobs"));
  g_assert_cmpuint (fanfold_job_table_get_n_jobs (self.table), ==, 80000000);
  fanfold_dispatch_close (self.dispatch);
  finish_run (&self);
  clear (&self);
}

/* While nothing comes, and while nobody takes what has come. */
static void
test_stopped (void)
{
  Streamed self;
  gint64 begin;

  start (&self, 2, "1", 4);
  g_assert_false (fanfold_feed_is_cut (self.feed));
  fanfold_feed_stop (self.feed);
  wait_over (&self);
  g_assert_true (fanfold_feed_is_cut (self.feed));
  g_assert_null (fanfold_feed_dup_error (self.feed));
  g_assert_false (run_one (&self, 0));
  finish_run (&self);
  clear (&self);

  start (&self, 2, "1", 2);
  put (&self, "1\n2\n3\n4\n5\n");
  wait_for_jobs (&self, 2);
  g_usleep (10 * 1000);
  g_assert_cmpuint (fanfold_job_table_get_n_jobs (self.table), ==, 2);
  begin = g_get_monotonic_time ();
  fanfold_dispatch_close (self.dispatch);
  wait_over (&self);
  g_assert_true (fanfold_feed_is_cut (self.feed));
  finish_run (&self);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  clear (&self);
}

static void
test_empty (void)
{
  Streamed self;

  start (&self, 2, "1", FANFOLD_PRE_DISPATCH_ALL);
  close_writer (&self);
  g_assert_false (run_one (&self, 0));
  g_assert_null (fanfold_feed_dup_error (self.feed));
  finish_run (&self);
  clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/feed/slow", test_slow);
  g_test_add_data_func ("/feed/ahead/1", GSIZE_TO_POINTER (1), test_ahead);
  g_test_add_data_func ("/feed/ahead/4", GSIZE_TO_POINTER (4), test_ahead);
  g_test_add_data_func ("/feed/ahead/100", GSIZE_TO_POINTER (100), test_ahead);
  g_test_add_func ("/feed/all", test_all);
  g_test_add_func ("/feed/bad-line", test_bad_line);
  g_test_add_func ("/feed/too-many", test_too_many);
  g_test_add_func ("/feed/stopped", test_stopped);
  g_test_add_func ("/feed/empty", test_empty);

  return g_test_run ();
}
