/* test-queue.c: which run begins when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-queue.h"
#include "isolated.h"

/* Runs are addresses and nothing else. */
static const char runs[] = "abcdef";
#define A (&runs[0])
#define B (&runs[1])
#define C (&runs[2])
#define D (&runs[3])
#define E (&runs[4])

static void
add (FanfoldQueue *queue, const char *run, FanfoldStartRule rule, gint64 at_usec)
{
  const FanfoldStart start = { .rule = rule, .at_usec = at_usec };

  fanfold_queue_add (queue, run, &start, "", FANFOLD_PRIORITY_NORMAL);
}

static void
add_to (FanfoldQueue *queue, const char *run, const char *group, FanfoldPriority priority)
{
  const FanfoldStart start = FANFOLD_START_INIT;

  fanfold_queue_add (queue, run, &start, group, priority);
}

static void
assert_next (FanfoldQueue *queue, gint64 now_usec, const char *run)
{
  g_assert_true (fanfold_queue_next (queue, now_usec) == run);
  if (run != NULL)
    fanfold_queue_begin (queue, run);
}

static void
assert_wait (FanfoldQueue *queue, const char *run, FanfoldWaitKind kind, const char *ahead)
{
  FanfoldQueueWait wait;

  fanfold_queue_explain (queue, run, &wait);
  g_assert_cmpint (wait.kind, ==, kind);
  g_assert_true (wait.ahead == ahead);
}

/* One behind the other, in order. */
static void
test_behind (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  assert_next (queue, 0, NULL);
  add (queue, A, FANFOLD_START_BEHIND, 0);
  add (queue, B, FANFOLD_START_BEHIND, 0);
  add (queue, C, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, A);
  assert_next (queue, 0, NULL);
  assert_wait (queue, A, FANFOLD_WAIT_NONE, NULL);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, A);
  assert_wait (queue, C, FANFOLD_WAIT_TURN, B);

  fanfold_queue_end (queue, A, "failed");
  assert_next (queue, 0, B);
  assert_next (queue, 0, NULL);
  fanfold_queue_end (queue, B, NULL);
  assert_next (queue, 0, C);
  fanfold_queue_end (queue, C, NULL);
  g_assert_cmpuint (fanfold_queue_get_n_runs (queue), ==, 0);
}

/* Beside what goes on; what is behind waits for both. */
static void
test_now (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  add (queue, A, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, A);
  add (queue, B, FANFOLD_START_BEHIND, 0);
  add (queue, C, FANFOLD_START_NOW, 0);
  add (queue, D, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, C);
  assert_next (queue, 0, NULL);
  fanfold_queue_start_now (queue, D);
  assert_next (queue, 0, D);
  assert_next (queue, 0, NULL);

  fanfold_queue_end (queue, A, NULL);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, D);
  fanfold_queue_end (queue, C, NULL);
  assert_next (queue, 0, NULL);
  fanfold_queue_end (queue, D, NULL);
  assert_next (queue, 0, B);
}

/* Held until it is told, and others pass it. */
static void
test_held (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  add (queue, A, FANFOLD_START_HELD, 0);
  add (queue, B, FANFOLD_START_BEHIND, 0);
  assert_wait (queue, A, FANFOLD_WAIT_HELD, NULL);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, NULL);
  assert_next (queue, G_MAXINT64, B);
  fanfold_queue_end (queue, B, NULL);
  assert_next (queue, G_MAXINT64, NULL);
  fanfold_queue_start_now (queue, A);
  assert_next (queue, 0, A);
}

/* Not before its time, and then behind what goes on. */
static void
test_later (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  add (queue, A, FANFOLD_START_LATER, 100);
  add (queue, B, FANFOLD_START_LATER, 50);
  g_assert_cmpint (fanfold_queue_get_next_time (queue), ==, 50);
  assert_wait (queue, A, FANFOLD_WAIT_TIME, NULL);
  assert_next (queue, 49, NULL);
  assert_next (queue, 50, B);
  g_assert_cmpint (fanfold_queue_get_next_time (queue), ==, 100);
  assert_next (queue, 100, NULL);
  g_assert_cmpint (fanfold_queue_get_next_time (queue), ==, G_MAXINT64);
  assert_wait (queue, A, FANFOLD_WAIT_TURN, B);
  /* A clock that is put back does not take it out of the line again. */
  fanfold_queue_end (queue, B, NULL);
  assert_next (queue, 10, A);
}

