/* test-worker-surroundings.c: how a job finds its process, whatever came before it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <sys/resource.h>
#include "fanfold-worker-fixture.h"

static FanfoldFunction *
vandal (const char *name)
{
  return fixture_function ("FANFOLD_FIXTURES", "vandal.so", name);
}

/* Jobs that change these things, and then sleep as long. */
static GVariant *
make_changes (FanfoldFunction *function, const char *const *whats, guint n_jobs, const char *msec)
{
  const char *const times[] = { msec, msec };
  g_autoptr (GVariant) changes = fixture_columns (function, "what", whats, n_jobs);
  g_autoptr (GVariant) sleeps = fixture_columns (function, "msec", times, n_jobs);
  g_autoptr (GVariant) change = g_variant_get_child_value (changes, 0);
  g_autoptr (GVariant) sleep = g_variant_get_child_value (sleeps, 1);
  GVariant *both[] = { change, sleep };

  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARIANT, both, 2));
}

/* Its result. */
static char *
run_one (FanfoldWorker *worker, GVariant *columns, guint64 index, FixtureEvents *events)
{
  g_autoptr (FanfoldBlock) block = fixture_run (worker, index, columns, events);
  GString *json = g_string_new (NULL);

  g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, 1);
  g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
  fanfold_block_append_result (block, json, 0);

  return g_string_free (json, FALSE);
}

typedef struct
{
  const char *what;
  const char *note; /* NULL: it is left alone */
} Change;

/* In a short job and in a long one, which is looked at before its bundle ends. */
static void
test_change (gconstpointer data)
{
  const Change *self = data;
  const char *const whats[] = { self->what, "" };
  static const char *const times[] = { "0", "2" };
  g_autoptr (FanfoldFunction) function = vandal ("run");
  g_autoptr (GVariant) nothing = make_changes (function, whats + 1, 1, "0");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  for (i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GVariant) bundle = make_changes (function, whats, i + 1, times[i]);
      int runner = fixture_find_runner (worker);
      g_autofree char *before = run_one (worker, nothing, 0, &events);
      g_autoptr (FanfoldBlock) block = fixture_run (worker, 2 * i + 1, bundle, &events);
      g_autofree char *after = run_one (worker, nothing, 9, &events);

      g_assert_cmpint (fanfold_block_get_state (block, 0), ==, FANFOLD_JOB_DONE);
      g_assert_cmpuint (fanfold_block_get_n_jobs (block), ==, self->note != NULL ? 1 : i + 1);
      g_assert_cmpstr (before, ==, after);
      if (self->note != NULL)
        g_assert_cmpint (fixture_find_runner (worker), !=, runner);
      else
        g_assert_cmpint (fixture_find_runner (worker), ==, runner);
    }
  if (self->note != NULL)
    g_assert_nonnull (strstr (fixture_log (&events, 3, FANFOLD_LOG_NOTE), self->note));
  else
    g_assert_cmpstr (fixture_log (&events, 3, FANFOLD_LOG_NOTE), ==, "");
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* A runner that ends between two jobs, again and again, costs none. */
static void
test_often (void)
{
  static const char *const whats[] = { "folder" };
  g_autoptr (FanfoldFunction) function = vandal ("run");
  g_autoptr (GVariant) columns = make_changes (function, whats, 1, "0");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autofree char *first = NULL;
  FixtureEvents events;
  guint i;

  fixture_events_init (&events);
  first = run_one (worker, columns, 0, &events);
  for (i = 1; i < 50; i++)
    {
      g_autofree char *next = run_one (worker, columns, i, &events);

      g_assert_cmpstr (next, ==, first);
    }
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static void
test_variables (void)
{
  g_autoptr (FanfoldFunction) function = vandal ("variables");
  g_autoptr (GVariant) columns = fixture_columns (function, NULL, NULL, 1);
  FanfoldWorkerSpec spec = {
    .path = g_getenv ("FANFOLD_WORKER"), .function = function, .nice = 7, .n_threads = 3
  };
  FanfoldWorker *worker;
  FixtureEvents events;
  g_autofree char *limited = NULL;
  g_autofree char *alone = NULL;
  g_autofree char *expected = NULL;

  fixture_events_init (&events);
  g_setenv ("MKL_NUM_THREADS", "12", TRUE);
  g_unsetenv ("OMP_NUM_THREADS");
  g_unsetenv ("OPENBLAS_NUM_THREADS");
  worker = fanfold_worker_start (&spec, NULL);
  g_assert_nonnull (worker);
  limited = run_one (worker, columns, 0, &events);
  g_assert_cmpstr (limited, ==, "[7,\"3\",\"3\",\"12\"]");
  fanfold_worker_end (worker);

  worker = fixture_worker (function, NULL);
  alone = run_one (worker, columns, 0, &events);
  expected = g_strdup_printf ("[%d,\"\",\"\",\"12\"]", getpriority (PRIO_PROCESS, 0));
  g_assert_cmpstr (alone, ==, expected);
  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

/* One that says that it is tidy is looked at when its bundle is over. */
static void
test_liar (void)
{
  static const char *const whats[] = { "folder", "" };
  g_autoptr (FanfoldFunction) function = vandal ("liar");
  g_autoptr (GVariant) bundle = make_changes (function, whats, 2, "2");
  FanfoldWorker *worker = fixture_worker (function, NULL);
  g_autoptr (FanfoldBlock) first = NULL;
  g_autoptr (FanfoldBlock) second = NULL;
  FixtureEvents events;
  int runner;

  fixture_events_init (&events);
  runner = fixture_find_runner (worker);
  first = fixture_run (worker, 0, bundle, &events);
  g_assert_cmpuint (fanfold_block_get_n_jobs (first), ==, 2);
  second = fixture_run (worker, 2, bundle, &events);
  g_assert_cmpint (fixture_find_runner (worker), !=, runner);

  fanfold_worker_end (worker);
  fixture_events_clear (&events);
}

static const Change changes[] = {
  { "folder", "the working folder" },
  { "mask", "the umask" },
  { "locale", "the locale" },
  { "handler", "the handling of a signal" },
  { "blocked", "which signals are blocked" },
  { "nice", "the nice level" },
  { "limit", "a limit of resources" },
  { "stdin", "where a standard stream leads" },
  { "stdout", "where a standard stream leads" },
  { "leak", "how many descriptors are open" },
  { "keep", NULL },
  { "", NULL },
};

int
main (int argc, char *argv[])
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf (
          "/worker-surroundings/%s", *changes[i].what != '\0' ? changes[i].what : "nothing");

      g_test_add_data_func (path, &changes[i], test_change);
    }
  g_test_add_func ("/worker-surroundings/liar", test_liar);
  g_test_add_func ("/worker-surroundings/often", test_often);
  g_test_add_func ("/worker-surroundings/variables", test_variables);

  return g_test_run ();
}
