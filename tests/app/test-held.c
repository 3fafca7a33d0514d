/* test-held.c: the window never waits for a list, however long
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "held.h"

#include "fanfold-job-filter.h"
#include "fanfold-run-page.h"
#include "fanfold-watch-view.h"

#define N_JOBS 20000
/* A release build takes 10 ms a step. What goes over all jobs, or makes all rows that GTK wants at
 * once, takes more than twice this. */
#define LONGEST_USEC 60000
#define CHILD(widget, type, name) gtk_widget_get_template_child (GTK_WIDGET (widget), type, name)

typedef struct
{
  FanfoldEngine *engine;
  GtkWindow *window;
  FanfoldWatchView *view;
  FanfoldRunPage *page;
  FanfoldRun *run;
  guint sample_id;
  guint n_rows;
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
  g_autoptr (GError) error = NULL;

  fanfold_engine_start_finish (FANFOLD_ENGINE (source), result, &error);
  g_assert_no_error (error);
  ((Fixture *) user_data)->started = TRUE;
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;

  self->run = fanfold_engine_launch_finish (FANFOLD_ENGINE (source), result, &error);
  g_assert_no_error (error);
  fanfold_watch_view_show_run (self->view, self->run);
}

static gboolean
is_started (gpointer user_data)
{
  return ((Fixture *) user_data)->started;
}

static gboolean
is_over (gpointer user_data)
{
  Fixture *self = user_data;

  return self->run != NULL && fanfold_run_state_is_over (fanfold_run_get_state (self->run));
}

static GtkSelectionModel *
get_model (Fixture *self)
{
  return gtk_column_view_get_model (fanfold_run_page_get_column_view (self->page));
}

static gboolean
has_rows (gpointer user_data)
{
  Fixture *self = user_data;

  return g_list_model_get_n_items (G_LIST_MODEL (get_model (self))) == self->n_rows;
}

static gboolean
is_chosen (gpointer user_data)
{
  return has_rows (user_data) &&
         gtk_selection_model_is_selected (get_model (user_data), N_JOBS - 2);
}

/* A sanitizer makes everything slow. */
static void
assert_short (const char *step, Held held)
{
  g_test_message ("%s: %.1f ms", step, (double) held.cpu_usec / 1000);
  if (g_getenv ("FANFOLD_TEST_SANITIZED") == NULL)
    g_assert_cmpint (held.cpu_usec, <, LONGEST_USEC);
}

static void
launch (Fixture *self, const char *chance, guint n_jobs)
{
  g_autofree char *text = g_strdup_printf (
      "{\"fanfold\":1,\"function\":\"numbers.wait\",\"inputs\":[{\"name\":\"seconds\",\"value\":0},"
      "{\"name\":\"fail_chance\",\"value\":%s},{\"name\":\"seed\",\"range\":[0,%u]}],"
      "\"settings\":{\"n_jobs\":1,\"verbose\":0,\"backend\":\"threads\"}}",
      chance,
      n_jobs);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  g_clear_object (&self->run);
  fanfold_engine_launch_async (self->engine, batch, NULL, NULL, launched_cb, self);
}

static void
launch_cb (gpointer user_data)
{
  launch (user_data, "1", N_JOBS);
}

static void
choose_small_cb (gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (FanfoldRun) run = g_list_model_get_item (fanfold_engine_get_runs (self->engine), 1);

  fanfold_watch_view_show_run (self->view, run);
}

static void
choose_large_cb (gpointer user_data)
{
  Fixture *self = user_data;

  fanfold_watch_view_show_run (self->view, self->run);
}

static void
toggle_failed_cb (gpointer user_data)
{
  GtkToggleButton *button = GTK_TOGGLE_BUTTON (
      CHILD (CHILD (((Fixture *) user_data)->page, FANFOLD_TYPE_RUN_PAGE, "filter"),
             FANFOLD_TYPE_JOB_FILTER,
             "failed_button"));

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("held-XXXXXX", NULL);
  g_autofree char *memo = g_build_filename (folder, "memo", NULL);
  g_autofree char *known = g_build_filename (folder, "plugins.ini", NULL);
  FanfoldEnginePaths paths = { .memo_folder = memo, .history_folder = folder, .known_path = known };

  self->engine = fanfold_engine_new (&paths);
  fanfold_engine_start_async (self->engine, NULL, started_cb, self);
  self->view = g_object_new (FANFOLD_TYPE_WATCH_VIEW, "engine", self->engine, NULL);
  self->page = FANFOLD_RUN_PAGE (CHILD (self->view, FANFOLD_TYPE_WATCH_VIEW, "run_page"));
  /* Without the program's style GTK finds fault with its height. */
  gtk_widget_set_visible (GTK_WIDGET (CHILD (self->page, FANFOLD_TYPE_RUN_PAGE, "job_page")),
                          FALSE);
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 1200, 800);
  gtk_window_set_child (self->window, GTK_WIDGET (self->view));
  gtk_window_present (self->window);
  self->sample_id = g_timeout_add (50, sample_cb, self);
  held_run (is_started, self);
  launch (self, "0", 10);
  held_run (is_over, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_handle_id (&self->sample_id, g_source_remove);
  gtk_window_destroy (self->window);
  fanfold_engine_shut_down (self->engine);
  g_clear_object (&self->run);
  g_clear_object (&self->engine);
}

static void
test_watch (Fixture *self, gconstpointer data)
{
  assert_short ("launch", held_measure (launch_cb, is_over, self));
  self->n_rows = 10;
  assert_short ("choose a small run", held_measure (choose_small_cb, has_rows, self));
  self->n_rows = N_JOBS;
  assert_short ("choose a large run", held_measure (choose_large_cb, has_rows, self));
  assert_short ("show the failed jobs", held_measure (toggle_failed_cb, has_rows, self));

  /* The chosen one is found again among all. */
  gtk_selection_model_select_item (get_model (self), N_JOBS - 2, TRUE);
  assert_short ("show all jobs", held_measure (toggle_failed_cb, is_chosen, self));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  held_watch ();

  g_test_add ("/held/watch", Fixture, NULL, set_up, test_watch, tear_down);

  return g_test_run ();
}
