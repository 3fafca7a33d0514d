/* test-dispatch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-block.h"
#include "fanfold-dispatch.h"
#include "fanfold-lock.h"
#include "fanfold-n-jobs.h"

#define EFFECT_USEC (100 * 1000)

static FanfoldDispatch *
make (guint64 n_jobs, guint n_slots, FanfoldDispatchSpec spec)
{
  spec.jobs = fanfold_ranges_new ();
  fanfold_ranges_add (spec.jobs, 0, n_jobs);
  spec.n_slots = n_slots;

  return fanfold_dispatch_new (&spec);
}

static FanfoldDispatch *
make_plain (guint64 n_jobs, guint n_slots)
{
  return make (n_jobs, n_slots, (FanfoldDispatchSpec){ 0 });
}

static void
assert_next (FanfoldDispatch *dispatch, FanfoldDispatchKind kind, guint64 first, guint n)
{
  FanfoldAssignment got;

  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpint (got.kind, ==, kind);
  g_assert_cmpuint (got.first, ==, first);
  g_assert_cmpuint (got.n, ==, n);
}

static void
assert_run (FanfoldDispatch *dispatch, guint64 index)
{
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, index, 1);
}

static void
assert_leave (FanfoldDispatch *dispatch)
{
  assert_next (dispatch, FANFOLD_DISPATCH_LEAVE, 0, 0);
}

static guint64
cancel (FanfoldDispatch *dispatch, guint64 first, guint64 n)
{
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();

  fanfold_ranges_add (jobs, first, n);
  fanfold_dispatch_cancel (dispatch, jobs, taken);

  return fanfold_ranges_get_size (taken);
}

/* A slot that asks once, on a thread of its own. */
typedef struct
{
  FanfoldDispatch *dispatch;
  guint slot;
  FanfoldAssignment got;
  gint64 returned_usec;
  GThread *thread;
} Asker;

static gpointer
ask_thread (gpointer user_data)
{
  Asker *asker = user_data;

  fanfold_take_over (asker);
  fanfold_dispatch_next (asker->dispatch, asker->slot, &asker->got);
  asker->returned_usec = g_get_monotonic_time ();
  fanfold_hand_over (asker);

  return NULL;
}

static void
asker_start (Asker *asker, FanfoldDispatch *dispatch, guint slot)
{
  *asker = (Asker){ .dispatch = dispatch, .slot = slot };
  fanfold_hand_over (asker);
  asker->thread = g_thread_new ("asker", ask_thread, asker);
}

/* How long after @since_usec it had something. */
static gint64
asker_end (Asker *asker, gint64 since_usec)
{
  g_thread_join (asker->thread);
  fanfold_take_over (asker);

  return asker->returned_usec - since_usec;
}

static void
test_order (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (100, 2);
  guint64 i;

  for (i = 0; i < 100; i++)
    {
      assert_run (dispatch, i);
      fanfold_dispatch_learn (dispatch, 1, 1e-6);
      fanfold_dispatch_finish (dispatch, i, 1);
      g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 99 - i);
    }
  assert_leave (dispatch);
}

static void
test_holes (void)
{
  FanfoldDispatchSpec spec = {
    .jobs = fanfold_ranges_new (), .n_slots = 1, .may_bundle = TRUE, .batch_size = 10
  };
  g_autoptr (FanfoldDispatch) dispatch = NULL;

  fanfold_ranges_add (spec.jobs, 3, 2);
  fanfold_ranges_add (spec.jobs, 7, 20);
  dispatch = fanfold_dispatch_new (&spec);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 3, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 7, 10);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 17, 10);
  fanfold_dispatch_finish (dispatch, 3, 2);
  fanfold_dispatch_finish (dispatch, 7, 20);
  assert_leave (dispatch);
}

