/* test-worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "fanfold-error.h"

#define SECOND G_USEC_PER_SEC

static void
assert_result (FanfoldBlock *block, guint place, const char *expected)
{
  g_autoptr (GString) json = g_string_new (NULL);

  fanfold_block_append_result (block, json, place);
  g_assert_cmpstr (json->str, ==, expected);
}

static void
test_squares (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "numbers.so", "square");
  g_autoptr (GVariant) columns = fixture_numbers (function, "x", 1000);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = fixture_run (worker, 5000, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1000);
  g_assert_cmpint (fanfold_block_get_state (block, 999), ==, FANFOLD_JOB_DONE);
  assert_result (block, 0, "0.0");
  assert_result (block, 999, "998001.0");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* Runs jobs of a fixture in a worker of its own, all of them in one block. */
static FanfoldBlock *
run_fixture (const char *file_name,
             const char *name,
             const char *id,
             const char *const *texts,
             guint n_jobs,
             FixtureEvents *events)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", file_name, name);
  g_autoptr (GVariant) columns = fixture_columns (function, id, texts, n_jobs);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FanfoldBlock *block = fixture_run (worker, 0, columns, events);

  fanfold_worker_end (worker);
  return block;
}

static void
test_ends (gconstpointer data)
{
  const char *const *pair = data;
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = run_fixture ("crasher.so", "crash", "how", &pair[0], 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, pair[1]);
  g_assert_cmpstr (fixture_log (&events, 0, FANFOLD_LOG_STDOUT), ==, "last words");
  assert_result (block, 0, "null");
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), <, 30);
  fixture_events_clear (&events);
}

/* What finished before the crash is kept, and the rest runs when it is given again. */
static void
test_crash_in_bundle (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "crasher.so", "square");
  static const char *const five[] = { "5", "5", "5", "5", "5", "5", "5", "5", "5", "5" };
  g_autoptr (GVariant) xs = fixture_numbers (function, "x", 10);
  g_autoptr (GVariant) bads = fixture_columns (function, "bad", five, 10);
  g_autoptr (GVariant) x = g_variant_get_child_value (xs, 0);
  g_autoptr (GVariant) bad = g_variant_get_child_value (bads, 1);
  GVariant *both[] = { x, bad };
  g_autoptr (GVariant) columns =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARIANT, both, 2));
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) rest = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  block = fixture_run (worker, 100, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 6);
  for (i = 0; i < 5; i++)
    g_assert_cmpint (fanfold_block_get_state (block, i), ==, FANFOLD_JOB_DONE);
  assert_result (block, 4, "16.0");
  g_assert_cmpint (fanfold_block_get_state (block, 5), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpstr (fanfold_block_get_error (block, 5), ==, "crashed: segmentation fault (SIGSEGV)");
  assert_result (block, 5, "null");

  g_clear_pointer (&columns, g_variant_unref);
  columns = fixture_numbers (function, "x", 4);
  rest = fixture_run (worker, 106, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (rest), ==, 4);
  assert_result (rest, 3, "9.0");

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_streams (void)
{
  static const char *const numbers[] = { "7", "8", "9" };
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;
  guint i;

  fixture_events_init (&events);
  block = run_fixture ("chatty.so", "print", "n", numbers, 3, &events);
  for (i = 0; i < 3; i++)
    {
      g_autofree char *out = g_strdup_printf (
          "stdout %s 0\nwrite %s 0\nno end %s", numbers[i], numbers[i], numbers[i]);
      g_autofree char *err = g_strdup_printf ("stderr %s 0\n", numbers[i]);

      g_assert_cmpint (fanfold_block_get_state (block, i), ==, FANFOLD_JOB_DONE);
      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDOUT), ==, out);
      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDERR), ==, err);
    }
  fixture_events_clear (&events);
}

static void
test_many_streams (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "chatty.so", "print");
  g_autoptr (GVariant) columns = fixture_numbers (function, "n", 500);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 500);
  for (i = 0; i < 500; i++)
    {
      g_autofree char *out = g_strdup_printf ("stdout %u 0\nwrite %u 0\nno end %u", i, i, i);
      g_autofree char *err = g_strdup_printf ("stderr %u 0\n", i);

      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDOUT), ==, out);
      g_assert_cmpstr (fixture_log (&events, i, FANFOLD_LOG_STDERR), ==, err);
    }
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_call_log (void)
{
  static const char *const names[] = { "Ann", "Bob" };
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = run_fixture ("hello.so", "greet", "name", names, 2, &events);
  assert_result (block, 1, "{\"greeting\":\"Hello, Bob\"}");
  g_assert_cmpstr (fixture_log (&events, 0, FANFOLD_LOG_DEBUG), ==, "a debug line\n");
  g_assert_cmpstr (fixture_log (&events, 1, FANFOLD_LOG_ERROR), ==, "an error line\n");
  fixture_events_clear (&events);
}

