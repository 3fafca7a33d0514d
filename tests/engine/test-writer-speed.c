/* test-writer-speed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "history-fixture.h"

#include <fcntl.h>

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
assert_no_errors (FanfoldRecorder *recorder)
{
  g_autoptr (GError) history_error = fanfold_recorder_dup_history_error (recorder);
  g_autoptr (GError) results_error = fanfold_recorder_dup_results_error (recorder);
  g_autofree char *trouble = fanfold_recorder_dup_trouble (recorder);

  g_assert_no_error (history_error);
  g_assert_no_error (results_error);
  g_assert_null (trouble);
}

#define N_TIMED 40

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* How long this disk takes for the least that can be made safe on it. */
static gint64
measure_disk (Fixture *self)
{
  g_autofree char *path = fixture_path (self, "probe");
  gint64 times[N_TIMED], start;
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  for (guint i = 0; i < N_TIMED; i++)
    {
      start = g_get_monotonic_time ();
      g_assert_cmpint (write (fd, "fanfold", 7), ==, 7);
      g_assert_cmpint (fdatasync (fd), ==, 0);
      times[i] = g_get_monotonic_time () - start;
    }
  close (fd);
  qsort (times, N_TIMED, sizeof *times, compare_times);

  return times[N_TIMED / 2];
}

/* A record is on disk at most 20 ms after the end of its job, as far as the disk allows. */
static void
test_latency (Fixture *self, gconstpointer data)
{
  FanfoldWriter *writer = fanfold_writer_new (self->history);
  g_autoptr (FanfoldRecorder) recorder = fixture_begin (self, writer, make_results (self));
  gint64 times[N_TIMED], start, disk_usec;

  fixture_add (self, recorder, 0, 1);
  fixture_wait_recorded (recorder, 1);
  for (guint i = 0; i < N_TIMED; i++)
    {
      start = g_get_monotonic_time ();
      fixture_add (self, recorder, 1 + i, 1);
      while (fanfold_recorder_get_n_recorded (recorder) < 2 + i)
        g_usleep (100);
      times[i] = g_get_monotonic_time () - start;
    }
  fanfold_recorder_end (recorder, FANFOLD_RUN_STOPPED, "Enough.", 1);
  fanfold_writer_end (writer);

  qsort (times, N_TIMED, sizeof *times, compare_times);
  g_test_message ("%.2f ms in the median, %.2f ms at most",
                  (double) times[N_TIMED / 2] / 1000,
                  (double) times[N_TIMED - 1] / 1000);
  disk_usec = measure_disk (self);
  g_assert_cmpint (times[N_TIMED / 2], <=, MAX (20000, 4 * disk_usec));
}

typedef struct
{
  guint n_each;
  guint n_blocks;
  gboolean results;
} Load;

static const Load loads[] = {
  { 1000, 1000, FALSE },
  { 1, 200000, FALSE },
  { 1000, 1000, TRUE },
  { 1, 200000, TRUE },
};

/* What the journal costs: only with -m perf. */
static void
test_speed (Fixture *self, gconstpointer data)
{
  const Load *load = data;
  FanfoldWriter *writer;
  g_autoptr (FanfoldRecorder) recorder = NULL;
  g_autoptr (GPtrArray) blocks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_block_unref);
  double seconds;

  if (!g_test_perf ())
    {
      g_test_skip ("only with -m perf");
      return;
    }

  for (guint i = 0; i < load->n_blocks; i++)
    g_ptr_array_add (blocks, fixture_make_block (self, (guint64) i * load->n_each, load->n_each));
  fanfold_combine_unref (self->combine);
  self->combine = fixture_make_combine (self->function, load->n_each * load->n_blocks);
  writer = fanfold_writer_new (self->history);
  recorder = fixture_begin (self, writer, load->results ? make_results (self) : NULL);
  g_test_timer_start ();
  for (guint i = 0; i < load->n_blocks; i++)
    fanfold_recorder_add_block (recorder, g_ptr_array_index (blocks, i), FALSE);
  fanfold_recorder_end (recorder, FANFOLD_RUN_FINISHED, NULL, 2);
  fanfold_writer_end (writer);
  seconds = g_test_timer_elapsed ();
  assert_no_errors (recorder);
  g_test_maximized_result (load->n_blocks * load->n_each / seconds,
                           "%.0f jobs/s",
                           load->n_blocks * load->n_each / seconds);
}

#define ADD(path, test, data)                                                                      \
  g_test_add ("/writer-speed/" path, Fixture, data, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("latency", test_latency, NULL);
  ADD ("blocks", test_speed, &loads[0]);
  ADD ("single", test_speed, &loads[1]);
  ADD ("blocks-results", test_speed, &loads[2]);
  ADD ("single-results", test_speed, &loads[3]);

  return g_test_run ();
}
