/* test-watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-view.h"
#include "fanfold-log-view.h"
#include "fanfold-run-log-view.h"
#include "fanfold-run-page.h"
#include "fanfold-run-text.h"
#include "fanfold-state-bar.h"
#include "fanfold-watch-view.h"

#define DEADLINE_USEC (30 * G_USEC_PER_SEC)
#define CHILD(widget, type, name) gtk_widget_get_template_child (GTK_WIDGET (widget), type, name)

typedef struct
{
  char *folder;
  FanfoldEngine *engine;
  GtkWindow *window;
  FanfoldWatchView *view;
  FanfoldRunPage *page;
  FanfoldRun *run;
  guint sample_id;
  gboolean started;
} Fixture;

static gboolean
sample_cb (gpointer user_data)
{
  fanfold_engine_sample (((Fixture *) user_data)->engine);

  return G_SOURCE_CONTINUE;
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  fanfold_engine_start_finish (FANFOLD_ENGINE (source), result, &error);
  g_assert_no_error (error);
  fixture->started = TRUE;
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  fixture->run = fanfold_engine_launch_finish (FANFOLD_ENGINE (source), result, &error);
  g_assert_no_error (error);
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline = g_get_monotonic_time () + DEADLINE_USEC;                                     \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline);                                    \
        g_main_context_iteration (NULL, TRUE);                                                     \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static void
open_window (Fixture *fixture)
{
  g_autofree char *memo = g_build_filename (fixture->folder, "memo", NULL);
  g_autofree char *known = g_build_filename (fixture->folder, "plugins.ini", NULL);
  FanfoldEnginePaths paths = { .memo_folder = memo,
                               .history_folder = fixture->folder,
                               .known_path = known };

  fixture->engine = fanfold_engine_new (&paths);
  fixture->started = FALSE;
  fanfold_engine_start_async (fixture->engine, NULL, started_cb, fixture);
  WAIT_FOR (fixture->started);

  fixture->view = g_object_new (FANFOLD_TYPE_WATCH_VIEW, "engine", fixture->engine, NULL);
  fixture->page = FANFOLD_RUN_PAGE (CHILD (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "run_page"));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 1000, 700);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  fixture->sample_id = g_timeout_add (50, sample_cb, fixture);
}

static void
close_window (Fixture *fixture)
{
  g_clear_handle_id (&fixture->sample_id, g_source_remove);
  gtk_window_destroy (fixture->window);
  fanfold_engine_shut_down (fixture->engine);
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->engine);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("watch-XXXXXX", &error);
  g_assert_no_error (error);
  open_window (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_window (fixture);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
launch (Fixture *fixture, const char *text)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;

  batch = fanfold_batch_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  g_clear_object (&fixture->run);
  fanfold_engine_launch_async (fixture->engine, batch, NULL, NULL, launched_cb, fixture);
  WAIT_FOR (fixture->run != NULL);
}

static gboolean
is_over (Fixture *fixture)
{
  return fanfold_run_state_is_over (fanfold_run_get_state (fixture->run));
}

static const char *
get_label (gpointer widget, GType type, const char *name)
{
  return gtk_label_get_label (GTK_LABEL (CHILD (widget, type, name)));
}

static gpointer
get_job_page_child (Fixture *fixture, const char *name)
{
  GObject *job_page = CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "job_page");

  return CHILD (job_page, G_OBJECT_TYPE (job_page), name);
}

static gboolean
shows (gpointer json_view, const char *expected)
{
  g_autofree char *text = fanfold_json_view_dup_text (json_view);

  return g_str_equal (text, expected);
}

static char *
dup_log (FanfoldLogView *view)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (fanfold_log_view_get_buffer (view), &start, &end);

  return gtk_text_buffer_get_text (fanfold_log_view_get_buffer (view), &start, &end, FALSE);
}

static void
choose_job (Fixture *fixture, guint position)
{
  GtkSelectionModel *selection =
      gtk_column_view_get_model (fanfold_run_page_get_column_view (fixture->page));

  gtk_selection_model_select_item (selection, position, TRUE);
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (
      G_LIST_MODEL (gtk_column_view_get_model (fanfold_run_page_get_column_view (fixture->page))));
}

static const char *
get_child_name (gpointer widget, GType type, const char *name)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (CHILD (widget, type, name)));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (get_child_name (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "stack"), ==, "empty");
}

static void
test_finished (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = NULL;
  g_autofree char *times = NULL;
  FanfoldStateBar *bar;

  launch (fixture,
          "{\"fanfold\":1,\"function\":\"numbers.square\",\"inputs\":[{\"name\":\"x\",\"range\":["
          "0,2000,1]}],\"settings\":{\"n_jobs\":2,\"verbose\":5,\"backend\":\"threads\"}}");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  WAIT_FOR (is_over (fixture));
  WAIT_FOR (count_rows (fixture) == 2000);

  g_assert_cmpstr (get_child_name (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "stack"), ==, "runs");
  g_assert_cmpstr (
      get_label (fixture->page, FANFOLD_TYPE_RUN_PAGE, "counts_label"), ==, "Done 2,000 of 2,000");
  times = fanfold_run_text_times (fixture->run, 0);
  g_assert_true (g_str_has_prefix (times, "Finished · took "));
  bar = FANFOLD_STATE_BAR (CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "bar"));
  g_assert_cmpfloat (fanfold_state_bar_get_share (bar, 0), ==, 1);
  g_assert_false (gtk_widget_get_visible (
      GTK_WIDGET (CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "stop_button"))));
  line = fanfold_run_text_line (fixture->run, 0);
  g_assert_true (g_str_has_prefix (line, "Finished · "));

  choose_job (fixture, 1500);
  WAIT_FOR (shows (get_job_page_child (fixture, "result_view"), "2250000.0"));
  g_assert_true (shows (get_job_page_child (fixture, "arguments_view"), "{\n  \"x\": 1500.0\n}"));
  choose_job (fixture, 3);
  WAIT_FOR (shows (get_job_page_child (fixture, "result_view"), "9.0"));
}

static gboolean
log_is (FanfoldLogView *view, const char *expected)
{
  g_autofree char *log = dup_log (view);

  return g_str_equal (log, expected);
}

static void
test_run_log (Fixture *fixture, gconstpointer data)
{
  GtkStack *views = GTK_STACK (CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "views"));
  FanfoldLogView *log_view = FANFOLD_LOG_VIEW (
      CHILD (gtk_stack_get_child_by_name (views, "log"), FANFOLD_TYPE_RUN_LOG_VIEW, "log_view"));
  g_autofree char *log = NULL;

  launch (fixture,
          "{\"fanfold\":1,\"function\":\"numbers.square\",\"inputs\":[{\"name\":\"x\",\"range\":["
          "0,100,1]}],\"settings\":{\"n_jobs\":2,\"verbose\":5,\"backend\":\"threads\"}}");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  WAIT_FOR (is_over (fixture));
  g_assert_true (fanfold_log_view_is_empty (log_view));
  gtk_stack_set_visible_child_name (views, "log");
  WAIT_FOR (!fanfold_log_view_is_empty (log_view));
  log = dup_log (log_view);
  g_assert_nonnull (strstr (log, "[Parallel(n_jobs=2)]: Done 100 out of 100"));
}

static void
launch_named (Fixture *fixture, const char *name, const char *note)
{
  g_autofree char *text =
      g_strdup_printf ("{\"fanfold\":1,\"name\":\"%s\",\"note\":\"%s\",\"function\":"
                       "\"numbers.square\",\"inputs\":[{\"name\":\"x\",\"value\":2}],"
                       "\"settings\":{\"backend\":\"threads\"}}",
                       name,
                       note);

  launch (fixture, text);
  WAIT_FOR (is_over (fixture));
}

static FanfoldRun *
get_shown (Fixture *fixture)
{
  g_autoptr (FanfoldRun) run = NULL;

  g_object_get (fixture->page, "run", &run, NULL);

  return run;
}

static guint
count_found (Fixture *fixture, const char *text)
{
  GtkEditable *entry =
      GTK_EDITABLE (CHILD (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "search_entry"));
  GListModel *found = G_LIST_MODEL (CHILD (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "found"));

  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "search-changed");

  return g_list_model_get_n_items (found);
}

/* What is looked at stays while another run is looked for. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkSingleSelection *selection =
      GTK_SINGLE_SELECTION (CHILD (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "selection"));
  g_autoptr (FanfoldRun) first = NULL;

  launch_named (fixture, "Night", "Before. #base");
  first = g_object_ref (fixture->run);
  launch_named (fixture, "Day", "After");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  g_assert_true (get_shown (fixture) == fixture->run);

  g_assert_cmpuint (count_found (fixture, "square"), ==, 2);
  g_assert_true (gtk_single_selection_get_selected_item (selection) == fixture->run);
  g_assert_cmpuint (count_found (fixture, "#BASE night"), ==, 1);
  g_assert_cmpstr (
      get_child_name (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "list_stack"), ==, "list");
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_assert_true (get_shown (fixture) == fixture->run);
  g_assert_cmpuint (count_found (fixture, "nowhere"), ==, 0);
  g_assert_cmpstr (
      get_child_name (fixture->view, FANFOLD_TYPE_WATCH_VIEW, "list_stack"), ==, "none");

  g_assert_cmpuint (count_found (fixture, ""), ==, 2);
  WAIT_FOR (gtk_single_selection_get_selected_item (selection) == fixture->run);
  g_assert_cmpuint (count_found (fixture, "after"), ==, 1);
  fanfold_watch_view_show_run (fixture->view, first);
  g_assert_true (get_shown (fixture) == first);
  g_assert_true (gtk_single_selection_get_selected_item (selection) == first);
  g_assert_cmpstr (
      get_label (fixture->page, FANFOLD_TYPE_RUN_PAGE, "note_label"), ==, "Before. #base");
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = NULL;
  GtkWidget *error_box;

  launch (
      fixture,
      "{\"fanfold\":1,\"function\":\"numbers.wait\",\"inputs\":[{\"name\":\"seconds\","
      "\"value\":0.01},{\"name\":\"fail_chance\",\"list\":[0,1]}],\"settings\":{\"n_jobs\":1}}");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  WAIT_FOR (is_over (fixture));
  line = fanfold_run_text_line (fixture->run, 0);
  g_assert_true (g_str_has_prefix (line, "Finished · 1 failed · "));

  error_box = get_job_page_child (fixture, "error_box");
  choose_job (fixture, 1);
  WAIT_FOR (gtk_widget_get_visible (error_box));
  g_assert_cmpstr (gtk_label_get_label (get_job_page_child (fixture, "error_label")), !=, "");
  WAIT_FOR (!fanfold_log_view_is_empty (get_job_page_child (fixture, "log_view")));
  choose_job (fixture, 0);
  WAIT_FOR (!gtk_widget_get_visible (error_box));
}

/* The logs of several attempts do not run into each other. */
static void
test_retried (Fixture *fixture, gconstpointer data)
{
  FanfoldLogView *log_view = get_job_page_child (fixture, "log_view");

  launch (fixture,
          "{\"fanfold\":1,\"function\":\"numbers.wait\",\"inputs\":[{\"name\":\"seconds\","
          "\"value\":0},{\"name\":\"fail_chance\",\"value\":1}],\"settings\":{\"retries\":1}}");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  WAIT_FOR (is_over (fixture));
  choose_job (fixture, 0);
  WAIT_FOR (!fanfold_log_view_is_empty (log_view));
  WAIT_FOR (log_is (log_view, "Waiting for 0 s\nAttempt 2\nWaiting for 0 s\n"));
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  launch (fixture,
          "{\"fanfold\":1,\"function\":\"numbers.wait\",\"inputs\":[{\"name\":\"seconds\","
          "\"list\":[20,20,20,20]}],\"settings\":{\"n_jobs\":1}}");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  WAIT_FOR (fanfold_run_get_counts (fixture->run)[FANFOLD_JOB_RUNNING] == 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->page), "run.stop", NULL));
  WAIT_FOR (is_over (fixture));

  g_assert_cmpint (fanfold_run_get_state (fixture->run), ==, FANFOLD_RUN_STOPPED);
  g_assert_cmpstr (get_label (fixture->page, FANFOLD_TYPE_RUN_PAGE, "counts_label"),
                   ==,
                   "Done 0 of 4 · 1 cancelled · 3 skipped");
  g_assert_cmpstr (
      get_label (fixture->page, FANFOLD_TYPE_RUN_PAGE, "reason_label"), ==, "Stopped by you.");
}