static void
test_after_success (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();
  const char *failure = NULL;

  add (queue, A, FANFOLD_START_BEHIND, 0);
  add (queue, B, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, A);
  add (queue, C, FANFOLD_START_AFTER_SUCCESS, 0);
  assert_wait (queue, C, FANFOLD_WAIT_SUCCESS, B);
  fanfold_queue_end (queue, A, NULL);
  assert_next (queue, 0, B);
  assert_wait (queue, C, FANFOLD_WAIT_SUCCESS, B);
  fanfold_queue_end (queue, B, NULL);
  g_assert_null (fanfold_queue_get_refused (queue, &failure));
  assert_next (queue, 0, C);
}

/* Refused when one before it failed, and so are those that go by it. */
static void
test_after_failure (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();
  const char *failure = NULL;

  add (queue, A, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, A);
  add (queue, B, FANFOLD_START_AFTER_SUCCESS, 0);
  add (queue, C, FANFOLD_START_AFTER_SUCCESS, 0);
  add (queue, D, FANFOLD_START_BEHIND, 0);
  fanfold_queue_end (queue, A, "A failed");
  g_assert_true (fanfold_queue_get_refused (queue, &failure) == B);
  g_assert_cmpstr (failure, ==, "A failed");
  fanfold_queue_end (queue, B, "B was not begun");
  g_assert_true (fanfold_queue_get_refused (queue, &failure) == C);
  g_assert_cmpstr (failure, ==, "A failed");
  fanfold_queue_end (queue, C, "C was not begun");
  g_assert_null (fanfold_queue_get_refused (queue, &failure));
  assert_next (queue, 0, D);
}

/* It does not go by those that nobody may ever start; told to begin, it goes by nobody. */
static void
test_after_held (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();
  const char *failure = NULL;

  add (queue, A, FANFOLD_START_HELD, 0);
  add (queue, B, FANFOLD_START_LATER, 1000);
  add (queue, C, FANFOLD_START_AFTER_SUCCESS, 0);
  assert_next (queue, 0, C);
  add (queue, D, FANFOLD_START_AFTER_SUCCESS, 0);
  fanfold_queue_start_now (queue, D);
  assert_next (queue, 0, D);
  fanfold_queue_end (queue, C, "C failed");
  g_assert_null (fanfold_queue_get_refused (queue, &failure));
}

static void
test_move_up (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();
  FanfoldQueueWait wait;

  add (queue, A, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, A);
  add (queue, B, FANFOLD_START_BEHIND, 0);
  add (queue, C, FANFOLD_START_BEHIND, 0);
  fanfold_queue_explain (queue, B, &wait);
  g_assert_false (wait.movable);
  fanfold_queue_explain (queue, C, &wait);
  g_assert_true (wait.movable);
  fanfold_queue_move_up (queue, B);
  assert_wait (queue, C, FANFOLD_WAIT_TURN, B);
  fanfold_queue_move_up (queue, C);
  assert_wait (queue, C, FANFOLD_WAIT_TURN, A);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, C);
  fanfold_queue_end (queue, A, NULL);
  assert_next (queue, 0, C);
}

/* One that goes by the success of another may stand before it, and nobody waits for ever. */
static void
test_move_up_success (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  add (queue, A, FANFOLD_START_BEHIND, 0);
  assert_next (queue, 0, A);
  add (queue, B, FANFOLD_START_BEHIND, 0);
  add (queue, C, FANFOLD_START_AFTER_SUCCESS, 0);
  fanfold_queue_move_up (queue, C);
  fanfold_queue_end (queue, A, NULL);
  assert_next (queue, 0, B);
  fanfold_queue_end (queue, B, NULL);
  assert_next (queue, 0, C);
}

/* Each group has an order of its own, and room for so many. */
static void
test_groups (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  add_to (queue, A, "", FANFOLD_PRIORITY_NORMAL);
  add_to (queue, B, "", FANFOLD_PRIORITY_NORMAL);
  add_to (queue, C, "night", FANFOLD_PRIORITY_NORMAL);
  add_to (queue, D, "night", FANFOLD_PRIORITY_NORMAL);
  assert_next (queue, 0, A);
  assert_next (queue, 0, C);
  assert_next (queue, 0, NULL);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, A);
  assert_wait (queue, D, FANFOLD_WAIT_TURN, C);

  fanfold_queue_set_limit (queue, "night", 2);
  assert_next (queue, 0, D);
  assert_next (queue, 0, NULL);
  /* Those that go on do, whatever the limit becomes. */
  fanfold_queue_set_limit (queue, "night", 1);
  add_to (queue, E, "night", FANFOLD_PRIORITY_HIGH);
  fanfold_queue_end (queue, C, NULL);
  assert_next (queue, 0, NULL);
  assert_wait (queue, E, FANFOLD_WAIT_TURN, D);
  fanfold_queue_end (queue, D, NULL);
  assert_next (queue, 0, E);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, A);
}