/* Bundles that grow and towards the end shrink. */
static void
test_bundles (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (1000 * 1000, 2, (FanfoldDispatchSpec){ .may_bundle = TRUE });
  FanfoldAssignment got;
  guint64 next = 0;
  guint before = 1, largest = 0, last = 0;

  for (;;)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      if (got.kind == FANFOLD_DISPATCH_LEAVE)
        break;

      g_assert_cmpuint (got.first, ==, next);
      g_assert_cmpuint (got.n, <=, 8 * before);
      next += got.n;
      largest = MAX (largest, got.n);
      last = before = got.n;
      fanfold_dispatch_learn (dispatch, got.n, got.n * 1e-6);
      fanfold_dispatch_finish (dispatch, got.first, got.n);
    }

  g_assert_cmpuint (next, ==, 1000 * 1000);
  g_assert_cmpuint (largest, ==, FANFOLD_BLOCK_MAX_JOBS);
  g_assert_cmpuint (last, ==, 1);
}

static void
test_long_jobs (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (100000, 2, (FanfoldDispatchSpec){ .may_bundle = TRUE });
  FanfoldAssignment got;

  for (guint i = 0; i < 10; i++)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      fanfold_dispatch_learn (dispatch, got.n, got.n * 1e-5);
    }
  g_assert_cmpuint (got.n, >=, 1499); /* 15 ms of 10 µs each */
  g_assert_cmpuint (got.n, <=, 1501);

  /* Some of 5 ms fit, two of 8 ms do not. */
  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.005);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 3);
  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.0051);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 2);
  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.008);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 1);

  fanfold_dispatch_learn (dispatch, got.n, got.n * 0.5);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 1);
  fanfold_dispatch_learn (dispatch, 0, 1);
  fanfold_dispatch_learn (dispatch, 1, 0);
  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpuint (got.n, ==, 8);
}

static void
test_batch_size (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (25, 4, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 10 });
  g_autoptr (FanfoldDispatch) alone = make (25, 4, (FanfoldDispatchSpec){ .batch_size = 10 });
  g_autoptr (FanfoldDispatch) slow =
      make (25, 4, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 10, .delay_usec = 1 });

  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 0, 10);
  fanfold_dispatch_learn (dispatch, 10, 1e-5);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 10, 10);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 20, 5);

  fanfold_dispatch_return (dispatch, 0, 25);
  fanfold_dispatch_learn (dispatch, 10, 1);
  assert_run (dispatch, 0);
  fanfold_dispatch_learn (dispatch, 1, 1e-6);
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 1, 10);

  /* Those that may not travel together do not, whatever is asked for. */
  assert_run (alone, 0);
  assert_run (slow, 0);
}

static void
test_returned (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (4, 1);

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  fanfold_dispatch_return (dispatch, 0, 2);
  fanfold_dispatch_return (dispatch, 0, 0);
  for (guint64 i = 0; i < 4; i++)
    assert_run (dispatch, i);
  fanfold_dispatch_return (dispatch, 2, 1);
  assert_run (dispatch, 2);
  fanfold_dispatch_finish (dispatch, 0, 4);
  assert_leave (dispatch);
}

/* While jobs are out that may come back, a slot waits. */
static void
test_wait_for_return (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (1, 2);
  Asker asker;
  gint64 now;

  assert_run (dispatch, 0);
  asker_start (&asker, dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_return (dispatch, 0, 1);
  g_assert_cmpint (asker_end (&asker, now), >=, 0);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_RUN);

  asker_start (&asker, dispatch, 0);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_finish (dispatch, 0, 1);
  g_assert_cmpint (asker_end (&asker, now), >=, 0);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_LEAVE);
}

static void
test_retry (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (3, 1);
  gint64 begin;

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  begin = g_get_monotonic_time ();
  fanfold_dispatch_retry (dispatch, 0, 60000);
  fanfold_dispatch_retry (dispatch, 1, 30000);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 3);
  assert_run (dispatch, 2);
  assert_run (dispatch, 1);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 30000);
  assert_run (dispatch, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 60000);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 60000 + EFFECT_USEC);

  fanfold_dispatch_retry (dispatch, 0, 0);
  assert_run (dispatch, 0);
  fanfold_dispatch_finish (dispatch, 0, 3);
  assert_leave (dispatch);
}

