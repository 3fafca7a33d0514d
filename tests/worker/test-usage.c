/* test-usage.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-worker-fixture.h"

#include <signal.h>

#include "fanfold-call.h"
#include "fanfold-lock.h"

#define MB ((guint64) 1024 * 1024)
/* What a sanitizer needs beside: bytes and time. */
#if defined(FANFOLD_ASAN) || defined(FANFOLD_TSAN)
#define SHADOWS 8
#else
#define SHADOWS 1
#endif
#define FIXTURE_TEXTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

typedef struct
{
  FanfoldFunction *function;
  FanfoldWorker *worker;
  FixtureEvents events;
  guint64 first;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const *names = data;

  self->function = fixture_function ("FANFOLD_FIXTURES", names[0], names[1]);
  self->worker = fixture_worker (self->function, NULL);
  fixture_events_init (&self->events);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  fanfold_worker_end (self->worker);
  fixture_events_clear (&self->events);
  g_clear_object (&self->function);
}

static FanfoldBlock *
run (Fixture *self, const char *param, const char *const *texts)
{
  guint n = g_strv_length ((char **) texts);
  g_autoptr (GVariant) columns = fixture_columns (self->function, param, texts, n);
  FanfoldBlock *block = fixture_run (self->worker, self->first, columns, &self->events);
  guint place;

  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, n);
  for (place = 0; place < n; place++)
    g_assert_cmpint (fanfold_block_get_state (block, place), ==, FANFOLD_JOB_DONE);
  self->first += n;

  return block;
}

static void
assert_cpu (FanfoldBlock *block, guint place, double least, double most)
{
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, place), >=, least);
  g_assert_cmpfloat (fanfold_block_get_cpu_seconds (block, place), <=, most * SHADOWS);
}

static void
test_burn (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldBlock) block = run (self, "msec", FIXTURE_TEXTS ("60", "0", "20", "0", "40"));

  assert_cpu (block, 0, 0.055, 0.1);
  assert_cpu (block, 1, 0, 0.005);
  assert_cpu (block, 2, 0.015, 0.05);
  assert_cpu (block, 3, 0, 0.005);
  assert_cpu (block, 4, 0.035, 0.08);
}

static void
test_sleep (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldBlock) block = run (self, "msec", FIXTURE_TEXTS ("100"));

  g_assert_cmpfloat (fanfold_block_get_seconds (block, 0), >=, 0.1);
  assert_cpu (block, 0, 0, 0.02);
}

/* Each child counts for the job that waited for it. */
static void
test_child_burn (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldBlock) block = run (self, "msec", FIXTURE_TEXTS ("50", "0", "100"));

  assert_cpu (block, 0, 0.045, 0.1);
  assert_cpu (block, 1, 0, 0.02);
  assert_cpu (block, 2, 0.095, 0.15);
}

/* A child that nobody waits for counts for the job that started it, too, and for no other; one that
 * had to be ended counts for none. */
static void
test_forsake (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldBlock) block = run (self, "msec", FIXTURE_TEXTS ("30", "0", "0"));

  assert_cpu (block, 1, 0, 0.02);
  assert_cpu (block, 2, 0, 0.02);
}

/* The large job's peak is neither that of those before nor of those after it. */
static void
test_hold (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldBlock) bundle = run (self, "mbytes", FIXTURE_TEXTS ("0", "100", "0", "30"));
  g_autoptr (FanfoldBlock) next = run (self, "mbytes", FIXTURE_TEXTS ("1"));
  guint64 base = fanfold_block_get_peak_bytes (bundle, 0);

  g_assert_cmpuint (base, >, 0);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (bundle, 1), >=, base + 95 * MB);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (bundle, 1), <=, base + 110 * MB * SHADOWS);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (bundle, 2), <=, base + 10 * MB * SHADOWS);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (bundle, 3), >=, base + 25 * MB);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (bundle, 3), <=, base + 40 * MB * SHADOWS);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (next, 0), >, 0);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (next, 0), <=, base + 10 * MB * SHADOWS);
}

static void
test_child_hold (Fixture *self, gconstpointer data)
{
  g_autoptr (FanfoldBlock) small = run (self, "mbytes", FIXTURE_TEXTS ("1"));
  g_autoptr (FanfoldBlock) large = run (self, "mbytes", FIXTURE_TEXTS ("100"));
  g_autoptr (FanfoldBlock) after = run (self, "mbytes", FIXTURE_TEXTS ("1"));

  g_assert_cmpuint (fanfold_block_get_peak_bytes (small, 0), <, 50 * MB * SHADOWS);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (large, 0), >=, 95 * MB);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (after, 0), <, 50 * MB * SHADOWS);
}

