/* test-remaining-feed.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-remaining-feed.h"

#include <time.h>

#define SECOND ((gint64) G_USEC_PER_SEC)
#define WALL (1000 * SECOND) /* the wall clock when the other one is at 0 */

/* One slot's jobs. */
typedef struct
{
  FanfoldFunction *function;
  FanfoldJobTable *table;
  FanfoldRemainingFeed *feed;
  FanfoldRemainingLook look;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) description =
      g_variant_ref_sink (g_variant_new_parsed ("{'id': <'f'>, 'label': <'F'>}"));

  self->function = fanfold_function_new_from_variant (description, "p", "/p.so", "b1", NULL);
  self->table = fanfold_job_table_new (GPOINTER_TO_UINT (data));
  self->look.n_slots = 1;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->feed, fanfold_remaining_feed_free);
  fanfold_job_table_unref (self->table);
  g_object_unref (self->function);
}

static void
begin_in (Fixture *self, guint64 index, guint32 slot, gint64 at_usec)
{
  fanfold_job_table_begin (self->table, index, slot, WALL + at_usec);
}

static void
begin (Fixture *self, guint64 index, gint64 at_usec)
{
  begin_in (self, index, 0, at_usec);
}

static void
end_in (Fixture *self,
        guint64 index,
        guint32 slot,
        FanfoldJobState state,
        double seconds,
        gboolean again)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
      self->function, index, slot, 1, state, WALL, seconds, NULL, "1", NULL);

  fanfold_job_table_finish (self->table, block, again);
  fanfold_job_table_give_back (self->table, slot);
}

static void
end (Fixture *self, guint64 index, FanfoldJobState state, double seconds, gboolean again)
{
  end_in (self, index, 0, state, seconds, again);
}

static double
look (Fixture *self, gint64 now_usec)
{
  FanfoldRemainingAnswer answer;

  if (self->feed == NULL)
    self->feed = fanfold_remaining_feed_new (self->table, 1, 0);
  self->look.now_usec = now_usec;
  self->look.wall_usec = WALL + now_usec;
  fanfold_remaining_feed_look (self->feed, &self->look, &answer);

  return answer.median;
}

/* Jobs of a second each, up to @n_done of them; the next one has begun then. */
static double
run_seconds (Fixture *self, guint n_done)
{
  double answer;

  begin (self, 0, 0);
  answer = look (self, 0);
  for (guint i = 0; i < n_done; i++)
    {
      look (self, i * SECOND + SECOND / 2);
      end (self, i, FANFOLD_JOB_DONE, 1, FALSE);
      if (i + 1 < fanfold_job_table_get_n_jobs (self->table))
        begin (self, i + 1, (i + 1) * SECOND);
      answer = look (self, (i + 1) * SECOND);
    }

  return answer;
}

static void
assert_about (double value, double expected)
{
  g_assert_cmpfloat (value, >, expected * 0.8);
  g_assert_cmpfloat (value, <, expected * 1.2);
}

static void
assert_close (double value, double expected)
{
  g_assert_cmpfloat (value, >, expected - 0.3);
  g_assert_cmpfloat (value, <, expected + 0.5);
}

static void
test_counts_down (Fixture *self, gconstpointer data)
{
  assert_about (run_seconds (self, 20), 80);
  assert_about (look (self, 20 * SECOND), 80);
}

static void
test_acts (Fixture *self, gconstpointer data)
{
  run_seconds (self, 20);
  self->look.n_slots = 4;
  for (guint i = 1; i < 4; i++)
    fanfold_job_table_begin (self->table, 20 + i, i, WALL + 20 * SECOND);
  assert_about (look (self, 20 * SECOND), 20);

  self->look.paused = self->look.frozen = TRUE;
  look (self, 20 * SECOND);
  assert_about (look (self, 1000 * SECOND), 20);
  self->look.paused = self->look.frozen = FALSE;
  assert_about (look (self, 1000 * SECOND), 20);
}

/* A job that was frozen is no older for it. */
static void
test_frozen (Fixture *self, gconstpointer data)
{
  double before;

  run_seconds (self, 99);
  before = look (self, 99 * SECOND + SECOND / 2);
  self->look.paused = self->look.frozen = TRUE;
  look (self, 99 * SECOND + SECOND / 2);
  look (self, 600 * SECOND);
  self->look.paused = self->look.frozen = FALSE;
  look (self, 600 * SECOND);
  g_assert_cmpfloat (look (self, 600 * SECOND), <=, before + 0.1);
}