/* A job that is due sooner than what a slot waits for already. */
static void
test_retry_sooner (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (2, 2);
  Asker asker;
  gint64 now, took;

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  fanfold_dispatch_retry (dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);
  asker_start (&asker, dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_retry (dispatch, 1, 10000);
  took = asker_end (&asker, now);
  g_assert_cmpint (took, >=, 10000);
  g_assert_cmpint (took, <, EFFECT_USEC);
  g_assert_cmpuint (asker.got.first, ==, 1);
}

static void
test_retry_many (void)
{
  guint64 n = 100000;
  g_autoptr (FanfoldDispatch) dispatch = make (
      n, 1, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = FANFOLD_BLOCK_MAX_JOBS });
  FanfoldAssignment got;
  guint64 out = 0;

  while (out < n)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      out += got.n;
    }
  for (guint64 i = 0; i < n; i++)
    fanfold_dispatch_retry (dispatch, i, i % 3 * 1000);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, n);
  g_assert_cmpuint (fanfold_dispatch_settle (dispatch, 10, n - 20, NULL), ==, n - 20);
  g_assert_cmpuint (cancel (dispatch, 0, 10), ==, 10);
  fanfold_dispatch_add (dispatch, 0, n);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, n);
}

static void
test_delay (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (3, 3, (FanfoldDispatchSpec){ .may_bundle = TRUE, .delay_usec = 30000 });
  Asker askers[3];
  gint64 begin = g_get_monotonic_time ();
  gint64 times[3];

  for (guint i = 0; i < 3; i++)
    asker_start (&askers[i], dispatch, i);
  for (guint i = 0; i < 3; i++)
    {
      gint64 took = asker_end (&askers[i], begin);

      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
      g_assert_cmpuint (askers[i].got.n, ==, 1);
      times[askers[i].got.first] = took;
    }
  g_assert_cmpint (times[1], >=, 30000);
  g_assert_cmpint (times[2], >=, 60000);
  g_assert_cmpint (times[2], <, 60000 + EFFECT_USEC);
}

/* A start that is due is not missed where the slot that watches the clock waits for something
 * later. */
static void
test_delay_behind_retry (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (1, 2, (FanfoldDispatchSpec){ .growing = TRUE, .delay_usec = 30000 });
  Asker askers[2];
  gint64 now;

  assert_run (dispatch, 0);
  fanfold_dispatch_retry (dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);
  g_usleep (40000);
  asker_start (&askers[0], dispatch, 0);
  asker_start (&askers[1], dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_add (dispatch, 1, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (asker_end (&askers[i], now), <, 30000 + EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
    }
}

static void
test_pause (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 2);
  Asker askers[2];
  gint64 now;

  fanfold_dispatch_pause (dispatch);
  asker_start (&askers[0], dispatch, 0);
  asker_start (&askers[1], dispatch, 1);
  g_usleep (30000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_resume (dispatch);
  for (guint i = 0; i < 2; i++)
    {
      gint64 took = asker_end (&askers[i], now);

      g_assert_cmpint (took, >=, 0);
      g_assert_cmpint (took, <, EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
    }
}

/* What would be due while it is paused is not forgotten. */
static void
test_pause_with_retry (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (1, 1);
  Asker asker;
  gint64 now;

  assert_run (dispatch, 0);
  fanfold_dispatch_retry (dispatch, 0, 10000);
  asker_start (&asker, dispatch, 0);
  fanfold_dispatch_pause (dispatch);
  g_usleep (30000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_resume (dispatch);
  g_assert_cmpint (asker_end (&asker, now), >=, 0);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_RUN);
}

static void
test_closed (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 3);
  Asker askers[2];

  assert_run (dispatch, 0);
  fanfold_dispatch_pause (dispatch);
  asker_start (&askers[0], dispatch, 1);
  asker_start (&askers[1], dispatch, 2);
  g_usleep (10000);
  fanfold_dispatch_close (dispatch);
  for (guint i = 0; i < 2; i++)
    {
      asker_end (&askers[i], 0);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_LEAVE);
    }
  fanfold_dispatch_return (dispatch, 0, 1);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 10);

  /* Who is taken back is told of all the same. */
  g_assert_cmpuint (cancel (dispatch, 0, 10), ==, 10);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 10);
  assert_leave (dispatch);
}

