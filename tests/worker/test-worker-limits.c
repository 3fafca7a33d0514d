/* test-worker-limits.c: jobs that take more time or memory than they may
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <signal.h>

#define LIMIT_USEC (200 * 1000)

static void
set_limits (FanfoldWorker *worker, gint64 time_usec, guint64 memory_bytes)
{
  const FanfoldJobLimits limits = { time_usec, memory_bytes };

  fanfold_worker_set_limits (worker, &limits);
}

typedef struct
{
  const char *file_name;
  const char *function;
  const char *id; /* of the parameter that says how long, or NULL */
  const char *value;
} Case;

/* How long after its limit it was over. */
static gint64
run_late (FanfoldWorker *worker, GVariant *columns)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  block = fixture_run (worker, 7, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_TIMED_OUT);
  g_assert_cmpstr (fanfold_block_get_error (block, 0), ==, "took longer than its limit of 0.2 s");
  g_assert_cmpint (fanfold_block_get_end (block, 0), ==, 0);
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), >=, LIMIT_USEC / 1e6 - 1e-3);
  fixture_events_clear (&events);

  return g_get_monotonic_time () - begin - LIMIT_USEC;
}

static void
test_time (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", self->file_name, self->function);
  g_autoptr (GVariant) columns = fixture_columns (function, self->id, &self->value, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  int pid = fanfold_worker_get_pid (worker);
  gint64 late = G_MAXINT64;
  guint i;

  set_limits (worker, LIMIT_USEC, 0);
  for (i = 0; i < FIXTURE_N_TRIES && late > FIXTURE_EFFECT_USEC; i++)
    late = run_late (worker, columns);
  g_assert_cmpint (late, >=, 0);
  g_assert_cmpint (late, <=, FIXTURE_EFFECT_USEC);
  g_assert_cmpint (fanfold_worker_get_pid (worker), ==, pid);
  g_assert_true (fixture_is_alive (pid));
  fanfold_worker_end (worker);
}

/* What was finished stays, what comes behind is handed back. */
static void
test_time_in_bundle (void)
{
  static const char *const times[] = { "600", "600", "5000", "10", "10" };
  static const char *const quick[] = { "10", "10" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 5);
  g_autoptr (GVariant) rest = fixture_columns (function, "msec", quick, 2);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) next = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  set_limits (worker, G_USEC_PER_SEC, 0);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 3);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fanfold_block_get_state (block, 1), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fanfold_block_get_state (block, 2), ==, FANFOLD_JOB_TIMED_OUT);

  next = fixture_run (worker, 3, rest, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (next), ==, 2);
  g_assert_cmpint (fanfold_block_get_state (next, 1), ==, FANFOLD_JOB_DONE);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static gpointer
set_limit_soon (gpointer worker)
{
  g_usleep (100 * 1000);
  set_limits (worker, LIMIT_USEC, 0);
  return NULL;
}

/* It holds for the job under way, and until it is taken back. */
static void
test_time_changes (void)
{
  static const char *const times[] = { "1500" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (FanfoldBlock) next = NULL;
  FixtureEvents events;
  GThread *thread;

  fixture_events_init (&events);
  thread = g_thread_new ("limit", set_limit_soon, worker);
  block = fixture_run (worker, 0, columns, &events);
  g_thread_join (thread);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_TIMED_OUT);
  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), <, 1.4);

  set_limits (worker, 0, 0);
  next = fixture_run (worker, 1, columns, &events);
  g_assert_cmpint (fanfold_block_get_state (next, 0), ==, FANFOLD_JOB_DONE);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* Many short jobs, each far below the limit, together far above it: the time is each one's own. */
static void
test_time_of_each (void)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "sleeper.so", "sleep");
  static const char *const times[] = { "300", "300", "300", "300", "300" };
  g_autoptr (GVariant) columns = fixture_columns (function, "msec", times, 5);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  set_limits (worker, G_USEC_PER_SEC, 0);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 5);
  for (i = 0; i < 5; i++)
    g_assert_cmpint (fanfold_block_get_state (block, i), ==, FANFOLD_JOB_DONE);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* Two arguments: the first is the size in MB, the second how long it is held. */
