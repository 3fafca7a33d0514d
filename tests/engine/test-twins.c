/* test-twins.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-lock.h"
#include "fanfold-twins.h"
#include "pure.h"

typedef struct
{
  FanfoldFunction *function;
  FanfoldCombine *combine;
  FanfoldJobTable *table;
  FanfoldDispatch *dispatch;
  FanfoldTwins *twins;

  GMutex mutex;
  GString *copies; /* "first+n=result " */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const PureItem item = { 1, 0, data };
  FanfoldDispatchSpec spec = { .jobs = fanfold_ranges_new (), .n_slots = 4 };
  guint64 n_jobs;

  fixture->function = pure_function ();
  fixture->combine = pure_combine (fixture->function, &item, 1);
  n_jobs = fanfold_combine_get_n_jobs (fixture->combine);
  fanfold_ranges_add (spec.jobs, 0, n_jobs);
  fixture->table = fanfold_job_table_new (n_jobs);
  fixture->dispatch = fanfold_dispatch_new (&spec);
  fixture->twins = fanfold_twins_new (fixture->combine, fixture->table, fixture->dispatch);
  fixture->copies = g_string_new (NULL);
  g_mutex_init (&fixture->mutex);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->twins, fanfold_twins_free);
  fanfold_dispatch_free (fixture->dispatch);
  fanfold_job_table_unref (fixture->table);
  fanfold_combine_unref (fixture->combine);
  g_object_unref (fixture->function);
  g_string_free (fixture->copies, TRUE);
  g_mutex_clear (&fixture->mutex);
}

static void
copies_cb (FanfoldBlock *copies, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GString) result = g_string_new (NULL);

  g_assert_cmpint (fanfold_block_get_state (copies, 0), ==, FANFOLD_JOB_CACHED);
  fanfold_block_append_result (copies, result, 0);
  fanfold_job_table_finish (fixture->table, copies, FALSE);

  fanfold_lock (&fixture->mutex);
  g_string_append_printf (fixture->copies,
                          "%" G_GUINT64_FORMAT "+%u=%s ",
                          fanfold_block_get_first (copies),
                          fanfold_block_get_n_jobs (copies),
                          result->str);
  fanfold_unlock (&fixture->mutex);
}

static void
assert_copies (Fixture *fixture, const char *expected)
{
  g_assert_cmpstr (fixture->copies->str, ==, expected);
  g_string_truncate (fixture->copies, 0);
}

static guint64
take (Fixture *fixture)
{
  FanfoldAssignment got;

  fanfold_dispatch_next (fixture->dispatch, 0, &got);
  g_assert_cmpint (got.kind, ==, FANFOLD_DISPATCH_RUN);
  g_assert_cmpuint (got.n, ==, 1);

  return got.first;
}

static void
assert_taken (Fixture *fixture, guint64 index, gboolean parked)
{
  g_assert_cmpuint (take (fixture), ==, index);
  g_assert_cmpint (fanfold_twins_park (fixture->twins, index, copies_cb, fixture), ==, parked);
}

static void
assert_leave (Fixture *fixture)
{
  FanfoldAssignment got;

  fanfold_dispatch_next (fixture->dispatch, 0, &got);
  g_assert_cmpint (got.kind, ==, FANFOLD_DISPATCH_LEAVE);
}

/* Its result is its number. */
static void
finish (Fixture *fixture, guint64 index, FanfoldJobState state, gboolean was_out)
{
  g_autofree char *json = g_strdup_printf ("%" G_GUINT64_FORMAT, index);
  g_autoptr (FanfoldBlock) block = NULL;

  block = fanfold_block_new_single (fixture->function,
                                    index,
                                    0,
                                    1,
                                    state,
                                    1,
                                    0,
                                    NULL,
                                    state == FANFOLD_JOB_DONE ? json : NULL,
                                    NULL);
  if (was_out)
    fanfold_dispatch_finish (fixture->dispatch, index, 1);
  fanfold_job_table_finish (fixture->table, block, FALSE);
  fanfold_twins_finish (fixture->twins, block, copies_cb, fixture);
}

static FanfoldJobState
get_state (Fixture *fixture, guint64 index)
{
  FanfoldJobRow row;

  fanfold_job_table_get (fixture->table, index, &row);

  return row.state;
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  assert_taken (fixture, 0, FALSE);
  assert_taken (fixture, 1, FALSE);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "");
}

/* Parked ones and those that were not given out yet: side by side in one block. */
static void
test_done (Fixture *fixture, gconstpointer data)
{
  assert_taken (fixture, 0, FALSE);
  assert_taken (fixture, 1, TRUE);
  assert_taken (fixture, 2, FALSE);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (fixture->dispatch), ==, 6);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "1+1=0 3+3=0 ");
  g_assert_cmpint (get_state (fixture, 4), ==, FANFOLD_JOB_CACHED);

  assert_taken (fixture, 6, TRUE);
  assert_taken (fixture, 7, FALSE);
  finish (fixture, 2, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "6+1=2 ");
  finish (fixture, 7, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "");
  assert_leave (fixture);
}

