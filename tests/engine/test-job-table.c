/* test-job-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-table.h"

#include "fanfold-lock.h"

#define N_THREADS 4
#if defined(FANFOLD_ASAN) || defined(FANFOLD_TSAN)
#define N_EACH 2000
#else
#define N_EACH 20000
#endif

static FanfoldFunction *
function_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description =
      g_variant_ref_sink (g_variant_new_parsed ("{'id': <'f'>, 'label': <'F'>}"));
  FanfoldFunction *function =
      fanfold_function_new_from_variant (description, "p", "/p.so", "b1", &error);

  g_assert_no_error (error);

  return function;
}

static void
finish_attempt (FanfoldJobTable *table,
                FanfoldFunction *function,
                guint64 index,
                guint32 slot,
                guint attempt,
                FanfoldJobState state,
                gboolean again)
{
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_single (function, index, slot, attempt, state, 1000, 0.25, NULL, "1", NULL);

  fanfold_job_table_finish (table, block, again);
  if (slot != FANFOLD_BLOCK_NO_SLOT)
    fanfold_job_table_give_back (table, slot);
}

static void
finish_one (FanfoldJobTable *table,
            FanfoldFunction *function,
            guint64 index,
            guint32 slot,
            FanfoldJobState state)
{
  finish_attempt (table, function, index, slot, 1, state, FALSE);
}

static FanfoldJobRow
get_row (FanfoldJobTable *table, guint64 index)
{
  FanfoldJobRow row;

  fanfold_job_table_get (table, index, &row);

  return row;
}

static guint64
count (FanfoldJobTable *table, FanfoldJobState state)
{
  guint64 counts[FANFOLD_N_JOB_STATES];

  fanfold_job_table_get_counts (table, counts);

  return counts[state];
}

static void
test_untouched (void)
{
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (1000 * 1000);
  FanfoldJobRow row;

  fanfold_job_table_get (table, 999999, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_WAITING);
  g_assert_cmpuint (row.slot, ==, FANFOLD_BLOCK_NO_SLOT);
  g_assert_cmpuint (row.attempts, ==, 0);
  g_assert_cmpfloat (row.fraction, <, 0);
  g_assert_cmpuint (fanfold_job_table_get_changes (table, 976), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 1000 * 1000);
}

static void
test_life (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (5000);
  FanfoldJobRow row;
  guint changes;

  fanfold_job_table_begin (table, 4999, 3, 77);
  fanfold_job_table_progress (table, 4999, 0.5f);
  changes = fanfold_job_table_get_changes (table, 4);
  g_assert_cmpuint (changes, >, 0);
  g_assert_cmpuint (fanfold_job_table_get_changes (table, 0), ==, 0);

  fanfold_job_table_get (table, 4999, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_RUNNING);
  g_assert_cmpuint (row.slot, ==, 3);
  g_assert_cmpuint (row.attempts, ==, 1);
  g_assert_cmpint (row.started_usec, ==, 77);
  g_assert_cmpfloat_with_epsilon (fanfold_job_table_get_running_fraction (table), 0.5, 1e-6);
  g_assert_cmpuint (count (table, FANFOLD_JOB_RUNNING), ==, 1);

  finish_one (table, function, 4999, 3, FANFOLD_JOB_FAILED);
  fanfold_job_table_get (table, 4999, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_FAILED);
  g_assert_cmpfloat (row.seconds, ==, 0.25);
  g_assert_cmpuint (fanfold_job_table_get_changes (table, 4), >, changes);
  g_assert_cmpfloat (fanfold_job_table_get_running_fraction (table), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_RUNNING), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_FAILED), ==, 1);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 4999);
}

/* Of a bundle only some jobs are told of; the others wait until their block comes. */
static void
test_put_back (void)
{
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (10);
  FanfoldJobRow row;

  fanfold_job_table_begin (table, 2, 0, 5);
  fanfold_job_table_begin (table, 7, 0, 6);
  fanfold_job_table_get (table, 2, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_WAITING);
  g_assert_cmpuint (row.attempts, ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_RUNNING), ==, 1);

  fanfold_job_table_give_back (table, 0);
  fanfold_job_table_give_back (table, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_RUNNING), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 10);
}