/* Nor is it where the machine was asleep, which the clock on the wall was not. */
static void
test_asleep (Fixture *self, gconstpointer data)
{
  FanfoldRemainingAnswer answer;
  double before;

  run_seconds (self, 99);
  before = look (self, 99 * SECOND + SECOND / 2);
  self->look.now_usec += SECOND / 10;
  self->look.wall_usec += 600 * SECOND + SECOND / 10;
  fanfold_remaining_feed_look (self->feed, &self->look, &answer);
  g_assert_cmpfloat (answer.median, <=, before);
}

/* Nor do those that come after it take any longer; what was known of them goes on. */
static void
test_thawed (Fixture *self, gconstpointer data)
{
  FanfoldRemainingAnswer answer;

  run_seconds (self, 20);
  look (self, 20 * SECOND + SECOND / 2);
  self->look.paused = self->look.frozen = TRUE;
  look (self, 20 * SECOND + SECOND / 2);
  look (self, 600 * SECOND);
  self->look.paused = self->look.frozen = FALSE;
  assert_close (look (self, 600 * SECOND), 79.5);
  for (guint i = 0; i < 4; i++)
    {
      gint64 at_usec = 600 * SECOND + SECOND / 2 + i * SECOND;

      end (self, 20 + i, FANFOLD_JOB_DONE, 1, FALSE);
      begin (self, 21 + i, at_usec);
      assert_close (look (self, at_usec), 79 - i);
    }
  fanfold_remaining_feed_look (self->feed, &self->look, &answer);
  g_assert_cmpfloat (answer.high, <, 90);
}

/* Nothing that waits is counted from then on, whatever becomes of what runs beside it. */
static void
test_closing (Fixture *self, gconstpointer data)
{
  run_seconds (self, 20);
  begin_in (self, 21, 1, 20 * SECOND);
  self->look.n_slots = 2;
  look (self, 20 * SECOND);
  self->look.closing = TRUE;
  g_assert_cmpfloat (look (self, 20 * SECOND), <, 3);
  g_assert_cmpfloat (look (self, 20 * SECOND + SECOND / 2), <, 3);

  end (self, 20, FANFOLD_JOB_DONE, 1, FALSE);
  g_assert_cmpfloat (look (self, 21 * SECOND), <, 3);
  self->look.n_slots = 1;
  g_assert_cmpfloat (look (self, 21 * SECOND), <, 3);
  g_assert_cmpfloat (look (self, 21 * SECOND), >, 0);

  end_in (self, 21, 1, FANFOLD_JOB_DONE, 1, FALSE);
  g_assert_cmpfloat (look (self, 21 * SECOND + SECOND / 2), ==, 0);
  fanfold_job_table_skip_rest (self->table, TRUE);
  g_assert_cmpfloat (look (self, 22 * SECOND), ==, 0);
}

/* The longest of those that run, to the end. */
static void
test_closing_counts_down (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    begin_in (self, i, i, 0);
  self->look.n_slots = 4;
  look (self, 0);
  for (guint i = 0; i < 4; i++)
    {
      end_in (self, i, i, FANFOLD_JOB_DONE, 12, FALSE);
      begin_in (self, 4 + i, i, 12 * SECOND);
    }
  assert_about (look (self, 12 * SECOND), 24 * 12);

  self->look.closing = TRUE;
  for (guint half = 28; half < 48; half++)
    {
      gint64 at_usec = half * SECOND / 2;

      fanfold_job_table_progress (self->table, 4, (float) (half - 24) / 24);
      g_assert_cmpfloat (look (self, at_usec), <, (48 - half) * 0.5 + 2);
      g_assert_cmpfloat (look (self, at_usec), >, (48 - half) * 0.5 - 2);
    }
}

/* Nobody knows how long a stream goes on, nor looks; once no more of it is begun what runs is all.
 */
static void
test_closing_stream (Fixture *self, gconstpointer data)
{
  self->look.open = TRUE;
  g_assert_cmpfloat (look (self, 0), <, 0);
  for (guint i = 0; i < 20; i++)
    end (self, i, FANFOLD_JOB_DONE, 4, FALSE);
  begin (self, 20, 80 * SECOND);

  self->look.closing = TRUE;
  g_assert_cmpfloat (look (self, 81 * SECOND), >, 2);
  g_assert_cmpfloat (look (self, 81 * SECOND), <, 4);
  end (self, 20, FANFOLD_JOB_DONE, 4, FALSE);
  g_assert_cmpfloat (look (self, 84 * SECOND), ==, 0);
}