/* Who changes their mind before a slot was told finds the jobs where they were. */
static void
test_keep (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 1);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) kept = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) none = fanfold_ranges_new ();

  g_assert_cmpuint (cancel (dispatch, 0, 4), ==, 4);
  fanfold_ranges_add (jobs, 2, 5);
  fanfold_dispatch_keep (dispatch, jobs, kept);
  g_assert_cmpuint (fanfold_ranges_get_size (kept), ==, 2);
  g_assert_true (fanfold_ranges_contains (kept, 2));
  g_assert_true (fanfold_ranges_contains (kept, 3));
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 8);

  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 2);
  fanfold_ranges_add (jobs, 0, 2);
  fanfold_dispatch_keep (dispatch, jobs, none);
  g_assert_cmpuint (fanfold_ranges_get_size (none), ==, 0);
  assert_run (dispatch, 2);
}

/* Of jobs that are out, those are run that come before the first that was taken back. */
static void
test_count_wanted (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (10, 1, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 6 });

  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 0, 6);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 0, 6), ==, 6);
  g_assert_cmpuint (cancel (dispatch, 4, 4), ==, 2);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 0, 6), ==, 4);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 4, 2), ==, 0);
  g_assert_cmpuint (fanfold_dispatch_count_wanted (dispatch, 0, 3), ==, 3);

  fanfold_dispatch_finish (dispatch, 0, 4);
  fanfold_dispatch_return (dispatch, 4, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 4, 4);
}

static void
test_cancel_waiting (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 1);

  g_assert_cmpuint (cancel (dispatch, 2, 3), ==, 3);
  g_assert_cmpuint (cancel (dispatch, 2, 4), ==, 1);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 6);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 2, 4);
  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  assert_run (dispatch, 6);
}

/* What the caller's set held before is none of our business. */
static void
test_cancel_into (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 1);
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();

  assert_run (dispatch, 0);
  fanfold_ranges_add (jobs, 0, 2);
  fanfold_ranges_add (taken, 0, 1);
  fanfold_dispatch_cancel (dispatch, jobs, taken);
  g_assert_cmpuint (fanfold_ranges_get_size (taken), ==, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 1, 1);
  fanfold_dispatch_cancel (dispatch, jobs, NULL);
  assert_run (dispatch, 2);
}

static void
test_cancel_delayed (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (2, 1);

  assert_run (dispatch, 0);
  assert_run (dispatch, 1);
  fanfold_dispatch_retry (dispatch, 0, 600 * (gint64) G_USEC_PER_SEC);
  fanfold_dispatch_park (dispatch, 1);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 2);
  g_assert_cmpuint (cancel (dispatch, 0, 2), ==, 2);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 0);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 0, 2);
  assert_leave (dispatch);
}

/* Jobs that are out are taken back when they come back: unbegun, to be tried again, or parked. */
static void
test_cancel_out (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (8, 1, (FanfoldDispatchSpec){ .may_bundle = TRUE, .batch_size = 8 });

  assert_next (dispatch, FANFOLD_DISPATCH_RUN, 0, 8);
  g_assert_cmpuint (cancel (dispatch, 1, 2), ==, 0);
  g_assert_cmpuint (cancel (dispatch, 5, 3), ==, 0);
  fanfold_dispatch_finish (dispatch, 0, 2);
  fanfold_dispatch_return (dispatch, 2, 2);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 2, 1);
  assert_run (dispatch, 3);
  fanfold_dispatch_retry (dispatch, 5, 0);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 5, 1);
  fanfold_dispatch_park (dispatch, 6);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 6, 1);
  fanfold_dispatch_finish (dispatch, 7, 1);
  fanfold_dispatch_finish (dispatch, 3, 2);
  assert_leave (dispatch);

  /* Once it was out and is over, it may be asked for again. */
  fanfold_dispatch_add (dispatch, 7, 1);
  assert_run (dispatch, 7);
  fanfold_dispatch_return (dispatch, 7, 1);
  assert_run (dispatch, 7);
}

/* A slot that is idle is told at once. */
static void
test_cancel_idle (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (3, 2);
  Asker asker;
  gint64 now;

  fanfold_dispatch_pause (dispatch);
  asker_start (&asker, dispatch, 1);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  g_assert_cmpuint (cancel (dispatch, 1, 100), ==, 2);
  g_assert_cmpint (asker_end (&asker, now), <, EFFECT_USEC);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_CANCEL);
}

