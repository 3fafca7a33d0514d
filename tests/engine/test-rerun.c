/* test-rerun.c: jobs of a run in a new run, with other values and settings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine-fixture.h"
#include "isolated.h"

static const FanfoldSettings settings = FANFOLD_SETTINGS_INIT;

static FanfoldRun *
launch_again (FanfoldEngine *engine,
              FanfoldRun *run,
              FanfoldRanges *jobs,
              FanfoldBatch *batch,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *pending = NULL;

  fanfold_engine_launch_again_async (
      engine, run, jobs, batch, NULL, NULL, fixture_ready_cb, &pending);
  result = fixture_wait (&pending);

  return fanfold_engine_launch_again_finish (engine, result, error);
}

static void
assert_refused (FanfoldEngine *engine,
                FanfoldRun *run,
                FanfoldRanges *jobs,
                FanfoldBatch *batch,
                const char *words)
{
  g_autoptr (GError) error = NULL;
  guint n_runs = g_list_model_get_n_items (fanfold_engine_get_runs (engine));

  g_assert_null (launch_again (engine, run, jobs, batch, &error));
  g_assert_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpuint (g_list_model_get_n_items (fanfold_engine_get_runs (engine)), ==, n_runs);
}

static gint64
get_number (FanfoldRun *run, guint64 index, guint param)
{
  g_autoptr (GVariant) args = fanfold_combine_get_args (fanfold_run_get_combine (run), index);
  g_autoptr (GVariant) value = g_variant_get_child_value (args, param);

  return g_variant_get_int64 (value);
}

/* A batch of sleeper.sleep. */
static FanfoldBatch *
make_batch (const char *msec, const char *n)
{
  return fixture_batch_new ("sleeper.sleep", (const char *[]){ msec, n, NULL }, &settings);
}

static void
test_jobs (void)
{
  FanfoldEngine *engine = fixture_engine_new ();
  g_autoptr (FanfoldRun) parent =
      fixture_launch_sleepers (engine, 0, 10000, 2, FANFOLD_BACKEND_THREADS);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldRun) third = NULL;
  g_autoptr (FanfoldBatch) batch = make_batch ("value:msec=1", "range:n=0:10000");
  g_autoptr (GError) error = NULL;
  FanfoldRanges *jobs = fixture_ranges (7, 1);

  fixture_wait_until_over (engine, parent);
  fanfold_ranges_add (jobs, 20, 9000);
  run = launch_again (engine, parent, jobs, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (run), ==, 9001);
  g_assert_cmpint (get_number (run, 0, 1), ==, 7);
  g_assert_cmpint (get_number (run, 1, 1), ==, 20);
  g_assert_cmpint (get_number (run, 9000, 1), ==, 9019);
  g_assert_cmpint (get_number (run, 9000, 0), ==, 1);
  g_assert_cmpuint (fanfold_run_get_record (run)->parent, ==, fanfold_run_get_id (parent));
  g_assert_cmpuint (fanfold_run_get_record (parent)->parent, ==, 0);

  /* One that goes on can be a parent, too. */
  third = launch_again (engine, run, fixture_ranges (9000, 1), batch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_number (third, 0, 1), ==, 9019);
  fanfold_run_stop (run, "Enough.");
  fixture_wait_until_over (engine, third);
  g_assert_cmpuint (fixture_count (third, FANFOLD_JOB_DONE), ==, 1);

  fanfold_engine_shut_down (engine);
  g_object_unref (engine);
}