static void
test_priorities (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();

  add_to (queue, A, "", FANFOLD_PRIORITY_LOW);
  assert_next (queue, 0, A);
  add_to (queue, B, "", FANFOLD_PRIORITY_LOW);
  add_to (queue, C, "", FANFOLD_PRIORITY_HIGH);
  add_to (queue, D, "", FANFOLD_PRIORITY_NORMAL);
  add_to (queue, E, "", FANFOLD_PRIORITY_HIGH);
  assert_wait (queue, C, FANFOLD_WAIT_TURN, A);
  assert_wait (queue, E, FANFOLD_WAIT_TURN, C);
  assert_wait (queue, D, FANFOLD_WAIT_TURN, E);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, D);

  fanfold_queue_set_place (queue, B, "", FANFOLD_PRIORITY_HIGH);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, E);
  assert_wait (queue, D, FANFOLD_WAIT_TURN, B);
  fanfold_queue_set_place (queue, C, "", FANFOLD_PRIORITY_LOW);
  assert_wait (queue, C, FANFOLD_WAIT_TURN, D);
  fanfold_queue_end (queue, A, NULL);
  assert_next (queue, 0, E);
  assert_next (queue, 0, NULL);
}

/* Up among those of its group, with the priority of the one it passes. */
static void
test_move_up_priority (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();
  FanfoldQueueWait wait;

  add_to (queue, A, "", FANFOLD_PRIORITY_NORMAL);
  assert_next (queue, 0, A);
  add_to (queue, B, "", FANFOLD_PRIORITY_HIGH);
  add_to (queue, C, "night", FANFOLD_PRIORITY_NORMAL);
  add_to (queue, D, "", FANFOLD_PRIORITY_LOW);
  add_to (queue, E, "night", FANFOLD_PRIORITY_LOW);
  fanfold_queue_explain (queue, C, &wait);
  g_assert_false (wait.movable);
  fanfold_queue_move_up (queue, D);
  fanfold_queue_explain (queue, D, &wait);
  g_assert_cmpint (wait.priority, ==, FANFOLD_PRIORITY_HIGH);
  g_assert_true (wait.ahead == A);
  g_assert_false (wait.movable);
  assert_wait (queue, B, FANFOLD_WAIT_TURN, D);

  assert_next (queue, 0, C);
  fanfold_queue_set_place (queue, E, "", FANFOLD_PRIORITY_LOW);
  assert_wait (queue, E, FANFOLD_WAIT_TURN, B);
}

/* The success of those before it counts, in whatever group they are. */
static void
test_success_of_groups (void)
{
  g_autoptr (FanfoldQueue) queue = fanfold_queue_new ();
  const FanfoldStart start = { .rule = FANFOLD_START_AFTER_SUCCESS };
  const char *failure = NULL;

  add_to (queue, A, "", FANFOLD_PRIORITY_NORMAL);
  assert_next (queue, 0, A);
  fanfold_queue_add (queue, B, &start, "night", FANFOLD_PRIORITY_HIGH);
  assert_next (queue, 0, NULL);
  assert_wait (queue, B, FANFOLD_WAIT_SUCCESS, A);
  fanfold_queue_end (queue, A, "A failed");
  g_assert_true (fanfold_queue_get_refused (queue, &failure) == B);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/queue/behind", test_behind);
  g_test_add_func ("/queue/now", test_now);
  g_test_add_func ("/queue/held", test_held);
  g_test_add_func ("/queue/later", test_later);
  g_test_add_func ("/queue/after-success", test_after_success);
  g_test_add_func ("/queue/after-failure", test_after_failure);
  g_test_add_func ("/queue/after-held", test_after_held);
  g_test_add_func ("/queue/move-up", test_move_up);
  g_test_add_func ("/queue/move-up-success", test_move_up_success);

  g_test_add_func ("/queue/groups", test_groups);
  g_test_add_func ("/queue/priorities", test_priorities);
  g_test_add_func ("/queue/move-up-priority", test_move_up_priority);
  g_test_add_func ("/queue/success-of-groups", test_success_of_groups);

  return g_test_run ();
}