static void
note_most_cb (GListModel *model, guint position, guint removed, guint added, gpointer most)
{
  /* Further rows than GTK keeps cost nothing. */
  if (position < 200)
    *(guint *) most = MAX (*(guint *) most, added);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(guint64 *) user_data =
      fanfold_engine_add_inputs_finish (FANFOLD_ENGINE (source), result, NULL, &error);
  g_assert_no_error (error);
}

/* Jobs that are added are there, and few of their rows are made at a time. */
static void
test_added (Fixture *fixture, gconstpointer data)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *button = GTK_WIDGET (CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "add_button"));
  GtkSliceListModel *slice =
      GTK_SLICE_LIST_MODEL (CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "slice"));
  guint64 n_added = 0;
  guint most = 0;

  launch (fixture,
          "{\"fanfold\":1,\"function\":\"numbers.wait\",\"inputs\":[{\"name\":\"seconds\","
          "\"list\":[20,20,20]}],\"settings\":{\"n_jobs\":1}}");
  fanfold_watch_view_show_run (fixture->view, fixture->run);
  WAIT_FOR (count_rows (fixture) == 3);
  WAIT_FOR (gtk_slice_list_model_get_size (slice) == G_MAXUINT);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_connect (gtk_column_view_get_model (fanfold_run_page_get_column_view (fixture->page)),
                    "items-changed",
                    G_CALLBACK (note_most_cb),
                    &most);

  batch = fanfold_batch_new_from_text (
      "{\"fanfold\":1,\"function\":\"numbers.wait\",\"inputs\":[{\"name\":\"seconds\","
      "\"range\":[20,1020]}]}",
      -1,
      &error);
  g_assert_no_error (error);
  fanfold_engine_add_inputs_async (fixture->engine, fixture->run, batch, NULL, added_cb, &n_added);
  WAIT_FOR (n_added == 1000);
  WAIT_FOR (count_rows (fixture) == 1003);
  g_assert_cmpuint (most, <=, 10);

  fanfold_run_stop (fixture->run, "Enough.");
  WAIT_FOR (is_over (fixture));
  WAIT_FOR (!gtk_widget_is_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "the run is over"));
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  launch (fixture,
          "{\"fanfold\":1,\"name\":\"Kept\",\"function\":\"numbers.square\",\"inputs\":[{\"name\":"
          "\"x\",\"list\":[1,2,3]}],\"settings\":{\"backend\":\"threads\"}}");
  WAIT_FOR (is_over (fixture));
  close_window (fixture);
  open_window (fixture);

  WAIT_FOR (count_rows (fixture) == 3);
  g_assert_cmpstr (get_label (fixture->page, FANFOLD_TYPE_RUN_PAGE, "title"), ==, "Kept");
  g_assert_cmpstr (get_child_name (fixture->page, FANFOLD_TYPE_RUN_PAGE, "jobs_stack"), ==, "jobs");
  choose_job (fixture, 2);
  WAIT_FOR (shows (get_job_page_child (fixture, "result_view"), "9.0"));
}