/* Two inputs that were combined go in step once jobs were chosen. */
static void
test_product (void)
{
  FanfoldEngine *engine = fixture_engine_new ();
  g_autoptr (FanfoldBatch) batch = make_batch ("list:msec=0,1,2", "list:n=5,6,7");
  g_autoptr (FanfoldRun) parent = fixture_launch_batch (engine, batch);
  g_autoptr (FanfoldRun) run = NULL;
  g_autoptr (FanfoldBatch) other = make_batch ("value:msec=4", "list:n=5,6,7");
  g_autoptr (FanfoldRun) changed = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldRanges *jobs = fixture_ranges (1, 1);

  fanfold_ranges_add (jobs, 6, 2);
  fixture_wait_until_over (engine, parent);
  run = launch_again (engine, parent, fanfold_ranges_copy (jobs), batch, &error);
  g_assert_no_error (error);
  changed = launch_again (engine, parent, jobs, other, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (get_number (run, i, 0), ==, i == 0 ? 0 : 2);
      g_assert_cmpint (get_number (run, i, 1), ==, i == 1 ? 5 : 6);
      g_assert_cmpint (get_number (changed, i, 0), ==, 4);
      g_assert_cmpint (get_number (changed, i, 1), ==, i == 1 ? 5 : 6);
    }
  fixture_wait_until_over (engine, run);
  fixture_wait_until_over (engine, changed);

  fanfold_engine_shut_down (engine);
  g_object_unref (engine);
}

static void
test_history (void)
{
  FanfoldEngine *engine = fixture_engine_new ();
  g_autoptr (FanfoldBatch) batch = make_batch ("value:msec=0", "list:n=5,6,7");
  FanfoldRun *parent = fixture_launch_batch (engine, batch);
  FanfoldRun *run = NULL;
  g_autoptr (FanfoldRun) again = NULL;
  g_autoptr (GError) error = NULL;
  guint64 id;

  fixture_wait_until_over (engine, parent);
  run = launch_again (engine, parent, fixture_ranges (1, 2), batch, &error);
  g_assert_no_error (error);
  fixture_wait_until_over (engine, run);
  id = fanfold_run_get_id (run);
  fanfold_engine_shut_down (engine);
  g_object_unref (run);
  g_object_unref (parent);
  g_object_unref (engine);

  engine = fixture_engine_new ();
  run = fanfold_engine_find_run (engine, id);
  g_assert_nonnull (run);
  g_assert_cmpuint (fanfold_run_get_record (run)->parent, ==, id - 1);
  again = launch_again (engine, run, fixture_ranges (1, 1), batch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_number (again, 0, 1), ==, 7);
  fixture_wait_until_over (engine, again);

  fanfold_engine_shut_down (engine);
  g_object_unref (engine);
}

static void
test_refused (void)
{
  FanfoldEngine *engine = fixture_engine_new ();
  g_autoptr (FanfoldBatch) batch = make_batch ("value:msec=0", "list:n=5,6,7");
  g_autoptr (FanfoldRun) run = fixture_launch_batch (engine, batch);
  g_autoptr (FanfoldBatch) listed = make_batch ("list:msec=0,1", "list:n=5,6,7");
  g_autoptr (FanfoldBatch) constant = make_batch ("value:msec=0", "value:n=5");
  g_autoptr (FanfoldBatch) foreign = fanfold_batch_new ("numbers.square");

  fixture_wait_until_over (engine, run);
  assert_refused (engine, run, fixture_ranges (2, 2), batch, "has no job 3: its jobs are 0 to 2");
  assert_refused (engine, run, fanfold_ranges_new (), batch, "nothing to run again");
  assert_refused (engine, run, fixture_ranges (0, 2), listed, "“msec” is not one that varied");
  assert_refused (engine, run, fixture_ranges (0, 2), constant, "Nothing is left");
  assert_refused (engine, run, fixture_ranges (0, 2), foreign, "jobs of numbers.square");

  fanfold_engine_shut_down (engine);
  g_object_unref (engine);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  fixture_use_plugins ((const char *[]){ "sleeper", NULL });

  g_test_add_func ("/rerun/jobs", test_jobs);
  g_test_add_func ("/rerun/product", test_product);
  g_test_add_func ("/rerun/history", test_history);
  g_test_add_func ("/rerun/refused", test_refused);

  return g_test_run ();
}