/* What was out when the result came gets it when it comes along. */
static void
test_late (Fixture *fixture, gconstpointer data)
{
  assert_taken (fixture, 0, FALSE);
  g_assert_cmpuint (take (fixture), ==, 1);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "3+3=0 ");

  g_assert_true (fanfold_twins_park (fixture->twins, 1, copies_cb, fixture));
  assert_copies (fixture, "1+1=0 ");
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (fixture->dispatch), ==, 3);
}

/* The same when it was handed back meanwhile. */
static void
test_late_returned (Fixture *fixture, gconstpointer data)
{
  assert_taken (fixture, 0, FALSE);
  g_assert_cmpuint (take (fixture), ==, 1);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  fanfold_dispatch_return (fixture->dispatch, 1, 1);
  assert_copies (fixture, "3+3=0 ");
  assert_taken (fixture, 1, TRUE);
  assert_copies (fixture, "1+1=0 ");
}

/* Or taken back: then it has no copy. */
static void
test_late_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();

  fanfold_ranges_add (jobs, 1, 1);
  assert_taken (fixture, 0, FALSE);
  g_assert_cmpuint (take (fixture), ==, 1);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "3+3=0 ");
  fanfold_dispatch_cancel (fixture->dispatch, jobs, NULL);
  g_assert_true (fanfold_twins_park (fixture->twins, 1, copies_cb, fixture));
  assert_copies (fixture, "");
  finish (fixture, 1, FANFOLD_JOB_CANCELLED, FALSE);
  assert_copies (fixture, "");
}

/* A job that fails costs its twins nothing: they are computed themselves, all at once. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  assert_taken (fixture, 0, FALSE);
  assert_taken (fixture, 1, TRUE);
  assert_taken (fixture, 2, FALSE);
  assert_taken (fixture, 3, TRUE);
  finish (fixture, 0, FANFOLD_JOB_CRASHED, TRUE);
  assert_copies (fixture, "");
  assert_taken (fixture, 1, FALSE);
  assert_taken (fixture, 3, FALSE);
  assert_taken (fixture, 4, FALSE);

  /* One that succeeds spares those that were not begun; the others end on their own. */
  finish (fixture, 3, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "5+1=3 ");
  finish (fixture, 1, FANFOLD_JOB_FAILED, TRUE);
  finish (fixture, 4, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "");
  g_assert_cmpint (get_state (fixture, 0), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpint (get_state (fixture, 1), ==, FANFOLD_JOB_FAILED);
  g_assert_cmpint (get_state (fixture, 4), ==, FANFOLD_JOB_DONE);
}

/* While it is to be tried again, its twins stay parked. */
static void
test_retried (Fixture *fixture, gconstpointer data)
{
  assert_taken (fixture, 0, FALSE);
  assert_taken (fixture, 1, TRUE);
  fanfold_dispatch_retry (fixture->dispatch, 0, 0);
  assert_taken (fixture, 0, FALSE);
  fanfold_dispatch_return (fixture->dispatch, 0, 1);
  assert_taken (fixture, 0, FALSE);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "1+1=0 3+3=0 ");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  FanfoldAssignment got;

  assert_taken (fixture, 0, FALSE);
  assert_taken (fixture, 1, TRUE);
  assert_taken (fixture, 2, FALSE);
  assert_taken (fixture, 3, TRUE);
  fanfold_dispatch_retry (fixture->dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);

  /* The one that is to be computed, and one of the parked. */
  fanfold_ranges_add (jobs, 0, 2);
  fanfold_dispatch_cancel (fixture->dispatch, jobs, NULL);
  fanfold_dispatch_next (fixture->dispatch, 0, &got);
  g_assert_cmpint (got.kind, ==, FANFOLD_DISPATCH_CANCEL);
  g_assert_cmpuint (got.n, ==, 2);
  finish (fixture, 1, FANFOLD_JOB_CANCELLED, FALSE);
  finish (fixture, 0, FANFOLD_JOB_CANCELLED, FALSE);
  assert_taken (fixture, 3, FALSE);
  finish (fixture, 3, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "4+2=3 ");
}

/* Once all is over a job may be asked for again, and its twins stay as they are. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };

  assert_taken (fixture, 0, FALSE);
  finish (fixture, 0, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "1+1=0 3+3=0 ");
  fanfold_job_table_take_back (fixture->table, 3, 1, counts, NULL);
  fanfold_dispatch_add (fixture->dispatch, 3, 1);
  assert_taken (fixture, 2, FALSE);
  assert_taken (fixture, 3, FALSE);
  finish (fixture, 3, FANFOLD_JOB_DONE, TRUE);
  assert_copies (fixture, "");
  g_assert_cmpint (get_state (fixture, 3), ==, FANFOLD_JOB_DONE);
}

/* Slots together: all jobs are over once, few are computed. */