/* A slot had it already. */
static void
test_closing_late (Fixture *self, gconstpointer data)
{
  run_seconds (self, 20);
  end (self, 20, FANFOLD_JOB_DONE, 1, FALSE);
  self->look.closing = TRUE;
  g_assert_cmpfloat (look (self, 21 * SECOND), ==, 0);

  begin (self, 21, 21 * SECOND);
  look (self, 21 * SECOND);
  g_assert_cmpfloat (look (self, 21 * SECOND), >, 0.3);
  g_assert_cmpfloat (look (self, 21 * SECOND), <, 3);
  end (self, 21, FANFOLD_JOB_DONE, 1, FALSE);
  g_assert_cmpfloat (look (self, 22 * SECOND), ==, 0);
}

/* Nor is a job tried again. */
static void
test_closing_retried (Fixture *self, gconstpointer data)
{
  run_seconds (self, 20);
  self->look.closing = TRUE;
  look (self, 20 * SECOND);
  end (self, 20, FANFOLD_JOB_FAILED, 1, TRUE);
  self->look.delayed[0] = (FanfoldDelayedJob){ 20, 40 * SECOND };
  self->look.n_delayed = 1;
  g_assert_cmpfloat (look (self, 21 * SECOND), ==, 0);
  g_assert_cmpfloat (look (self, 22 * SECOND), ==, 0);
}

/* Jobs are run once more, and others come. */
static void
test_again (Fixture *self, gconstpointer data)
{
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };

  run_seconds (self, 100);
  g_assert_cmpfloat (look (self, 100 * SECOND), <, 0.5);
  fanfold_job_table_take_back (self->table, 10, 50, counts, NULL);
  assert_about (look (self, 100 * SECOND), 50);
  for (guint i = 10; i < 60; i++)
    end (self, i, FANFOLD_JOB_DONE, 1, FALSE);
  g_assert_cmpfloat (look (self, 150 * SECOND), <, 0.5);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  run_seconds (self, 20);
  fanfold_job_table_cancel (self->table, 60, 40);
  assert_about (look (self, 20 * SECOND), 40);
  fanfold_job_table_keep (self->table, 60, 40);
  assert_about (look (self, 20 * SECOND), 80);
}

/* A job that fails and is tried again counts until it is over. */
static void
test_retried (Fixture *self, gconstpointer data)
{
  run_seconds (self, 99);
  end (self, 99, FANFOLD_JOB_FAILED, 1, TRUE);
  g_assert_cmpfloat (look (self, 100 * SECOND), >, 0.3);
}

/* It is not begun before its time, unless nothing is begun any more. */
static void
test_delayed (Fixture *self, gconstpointer data)
{
  run_seconds (self, 99);
  end (self, 99, FANFOLD_JOB_FAILED, 1, TRUE);
  self->look.delayed[0] = (FanfoldDelayedJob){ 99, 108 * SECOND };
  self->look.n_delayed = 1;
  g_assert_cmpfloat (look (self, 100 * SECOND), >=, 8);
  g_assert_cmpfloat (look (self, 100 * SECOND), <, 10);
  g_assert_cmpfloat (look (self, 104 * SECOND), >=, 4);
  g_assert_cmpfloat (look (self, 104 * SECOND), <, 6);

  self->look.closing = TRUE;
  g_assert_cmpfloat (look (self, 105 * SECOND), ==, 0);
  g_assert_cmpfloat (look (self, 106 * SECOND), ==, 0);
}

/* What the dispatch said a moment before the table counts for nothing. */
static void
test_no_longer_delayed (Fixture *self, gconstpointer data)
{
  run_seconds (self, 98);
  end (self, 98, FANFOLD_JOB_DONE, 1, FALSE);
  self->look.delayed[0] = (FanfoldDelayedJob){ 98, 200 * SECOND };
  self->look.delayed[1] = (FanfoldDelayedJob){ 99, 108 * SECOND };
  self->look.n_delayed = 2;
  g_assert_cmpfloat (look (self, 100 * SECOND), <, 10);

  begin (self, 99, 100 * SECOND);
  g_assert_cmpfloat (look (self, 100 * SECOND), <, 10);
  self->look.n_delayed = 0;
  look (self, 100 * SECOND + SECOND / 2);
  end (self, 99, FANFOLD_JOB_DONE, 1, FALSE);
  g_assert_cmpfloat (look (self, 101 * SECOND), ==, 0);
}

/* What an earlier session took is known before the first job is over. */
static void
test_earlier (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 60; i++)
    end (self, i, FANFOLD_JOB_DONE, 2, FALSE);
  assert_about (look (self, 0), 80);
}