/* What never began is skipped without a row of its own. */
static void
test_skip_rest (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (90 * 1000 * 1000);
  guint changes;
  FanfoldJobRow row;

  finish_one (table, function, 1, 0, FANFOLD_JOB_DONE);
  changes = fanfold_job_table_get_changes (table, 80000);
  fanfold_job_table_skip_rest (table, TRUE);
  g_assert_cmpuint (fanfold_job_table_get_changes (table, 80000), !=, changes);

  fanfold_job_table_get (table, 1, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_DONE);
  fanfold_job_table_get (table, 2, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_SKIPPED);
  fanfold_job_table_get (table, 90 * 1000 * 1000 - 1, &row);
  g_assert_cmpint (row.state, ==, FANFOLD_JOB_SKIPPED);
  g_assert_cmpuint (count (table, FANFOLD_JOB_SKIPPED), ==, 90 * 1000 * 1000 - 1);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 0);
}

static void
test_growing (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new_growing (100 * 1000 * 1000);

  g_assert_cmpuint (fanfold_job_table_get_n_jobs (table), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 0);

  fanfold_job_table_grow (table, 1500);
  fanfold_job_table_grow (table, 1000);
  g_assert_cmpuint (fanfold_job_table_get_n_jobs (table), ==, 1500);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 1500);

  finish_one (table, function, 1499, 0, FANFOLD_JOB_DONE);
  fanfold_job_table_grow (table, 100 * 1000 * 1000);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 100 * 1000 * 1000 - 1);
  g_assert_cmpint (get_row (table, 1499).state, ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (get_row (table, 100 * 1000 * 1000 - 1).state, ==, FANFOLD_JOB_WAITING);
}

/* An attempt that another follows leaves the job waiting; its number is kept. */
static void
test_again (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (10);
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };

  fanfold_job_table_begin (table, 4, 1, 5);
  finish_attempt (table, function, 4, 1, 1, FANFOLD_JOB_FAILED, TRUE);
  g_assert_cmpint (get_row (table, 4).state, ==, FANFOLD_JOB_WAITING);
  g_assert_cmpuint (get_row (table, 4).attempts, ==, 1);
  g_assert_cmpint (get_row (table, 4).started_usec, ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 10);

  fanfold_job_table_begin (table, 4, 2, 6);
  g_assert_cmpuint (get_row (table, 4).attempts, ==, 2);
  finish_attempt (table, function, 4, 2, 2, FANFOLD_JOB_DONE, FALSE);
  g_assert_cmpuint (count (table, FANFOLD_JOB_DONE), ==, 1);

  /* Told of twice, it is one job all the same. */
  finish_attempt (table, function, 4, 2, 2, FANFOLD_JOB_DONE, FALSE);
  g_assert_cmpuint (count (table, FANFOLD_JOB_DONE), ==, 1);
  finish_attempt (table, function, 4, FANFOLD_BLOCK_NO_SLOT, 0, FANFOLD_JOB_CACHED, FALSE);
  g_assert_cmpuint (count (table, FANFOLD_JOB_DONE), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_CACHED), ==, 1);
  g_assert_cmpuint (get_row (table, 4).attempts, ==, 2);

  fanfold_job_table_take_back (table, 0, 10, counts, taken);
  g_assert_cmpuint (fanfold_ranges_get_size (taken), ==, 1);
  g_assert_true (fanfold_ranges_contains (taken, 4));
  g_assert_cmpuint (counts[FANFOLD_JOB_CACHED], ==, 1);
  g_assert_cmpuint (counts[FANFOLD_JOB_WAITING], ==, 0);
  g_assert_cmpint (get_row (table, 4).state, ==, FANFOLD_JOB_WAITING);
  g_assert_cmpuint (get_row (table, 4).attempts, ==, 2);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 10);
}

/* The slot of the attempt before must not take a job back that another slot has begun. */
static void
test_late_give_back (void)
{
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (10);

  fanfold_job_table_begin (table, 3, 0, 5);
  fanfold_job_table_begin (table, 3, 1, 6);
  fanfold_job_table_give_back (table, 0);
  g_assert_cmpint (get_row (table, 3).state, ==, FANFOLD_JOB_RUNNING);
  g_assert_cmpuint (get_row (table, 3).slot, ==, 1);
}

