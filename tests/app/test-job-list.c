/* test-job-list.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-filtered-jobs.h"
#include "fanfold-job-filter.h"
#include "fanfold-job-list.h"
#include "fanfold-job-selection.h"
#include "fanfold-json-indent.h"

#define N_JOBS 1000000
#define N_BOUND 200
#define SECOND G_USEC_PER_SEC

typedef struct
{
  FanfoldFunction *function;
  FanfoldJobTable *table;
  FanfoldCombine *combine;
  FanfoldJobList *list;
} Fixture;

static FanfoldFunction *
function_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = g_variant_ref_sink (g_variant_new_parsed (
      "{'id': <'f'>, 'label': <'F'>, 'params': <[{'id': <'x'>, 'label': <'X'>, "
      "'type': <uint32 2>}]>}"));
  FanfoldFunction *function =
      fanfold_function_new_from_variant (description, "p", "/p.so", "b1", &error);

  g_assert_no_error (error);

  return function;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldSource) source = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldCombineItem item = { 0 };

  fixture->function = function_new ();
  source = fanfold_source_new_range (
      g_ptr_array_index (fanfold_function_get_params (fixture->function), 0),
      "0",
      "1000000",
      "1",
      &error);
  g_assert_no_error (error);
  item.source = source;
  fixture->combine = fanfold_combine_new (fixture->function, &item, 1, &error);
  g_assert_no_error (error);
  fixture->table = fanfold_job_table_new (N_JOBS);
  fixture->list = fanfold_job_list_new (fixture->table, fixture->combine);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->list);
  g_clear_pointer (&fixture->table, fanfold_job_table_unref);
  g_clear_pointer (&fixture->combine, fanfold_combine_unref);
  g_clear_object (&fixture->function);
}

static void
finish (Fixture *fixture, guint64 index, FanfoldJobState state, double seconds)
{
  g_autoptr (FanfoldBlock) block = fanfold_block_new_single (
      fixture->function, index, 0, 1, state, SECOND, seconds, NULL, "1", NULL);

  fanfold_job_table_finish (fixture->table, block, FALSE);
}

static FanfoldJob *
get_job (Fixture *fixture, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
}

static void
assert_text (FanfoldJob *job, const char *property, const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (job, property, &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *n)
{
  ++*n;
}

static void
test_items (Fixture *fixture, gconstpointer data)
{
  GListModel *model = G_LIST_MODEL (fixture->list);
  g_autoptr (FanfoldJob) job = NULL;
  g_autoptr (FanfoldJob) again = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, N_JOBS);
  g_assert_true (g_list_model_get_item_type (model) == FANFOLD_TYPE_JOB);
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), ==, 0);
  g_assert_null (g_list_model_get_item (model, N_JOBS));

  job = get_job (fixture, 999999);
  again = get_job (fixture, 999999);
  g_assert_true (job == again);
  g_assert_cmpuint (fanfold_job_get_index (job), ==, 999999);
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), ==, 1);
  assert_text (job, "number", "999999");
  assert_text (job, "arguments", "999999");

  g_clear_object (&again);
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), ==, 1);
  g_clear_object (&job);
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), ==, 0);
}

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

/* Jobs that come are told of when it is sampled, and not before. */
static void
test_grows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldJobTable) table = fanfold_job_table_new_growing (N_JOBS);
  g_autoptr (FanfoldJobList) list = NULL;
  g_autoptr (FanfoldJob) job = NULL;
  g_autoptr (GString) changes = g_string_new (NULL);

  fanfold_job_table_grow (table, 3);
  list = fanfold_job_list_new (table, fixture->combine);
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), changes);
  fanfold_job_table_grow (table, 2000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 3);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3));

  fanfold_job_list_sample (list, SECOND);
  fanfold_job_list_sample (list, 2 * SECOND);
  g_assert_cmpstr (changes->str, ==, "3-0+1997 ");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2000);
  job = g_list_model_get_item (G_LIST_MODEL (list), 1999);
  g_assert_cmpuint (fanfold_job_get_index (job), ==, 1999);
}

static void
test_outlives_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldJob) job = get_job (fixture, 7);

  g_clear_object (&fixture->list);
  assert_text (job, "arguments", "7");
}

