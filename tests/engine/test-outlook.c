/* test-outlook.c: what a run's program says of it to others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-db.h"
#include "fanfold-outlook.h"

#define BEGIN_USEC ((gint64) 1000 * G_USEC_PER_SEC)

static FanfoldOutlook
make (double seconds, double median)
{
  return (FanfoldOutlook){ .time_usec = BEGIN_USEC + (gint64) (seconds * G_USEC_PER_SEC),
                           .elapsed = seconds,
                           .median = median,
                           .low = median < 0 ? -1 : median - 10,
                           .high = median < 0 ? -1 : median + 40 };
}

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-6);
}

/* So many seconds after the begin. */
static FanfoldOutlook
at (FanfoldOutlook told, double seconds)
{
  return fanfold_outlook_at (&told, BEGIN_USEC + (gint64) (seconds * G_USEC_PER_SEC));
}

static void
test_at (void)
{
  FanfoldOutlook told = make (10, 60), outlook;

  outlook = at (told, 20);
  assert_near (outlook.elapsed, 20);
  assert_near (outlook.median, 50);
  assert_near (outlook.low, 40);
  assert_near (outlook.high, 90);
  outlook = at (told, 72);
  assert_near (outlook.elapsed, 72);
  assert_near (outlook.median, 0);
  assert_near (outlook.low, 0);
  assert_near (outlook.high, 38);
  /* It should be over. */
  outlook = at (told, 80);
  assert_near (outlook.elapsed, 80);
  assert_near (outlook.median, -1);
  /* A clock that was set back says nothing. */
  assert_near (at (told, 0).elapsed, 10);

  told.halt = FANFOLD_RUN_HALT_DRAIN;
  assert_near (at (told, 20).median, 50);
  told.halt = FANFOLD_RUN_HALT_PAUSE;
  assert_near (at (told, 200).elapsed, 200);
  assert_near (at (told, 200).median, 60);
  told.halt = FANFOLD_RUN_HALT_SHORT;
  assert_near (at (told, 200).median, 60);

  assert_near (at (make (10, -1), 20).median, -1);
  assert_near (at ((FanfoldOutlook){ 0 }, 20).elapsed, 0);
}

static gboolean
is_news (FanfoldOutlook outlook, FanfoldOutlook told)
{
  return fanfold_outlook_is_news (&outlook, &told);
}

static void
test_news (void)
{
  FanfoldOutlook paused = make (10, 60), slept = make (20, 50);

  g_assert_true (is_news (make (10, 60), (FanfoldOutlook){ 0 }));
  /* As it was to be seen. */
  g_assert_false (is_news (make (20, 50), make (10, 60)));
  g_assert_false (is_news (make (20, 51), make (10, 60)));
  g_assert_true (is_news (make (20, 60), make (10, 60)));
  g_assert_true (is_news (make (20, -1), make (10, 60)));
  g_assert_true (is_news (make (20, 60), make (10, -1)));
  g_assert_false (is_news (make (20, -1), make (10, -1)));
  /* Not at once, but for a pause. */
  g_assert_false (is_news (make (10.5, 600), make (10, 60)));
  paused.halt = FANFOLD_RUN_HALT_PAUSE;
  g_assert_true (is_news (paused, make (9.9, 60)));
  slept.elapsed = 14;
  g_assert_true (is_news (slept, make (10, 60)));
}

static void
test_list (void)
{
  g_autofree char *folder = g_dir_make_tmp ("fanfold-outlook-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldDb) list = NULL;
  const FanfoldOutlook none = { 0 };
  FanfoldOutlook outlook = make (10, 60), read;

  list = fanfold_history_db_open (folder, FANFOLD_DB_WRITE, &error);
  g_assert_no_error (error);
  /* As in a list that another version has made. */
  fanfold_outlook_read (&read, list, 7);
  g_assert_cmpint (read.time_usec, ==, 0);

  for (guint i = 0; i < 2; i++)
    {
      outlook.high += i;
      outlook.halt = i == 0 ? FANFOLD_RUN_HALT_NONE : FANFOLD_RUN_HALT_SHORT;
      g_assert_true (fanfold_outlook_write (&outlook, list, 7, &error));
      fanfold_outlook_read (&read, list, 7);
      g_assert_cmpint (read.time_usec, ==, outlook.time_usec);
      assert_near (read.elapsed, 10);
      g_assert_cmpint (read.halt, ==, outlook.halt);
      assert_near (read.low, 50);
      assert_near (read.median, 60);
      assert_near (read.high, 100 + i);
    }
  fanfold_outlook_read (&read, list, 8);
  g_assert_cmpint (read.time_usec, ==, 0);
  assert_near (read.median, -1);

  g_assert_true (fanfold_outlook_write (&none, list, 7, &error));
  fanfold_outlook_read (&read, list, 7);
  g_assert_cmpint (read.time_usec, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/outlook/at", test_at);
  g_test_add_func ("/outlook/news", test_news);
  g_test_add_func ("/outlook/list", test_list);

  return g_test_run ();
}