static void
test_parked (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (6, 1);
  g_autoptr (FanfoldRanges) settled = fanfold_ranges_new ();

  for (guint64 i = 0; i < 5; i++)
    assert_run (dispatch, i);
  for (guint64 i = 1; i < 5; i++)
    fanfold_dispatch_park (dispatch, i);
  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 5);
  g_assert_cmpuint (cancel (dispatch, 4, 1), ==, 1);

  /* Neither a job that is out nor one that was taken back is settled or given out again. */
  g_assert_cmpuint (fanfold_dispatch_settle (dispatch, 0, 2, settled), ==, 1);
  g_assert_true (fanfold_ranges_contains (settled, 1));
  fanfold_dispatch_unpark (dispatch, 0, 5);
  assert_next (dispatch, FANFOLD_DISPATCH_CANCEL, 4, 1);
  assert_run (dispatch, 2);
  assert_run (dispatch, 3);
  assert_run (dispatch, 5);
  fanfold_dispatch_park (dispatch, 5);
  fanfold_dispatch_finish (dispatch, 0, 1);
  fanfold_dispatch_finish (dispatch, 2, 2);
  g_assert_cmpuint (fanfold_dispatch_settle (dispatch, 0, 100, settled), ==, 1);
  g_assert_cmpuint (fanfold_ranges_get_size (settled), ==, 2);
  assert_leave (dispatch);
}

static void
test_n_slots (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make_plain (10, 3);
  Asker askers[2];
  gint64 now;

  for (guint i = 0; i < 3; i++)
    g_assert_true (fanfold_dispatch_enter (dispatch, i));
  g_assert_false (fanfold_dispatch_enter (dispatch, 1));

  /* Those that are too many leave, also while it is paused. */
  fanfold_dispatch_pause (dispatch);
  asker_start (&askers[0], dispatch, 1);
  asker_start (&askers[1], dispatch, 2);
  g_usleep (20000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_set_n_slots (dispatch, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (asker_end (&askers[i], now), <, EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_LEAVE);
    }
  fanfold_dispatch_resume (dispatch);
  assert_run (dispatch, 0);

  fanfold_dispatch_set_n_slots (dispatch, 3);
  g_assert_false (fanfold_dispatch_enter (dispatch, 0));
  g_assert_true (fanfold_dispatch_enter (dispatch, 1));
  g_assert_true (fanfold_dispatch_enter (dispatch, 2));
  asker_start (&askers[0], dispatch, 2);
  asker_end (&askers[0], 0);
  g_assert_cmpint (askers[0].got.kind, ==, FANFOLD_DISPATCH_RUN);

  fanfold_dispatch_leave (dispatch, 2);
  g_assert_true (fanfold_dispatch_enter (dispatch, 2));
}

static guint64
weigh (guint64 index, gpointer user_data)
{
  const guint64 *weights = user_data;

  return weights[index];
}

static FanfoldDispatch *
make_weighed (const guint64 *weights, guint64 n_jobs, guint64 capacity)
{
  return make (n_jobs,
               5,
               (FanfoldDispatchSpec){ .may_bundle = TRUE,
                                      .batch_size = 2,
                                      .weigh = weigh,
                                      .capacity = capacity,
                                      .user_data = (gpointer) weights });
}

static void
assert_slot_runs (FanfoldDispatch *dispatch, guint slot, guint64 index)
{
  FanfoldAssignment got;

  fanfold_dispatch_next (dispatch, slot, &got);
  g_assert_cmpint (got.kind, ==, FANFOLD_DISPATCH_RUN);
  g_assert_cmpuint (got.first, ==, index);
  g_assert_cmpuint (got.n, ==, 1);
}

/* Waits until there is room, and is not passed by what would fit. */
static void
test_weights (void)
{
  static const guint64 weights[] = { 1, 2, 3, 1, 1 };
  g_autoptr (FanfoldDispatch) dispatch = make_weighed (weights, 5, 4);
  Asker askers[2];
  gint64 now;

  assert_slot_runs (dispatch, 0, 0);
  assert_slot_runs (dispatch, 1, 1);
  asker_start (&askers[0], dispatch, 2);
  asker_start (&askers[1], dispatch, 3);
  g_usleep (50000);
  fanfold_dispatch_finish (dispatch, 0, 1);
  now = g_get_monotonic_time ();

  /* The first slot gives its one back and waits behind the others, as 2 of 4 are still taken. */
  fanfold_dispatch_leave (dispatch, 0);
  g_usleep (50000);
  fanfold_dispatch_finish (dispatch, 1, 1);
  assert_slot_runs (dispatch, 1, 2);
  g_assert_cmpint (asker_end (&askers[0], 0), >, now + 40000);
  g_assert_cmpint (askers[0].got.kind, ==, FANFOLD_DISPATCH_RUN);
  fanfold_dispatch_finish (dispatch, askers[0].got.first, 1);
  fanfold_dispatch_leave (dispatch, 2);
  g_assert_cmpint (asker_end (&askers[1], 0), >, now + 40000);
  g_assert_cmpuint (askers[0].got.first + askers[1].got.first, ==, 3 + 4);
}

/* One that is heavier than all there is runs alone. */
static void
test_heavy (void)
{
  static const guint64 weights[] = { 100, 1, 100, 1 };
  g_autoptr (FanfoldDispatch) dispatch = make_weighed (weights, 4, 4);
  Asker asker;
  gint64 now;

  assert_slot_runs (dispatch, 0, 0);
  asker_start (&asker, dispatch, 1);
  g_usleep (50000);
  fanfold_dispatch_retry (dispatch, 0, 0);
  now = g_get_monotonic_time ();
  assert_slot_runs (dispatch, 0, 0);
  g_usleep (50000);
  fanfold_dispatch_finish (dispatch, 0, 1);
  fanfold_dispatch_leave (dispatch, 0);
  g_assert_cmpint (asker_end (&asker, now), >, 40000);
  g_assert_cmpuint (asker.got.first, ==, 1);

  /* Until there is more. */
  asker_start (&asker, dispatch, 0);
  g_usleep (50000);
  now = g_get_monotonic_time ();
  fanfold_dispatch_set_capacity (dispatch, 101);
  g_assert_cmpint (asker_end (&asker, now), <, EFFECT_USEC);
  g_assert_cmpint (asker.returned_usec, >=, now);
  g_assert_cmpuint (asker.got.first, ==, 2);
}

static gpointer
feed_thread (gpointer user_data)
{
  FanfoldDispatch *dispatch = user_data;

  for (guint64 i = 0; i < 1000; i++)
    {
      if (!fanfold_dispatch_wait_below (dispatch, 5))
        return NULL;
      g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), <, 5);
      fanfold_dispatch_add (dispatch, i, 1);
    }
  fanfold_dispatch_complete (dispatch);

  return NULL;
}