/* 100 MB: the first and the last 8 MiB are kept, the note says what was cut. */
static void
test_flood (void)
{
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;
  gsize kept;

  fixture_events_init (&events);
  block = run_fixture ("chatty.so", "flood", NULL, NULL, 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  kept = strlen (fixture_log (&events, 0, FANFOLD_LOG_STDOUT));
  g_assert_cmpuint (kept, <=, 16 * 1024 * 1024);
  g_assert_cmpuint (kept, >, 15 * 1024 * 1024);
  g_assert_nonnull (strstr (fixture_log (&events, 0, FANFOLD_LOG_NOTE), "left out"));
  g_assert_cmpuint (
      strtoul (fixture_log (&events, 0, FANFOLD_LOG_NOTE), NULL, 10) + kept, ==, 100 * 1000 * 1000);
  fixture_events_clear (&events);
}

typedef struct
{
  FanfoldWorker *worker;
  gint64 after_usec;
  gint64 grace_usec;
  int signal_number; /* 0: cancel */
  int pid;
} Interruption;

static gpointer
interrupt (gpointer data)
{
  const Interruption *self = data;

  g_usleep ((gulong) self->after_usec);
  if (self->signal_number == 0)
    fanfold_worker_cancel (self->worker, self->grace_usec);
  else
    kill (self->pid, self->signal_number);

  return NULL;
}

static void
test_cancel (gconstpointer data)
{
  static const char *const times[] = { "5000", "5000", "5000" };
  const char *const *names = data; /* file, function, message */
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", names[0], names[1]);
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 3);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  Interruption interruption = { worker, 100 * 1000, 200 * 1000, 0, 0 };
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) later = NULL;
  FixtureEvents events;
  GThread *thread;

  fixture_events_init (&events);
  thread = g_thread_new ("interrupt", interrupt, &interruption);
  block = fixture_run (worker, 0, columns, &events);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * SECOND);
  if (g_str_equal (names[1], "tarry"))
    g_assert_cmpint (g_get_monotonic_time () - begin, >=, 600 * 1000); /* 100 ms, and the grace */
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), <, 3);
  g_assert_cmpint (fanfold_block_get_state (block, fanfold_block_get_n_jobs (block) - 1),
                   ==,
                   FANFOLD_JOB_CANCELLED);
  g_assert_cmpstr (
      fanfold_block_get_error (block, fanfold_block_get_n_jobs (block) - 1), ==, names[2]);

  /* A job that is given to it after that does not run on either. */
  later = fixture_run (worker, 3, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (later), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (later, 0), ==, FANFOLD_JOB_CANCELLED);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_progress (void)
{
  static const char *const half_second[] = { "500" };
  FixtureEvents events;
  g_autoptr (FanfoldBlock) block = NULL;

  fixture_events_init (&events);
  block = run_fixture ("sleeper.so", "sleep", "msec", half_second, 1, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), >=, 0.5);
  g_assert_cmpuint (events.n_begun, ==, 1);
  g_assert_cmpuint (events.n_progress, >=, 2);
  g_assert_cmpuint (events.n_progress, <=, 30);
  g_assert_cmpfloat (events.last_fraction, >, 0);
  g_assert_cmpstr (events.last_message, ==, "sleeping");
  fixture_events_clear (&events);
}

/* What a command prints is its progress, and in the log. */
static void
test_command_progress (void)
{
  static const char *const commands[] = { "sh -c 'echo 1/4; sleep 0.7; echo end'" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "command.so", "run");
  g_autoptr (GVariant) columns = fixture_columns (function, "command", commands, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpfloat (events.last_fraction, ==, 0.25);
  g_assert_cmpstr (fixture_log (&events, 0, FANFOLD_LOG_STDOUT), ==, "1/4\nend\n");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_budget (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 5);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint64 begun;

  fixture_events_init (&events);
  block = fanfold_worker_run (worker, 0, columns, 0, 1, 50 * 1000, &events.events, &begun, NULL);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

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
  Interruption interruption = { worker, 100 * 1000, 0, SIGKILL, fixture_find_runner (worker) };
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) next = NULL;
  FixtureEvents events;
  GThread *thread;

  fixture_events_init (&events);
  thread = g_thread_new ("interrupt", interrupt, &interruption);
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
  Interruption interruption = { worker, 300 * 1000, 0, SIGKILL, fanfold_worker_get_pid (worker) };
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) error = NULL;
  FixtureEvents events;
  GThread *thread;
  guint64 begun;

  fixture_events_init (&events);
  thread = g_thread_new ("interrupt", interrupt, &interruption);
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
  block = run_fixture ("brood.so", "leave", NULL, NULL, 1, &events);
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

/* Hardly anything of these can be described, so a good one's description is given another path. */
static FanfoldFunction *
borrow_function (const char *file_name)
{
  g_autofree char *path = g_build_filename (g_getenv ("FANFOLD_FIXTURES"), file_name, NULL);
  g_autoptr (GVariant) description = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", "where");
  g_variant_dict_insert (&dict, "label", "s", "Where");
  description = g_variant_ref_sink (g_variant_dict_end (&dict));
  function = fanfold_function_new_from_variant (description, "hello", path, "0123", &error);
  g_assert_no_error (error);

  return function;
}