static void
test_attempts (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (5000);
  guint attempts = 77;

  g_assert_cmpuint (fanfold_job_table_count_alike (table, 0, 4096, &attempts), ==, 4096);
  g_assert_cmpuint (attempts, ==, 0);

  finish_attempt (table, function, 1030, 0, 1, FANFOLD_JOB_FAILED, TRUE);
  finish_attempt (table, function, 1031, 0, 1, FANFOLD_JOB_FAILED, TRUE);
  finish_attempt (table, function, 1032, 0, 300, FANFOLD_JOB_FAILED, TRUE);
  g_assert_cmpuint (fanfold_job_table_count_alike (table, 0, 4096, &attempts), ==, 1030);
  g_assert_cmpuint (fanfold_job_table_count_alike (table, 1030, 10, &attempts), ==, 2);
  g_assert_cmpuint (attempts, ==, 1);
  g_assert_cmpuint (fanfold_job_table_count_alike (table, 1032, 1, &attempts), ==, 1);
  g_assert_cmpuint (attempts, ==, 300);
  g_assert_cmpuint (fanfold_job_table_count_alike (table, 4990, 10, &attempts), ==, 10);
}

static void
test_cancel (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (3000);
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };

  fanfold_job_table_begin (table, 5, 0, 1);
  finish_one (table, function, 6, 1, FANFOLD_JOB_FAILED);
  fanfold_job_table_cancel (table, 4, 2000);
  g_assert_cmpint (get_row (table, 3).state, ==, FANFOLD_JOB_WAITING);
  g_assert_cmpint (get_row (table, 4).state, ==, FANFOLD_JOB_CANCELLED);
  g_assert_cmpint (get_row (table, 5).state, ==, FANFOLD_JOB_RUNNING);
  g_assert_cmpint (get_row (table, 6).state, ==, FANFOLD_JOB_FAILED);
  g_assert_cmpuint (count (table, FANFOLD_JOB_CANCELLED), ==, 1998);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 1000);

  /* Its block has not come: it may be kept, not taken back. */
  fanfold_job_table_take_back (table, 0, 3000, counts, NULL);
  g_assert_cmpuint (counts[FANFOLD_JOB_FAILED], ==, 1);
  g_assert_cmpuint (counts[FANFOLD_JOB_CANCELLED], ==, 0);
  fanfold_job_table_keep (table, 4, 1);
  g_assert_cmpint (get_row (table, 4).state, ==, FANFOLD_JOB_WAITING);

  finish_attempt (table, function, 7, FANFOLD_BLOCK_NO_SLOT, 0, FANFOLD_JOB_CANCELLED, FALSE);
  fanfold_job_table_keep (table, 7, 1);
  g_assert_cmpint (get_row (table, 7).state, ==, FANFOLD_JOB_CANCELLED);
  fanfold_job_table_take_back (table, 7, 1, counts, NULL);
  g_assert_cmpuint (counts[FANFOLD_JOB_CANCELLED], ==, 1);
  g_assert_cmpint (get_row (table, 7).state, ==, FANFOLD_JOB_WAITING);
  g_assert_cmpuint (count (table, FANFOLD_JOB_CANCELLED), ==, 1996);
}