static void
test_growing (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (0, 1, (FanfoldDispatchSpec){ .growing = TRUE, .may_bundle = TRUE, .batch_size = 3 });
  GThread *thread = g_thread_new ("feed", feed_thread, dispatch);
  FanfoldAssignment got;
  guint64 next = 0;

  for (;;)
    {
      fanfold_dispatch_next (dispatch, 0, &got);
      if (got.kind == FANFOLD_DISPATCH_LEAVE)
        break;

      g_assert_cmpuint (got.first, ==, next);
      next += got.n;
      fanfold_dispatch_finish (dispatch, got.first, got.n);
    }
  g_assert_cmpuint (next, ==, 1000);
  g_thread_join (thread);
}

static gpointer
read_thread (gpointer user_data)
{
  return GINT_TO_POINTER (1 + fanfold_dispatch_wait_below (user_data, 3));
}

static void
test_wait_below (void)
{
  g_autoptr (FanfoldDispatch) dispatch = make (3, 1, (FanfoldDispatchSpec){ .growing = TRUE });
  GThread *thread;

  thread = g_thread_new ("read", read_thread, dispatch);
  g_usleep (10000);
  assert_run (dispatch, 0);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 2);

  fanfold_dispatch_add (dispatch, 3, 1);
  thread = g_thread_new ("read", read_thread, dispatch);
  g_usleep (10000);
  g_assert_cmpuint (cancel (dispatch, 3, 1), ==, 1);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 2);

  fanfold_dispatch_add (dispatch, 4, 1);
  thread = g_thread_new ("read", read_thread, dispatch);
  g_usleep (10000);
  fanfold_dispatch_close (dispatch);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, 1);
}