static GVariant *
make_sizes (FanfoldFunction *function, const char *const *megabytes, guint n_jobs, const char *msec)
{
  const char *const times[] = { msec, msec, msec };
  g_autoptr (GVariant) sizes = fixture_columns (function, "megabytes", megabytes, n_jobs);
  g_autoptr (GVariant) holds = fixture_columns (function, "msec", times, n_jobs);
  g_autoptr (GVariant) size = g_variant_get_child_value (sizes, 0);
  g_autoptr (GVariant) hold = g_variant_get_child_value (holds, 1);
  GVariant *both[] = { size, hold };

  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARIANT, both, 2));
}

/* ThreadSanitizer takes several times as much for itself. */
static gboolean
skip_memory (void)
{
#ifdef FANFOLD_TSAN
  return TRUE;
#else
  return FALSE;
#endif
}

static void
test_memory (gconstpointer data)
{
  static const char *const megabytes[] = { "2", "100", "2" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "memory-eater.so", data);
  g_autoptr (GVariant) one = make_sizes (function, megabytes + 1, 1, "5000");
  g_autoptr (GVariant) small = make_sizes (function, megabytes, 2, "50");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;
  const char *message;

  fixture_events_init (&events);
  set_limits (worker, 0, 90 * 1024 * 1024);
  block = fixture_run (worker, 0, one, &events);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_FAILED);
  message = fanfold_block_get_error (block, 0);
  g_test_message ("%s", message);
  g_assert_true (g_str_has_prefix (message, "used "));
  g_assert_cmpfloat (g_ascii_strtod (message + strlen ("used "), NULL), >, 90);
  g_assert_true (g_str_has_suffix (message, " MiB of memory, more than its limit of 90 MiB"));
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 0), >, 90 * 1000 * 1000);

  /* Those beside it are not to blame. */
  g_clear_pointer (&block, fanfold_block_unref);
  block = fixture_run (worker, 1, small, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpint (fanfold_block_get_state (block, 1), ==, FANFOLD_JOB_FAILED);
  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 2);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* What four processes share counts once. */
static void
test_memory_shared (void)
{
  static const char *const megabytes[] = { "60" };
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "memory-eater.so", "share");
  g_autoptr (GVariant) columns = make_sizes (function, megabytes, 1, "300");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) block = NULL;
  FixtureEvents events;

  fixture_events_init (&events);
  set_limits (worker, 0, 150 * 1000 * 1000);
  block = fixture_run (worker, 0, columns, &events);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 0), >, 60 * 1000 * 1000);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 0), <, 150 * 1000 * 1000);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* Runs all in as few bundles as it takes and expects them to be done; gives the notes that they
 * left, a digit for each job. */
static char *
run_all (const char *name, guint64 limit, const char *const *megabytes, guint n_jobs)
{
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "memory-eater.so", name);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (GString) notes = g_string_new (NULL);
  FixtureEvents events;
  guint done = 0;
  guint i;

  fixture_events_init (&events);
  set_limits (worker, 0, limit);
  while (done < n_jobs)
    {
      g_autoptr (GVariant) rest =
          fixture_columns (function, "megabytes", megabytes + done, n_jobs - done);
      g_autoptr (FanfoldBlock) block = fixture_run (worker, done, rest, &events);

      for (i = 0; i < fanfold_block_get_n_jobs (block); i++, done++)
        g_assert_cmpint (fanfold_block_get_state (block, i), ==, FANFOLD_JOB_DONE);
    }
  fanfold_worker_end (worker);

  for (i = 0; i < n_jobs; i++)
    {
      const char *note = fixture_log (&events, i, FANFOLD_LOG_NOTE);

      g_string_append_c (notes, strstr (note, "MB of memory are still in use") != NULL ? '1' : '0');
    }
  fixture_events_clear (&events);

  return g_string_free (g_steal_pointer (&notes), FALSE);
}

/* What one job leaves behind does not count as the next one's. */
static void
test_memory_kept (void)
{
  static const char *const megabytes[] = { "60", "60", "60", "60", "60" };
  g_autofree char *notes = run_all ("keep", 100 * 1000 * 1000, megabytes, 5);

  g_assert_cmpstr (notes, ==, "11111");
}

static void
test_memory_kept_without_limit (void)
{
  static const char *const once[] = { "320", "2", "2" };
  static const char *const later[] = { "2", "320", "2", "2" };
  g_autofree char *loaded = run_all ("keep", 0, once, 3);
  g_autofree char *leaked = run_all ("keep", 0, later, 4);

  g_assert_cmpstr (loaded, ==, "000");
  g_assert_cmpstr (leaked, ==, "0100");
}