static void
test_only_what_changed (Fixture *fixture, gconstpointer data)
{
  FanfoldJob *jobs[N_BOUND];
  guint counts[N_BOUND] = { 0 };

  for (guint i = 0; i < N_BOUND; i++)
    {
      jobs[i] = get_job (fixture, i * 2000);
      g_signal_connect (jobs[i], "notify", G_CALLBACK (count_cb), &counts[i]);
    }

  g_assert_cmpuint (fanfold_job_list_sample (fixture->list, SECOND), ==, 0);

  /* In the block of the third row, but not that row. */
  finish (fixture, 4001, FANFOLD_JOB_DONE, 0.5);
  g_assert_cmpuint (fanfold_job_list_sample (fixture->list, 2 * SECOND), ==, 1);
  for (guint i = 0; i < N_BOUND; i++)
    g_assert_cmpuint (counts[i], ==, 0);

  finish (fixture, 4000, FANFOLD_JOB_FAILED, 0.5);
  g_assert_cmpuint (fanfold_job_list_sample (fixture->list, 3 * SECOND), ==, 1);
  for (guint i = 0; i < N_BOUND; i++)
    g_assert_cmpuint (counts[i] > 0, ==, i == 2);
  assert_text (jobs[2], "state-text", "Failed");
  assert_text (jobs[2], "elapsed", "0.5 s");
  g_assert_cmpuint (fanfold_job_list_sample (fixture->list, 4 * SECOND), ==, 0);

  for (guint i = 0; i < N_BOUND; i++)
    g_object_unref (jobs[i]);
}

static void
test_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldJob) job = get_job (fixture, 5);
  gboolean shown;
  double fraction;
  guint n = 0;

  fanfold_job_table_begin (fixture->table, 5, 0, 10 * SECOND);
  g_assert_cmpuint (fanfold_job_list_sample (fixture->list, 12 * SECOND), ==, 1);
  g_assert_cmpint (fanfold_job_get_state (job), ==, FANFOLD_JOB_RUNNING);
  assert_text (job, "elapsed", "0:02");
  assert_text (job, "time-left", NULL);
  g_object_get (job, "show-fraction", &shown, NULL);
  g_assert_false (shown);
  g_object_get (job, "show-busy", &shown, NULL);
  g_assert_true (shown);

  /* Nothing to tell within the same second. */
  g_signal_connect (job, "notify", G_CALLBACK (count_cb), &n);
  g_assert_cmpuint (fanfold_job_list_sample (fixture->list, 12 * SECOND + 100), ==, 1);
  g_assert_cmpuint (n, ==, 0);

  fanfold_job_table_progress (fixture->table, 5, 0.25f);
  fanfold_job_list_sample (fixture->list, 30 * SECOND);
  assert_text (job, "elapsed", "0:20");
  assert_text (job, "time-left", "about 1 min");
  g_object_get (job, "show-fraction", &shown, "fraction", &fraction, NULL);
  g_assert_true (shown);
  g_assert_cmpfloat_with_epsilon (fraction, 0.25, 0.001);
  g_object_get (job, "show-busy", &shown, NULL);
  g_assert_false (shown);

  finish (fixture, 5, FANFOLD_JOB_DONE, 75);
  fanfold_job_list_sample (fixture->list, 85 * SECOND);
  assert_text (job, "elapsed", "1:15");
  assert_text (job, "time-left", NULL);
  g_object_get (job, "show-fraction", &shown, NULL);
  g_assert_false (shown);
}

/* A clock that was set back, and a cached job, which took no time. */
static void
test_odd_times (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldJob) job = get_job (fixture, 0);
  g_autoptr (FanfoldJob) cached = get_job (fixture, 1);

  fanfold_job_table_begin (fixture->table, 0, 0, 100 * SECOND);
  finish (fixture, 1, FANFOLD_JOB_CACHED, 0);
  fanfold_job_list_sample (fixture->list, 50 * SECOND);
  assert_text (job, "elapsed", "0:00");
  assert_text (cached, "state-text", "Cached");
  assert_text (cached, "elapsed", NULL);
}

/* Whoever is told may let go of the job that told, or ask for others. */
static void
let_go_cb (GObject *object, GParamSpec *pspec, FanfoldJob **job)
{
  g_clear_object (job);
}

static void
test_handler_lets_go (Fixture *fixture, gconstpointer data)
{
  FanfoldJob *job = get_job (fixture, 3);
  FanfoldJob *other = get_job (fixture, 4);

  g_signal_connect (job, "notify::state", G_CALLBACK (let_go_cb), &other);
  g_signal_connect (other, "notify::state", G_CALLBACK (let_go_cb), &job);
  finish (fixture, 3, FANFOLD_JOB_DONE, 1);
  finish (fixture, 4, FANFOLD_JOB_DONE, 1);
  fanfold_job_list_sample (fixture->list, SECOND);
  g_assert_true (job == NULL || other == NULL);

  g_clear_object (&job);
  g_clear_object (&other);
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), ==, 0);
}

