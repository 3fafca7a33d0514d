/* test-history-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-error.h"
#include "history-fixture.h"

#define N_MEBIBYTE ((gsize) 1024 * 1024)

typedef struct
{
  GString *found; /* "index.attempt.kind:line|" */
  guint n_left;   /* lines until it stops; 0: never */
} Finder;

static gboolean
found_cb (guint64 index,
          guint attempt,
          FanfoldLogKind kind,
          const char *line,
          gsize length,
          gpointer user_data)
{
  Finder *finder = user_data;

  g_assert_cmpint (line[length], ==, '\0');
  g_string_append_printf (
      finder->found, "%" G_GUINT64_FORMAT ".%u.%d:", index, attempt, (int) kind);
  for (gsize i = 0; i < length; i++)
    g_string_append_c (finder->found, line[i] != '\0' ? line[i] : '~');
  g_string_append_c (finder->found, '|');

  return finder->n_left == 0 || --finder->n_left > 0;
}

static void
add (FanfoldRecorder *recorder, guint64 index, guint attempt, const char *text)
{
  fanfold_recorder_add_log (recorder, index, attempt, FANFOLD_LOG_STDOUT, text, strlen (text));
}

static void
assert_found (Fixture *self, const char *text, gboolean ignore_case, guint n, const char *expected)
{
  g_autoptr (GError) error = NULL;
  Finder finder = { g_string_new (NULL), n };

  g_assert_true (fanfold_history_search (
      self->history, 1, text, ignore_case, NULL, found_cb, &finder, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (finder.found->str, ==, expected);
  g_string_free (finder.found, TRUE);
}

static FanfoldRecorder *
begin (Fixture *self, FanfoldWriter **writer)
{
  *writer = fanfold_writer_new (self->history);

  return fixture_begin (self, *writer, NULL);
}

static void
end (FanfoldRecorder *recorder, FanfoldWriter *writer)
{
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 1);
  fanfold_writer_end (writer);
  g_assert_true (fanfold_recorder_is_over (recorder));
}

static void
test_lines (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer;
  g_autoptr (FanfoldRecorder) recorder = begin (self, &writer);

  add (recorder, 5, 1, "first error\nnothing\nsecond Error\r\n");
  add (recorder, 3, 1, "error error\n\nlast error");
  fanfold_recorder_add_log (recorder, 3, 1, FANFOLD_LOG_STDERR, "an\0error", 8);
  add (recorder, 3, 2, "again error\n");
  end (recorder, writer);

  assert_found (
      self,
      "error",
      FALSE,
      0,
      "3.1.0:error error|3.1.0:last error|3.1.1:an~error|3.2.0:again error|5.1.0:first error|");
  assert_found (self, "ERROR", TRUE, 2, "3.1.0:error error|3.1.0:last error|");
  assert_found (self, "second Error", FALSE, 0, "5.1.0:second Error|");
  assert_found (self, "ERROR", FALSE, 0, "");
  assert_found (self, "first error\r", FALSE, 0, "");
  assert_found (self, "errornothing", FALSE, 0, "");
}

/* A line that came in pieces is one line, whatever other jobs wrote meanwhile. */
static void
test_pieces (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer;
  g_autoptr (FanfoldRecorder) recorder = begin (self, &writer);

  add (recorder, 0, 1, "one nee");
  add (recorder, 1, 1, "other nee");
  fixture_add (self, recorder, 9, 1);
  fixture_wait_recorded (recorder, 1);
  fanfold_recorder_add_log (recorder, 0, 1, FANFOLD_LOG_STDERR, "dle in between\n", 15);
  add (recorder, 0, 1, "dle\nneed");
  add (recorder, 1, 1, "d");
  fixture_add (self, recorder, 10, 1);
  fixture_wait_recorded (recorder, 2);
  add (recorder, 0, 1, "le");
  add (recorder, 0, 1, "s\n");
  add (recorder, 1, 2, "le");
  end (recorder, writer);

  assert_found (self, "needle", FALSE, 0, "0.1.0:one needle|0.1.0:needles|");
  assert_found (self, "need", TRUE, 0, "0.1.0:one needle|0.1.0:needles|1.1.0:other need|");
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) empty = NULL, lines = NULL, unknown = NULL, cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Finder finder = { NULL, 0 };

  fixture_record_run (self);
  g_assert_false (
      fanfold_history_search (self->history, 1, "", FALSE, NULL, found_cb, &finder, &empty));
  g_assert_error (empty, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_false (
      fanfold_history_search (self->history, 1, "a\nb", FALSE, NULL, found_cb, &finder, &lines));
  g_assert_error (lines, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_false (
      fanfold_history_search (self->history, 2, "a", FALSE, NULL, found_cb, &finder, &unknown));
  g_assert_error (unknown, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN);
  g_cancellable_cancel (cancellable);
  g_assert_false (fanfold_history_search (
      self->history, 1, "a", FALSE, cancellable, found_cb, &finder, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Short lines of many jobs, written piece by piece. */
static void
record_much (Fixture *self, gsize n_bytes)
{
  const char *line = "2026-01-31 12:00:00 step 4711: nothing of interest happened here today\n";
  g_autoptr (GString) piece = g_string_new (NULL);
  FanfoldWriter *writer;
  g_autoptr (FanfoldRecorder) recorder = begin (self, &writer);
  guint64 index = 0;

  while (piece->len < 4000)
    g_string_append (piece, line);
  for (gsize n = 0; n < n_bytes; n += piece->len, index++)
    add (recorder, index / 100 * 4 + index % 4, 1, piece->str);
  add (recorder, 7, 1, "the needle\n");
  end (recorder, writer);
}

static void
test_much (Fixture *self, gconstpointer data)
{
  record_much (self, 8 * N_MEBIBYTE);
  assert_found (self, "needle", FALSE, 0, "7.1.0:the needle|");
  assert_found (self, "NeeDle", TRUE, 0, "7.1.0:the needle|");
}

/* What a search costs: only with -m perf. */
static void
test_speed (Fixture *self, gconstpointer data)
{
  const gsize n_bytes = 256 * N_MEBIBYTE;
  double speed;

  if (!g_test_perf ())
    {
      g_test_skip ("only with -m perf");
      return;
    }

  record_much (self, n_bytes);
  g_test_timer_start ();
  assert_found (self, "needle", FALSE, 0, "7.1.0:the needle|");
  speed = (double) n_bytes / 1e6 / g_test_timer_elapsed ();
  g_test_maximized_result (speed, "%.0f MB/s", speed);
  g_test_timer_start ();
  assert_found (self, "NEEDLE", TRUE, 0, "7.1.0:the needle|");
  speed = (double) n_bytes / 1e6 / g_test_timer_elapsed ();
  g_test_maximized_result (speed, "%.0f MB/s whatever the case", speed);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/history-search/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("lines", test_lines);
  ADD ("pieces", test_pieces);
  ADD ("refused", test_refused);
  ADD ("much", test_much);
  ADD ("speed", test_speed);

  return g_test_run ();
}