typedef struct
{
  int n_asked; /* atomic */
  int yes;     /* atomic */
} Guard;

static gboolean
ask_guard (gpointer user_data)
{
  Guard *guard = user_data;

  g_atomic_int_inc (&guard->n_asked);

  return g_atomic_int_get (&guard->yes);
}

static void
test_may_start (void)
{
  Guard guard = { 0, FALSE };
  g_autoptr (FanfoldDispatch) dispatch =
      make (1000, 2, (FanfoldDispatchSpec){ .may_start = ask_guard, .user_data = &guard });
  Asker askers[2];
  gint64 now;

  asker_start (&askers[0], dispatch, 0);
  asker_start (&askers[1], dispatch, 1);
  g_usleep (250000);
  g_assert_cmpint (g_atomic_int_get (&guard.n_asked), >=, 2);
  g_assert_cmpint (g_atomic_int_get (&guard.n_asked), <=, 4);

  now = g_get_monotonic_time ();
  g_atomic_int_set (&guard.yes, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      gint64 took = asker_end (&askers[i], now);

      g_assert_cmpint (took, >=, 0);
      g_assert_cmpint (took, <, 2 * EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
    }

  /* It is not asked for each job. */
  g_atomic_int_set (&guard.n_asked, 0);
  for (guint64 i = 2; i < 1000; i++)
    assert_run (dispatch, i);
  g_assert_cmpint (g_atomic_int_get (&guard.n_asked),
                   <=,
                   1 + (int) ((g_get_monotonic_time () - now) / EFFECT_USEC));
}

/* Slots together: each job is over once, whatever becomes of it on its way. */

#define N_CROWD_JOBS 20000

typedef struct
{
  FanfoldDispatch *dispatch;
  guint slot;
  int *n_over; /* of each job, atomic */
} Member;

static void
treat (Member *member, GRand *rand, guint64 index)
{
  switch (g_rand_int_range (rand, 0, 20))
    {
    case 0:
      fanfold_dispatch_return (member->dispatch, index, 1);
      break;
    case 1:
      fanfold_dispatch_retry (member->dispatch, index, g_rand_int_range (rand, 0, 500));
      break;
    case 2:
      fanfold_dispatch_park (member->dispatch, index);
      fanfold_dispatch_add (member->dispatch, index, 1);
      break;
    default:
      g_atomic_int_inc (&member->n_over[index]);
      fanfold_dispatch_finish (member->dispatch, index, 1);
    }
}

static gpointer
crowd_thread (gpointer user_data)
{
  Member *member = user_data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (member->slot);
  FanfoldAssignment got;

  for (;;)
    {
      fanfold_dispatch_next (member->dispatch, member->slot, &got);
      if (got.kind == FANFOLD_DISPATCH_LEAVE)
        return NULL;

      for (guint64 i = got.first; i < got.first + got.n; i++)
        {
          if (got.kind == FANFOLD_DISPATCH_CANCEL)
            g_atomic_int_inc (&member->n_over[i]);
          else
            treat (member, rand, i);
        }
      fanfold_dispatch_learn (member->dispatch, got.n, got.n * 1e-5);
    }
}

static void
test_crowd (void)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (N_CROWD_JOBS, 8, (FanfoldDispatchSpec){ .may_bundle = TRUE });
  g_autofree int *n_over = g_new0 (int, N_CROWD_JOBS);
  Member members[8];
  GThread *threads[8];

  for (guint i = 0; i < 8; i++)
    {
      members[i] = (Member){ .dispatch = dispatch, .slot = i, .n_over = n_over };
      g_assert_true (fanfold_dispatch_enter (dispatch, i));
      threads[i] = g_thread_new ("slot", crowd_thread, &members[i]);
    }
  for (guint i = 0; i < 20; i++)
    {
      cancel (dispatch, i * N_CROWD_JOBS / 20, 50);
      fanfold_dispatch_pause (dispatch);
      fanfold_dispatch_resume (dispatch);
    }
  for (guint i = 0; i < 8; i++)
    g_thread_join (threads[i]);

  g_assert_cmpuint (fanfold_dispatch_get_n_waiting (dispatch), ==, 0);
  for (guint i = 0; i < N_CROWD_JOBS; i++)
    g_assert_cmpint (n_over[i], ==, 1);
  for (guint i = 0; i < 8; i++)
    g_assert_true (fanfold_dispatch_enter (dispatch, i));
}

