/* test-job-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-table.h"

#define N_THREADS 4
#define N_EACH 20000

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
finish_one (FanfoldJobTable *table,
            FanfoldFunction *function,
            guint64 index,
            guint32 slot,
            FanfoldJobState state)
{
  g_autoptr (FanfoldBlock) block =
      fanfold_block_new_single (function, index, slot, 1, state, 1000, 0.25, NULL, "1", NULL);

  fanfold_job_table_finish (table, block, FALSE);
  fanfold_job_table_give_back (table, slot);
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

typedef struct
{
  FanfoldJobTable *table;
  FanfoldFunction *function;
  guint32 slot;
} Writer;

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
  g_test_add_func ("/job-table/threads", test_threads);

  return g_test_run ();
}