static gboolean
is_stalled (Fixture *self, guint64 index, double seconds)
{
  FanfoldJobRow row;

  look (self, (gint64) (seconds * G_USEC_PER_SEC));
  fanfold_job_table_get (self->table, index, &row);
  g_assert_cmpuint (fanfold_job_table_get_n_stalled (self->table), ==, row.stalled ? 1 : 0);

  return row.stalled;
}

/* Jobs took a second: one that says nothing for ten is marked until it shows life, or is over. */
static void
test_stalled (Fixture *self, gconstpointer data)
{
  run_seconds (self, 20);
  g_assert_false (is_stalled (self, 20, 29));
  g_assert_true (is_stalled (self, 20, 31));

  fanfold_job_table_stir (self->table, 0);
  g_assert_false (is_stalled (self, 20, 32));
  g_assert_false (is_stalled (self, 20, 41));
  g_assert_true (is_stalled (self, 20, 43));

  end (self, 20, FANFOLD_JOB_DONE, 23, FALSE);
  g_assert_false (is_stalled (self, 20, 43));
  begin (self, 21, 43 * SECOND);
  g_assert_false (is_stalled (self, 21, 44));
}

/* So few that are over say nothing. */
static void
test_not_stalled (Fixture *self, gconstpointer data)
{
  run_seconds (self, 5);
  g_assert_false (is_stalled (self, 5, 500));
}

static double
measure (clock_t since)
{
  return (double) (clock () - since) / CLOCKS_PER_SEC;
}

/* Many more jobs than are told one by one. */
static void
test_flood (Fixture *self, gconstpointer data)
{
  guint64 n_jobs = fanfold_job_table_get_n_jobs (self->table);
  guint64 n_done = n_jobs / 2;
  clock_t since;
  double answer;

  look (self, 0);
  for (guint64 i = 0; i < n_done; i++)
    end (self, i, FANFOLD_JOB_DONE, 1e-4, FALSE);

  begin (self, n_done, SECOND);
  since = clock ();
  answer = look (self, SECOND);
  g_test_message ("a look at %" G_GUINT64_FORMAT " jobs: %.2f ms", n_done, measure (since) * 1e3);
  assert_about (answer, 1);
  since = clock ();
  look (self, SECOND + 1);
  g_test_message ("the next one: %.2f ms", measure (since) * 1e3);
}

/* Jobs of no time to speak of, one every 3 seconds. */
static void
test_delay (Fixture *self, gconstpointer data)
{
  self->look.delay = 3;
  for (guint i = 0; i < 10; i++)
    {
      gint64 at_usec = 3 * i * SECOND;

      look (self, at_usec);
      begin (self, i, at_usec);
      look (self, at_usec + SECOND / 10);
      end (self, i, FANFOLD_JOB_DONE, 0.2, FALSE);
      for (guint part = 1; part < 6; part++)
        if (i > 0)
          assert_close (look (self, at_usec + part * SECOND / 2), 297.2 - 3 * i - part * 0.5);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    guint n_jobs;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/remaining-feed/counts-down", 100, test_counts_down },
    { "/remaining-feed/acts", 100, test_acts },
    { "/remaining-feed/frozen", 100, test_frozen },
    { "/remaining-feed/asleep", 100, test_asleep },
    { "/remaining-feed/thawed", 100, test_thawed },
    { "/remaining-feed/closing", 100, test_closing },
    { "/remaining-feed/closing/counts-down", 100, test_closing_counts_down },
    { "/remaining-feed/closing/stream", 100, test_closing_stream },
    { "/remaining-feed/closing/late", 100, test_closing_late },
    { "/remaining-feed/closing/retried", 100, test_closing_retried },
    { "/remaining-feed/again", 100, test_again },
    { "/remaining-feed/cancelled", 100, test_cancelled },
    { "/remaining-feed/retried", 100, test_retried },
    { "/remaining-feed/delayed", 100, test_delayed },
    { "/remaining-feed/no-longer-delayed", 100, test_no_longer_delayed },
    { "/remaining-feed/delay", 100, test_delay },
    { "/remaining-feed/earlier", 100, test_earlier },
    { "/remaining-feed/stalled", 100, test_stalled },
    { "/remaining-feed/not-stalled", 100, test_not_stalled },
    { "/remaining-feed/flood", 20 * 1000, test_flood },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path,
                Fixture,
                GUINT_TO_POINTER (tests[i].n_jobs),
                set_up,
                tests[i].test,
                tear_down);

  return g_test_run ();
}