/* What it costs to have memory and to give it back, which is ten times as much on some machines. */
static double
get_memory_seconds (gsize n_bytes)
{
  const gint64 begin_usec = g_get_monotonic_time ();
  char *memory = g_malloc (n_bytes);

  memset (memory, 1, n_bytes);
  g_assert_cmpint (memory[n_bytes / 2], ==, 1);
  g_free (memory);

  return (double) (g_get_monotonic_time () - begin_usec) / G_USEC_PER_SEC;
}

/* Who does not live to tell was measured, too, and not charged with those before. */
static void
test_abort (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) columns =
      fixture_columns (self->function, "msec", FIXTURE_TEXTS ("30", "60"), 2);
  g_autoptr (FanfoldBlock) first = fixture_run (self->worker, 0, columns, &self->events);
  g_autoptr (GVariant) rest = fixture_columns (self->function, "msec", FIXTURE_TEXTS ("60"), 1);
  g_autoptr (FanfoldBlock) second = fixture_run (self->worker, 1, rest, &self->events);
  double memory = get_memory_seconds (50 * MB);

  g_assert_cmpuint (fanfold_block_get_n_jobs (first), ==, 1);
  g_assert_cmpint (fanfold_block_get_end (first, 0), ==, -SIGABRT);
  g_assert_cmpint (fanfold_block_get_state (second, 0), ==, FANFOLD_JOB_CRASHED);
  assert_cpu (first, 0, 0.025, 0.09 + 2 * memory);
  assert_cpu (second, 0, 0.055, 0.12 + 2 * memory);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (first, 0), >=, 50 * MB);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (first, 0), <, 90 * MB * SHADOWS);
}

/* Of a thread there is the processor time, and no peak. */
static void
test_threads (void)
{
  g_autoptr (FanfoldFunction) function = fixture_function ("FANFOLD_FIXTURES", "burner.so", "burn");
  g_autoptr (GVariant) columns =
      fixture_columns (function, "msec", FIXTURE_TEXTS ("0", "30", "0", "20"), 4);
  const FanfoldJobEvents events = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCaller) caller = fanfold_caller_new (function, &error);
  g_autoptr (FanfoldBlock) block = NULL;
  int cancelled = FALSE;

  g_assert_no_error (error);
  block = fanfold_caller_run (caller, 0, columns, 0, 1, 0, &cancelled, &events);
  assert_cpu (block, 0, 0, 0.005);
  assert_cpu (block, 1, 0.025, 0.06);
  assert_cpu (block, 2, 0, 0.005);
  assert_cpu (block, 3, 0.015, 0.05);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 1), ==, 0);
}

/* Where nothing took long, columns of what was used would only repeat the seconds. */
static void
test_short (Fixture *self, gconstpointer data)
{
  g_autoptr (GVariant) columns = fixture_numbers (self->function, "x", 1000);
  g_autoptr (FanfoldBlock) block = fixture_run (self->worker, 0, columns, &self->events);
  double assumed = 0;
  guint place;

  for (place = 0; place < fanfold_block_get_n_jobs (block); place++)
    assumed += fanfold_block_get_cpu_seconds (block, place);
  g_assert_cmpfloat (assumed, <, 0.1);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 0), >, 0);
  g_assert_cmpuint (fanfold_block_get_peak_bytes (block, 0), <, 100 * MB * SHADOWS);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    const char *names[2];
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/usage/burn", { "burner.so", "burn" }, test_burn },
    { "/usage/sleep", { "sleeper.so", "sleep" }, test_sleep },
    { "/usage/child-burn", { "burner.so", "child_burn" }, test_child_burn },
    { "/usage/forsake", { "burner.so", "forsake" }, test_forsake },
    { "/usage/hold", { "burner.so", "hold" }, test_hold },
    { "/usage/child-hold", { "burner.so", "child_hold" }, test_child_hold },
    { "/usage/abort", { "burner.so", "abort" }, test_abort },
    { "/usage/short", { "crasher.so", "square" }, test_short },
  };
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].names, set_up, tests[i].test, tear_down);
  g_test_add_func ("/usage/threads", test_threads);

  return g_test_run ();
}
