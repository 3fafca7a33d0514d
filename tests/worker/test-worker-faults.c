/* test-worker-faults.c: what jobs and others do to a worker and its runner
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <unistd.h>

#include "fanfold-error.h"

#define SECOND G_USEC_PER_SEC

static FanfoldFunction *
rude (const char *name)
{
  return fixture_function ("FANFOLD_FIXTURES", "rude.so", name);
}

/* All that descend from a process, by the time that it has @n_expected of them. */
static GArray *
find_descendants (int pid, guint n_expected)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));
  guint tries;

  for (tries = 0; pids->len < n_expected && tries < 500; tries++)
    {
      guint i;

      g_usleep (tries > 0 ? 10 * 1000 : 0);
      g_array_set_size (pids, 0);
      g_array_append_val (pids, pid);
      for (i = 0; i < pids->len; i++)
        {
          int parent = g_array_index (pids, int, i);
          g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", parent, parent);
          g_autofree char *text = NULL;
          char *at;

          if (!g_file_get_contents (path, &text, NULL, NULL))
            continue;
          for (at = text; *g_strchug (at) != '\0';)
            {
              int child = (int) strtol (at, &at, 10);

              g_array_append_val (pids, child);
            }
        }
      g_array_remove_index (pids, 0);
    }

  g_assert_cmpuint (pids->len, ==, n_expected);
  return pids;
}

static void
wait_until_all_dead (GArray *pids)
{
  guint i;

  for (i = 0; i < pids->len; i++)
    fixture_wait_until_dead (g_array_index (pids, int, i));
}

static void
assert_still_works (FanfoldWorker *worker, GVariant *columns, guint64 first, FixtureEvents *events)
{
  g_autoptr (FanfoldBlock) block = fixture_run (worker, first, columns, events);

  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
}

/* It costs the jobs of the bundle at the most, and the runner. */
static void
test_scribble (gconstpointer data)
{
  const char *byte[] = { data };
  g_autoptr (FanfoldFunction) function = rude ("scribble");
  g_autoptr (GVariant) columns = fixture_columns (function, "byte", byte, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  int pid = fanfold_worker_get_pid (worker);
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  for (i = 0; i < 3; i++)
    {
      g_autoptr (FanfoldBlock) block = fixture_run (worker, i, columns, &events);

      g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
      g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CRASHED);
      g_assert_nonnull (fanfold_block_get_error (block, 0));
    }
  g_assert_cmpint (fanfold_worker_get_pid (worker), ==, pid);
  g_assert_true (fixture_is_alive (pid));
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* What the job has done is kept, though it closed what its end is told by. */
static void
test_close (gconstpointer data)
{
  const char *const *range = data;
  g_autoptr (FanfoldFunction) function = rude ("close");
  g_autoptr (GVariant) froms = fixture_columns (function, "from", &range[0], 1);
  g_autoptr (GVariant) tos = fixture_columns (function, "to", &range[1], 1);
  g_autoptr (GVariant) from = g_variant_get_child_value (froms, 0);
  g_autoptr (GVariant) to = g_variant_get_child_value (tos, 1);
  GVariant *both[] = { from, to };
  g_autoptr (GVariant) columns =
      g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARIANT, both, 2));
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 begin = g_get_monotonic_time ();
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  for (i = 0; i < 3; i++)
    assert_still_works (worker, columns, i, &events);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * SECOND);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* What it wrote to stderr last explains a crash best. */
static void
test_last_words (gconstpointer data)
{
  const char *const *pair = data; /* what it writes, what is left of that */
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "crasher.so", "complain");
  g_autoptr (GVariant) columns = fixture_columns (function, "text", pair, 1);
  g_autofree char *expected = g_strconcat ("crashed: aborted (SIGABRT)", pair[1], NULL);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureEvents events;
  guint i;

  /* Those of one job are not those of the next. */
  fixture_events_init (&events);
  for (i = 0; i < 2; i++)
    {
      g_autoptr (FanfoldBlock) block = fixture_run (worker, i, columns, &events);

      g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CRASHED);
      g_assert_cmpint (fanfold_block_get_end (block, 0), ==, -SIGABRT);
      g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, expected);
    }
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static gpointer
cancel_soon (gpointer worker)
{
  g_usleep (100 * 1000);
  fanfold_worker_cancel (worker, 200 * 1000);
  return NULL;
}