static void
test_unusable (gconstpointer data)
{
  const char *const *pair = data; /* file, part of the message */
  g_autoptr (FanfoldFunction) function = borrow_function (pair[0]);
  FanfoldWorkerSpec spec = { g_getenv ("FANFOLD_WORKER"), NULL, function };
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, pair[1]));
}

static void
test_no_worker (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "hello.so", "where");
  FanfoldWorkerSpec spec = { "/nonexistent/fanfold-worker", NULL, function };
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "/nonexistent/fanfold-worker"));

  /* A program that is something else. */
  g_clear_error (&error);
  spec.path = "/bin/pwd";
  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "it began with “/"));

  g_clear_error (&error);
  spec.path = g_getenv ("FANFOLD_WORKER");
  spec.folder = "/nonexistent";
  g_assert_null (fanfold_worker_start (&spec, &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent"));
}

static void
test_speed (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_PLUGIN_PATH", "numbers.so", "square");
  g_autoptr (GVariant) many = fixture_numbers (function, "x", 1000);
  g_autoptr (GVariant) one = fixture_numbers (function, "x", 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureEvents events;
  guint n_rounds = g_test_perf () ? 1000 : 10;
  gint64 begin;
  double seconds;
  guint i;

  fixture_events_init (&events);
  begin = g_get_monotonic_time ();
  for (i = 0; i < n_rounds; i++)
    fanfold_block_unref (fixture_run (worker, 0, many, &events));
  seconds = (g_get_monotonic_time () - begin) / 1e6;
  seconds = n_rounds * 1000 / seconds;
  g_test_maximized_result (seconds, "%.0f jobs/s in bundles of 1000", seconds);

  begin = g_get_monotonic_time ();
  for (i = 0; i < 10 * n_rounds; i++)
    fanfold_block_unref (fixture_run (worker, 0, one, &events));
  seconds = (g_get_monotonic_time () - begin) / 1e6;
  seconds = seconds * 1e6 / (10 * n_rounds);
  g_test_minimized_result (seconds, "%.1f usec for a single job", seconds);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static const char *const ends[][2] = {
  { "segfault", "crashed: segmentation fault (SIGSEGV)" },
  { "abort", "crashed: aborted (SIGABRT)" },
  { "exit0", "exited with status 0 in the middle of a job" },
  { "exit3", "exited with status 3" },
  { "fast-exit", "exited with status 0 in the middle of a job" },
  { "kill", "killed: SIGKILL" },
  { "term", "killed: SIGTERM" },
};

static const char *const cancels[][3] = {
  { "sleeper.so", "sleep", NULL },
  { "stubborn.so", "linger", "did not stop when it was asked to (killed: SIGTERM)" },
  { "stubborn.so", "stay", "did not stop when it was asked to (killed: SIGKILL)" },
  { "stubborn.so", "tarry", "did not stop when it was asked to (killed: SIGTERM)" },
};

static const char *const unusables[][2] = {
  { "constructor-crash.so", "while it was loaded, its process" },
  { "loading-exit.so", "while it was loaded, its process" },
  { "loading-hang.so", "not loaded within" },
  { "no-symbol.so", "" },
  { "hello.so", "another build" },
};

int
main (int argc, char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worker/squares", test_squares);
  for (i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat ("/worker/crash/", ends[i][0], NULL);

      g_test_add_data_func (path, ends[i], test_ends);
    }
  g_test_add_func ("/worker/crash/in-bundle", test_crash_in_bundle);
  g_test_add_func ("/worker/streams/few", test_streams);
  g_test_add_func ("/worker/streams/many", test_many_streams);
  g_test_add_func ("/worker/streams/call-log", test_call_log);
  g_test_add_func ("/worker/streams/flood", test_flood);
  for (i = 0; i < G_N_ELEMENTS (cancels); i++)
    {
      g_autofree char *path = g_strconcat ("/worker/cancel/", cancels[i][1], NULL);

      g_test_add_data_func (path, cancels[i], test_cancel);
    }
  g_test_add_func ("/worker/progress", test_progress);
  g_test_add_func ("/worker/command-progress", test_command_progress);
  g_test_add_func ("/worker/budget", test_budget);
  g_test_add_func ("/worker/killed/runner", test_runner_killed);
  g_test_add_func ("/worker/killed/worker", test_worker_killed);
  g_test_add_func ("/worker/left-behind", test_left_behind);
  g_test_add_func ("/worker/two-at-once", test_two_at_once);
  g_test_add_func ("/worker/end-of-file", test_end_of_file);
  for (i = 0; i < G_N_ELEMENTS (unusables); i++)
    {
      g_autofree char *path = g_strconcat ("/worker/unusable/", unusables[i][0], NULL);

      g_test_add_data_func (path, unusables[i], test_unusable);
    }
  g_test_add_func ("/worker/unusable/worker", test_no_worker);
  g_test_add_func ("/worker/speed", test_speed);

  return g_test_run ();
}