/* Hundreds of slots that have nothing to do cost the one that works nothing. */

#define N_FLOOD_SLOTS 500

static gpointer
idle_thread (gpointer user_data)
{
  Asker *asker = user_data;

  fanfold_dispatch_next (asker->dispatch, asker->slot, &asker->got);

  return NULL;
}

static gint64
time_flood (guint n_idle)
{
  g_autoptr (FanfoldDispatch) dispatch =
      make (1, FANFOLD_MAX_SLOTS, (FanfoldDispatchSpec){ .growing = TRUE });
  g_autofree Asker *askers = g_new0 (Asker, n_idle + 1);
  gint64 took;

  assert_run (dispatch, 0);
  for (guint i = 0; i < n_idle; i++)
    {
      askers[i] = (Asker){ .dispatch = dispatch, .slot = i + 1 };
      askers[i].thread = g_thread_new ("idle", idle_thread, &askers[i]);
    }
  g_usleep (50000);

  took = g_get_monotonic_time ();
  for (guint i = 0; i < 2000; i++)
    {
      fanfold_dispatch_add (dispatch, 1, 1);
      fanfold_dispatch_settle (dispatch, 1, 1, NULL);
    }
  took = g_get_monotonic_time () - took;

  fanfold_dispatch_close (dispatch);
  for (guint i = 0; i < n_idle; i++)
    g_thread_join (askers[i].thread);

  return took;
}

static void
test_flood (void)
{
  gint64 few = time_flood (0);
  gint64 many = time_flood (N_FLOOD_SLOTS);

  g_test_message ("2000 jobs took %" G_GINT64_FORMAT " usec, with %d idle slots %" G_GINT64_FORMAT
                  " usec",
                  few,
                  N_FLOOD_SLOTS,
                  many);
  /* Waking all of them each time takes seconds. */
  g_assert_cmpint (many, <, G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dispatch/order", test_order);
  g_test_add_func ("/dispatch/holes", test_holes);
  g_test_add_func ("/dispatch/bundles", test_bundles);
  g_test_add_func ("/dispatch/long-jobs", test_long_jobs);
  g_test_add_func ("/dispatch/batch-size", test_batch_size);
  g_test_add_func ("/dispatch/returned", test_returned);
  g_test_add_func ("/dispatch/wait-for-return", test_wait_for_return);
  g_test_add_func ("/dispatch/retry", test_retry);
  g_test_add_func ("/dispatch/retry-sooner", test_retry_sooner);
  g_test_add_func ("/dispatch/retry-many", test_retry_many);
  g_test_add_func ("/dispatch/delay", test_delay);
  g_test_add_func ("/dispatch/delay-behind-retry", test_delay_behind_retry);
  g_test_add_func ("/dispatch/pause", test_pause);
  g_test_add_func ("/dispatch/pause-with-retry", test_pause_with_retry);
  g_test_add_func ("/dispatch/closed", test_closed);
  g_test_add_func ("/dispatch/keep", test_keep);
  g_test_add_func ("/dispatch/count-wanted", test_count_wanted);
  g_test_add_func ("/dispatch/cancel-waiting", test_cancel_waiting);
  g_test_add_func ("/dispatch/cancel-into", test_cancel_into);
  g_test_add_func ("/dispatch/cancel-delayed", test_cancel_delayed);
  g_test_add_func ("/dispatch/cancel-out", test_cancel_out);
  g_test_add_func ("/dispatch/cancel-idle", test_cancel_idle);
  g_test_add_func ("/dispatch/parked", test_parked);
  g_test_add_func ("/dispatch/n-slots", test_n_slots);
  g_test_add_func ("/dispatch/growing", test_growing);
  g_test_add_func ("/dispatch/wait-below", test_wait_below);
  g_test_add_func ("/dispatch/may-start", test_may_start);
  g_test_add_func ("/dispatch/weights", test_weights);
  g_test_add_func ("/dispatch/heavy", test_heavy);
  g_test_add_func ("/dispatch/crowd", test_crowd);
  g_test_add_func ("/dispatch/flood", test_flood);

  return g_test_run ();
}