/* Whether the job stops its process or it is stopped from outside. */
static void
test_stopped (gconstpointer data)
{
  g_autoptr (FanfoldFunction) function = rude (data);
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  GThread *thread;

  fixture_events_init (&events);
  if (g_str_equal (data, "nest"))
    kill (fixture_find_runner (worker), SIGSTOP);
  thread = g_thread_new ("cancel", cancel_soon, worker);
  block = fixture_run (worker, 0, columns, &events);
  g_thread_join (thread);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 3 * SECOND);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* The job is lost with the worker, and nothing can be had from that any more. */
static gpointer
run_to_the_end (gpointer worker)
{
  g_autoptr (FanfoldFunction) function = rude ("nest");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint64 begun;

  fixture_events_init (&events);
  block = fixture_run (worker, 7, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_CRASHED);
  g_assert_true (g_str_has_prefix (fanfold_block_get_error (block, 0), "its worker died\n"));
  g_assert_nonnull (strstr (fanfold_block_get_error (block, 0), "SIGKILL"));

  g_assert_null (fanfold_worker_run (worker, 7, columns, 0, 1, 0, &events.events, &begun, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_WORKER);
  g_assert_nonnull (strstr (error->message, "SIGKILL"));
  g_assert_cmpuint (begun, ==, G_MAXUINT64);
  fixture_events_clear (&events);

  return NULL;
}

static void
test_worker_killed (gconstpointer name)
{
  g_autoptr (FanfoldFunction) function = rude (name);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  GThread *thread = g_thread_new ("run", run_to_the_end, worker);
  guint n_expected = g_str_equal (name, "nest") ? 3 : 2;
  g_autoptr (GArray) pids = find_descendants (fanfold_worker_get_pid (worker), n_expected);

  kill (fanfold_worker_get_pid (worker), SIGKILL);
  wait_until_all_dead (pids);
  g_thread_join (thread);
  fanfold_worker_end (worker);
}

/* Some microseconds after its bundle began, when nothing was heard of that yet: one job is to
 * blame, what was finished is kept, the rest handed back. */
static void
test_worker_killed_at_once (void)
{
  g_autoptr (FanfoldFunction) function = rude ("orphan");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 5);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 3);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fanfold_block_get_state (block, 1), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fanfold_block_get_state (block, 2), ==, FANFOLD_JOB_CRASHED);
  g_assert_cmpint (fanfold_block_get_end (block, 2), ==, 0);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* Says which its worker is, and waits to be killed. */
static void
test_parent (void)
{
  g_autoptr (FanfoldFunction) function = rude ("nest");
  FanfoldWorker *worker = fixture_worker (function, NULL);

  g_print ("worker %d\n", fanfold_worker_get_pid (worker));
  run_to_the_end (worker);
}

static void
test_parent_killed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) parent = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GArray) pids = NULL;
  int worker = 0;

  parent = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                             &error,
                             "/proc/self/exe",
                             "-p",
                             "/worker-faults/subprocess/parent",
                             NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (parent));
  while (worker == 0)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
      const char *number;

      g_assert_no_error (error);
      g_assert_nonnull (line);
      number = strstr (line, "worker ");
      if (number != NULL)
        worker = atoi (number + strlen ("worker "));
    }

  pids = find_descendants (worker, 3);
  g_subprocess_force_exit (parent);
  g_assert_true (g_subprocess_wait (parent, NULL, &error));
  fixture_wait_until_dead (worker);
  wait_until_all_dead (pids);
}

