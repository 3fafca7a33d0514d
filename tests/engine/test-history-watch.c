/* test-history-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-watch.h"
#include "fanfold-history.h"
#include "history-fixture.h"

/* Another program, which does as it is told. */
typedef struct
{
  pid_t pid;
  int orders;
  int answers;
} Other;

static void
obey (Fixture *self, int orders, int answers)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  FanfoldRecorder *recorder = fixture_begin (self, writer, NULL);
  char order;

  fixture_add (self, recorder, 0, 100);
  fixture_wait_recorded (recorder, 100);
  while (write (answers, "x", 1) == 1 && read (orders, &order, 1) == 1)
    {
      fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1.5);
      fanfold_writer_end (writer);
    }
  _exit (0);
}

static void
other_wait (Other *other)
{
  char byte;

  g_assert_cmpint (read (other->answers, &byte, 1), ==, 1);
}

/* It has begun a run, and recorded a hundred jobs of it. */
static Other
other_start (Fixture *self)
{
  Other other;
  int orders[2], answers[2];

  g_assert_cmpint (pipe (orders), ==, 0);
  g_assert_cmpint (pipe (answers), ==, 0);
  other.pid = fork ();
  if (other.pid == 0)
    {
      close (orders[1]);
      close (answers[0]);
      obey (self, orders[0], answers[1]);
    }
  close (orders[0]);
  close (answers[1]);
  other.orders = orders[1];
  other.answers = answers[0];
  other_wait (&other);

  return other;
}

static void
other_end_run (Other *other)
{
  g_assert_cmpint (write (other->orders, "e", 1), ==, 1);
  other_wait (other);
}

static void
other_end (Other *other, int signal_number)
{
  int status;

  if (signal_number != 0)
    g_assert_cmpint (kill (other->pid, signal_number), ==, 0);
  close (other->orders);
  close (other->answers);
  g_assert_cmpint (waitpid (other->pid, &status, 0), ==, other->pid);
}

static FanfoldHistoryWatch *
watch_new (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = fanfold_history_list (self->history, &error);

  g_assert_no_error (error);

  return fanfold_history_watch_new (self->history, runs);
}

static FanfoldHistoryNews *
look (FanfoldHistoryWatch *watch)
{
  g_autoptr (GError) error = NULL;
  FanfoldHistoryNews *news = fanfold_history_watch_look (watch, &error);

  g_assert_no_error (error);

  return news;
}

static void
assert_nothing_new (FanfoldHistoryWatch *watch)
{
  g_autoptr (FanfoldHistoryNews) news = look (watch);

  g_assert_null (news);
}

static guint64
assert_run (FanfoldHistoryWatch *watch, FanfoldRunState state)
{
  g_autoptr (FanfoldHistoryNews) news = look (watch);
  const FanfoldHistoryRun *run;

  g_assert_nonnull (news);
  g_assert_cmpuint (news->runs->len, ==, 1);
  g_assert_cmpuint (news->gone->len, ==, 0);
  run = g_ptr_array_index (news->runs, 0);
  g_assert_cmpstr (run->name, ==, "Squares");
  g_assert_cmpint (run->state, ==, state);

  return run->id;
}

static void
assert_gone (FanfoldHistoryWatch *watch, guint64 id)
{
  g_autoptr (FanfoldHistoryNews) news = look (watch);

  g_assert_nonnull (news);
  g_assert_cmpuint (news->runs->len, ==, 0);
  g_assert_cmpuint (news->gone->len, ==, 1);
  g_assert_cmpuint (g_array_index (news->gone, guint64, 0), ==, id);
}

/* How many jobs of it are done then. */
static guint64
wait_until_over (FanfoldHistoryWatch *watch, FanfoldRunState state)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr (FanfoldHistoryNews) news = look (watch);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (news != NULL && news->runs->len == 1)
        {
          const FanfoldHistoryRun *run = g_ptr_array_index (news->runs, 0);

          if (run->state == state)
            return run->counts[FANFOLD_JOB_DONE];
          g_assert_cmpint (run->state, ==, FANFOLD_RUN_RUNNING);
        }
      g_usleep (2000);
    }
}

