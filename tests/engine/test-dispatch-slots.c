/* test-dispatch-slots.c: several slots that ask at once, and wait for room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "dispatch-fixture.h"
#include "fanfold-n-jobs.h"

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
  Asker asker;
  gint64 now;

  assert_slot_runs (dispatch, 0, 0);
  assert_slot_runs (dispatch, 1, 1);
  asker_start (&asker, dispatch, 2);
  g_usleep (50000);
  fanfold_dispatch_finish (dispatch, 0, 1);
  now = g_get_monotonic_time ();

  /* The first slot gives its one back and waits behind the others, as 2 of 4 are still taken. */
  fanfold_dispatch_leave (dispatch, 0);
  g_usleep (50000);
  fanfold_dispatch_finish (dispatch, 1, 1);
  assert_slot_runs (dispatch, 1, 2);
  g_assert_cmpint (asker_end (&asker, 0), >, now + 40000);
  g_assert_cmpint (asker.got.kind, ==, FANFOLD_DISPATCH_RUN);
  g_assert_cmpuint (asker.got.first, ==, 3);
  fanfold_dispatch_finish (dispatch, 3, 1);
  fanfold_dispatch_leave (dispatch, 2);
  assert_slot_runs (dispatch, 3, 4);
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
  fanfold_dispatch_retry (dispatch, 0, 0);
  assert_slot_runs (dispatch, 0, 0);
  now = g_get_monotonic_time ();
  asker_start (&asker, dispatch, 1);
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

#define GUARD_USEC (100 * 1000) /* how often a guard is asked by what waits for it */

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
  gint64 now = g_get_monotonic_time ();
  int n_asked;

  asker_start (&askers[0], dispatch, 0);
  asker_start (&askers[1], dispatch, 1);
  g_usleep (250000);
  n_asked = g_atomic_int_get (&guard.n_asked);
  g_assert_cmpint (n_asked, >=, 2);
  g_assert_cmpint (n_asked, <=, 2 + (int) ((g_get_monotonic_time () - now) / GUARD_USEC));

  now = g_get_monotonic_time ();
  g_atomic_int_set (&guard.yes, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      gint64 took = asker_end (&askers[i], now);

      g_assert_cmpint (took, >=, 0);
      g_assert_cmpint (took, <, EFFECT_USEC);
      g_assert_cmpint (askers[i].got.kind, ==, FANFOLD_DISPATCH_RUN);
    }

  /* It is not asked for each job. */
  g_atomic_int_set (&guard.n_asked, 0);
  for (guint64 i = 2; i < 1000; i++)
    assert_run (dispatch, i);
  g_assert_cmpint (g_atomic_int_get (&guard.n_asked),
                   <=,
                   1 + (int) ((g_get_monotonic_time () - now) / GUARD_USEC));
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

  g_test_add_func ("/dispatch/n-slots", test_n_slots);
  g_test_add_func ("/dispatch/may-start", test_may_start);
  g_test_add_func ("/dispatch/weights", test_weights);
  g_test_add_func ("/dispatch/heavy", test_heavy);
  g_test_add_func ("/dispatch/crowd", test_crowd);
  g_test_add_func ("/dispatch/flood", test_flood);

  return g_test_run ();
}