static void
test_sample_cost (Fixture *fixture, gconstpointer data)
{
  FanfoldJob *jobs[N_BOUND];
  gint64 began;
  double each;

  for (guint i = 0; i < N_BOUND; i++)
    {
      jobs[i] = get_job (fixture, i);
      fanfold_job_table_begin (fixture->table, i, i, SECOND);
    }

  began = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    fanfold_job_list_sample (fixture->list, (2 + i) * SECOND);
  each = (double) (g_get_monotonic_time () - began) / 100;
  g_test_message ("a sample of %u running rows takes %.0f microseconds", N_BOUND, each);
  g_assert_cmpfloat (each, <, 10 * 1000);

  for (guint i = 0; i < N_BOUND; i++)
    g_object_unref (jobs[i]);
}

static void
assert_indents (const char *json, const char *expected)
{
  g_autofree char *text = fanfold_json_indent (json);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_json_indent (void)
{
  assert_indents ("1e22", "1e22");
  assert_indents ("{}", "{}");
  assert_indents ("[ ]", "[]");
  assert_indents ("{\"a\":1.0,\"b\":[1,2]}", "{\n  \"a\": 1.0,\n  \"b\": [\n    1,\n    2\n  ]\n}");
  assert_indents ("\"a,{\\\"b:\"", "\"a,{\\\"b:\"");
  assert_indents ("\"cut", "\"cut");
  assert_indents ("]]", "\n]\n]");
}

static guint64
get_index_at (FanfoldFilteredJobs *failed, guint position)
{
  g_autoptr (FanfoldJob) job = g_list_model_get_item (G_LIST_MODEL (failed), position);

  g_assert_nonnull (job);

  return fanfold_job_get_index (job);
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFilteredJobs) failed =
      fanfold_filtered_jobs_new (fixture->list, fixture->table, FANFOLD_JOB_FILTER_FAILED);
  GListModel *model = G_LIST_MODEL (failed);
  guint n_turns = 0;

  finish (fixture, N_JOBS - 1, FANFOLD_JOB_CRASHED, 1);
  finish (fixture, 1024, FANFOLD_JOB_TIMED_OUT, 1);
  finish (fixture, 7, FANFOLD_JOB_FAILED, 1);
  finish (fixture, 8, FANFOLD_JOB_DONE, 1);
  g_assert_true (fanfold_filtered_jobs_update (failed));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  g_assert_cmpuint (get_index_at (failed, 0), ==, 7);
  g_assert_cmpuint (get_index_at (failed, 1), ==, 1024);
  g_assert_cmpuint (get_index_at (failed, 2), ==, N_JOBS - 1);
  g_assert_null (g_list_model_get_item (model, 3));

  fanfold_job_table_take_back (fixture->table, 7, 1, (guint64[FANFOLD_N_JOB_STATES]){ 0 }, NULL);
  g_assert_true (fanfold_filtered_jobs_update (failed));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 2);
  g_assert_cmpuint (get_index_at (failed, 0), ==, 1024);

  for (guint64 i = 0; i < N_JOBS; i += FANFOLD_JOB_TABLE_BLOCK)
    finish (fixture, i, FANFOLD_JOB_FAILED, 1);
  while (!fanfold_filtered_jobs_update (failed))
    n_turns++;
  g_assert_cmpuint (n_turns, >, 10);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, N_JOBS / FANFOLD_JOB_TABLE_BLOCK + 2);
}

/* A job goes from one list to the other. */
static void
test_states (Fixture *fixture, gconstpointer data)
{
  const guint waiting = 1u << FANFOLD_JOB_WAITING;
  const guint over = 1u << FANFOLD_JOB_DONE | 1u << FANFOLD_JOB_SKIPPED;
  g_autoptr (FanfoldFilteredJobs) wait =
      fanfold_filtered_jobs_new (fixture->list, fixture->table, waiting);
  g_autoptr (FanfoldFilteredJobs) done =
      fanfold_filtered_jobs_new (fixture->list, fixture->table, over);

  while (!fanfold_filtered_jobs_update (wait))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (wait)), ==, N_JOBS);
  finish (fixture, 3, FANFOLD_JOB_DONE, 1);
  finish (fixture, 4, FANFOLD_JOB_FAILED, 1);
  finish (fixture, 5000, FANFOLD_JOB_SKIPPED, 1);
  while (!fanfold_filtered_jobs_update (wait) || !fanfold_filtered_jobs_update (done))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (wait)), ==, N_JOBS - 3);
  g_assert_cmpuint (get_index_at (wait, 3), ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (done)), ==, 2);
  g_assert_cmpuint (get_index_at (done, 0), ==, 3);
  g_assert_cmpuint (get_index_at (done, 1), ==, 5000);
}

