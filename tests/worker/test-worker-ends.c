/* test-worker-ends.c: processes that are killed, left behind, or go with the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "block-results.h"
#include "fanfold-error.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#define SECOND G_USEC_PER_SEC

/* SIGKILL to the runner costs its job; the worker goes on. */
static void
test_runner_killed (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  static const char *const times[] = { "5000" };
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 1);
  g_autoptr (GVariant) quick = fixture_columns (function, NULL, NULL, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureInterruption interruption = {
    worker, 100 * 1000, 0, SIGKILL, fixture_find_runner (worker)
  };
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) next = NULL;
  FixtureEvents events;
  GThread *thread;

  fixture_events_init (&events);
  thread = g_thread_new ("interrupt", fixture_interrupt, &interruption);
  block = fixture_run (worker, 0, columns, &events);
  g_thread_join (thread);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, "killed: SIGKILL");
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), >=, 0.05);

  next = fixture_run (worker, 1, quick, &events);
  g_assert_cmpint (fanfold_block_get_state (next, 0), ==, FANFOLD_JOB_DONE);

  /* The same while it is idle costs nothing. */
  kill (fixture_find_runner (worker), SIGKILL);
  g_clear_pointer (&next, fanfold_block_unref);
  next = fixture_run (worker, 2, quick, &events);
  g_assert_cmpint (fanfold_block_get_state (next, 0), ==, FANFOLD_JOB_DONE);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_worker_killed (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  static const char *const times[] = { "10", "5000" };
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 2);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  int runner = fixture_find_runner (worker);
  FixtureInterruption interruption = {
    worker, 300 * 1000, 0, SIGKILL, fanfold_worker_get_pid (worker)
  };
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  FixtureEvents events;
  GThread *thread;
  guint64 begun;

  fixture_events_init (&events);
  thread = g_thread_new ("interrupt", fixture_interrupt, &interruption);
  block = fixture_run (worker, 40, columns, &events);
  g_thread_join (thread);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 2);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fanfold_block_get_state (block, 1), ==, FANFOLD_JOB_CRASHED);
  g_assert_nonnull (strstr (fanfold_block_get_error (block, 1), "SIGKILL"));
  fixture_wait_until_dead (runner);

  g_assert_null (fanfold_worker_run (worker, 40, columns, 0, 1, 0, &events.events, &begun, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_cmpuint (begun, ==, G_MAXUINT64);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static gint64
get_output (FanfoldBlock *block, guint output)
{
  g_autoptr (GVariant) outputs = g_variant_get_child_value (fanfold_block_get_variant (block), 8);
  g_autoptr (GVariant) boxed = g_variant_get_child_value (outputs, output);
  g_autoptr (GVariant) pair = g_variant_get_variant (boxed);
  g_autoptr (GVariant) values = g_variant_get_child_value (pair, 1);
  gint64 value;

  g_variant_get_child (values, 0, "x", &value);
  return value;
}

static void
test_left_behind (void)
{
  gint64 begin = g_get_monotonic_time ();
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = fixture_run_alone ("brood.so", "leave", NULL, NULL, 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * SECOND);
  fixture_wait_until_dead ((int) get_output (block, 0));
  fixture_wait_until_dead ((int) get_output (block, 1));
  fixture_events_clear (&events);
}

static void
test_two_at_once (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "hello.so", "where");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  FanfoldWorker *workers[] = { fixture_worker (function, NULL), fixture_worker (function, NULL) };
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  for (i = 0; i < 20; i++)
    {
      g_autoptr (FanfoldBlock) block = fixture_run (workers[i % 2], i, columns, &events);
      g_autofree char *expected = g_strdup_printf ("{\"index\":%u,\"slot\":3,\"attempt\":2}", i);

      assert_result (block, 0, expected);
    }
  fanfold_worker_end (workers[0]);
  fanfold_worker_end (workers[1]);
  fixture_events_clear (&events);
}

/* The parent ends without a word: its death closes the wire. */
static void
test_end_of_file (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  int pid = fanfold_worker_get_pid (worker);
  int runner = fixture_find_runner (worker);
  int fd;

  for (fd = 3; fd < 64; fd++)
    {
      struct sockaddr_un address;
      socklen_t length = sizeof address;

      if (getpeername (fd, (struct sockaddr *) &address, &length) == 0 &&
          address.sun_family == AF_UNIX)
        shutdown (fd, SHUT_RDWR);
    }
  fixture_wait_until_dead (runner);
  fixture_wait_until_dead (pid);
  fanfold_worker_end (worker);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/killed/runner", test_runner_killed);
  g_test_add_func ("/worker/killed/worker", test_worker_killed);
  g_test_add_func ("/worker/left-behind", test_left_behind);
  g_test_add_func ("/worker/two-at-once", test_two_at_once);
  g_test_add_func ("/worker/end-of-file", test_end_of_file);

  return g_test_run ();
}