/* A run that another program deletes while it is listed. */
static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AdwStatusPage *failed;
  const char *square = "{\"fanfold\":1,\"function\":\"numbers.square\",\"inputs\":[{\"name\":"
                       "\"x\",\"list\":[1,2,3]}],\"settings\":{\"backend\":\"threads\"}}";
  GListModel *runs;

  launch (fixture, square);
  WAIT_FOR (is_over (fixture));
  launch (fixture, square);
  WAIT_FOR (is_over (fixture));
  close_window (fixture);
  open_window (fixture);
  WAIT_FOR (count_rows (fixture) == 3);

  runs = fanfold_engine_get_runs (fixture->engine);
  g_assert_cmpuint (g_list_model_get_n_items (runs), ==, 2);
  g_assert_true (fanfold_history_delete (fanfold_engine_get_history (fixture->engine), 1, &error));
  g_assert_no_error (error);
  fixture->run = g_list_model_get_item (runs, 1);
  g_object_set (fixture->page, "run", fixture->run, NULL);
  WAIT_FOR (
      g_str_equal (get_child_name (fixture->page, FANFOLD_TYPE_RUN_PAGE, "jobs_stack"), "failed"));
  failed = ADW_STATUS_PAGE (CHILD (fixture->page, FANFOLD_TYPE_RUN_PAGE, "load_failed"));
  g_assert_nonnull (strstr (adw_status_page_get_description (failed), "run 1"));
}