/* A million at once, and no object of any but one. */
static void
test_select_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldJobSelection) selection = fanfold_job_selection_new ();
  GtkSelectionModel *model = GTK_SELECTION_MODEL (selection);
  g_autoptr (FanfoldRanges) all = NULL;
  g_autoptr (FanfoldRanges) rest = NULL;
  guint64 first, n;

  fanfold_job_selection_set_model (selection, G_LIST_MODEL (fixture->list));
  g_assert_null (fanfold_job_selection_get_selected_item (selection));
  gtk_selection_model_select_all (model);
  g_assert_cmpuint (fanfold_job_selection_get_size (selection), ==, N_JOBS);
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), <=, 1);
  all = fanfold_job_selection_dup_jobs (selection);
  g_assert_true (fanfold_ranges_find (all, 0, &first, &n));
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (n, ==, N_JOBS);

  gtk_selection_model_unselect_item (model, 500);
  g_assert_false (gtk_selection_model_is_selected (model, 500));
  rest = fanfold_job_selection_dup_jobs (selection);
  g_assert_cmpuint (fanfold_ranges_get_size (rest), ==, N_JOBS - 1);
  g_assert_false (fanfold_ranges_contains (rest, 500));
}

static void
assert_last (FanfoldJobSelection *selection, guint64 index)
{
  FanfoldJob *job = fanfold_job_selection_get_selected_item (selection);

  g_assert_nonnull (job);
  g_assert_cmpuint (fanfold_job_get_index (job), ==, index);
}

/* The page shows the one that was selected last. */
static void
test_selected_last (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldJobSelection) selection = fanfold_job_selection_new ();
  GtkSelectionModel *model = GTK_SELECTION_MODEL (selection);

  fanfold_job_selection_set_model (selection, G_LIST_MODEL (fixture->list));
  gtk_selection_model_select_item (model, 7, TRUE);
  assert_last (selection, 7);
  gtk_selection_model_select_item (model, 3, FALSE);
  gtk_selection_model_select_item (model, 9, FALSE);
  assert_last (selection, 9);
  gtk_selection_model_unselect_item (model, 9);
  assert_last (selection, 3);
  gtk_selection_model_unselect_item (model, 3);
  assert_last (selection, 7);
  gtk_selection_model_select_item (model, 999999, TRUE);
  assert_last (selection, 999999);
  gtk_selection_model_unselect_all (model);
  g_assert_null (fanfold_job_selection_get_selected_item (selection));
  g_assert_cmpuint (fanfold_job_list_get_n_live (fixture->list), ==, 0);
}

/* In a part of the list places are not numbers, and a job that leaves it is selected no more. */
static void
test_select_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldFilteredJobs) failed =
      fanfold_filtered_jobs_new (fixture->list, fixture->table, FANFOLD_JOB_FILTER_FAILED);
  g_autoptr (FanfoldJobSelection) selection = fanfold_job_selection_new ();
  g_autoptr (FanfoldRanges) jobs = NULL;
  g_autoptr (FanfoldRanges) left = NULL;
  guint64 counts[FANFOLD_N_JOB_STATES] = { 0 };

  finish (fixture, 11, FANFOLD_JOB_FAILED, 0.1);
  finish (fixture, 5000, FANFOLD_JOB_CRASHED, 0.1);
  finish (fixture, 70000, FANFOLD_JOB_FAILED, 0.1);
  while (!fanfold_filtered_jobs_update (failed))
    ;
  fanfold_job_selection_set_model (selection, G_LIST_MODEL (failed));
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 1, TRUE);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 2, FALSE);
  jobs = fanfold_job_selection_dup_jobs (selection);
  g_assert_cmpuint (fanfold_ranges_get_size (jobs), ==, 2);
  g_assert_true (fanfold_ranges_contains (jobs, 5000));
  g_assert_true (fanfold_ranges_contains (jobs, 70000));

  fanfold_job_table_take_back (fixture->table, 5000, 1, counts, NULL);
  while (!fanfold_filtered_jobs_update (failed))
    ;
  left = fanfold_job_selection_dup_jobs (selection);
  g_assert_cmpuint (fanfold_ranges_get_size (left), ==, 1);
  g_assert_true (fanfold_ranges_contains (left, 70000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/job-list/items", test_items);
  ADD ("/job-list/grows", test_grows);
  ADD ("/job-list/outlives-list", test_outlives_list);
  ADD ("/job-list/only-what-changed", test_only_what_changed);
  ADD ("/job-list/running", test_running);
  ADD ("/job-list/odd-times", test_odd_times);
  ADD ("/job-list/handler-lets-go", test_handler_lets_go);
  ADD ("/job-list/sample-cost", test_sample_cost);
  ADD ("/job-list/failed", test_failed);
  ADD ("/job-list/states", test_states);
  ADD ("/job-list/select-all", test_select_all);
  ADD ("/job-list/selected-last", test_selected_last);
  ADD ("/job-list/select-failed", test_select_failed);
#undef ADD
  g_test_add_func ("/json-indent/texts", test_json_indent);

  return g_test_run ();
}