typedef struct
{
  Fixture *fixture;
  guint slot;
  guint n_computed;
} Member;

static gpointer
crowd_thread (gpointer user_data)
{
  Member *member = user_data;
  Fixture *fixture = member->fixture;
  g_autoptr (GRand) rand = g_rand_new_with_seed (member->slot);
  FanfoldAssignment got;

  for (;;)
    {
      fanfold_dispatch_next (fixture->dispatch, member->slot, &got);
      if (got.kind == FANFOLD_DISPATCH_LEAVE)
        return NULL;

      for (guint64 i = got.first; i < got.first + got.n; i++)
        {
          if (fanfold_twins_park (fixture->twins, i, copies_cb, fixture))
            continue;
          if (g_rand_int_range (rand, 0, 10) == 0)
            {
              fanfold_dispatch_retry (fixture->dispatch, i, 100);
              continue;
            }
          member->n_computed++;
          finish (fixture, i, g_rand_boolean (rand) ? FANFOLD_JOB_DONE : FANFOLD_JOB_FAILED, TRUE);
        }
      fanfold_dispatch_learn (fixture->dispatch, got.n, got.n * 1e-5);
    }
}

static void
test_crowd (void)
{
  g_autoptr (GString) values = g_string_new ("['a'");
  Fixture fixture;
  Member members[4];
  GThread *threads[4];
  guint64 counts[FANFOLD_N_JOB_STATES];
  guint n_computed = 0;

  for (guint i = 1; i < 5000; i++)
    g_string_append_printf (values, ", '%u'", i * 7919 % 500);
  g_string_append_c (values, ']');
  set_up (&fixture, values->str);

  for (guint i = 0; i < 4; i++)
    {
      members[i] = (Member){ &fixture, i, 0 };
      threads[i] = g_thread_new ("slot", crowd_thread, &members[i]);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_thread_join (threads[i]);
      n_computed += members[i].n_computed;
    }

  fanfold_job_table_get_counts (fixture.table, counts);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (fixture.dispatch), ==, 0);
  g_assert_cmpuint (counts[FANFOLD_JOB_DONE] + counts[FANFOLD_JOB_FAILED], ==, n_computed);
  g_assert_cmpuint (n_computed + counts[FANFOLD_JOB_CACHED], ==, 5000);
  g_assert_cmpuint (n_computed, >=, 501);
  g_assert_cmpuint (n_computed, <, 2500);
  tear_down (&fixture, NULL);
}

/* 100,000 equal jobs that all fail are no more than that many jobs. */
static void
test_many_failures (void)
{
  g_autoptr (FanfoldFunction) function = pure_function ();
  const PureItem item = { 3, 0, "100000" };
  FanfoldDispatchSpec spec = { .jobs = fanfold_ranges_new (), .n_slots = 1 };
  Fixture fixture = { .function = function };

  fanfold_ranges_add (spec.jobs, 0, 100000);
  fixture.combine = pure_combine (function, &item, 1);
  fixture.table = fanfold_job_table_new (100000);
  fixture.dispatch = fanfold_dispatch_new (&spec);
  fixture.twins = fanfold_twins_new (fixture.combine, fixture.table, fixture.dispatch);
  fixture.copies = g_string_new (NULL);
  g_mutex_init (&fixture.mutex);
  g_object_ref (function);

  for (guint64 i = 0; i < 2000; i++)
    {
      assert_taken (&fixture, i, FALSE);
      finish (&fixture, i, FANFOLD_JOB_FAILED, TRUE);
    }
  assert_taken (&fixture, 2000, FALSE);
  finish (&fixture, 2000, FANFOLD_JOB_DONE, TRUE);
  g_assert_true (g_str_has_prefix (fixture.copies->str, "2001+4096=2000 6097+4096=2000 "));
  assert_leave (&fixture);
  tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define LIST "['a', 'a', 'b', 'a', 'a', 'a', 'b', 'c']"
#define ADD(path, func) g_test_add (path, Fixture, LIST, set_up, func, tear_down)
  g_test_add ("/twins/none", Fixture, "['a', 'b']", set_up, test_none, tear_down);
  ADD ("/twins/done", test_done);
  ADD ("/twins/late", test_late);
  ADD ("/twins/late-returned", test_late_returned);
  ADD ("/twins/late-cancelled", test_late_cancelled);
  ADD ("/twins/failed", test_failed);
  ADD ("/twins/retried", test_retried);
  ADD ("/twins/cancelled", test_cancelled);
  ADD ("/twins/again", test_again);
#undef ADD
  g_test_add_func ("/twins/crowd", test_crowd);
  g_test_add_func ("/twins/many-failures", test_many_failures);

  return g_test_run ();
}