static void
test_state_bar (void)
{
  FanfoldStateBar *bar = g_object_ref_sink (g_object_new (FANFOLD_TYPE_STATE_BAR, NULL));
  guint64 counts[FANFOLD_N_JOB_STATES] = {
    [FANFOLD_JOB_DONE] = 4,    [FANFOLD_JOB_CACHED] = 2,  [FANFOLD_JOB_FAILED] = 1,
    [FANFOLD_JOB_CRASHED] = 1, [FANFOLD_JOB_SKIPPED] = 2, [FANFOLD_JOB_RUNNING] = 10
  };

  fanfold_state_bar_set_counts (bar, counts, 20, 0.75, "text");
  g_assert_cmpfloat_with_epsilon (fanfold_state_bar_get_share (bar, 0), 0.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (fanfold_state_bar_get_share (bar, 1), 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (fanfold_state_bar_get_share (bar, 2), 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (fanfold_state_bar_get_share (bar, 3), 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (fanfold_state_bar_get_share (bar, 4), 0.25, 1e-9);
  fanfold_state_bar_set_counts (bar, counts, 0, 0, NULL);
  g_assert_cmpfloat (fanfold_state_bar_get_share (bar, 0), ==, 0);
  g_object_unref (bar);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("home-XXXXXX", NULL);

  /* Not G_TEST_OPTION_ISOLATE_DIRS: without the system's folders there are no types for icons. */
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/watch/empty", test_empty);
  ADD ("/watch/finished", test_finished);
  ADD ("/watch/run-log", test_run_log);
  ADD ("/watch/search", test_search);
  ADD ("/watch/failed", test_failed);
  ADD ("/watch/retried", test_retried);
  ADD ("/watch/stopped", test_stopped);
  ADD ("/watch/added", test_added);
  ADD ("/watch/history", test_history);
  ADD ("/watch/deleted", test_deleted);
#undef ADD
  g_test_add_func ("/watch/state-bar", test_state_bar);

  return g_test_run ();
}