/* Nor is a process replaced for what was given back, be it to the C library alone. */
static void
test_memory_given_back (void)
{
#if defined(FANFOLD_ASAN) || defined(FANFOLD_TSAN)
  g_test_skip ("a sanitizer keeps what is freed");
#else
  static const char *const megabytes[] = { "60", "60" };
  g_autofree char *eaten = run_all ("eat", 100 * 1000 * 1000, megabytes, 2);
  g_autofree char *crumbs = run_all ("crumbs", 100 * 1000 * 1000, megabytes, 2);

  g_assert_cmpstr (eaten, ==, "00");
  g_assert_cmpstr (crumbs, ==, "00");
#endif
}

typedef struct
{
  gsize before; /* bytes of stdout ahead of the note */
  gsize behind;
  gsize cut;
  guint n_notes;
} Cut;

static void
count_log_cb (
    guint64 index, FanfoldLogKind kind, const char *bytes, gsize length, gpointer user_data)
{
  Cut *self = user_data;
  g_autofree char *text = g_strndup (bytes, MIN (length, 1000));

  if (kind == FANFOLD_LOG_STDOUT && self->n_notes == 0)
    self->before += length;
  else if (kind == FANFOLD_LOG_STDOUT)
    self->behind += length;
  else if (kind == FANFOLD_LOG_NOTE && strstr (text, "left out") != NULL)
    {
      self->n_notes++;
      self->cut = strtoul (text, NULL, 10);
    }
}

#if !defined(FANFOLD_ASAN) && !defined(FANFOLD_TSAN)
static gsize
get_peak_kilobytes (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return strtoul (strstr (text, "VmHWM:") + strlen ("VmHWM:"), NULL, 10);
}
#endif

/* 100 MB in a job's log: head and tail are kept, and the worker holds little more than that. */
static void
test_log (void)
{
  const gsize half = (gsize) 8 * 1024 * 1024;
  g_autoptr (FanfoldFunction) function =
      fixture_function ("FANFOLD_FIXTURES", "chatty.so", "flood");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  FanfoldWorker *worker = fixture_worker (function, NULL);
  Cut cut = { 0 };
  const FanfoldJobEvents events = { .log = count_log_cb, .user_data = &cut };
  g_autoptr (FanfoldBlock) block = NULL;

  block = fanfold_worker_run (worker, 0, columns, 0, 1, 0, &events, NULL, NULL);
  g_assert_nonnull (block);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  g_assert_cmpuint (cut.n_notes, ==, 1);
  g_assert_cmpuint (cut.before, ==, half);
  g_assert_cmpuint (cut.behind, <=, half);
  g_assert_cmpuint (cut.behind, >, half - 100 * 1000);
  g_assert_cmpuint (cut.before + cut.behind + cut.cut, ==, 100 * 1000 * 1000);
#if !defined(FANFOLD_ASAN) && !defined(FANFOLD_TSAN)
  g_assert_cmpuint (get_peak_kilobytes (fanfold_worker_get_pid (worker)), <, 64 * 1024);
#endif
  fanfold_worker_end (worker);
}

static const Case cases[] = {
  { "sleeper.so", "sleep", "msec", "5000" },  { "stubborn.so", "linger", "seconds", "60" },
  { "stubborn.so", "stay", "seconds", "60" }, { "stubborn.so", "spin", NULL, NULL },
  { "stubborn.so", "refuse", NULL, NULL },    { "rude.so", "stop", NULL, NULL },
  { "rude.so", "nest", "seconds", "60" },
};

int
main (int argc, char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/worker-limits/time/", cases[i].function, NULL);

      g_test_add_data_func (path, &cases[i], test_time);
    }
  g_test_add_func ("/worker-limits/time/in-bundle", test_time_in_bundle);
  g_test_add_func ("/worker-limits/time/changes", test_time_changes);
  g_test_add_func ("/worker-limits/time/of-each", test_time_of_each);
  if (!skip_memory ())
    {
      g_test_add_data_func ("/worker-limits/memory/own", "eat", test_memory);
      g_test_add_data_func ("/worker-limits/memory/of-child", "child", test_memory);
      g_test_add_func ("/worker-limits/memory/shared", test_memory_shared);
      g_test_add_func ("/worker-limits/memory/kept", test_memory_kept);
      g_test_add_func ("/worker-limits/memory/kept-without-limit", test_memory_kept_without_limit);
      g_test_add_func ("/worker-limits/memory/given-back", test_memory_given_back);
    }
  g_test_add_func ("/worker-limits/log", test_log);

  return g_test_run ();
}