static void
test_find (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (1000 * 1000);
  g_autoptr (FanfoldRanges) failed = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) waiting = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) skipped = fanfold_ranges_new ();
  guint64 running[4];

  for (guint64 index = 5000; index < 5100; index++)
    finish_one (table, function, index, 0, FANFOLD_JOB_FAILED);
  finish_one (table, function, 999999, 0, FANFOLD_JOB_TIMED_OUT);
  fanfold_job_table_begin (table, 7, 3, 1);
  fanfold_job_table_skip (table, 100000, 10);

  fanfold_job_table_find (table, 1 << FANFOLD_JOB_FAILED | 1 << FANFOLD_JOB_TIMED_OUT, failed);
  g_assert_cmpuint (fanfold_ranges_get_size (failed), ==, 101);
  g_assert_true (fanfold_ranges_contains (failed, 5099));
  g_assert_false (fanfold_ranges_contains (failed, 5100));
  g_assert_true (fanfold_ranges_contains (failed, 999999));

  fanfold_job_table_find (table, 1 << FANFOLD_JOB_WAITING, waiting);
  g_assert_cmpuint (fanfold_ranges_get_size (waiting), ==, 1000 * 1000 - 101 - 1 - 10);
  fanfold_job_table_skip_rest (table, TRUE);
  fanfold_job_table_find (table, 1 << FANFOLD_JOB_SKIPPED, skipped);
  g_assert_cmpuint (fanfold_ranges_get_size (skipped), ==, 1000 * 1000 - 101 - 1);
  fanfold_job_table_skip_rest (table, FALSE);
  g_assert_cmpuint (count (table, FANFOLD_JOB_SKIPPED), ==, 10);

  g_assert_cmpuint (fanfold_job_table_get_running (table, running, 4), ==, 1);
  g_assert_cmpuint (running[0], ==, 7);
  g_assert_cmpuint (fanfold_job_table_get_running (table, running, 0), ==, 0);
}

typedef struct
{
  FanfoldJobTable *table;
  FanfoldFunction *function;
  guint32 slot;
} Writer;

static gpointer
block_thread (gpointer data)
{
  Writer *writer = data;

  for (guint64 index = 0; index < N_EACH; index++)
    finish_attempt (writer->table,
                    writer->function,
                    index,
                    FANFOLD_BLOCK_NO_SLOT,
                    0,
                    FANFOLD_JOB_CANCELLED,
                    FALSE);

  return NULL;
}

/* The person's word and the block of a cancelled job may come in either order. */
static void
test_cancel_threads (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (N_EACH);
  Writer writer = { table, function, 0 };
  GThread *thread = g_thread_new ("blocks", block_thread, &writer);

  for (guint64 index = 0; index < N_EACH; index++)
    fanfold_job_table_cancel (table, index, 1);
  g_thread_join (thread);
  g_assert_cmpuint (count (table, FANFOLD_JOB_CANCELLED), ==, N_EACH);
  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 0);
}

static gpointer
write_thread (gpointer data)
{
  Writer *writer = data;

  for (guint64 i = 0; i < N_EACH; i++)
    {
      guint64 index = i * N_THREADS + writer->slot;

      fanfold_job_table_begin (writer->table, index, writer->slot, 1);
      finish_one (writer->table, writer->function, index, writer->slot, FANFOLD_JOB_DONE);
    }

  return NULL;
}

/* Neighbouring rows written from several threads while somebody reads: no count is lost. */
static void
test_threads (void)
{
  g_autoptr (FanfoldFunction) function = function_new ();
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new (N_THREADS * N_EACH);
  Writer writers[N_THREADS];
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    {
      writers[i] = (Writer){ table, function, i };
      threads[i] = g_thread_new ("writer", write_thread, &writers[i]);
    }
  while (count (table, FANFOLD_JOB_DONE) < N_THREADS * N_EACH)
    g_thread_yield ();
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (count (table, FANFOLD_JOB_WAITING), ==, 0);
  g_assert_cmpuint (count (table, FANFOLD_JOB_RUNNING), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-table/untouched", test_untouched);
  g_test_add_func ("/job-table/life", test_life);
  g_test_add_func ("/job-table/put-back", test_put_back);
  g_test_add_func ("/job-table/skip-rest", test_skip_rest);
  g_test_add_func ("/job-table/growing", test_growing);
  g_test_add_func ("/job-table/again", test_again);
  g_test_add_func ("/job-table/late-give-back", test_late_give_back);
  g_test_add_func ("/job-table/attempts", test_attempts);
  g_test_add_func ("/job-table/cancel", test_cancel);
  g_test_add_func ("/job-table/find", test_find);
  g_test_add_func ("/job-table/cancel-threads", test_cancel_threads);
  g_test_add_func ("/job-table/threads", test_threads);

  return g_test_run ();
}