static void
test_other (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldHistoryWatch) watch = watch_new (self);
  g_autoptr (GError) error = NULL;
  Other other;
  guint64 id;

  assert_nothing_new (watch);
  other = other_start (self);
  id = assert_run (watch, FANFOLD_RUN_RUNNING);
  other_end_run (&other);
  g_assert_cmpuint (wait_until_over (watch, FANFOLD_RUN_FINISHED), ==, 100);
  other_end (&other, 0);
  assert_nothing_new (watch);

  g_assert_true (fanfold_history_delete (self->history, id, &error));
  g_assert_no_error (error);
  assert_gone (watch, id);
  assert_nothing_new (watch);
}

/* Nobody writes that down. */
static void
test_dead (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldHistoryWatch) watch = watch_new (self);
  Other other = other_start (self);

  assert_run (watch, FANFOLD_RUN_RUNNING);
  other_end (&other, SIGKILL);
  wait_until_over (watch, FANFOLD_RUN_INTERRUPTED);
  assert_nothing_new (watch);
}

/* One that was told at first, and goes on. */
static void
test_listed (Fixture *self, gconstpointer data)
{
  Other other = other_start (self);
  g_autoptr (FanfoldHistoryWatch) watch = watch_new (self);

  other_end_run (&other);
  other_end (&other, 0);
  g_assert_cmpuint (wait_until_over (watch, FANFOLD_RUN_FINISHED), ==, 100);
  assert_nothing_new (watch);
}

static void
test_own (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldHistoryWatch) watch = watch_new (self);
  g_autoptr (GError) error = NULL;
  guint64 id = fixture_record_run (self);

  assert_nothing_new (watch);
  g_assert_true (fanfold_history_delete (self->history, id, &error));
  g_assert_no_error (error);
  assert_gone (watch, id);
}

/* The list that was opened is not the one that is written any more. */
static void
test_moved (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldHistoryWatch) watch = watch_new (self);
  g_autofree char *path = fixture_path (self, "history.db");
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  guint64 id = fixture_record_run (self);

  assert_nothing_new (watch);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_clear_pointer (&self->history, fanfold_history_unref);
  self->history = fanfold_history_open (self->folder, &note, &error);
  g_assert_no_error (error);
  assert_gone (watch, id);
}

/* As many as the limits of the history let stand. */
static void
make_many_runs (Fixture *self, const char *path)
{
  fixture_record_run (self);
  for (guint i = 0; i < 10; i++)
    fixture_run_sql (path,
                     "INSERT INTO runs SELECT NULL, name, function, hex(randomblob(500)), folder,"
                     " state, reason, total, started, seconds, done, cached, failed, crashed,"
                     " timed_out, cancelled, skipped, pid - 1, pid_start, boot, kept, bytes,"
                     " cut_short, parent FROM runs");
}

/* What a window pays for it once a second: microseconds where nobody wrote, and where somebody did
 * in a list as long as it gets. */
static void
test_cost (Fixture *self, gconstpointer data)
{
  const guint n_looks = 200;
  g_autofree char *path = fixture_path (self, "history.db");
  g_autoptr (FanfoldHistoryWatch) watch = NULL;
  gint64 idle_usec = 0, busy_usec = 0;

  if (!g_test_perf ())
    {
      g_test_skip ("needs -m perf");
      return;
    }

  make_many_runs (self, path);
  watch = watch_new (self);
  for (guint i = 0; i < n_looks; i++)
    {
      fixture_run_sql (path, "UPDATE runs SET kept = NOT kept WHERE id = 1");
      busy_usec -= g_get_monotonic_time ();
      assert_nothing_new (watch);
      busy_usec += g_get_monotonic_time ();
      idle_usec -= g_get_monotonic_time ();
      assert_nothing_new (watch);
      idle_usec += g_get_monotonic_time ();
    }
  g_test_message ("%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " microseconds a look",
                  idle_usec / n_looks,
                  busy_usec / n_looks);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/history-watch/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* First, while there is no other thread to lose in a fork. */
  ADD ("other", test_other);
  ADD ("dead", test_dead);
  ADD ("listed", test_listed);
  ADD ("own", test_own);
  ADD ("moved", test_moved);
  ADD ("cost", test_cost);

  return g_test_run ();
}