static guint
count_fds (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", pid);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gboolean
has_fd (int pid, int fd)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd/%d", pid, fd);
  g_autofree char *target = g_file_read_link (path, NULL);

  return target != NULL;
}

/* Neither another worker's wire nor what the program left open is passed on. */
static void
test_descriptors (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "hello.so", "where");
  FanfoldWorker *workers[8];
  int careless = dup2 (open ("/dev/null", O_RDONLY), 100);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (workers); i++)
    workers[i] = fixture_worker (function, NULL);
  for (i = 0; i < G_N_ELEMENTS (workers); i++)
    {
      int pid = fanfold_worker_get_pid (workers[i]);
      int runner = fixture_find_runner (workers[i]);

      g_assert_cmpuint (count_fds (pid), ==, count_fds (fanfold_worker_get_pid (workers[0])));
      g_assert_cmpuint (count_fds (pid), <, 16);
      g_assert_cmpuint (count_fds (runner), <, 16);
      g_assert_false (has_fd (pid, careless));
      g_assert_false (has_fd (runner, careless));
    }
  for (i = 0; i < G_N_ELEMENTS (workers); i++)
    fanfold_worker_end (workers[i]);
  close (careless);
}

static void
test_without_stderr (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "hello.so", "where");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  int saved = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 50);
  FanfoldWorker *worker;
  FixtureEvents events;

  fixture_events_init (&events);
  close (STDERR_FILENO);
  worker = fixture_worker (function, NULL);
  assert_still_works (worker, columns, 0, &events);
  fanfold_worker_end (worker);
  dup2 (saved, STDERR_FILENO);
  close (saved);
  fixture_events_clear (&events);
}

static const char *const ranges[][2] = { { "0", "2" }, { "3", "60" }, { "0", "60" } };

#define HUNDRED                                                                                    \
  "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123" \
  "456789"
#define TEN "0123456789"

static const char *const words[][2] = {
  { "", "" },
  { "  | |", "" },
  { "assertion failed", "\nassertion failed" },
  { "what():|  no\t luck ||", "\nwhat():\n  no  luck" },
  { "1|2|3|4|5|6|7|", "\n3\n4\n5\n6\n7" },
  { "a?b|", "\na\357\277\275b" },
  { "lost|" HUNDRED HUNDRED HUNDRED HUNDRED TEN "|" HUNDRED "|", "\n" HUNDRED },
  { HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED, "\n" HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED },
};

int
main (int argc, char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/worker-faults/scribble/ones", "255", test_scribble);
  g_test_add_data_func ("/worker-faults/scribble/letters", "97", test_scribble);
  g_test_add_data_func ("/worker-faults/close/streams", ranges[0], test_close);
  g_test_add_data_func ("/worker-faults/close/others", ranges[1], test_close);
  g_test_add_data_func ("/worker-faults/close/all", ranges[2], test_close);
  g_test_add_data_func ("/worker-faults/stopped/by-itself", "stop", test_stopped);
  g_test_add_data_func ("/worker-faults/stopped/by-others", "nest", test_stopped);
  g_test_add_data_func ("/worker-faults/killed/worker", "nest", test_worker_killed);
  g_test_add_data_func ("/worker-faults/killed/worker-of-bare", "bare", test_worker_killed);
  g_test_add_func ("/worker-faults/killed/worker-at-once", test_worker_killed_at_once);
  g_test_add_func ("/worker-faults/killed/parent", test_parent_killed);
  g_test_add_func ("/worker-faults/subprocess/parent", test_parent);
  g_test_add_func ("/worker-faults/descriptors", test_descriptors);
  g_test_add_func ("/worker-faults/without-stderr", test_without_stderr);
  for (i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = g_strdup_printf ("/worker-faults/last-words/%u", i);

      g_test_add_data_func (path, words[i], test_last_words);
    }

  return g_test_run ();
}
