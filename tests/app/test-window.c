/* test-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-view.h"
#include "fanfold-window.h"

#define WAIT_USEC (20 * G_USEC_PER_SEC)

typedef struct
{
  GtkApplication *application;
  FanfoldEngine *engine;
  FanfoldWindow *window;
  FanfoldRun *run;
  gboolean started;
  char *folder;
  char *memo_folder;
  char *known_path;
} Fixture;

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
launched_cb (Fixture *fixture, FanfoldRun *run)
{
  g_set_object (&fixture->run, run);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static FanfoldLaunchView *
get_launch_view (Fixture *fixture)
{
  return FANFOLD_LAUNCH_VIEW (find_widget (GTK_WIDGET (fixture->window), FANFOLD_TYPE_LAUNCH_VIEW));
}

static FanfoldLaunchPage *
get_launch_page (Fixture *fixture)
{
  return fanfold_launch_view_get_page (get_launch_view (fixture));
}

/* Not G_TEST_OPTION_ISOLATE_DIRS: GLib keeps the folders it makes up, which counts as a leak. */
static FanfoldEngine *
make_engine (Fixture *fixture)
{
  FanfoldEnginePaths paths = { 0 };

  fixture->folder = g_dir_make_tmp ("fanfold-window-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->memo_folder = g_build_filename (fixture->folder, "memo", NULL);
  fixture->known_path = g_build_filename (fixture->folder, "plugins.ini", NULL);
  paths.memo_folder = fixture->memo_folder;
  paths.history_folder = fixture->folder;
  paths.known_path = fixture->known_path;

  return fanfold_engine_new (&paths);
}

static void
remove_folder (Fixture *fixture)
{
  const char *const command[] = { "rm", "-r", fixture->folder, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (
      NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_free (fixture->folder);
  g_free (fixture->memo_folder);
  g_free (fixture->known_path);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_USEC;

  fixture->application =
      GTK_APPLICATION (adw_application_new (FANFOLD_APP_ID, G_APPLICATION_NON_UNIQUE));
  g_application_set_resource_base_path (G_APPLICATION (fixture->application),
                                        "/org/fanfold/Fanfold");
  g_assert_true (g_application_register (G_APPLICATION (fixture->application), NULL, NULL));

  fixture->engine = make_engine (fixture);
  fixture->window = fanfold_window_new (fixture->application, fixture->engine);
  g_signal_connect_swapped (
      get_launch_page (fixture), "launched", G_CALLBACK (launched_cb), fixture);
  fanfold_engine_start_async (fixture->engine, NULL, started_cb, fixture);
  while (!fixture->started && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fixture->started);
  fanfold_window_set_started (fixture->window, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fanfold_engine_shut_down (fixture->engine);
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->engine);
  g_clear_object (&fixture->application);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  remove_folder (fixture);
}

#define SQUARES(n)                                                                                 \
  "{\"fanfold\": 1, \"function\": \"numbers.square\", "                                            \
  "\"inputs\": [{\"name\": \"x\", \"range\": [0, " n "]}]}"

static gboolean
can_launch (Fixture *fixture)
{
  gboolean value;

  g_object_get (get_launch_page (fixture), "can-launch", &value, NULL);

  return value;
}

static void
show_batch (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  fanfold_launch_view_show_batch (get_launch_view (fixture), batch, NULL);
}

/* As by its key. The view is that of the test before. */
static void
launch (Fixture *fixture)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_true (gtk_widget_activate_action (window, "win.view", "s", "launch"));
  g_assert_true (gtk_widget_activate_action (window, "win.launch", NULL));
}

static void
iterate (Fixture *fixture, gint64 usec)
{
  gint64 deadline = g_get_monotonic_time () + usec;

  while (g_get_monotonic_time () < deadline && fixture->run == NULL)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
wait_for_run (Fixture *fixture)
{
  iterate (fixture, WAIT_USEC);
  g_assert_nonnull (fixture->run);
}

/* A batch that was opened is counted, and launched only when that is asked for. */
static void
test_launch (Fixture *fixture, gconstpointer user_data)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_USEC;

  show_batch (fixture, SQUARES ("50"));
  g_assert_false (can_launch (fixture));
  while (!can_launch (fixture) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (can_launch (fixture));
  g_assert_cmpuint (g_list_model_get_n_items (fanfold_engine_get_runs (fixture->engine)), ==, 0);

  launch (fixture);
  wait_for_run (fixture);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (fixture->run), ==, 50);

  while (!fanfold_run_state_is_over (fanfold_run_get_state (fixture->run)) &&
         g_get_monotonic_time () < deadline)
    {
      g_main_context_iteration (NULL, FALSE);
      fanfold_engine_sample (fixture->engine);
      g_usleep (1000);
    }
  g_assert_cmpint (fanfold_run_get_state (fixture->run), ==, FANFOLD_RUN_FINISHED);
  g_assert_cmpuint (fanfold_run_get_counts (fixture->run)[FANFOLD_JOB_DONE], ==, 50);
}

/* Launch may be asked for before the jobs are counted: that batch is launched then, and no other.
 */
static void
test_awaited (Fixture *fixture, gconstpointer user_data)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_USEC;

  show_batch (fixture, SQUARES ("30"));
  launch (fixture);
  show_batch (fixture, SQUARES ("40"));
  while (!can_launch (fixture) && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (can_launch (fixture));
  iterate (fixture, G_USEC_PER_SEC / 2);
  g_assert_null (fixture->run);

  show_batch (fixture, SQUARES ("50"));
  g_assert_false (can_launch (fixture));
  launch (fixture);
  wait_for_run (fixture);
  g_assert_cmpuint (fanfold_run_get_n_jobs_total (fixture->run), ==, 50);
  g_assert_cmpuint (g_list_model_get_n_items (fanfold_engine_get_runs (fixture->engine)), ==, 1);
}

/* What is wrong with a batch shows, and nothing can be launched. */
static void
test_refuses (Fixture *fixture, gconstpointer user_data)
{
  show_batch (fixture,
              "{\"fanfold\": 1, \"function\": \"files.checksum\", "
              "\"inputs\": [{\"name\": \"file\", \"files\": [\"/nowhere/at/all/*\"]}]}");
  iterate (fixture, G_USEC_PER_SEC);
  g_assert_false (can_launch (fixture));
  launch (fixture);
  iterate (fixture, G_USEC_PER_SEC);
  g_assert_null (fixture->run);
}

static void
test_unknown_function (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (FanfoldBatch) batch = NULL;

  show_batch (fixture, "{\"fanfold\": 1, \"function\": \"no.such\", \"inputs\": []}");
  batch = fanfold_launch_page_dup_batch (get_launch_page (fixture));
  g_assert_null (batch);
  g_assert_false (can_launch (fixture));
}

static void
unfold (GtkWidget *widget)
{
  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    unfold (child);
}

static void
test_narrow (Fixture *fixture, gconstpointer user_data)
{
  static const char *const views[] = { "launch", "watch", "cache" };
  int minimum;

  show_batch (fixture,
              "{\"fanfold\": 1, \"function\": \"numbers.pi\", "
              "\"inputs\": [{\"name\": \"seed\", \"range\": [0, 5]}]}");
  unfold (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_action_group_activate_action (
          G_ACTION_GROUP (fixture->window), "view", g_variant_new_string (views[i]));
      gtk_widget_measure (
          GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_test_message ("%s: %d", views[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
    }
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *child;
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;

  for (child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);

  return found;
}

/* A message of a file system is no markup, and each view can have one shown. */
static void
test_toast (Fixture *fixture, gconstpointer user_data)
{
  const char *text = "“<b>&” cannot be removed";

  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (get_launch_view (fixture)), "win.toast", "s", text));
  g_assert_nonnull (find_label (GTK_WIDGET (fixture->window), text));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/window/launch", Fixture, NULL, set_up, test_launch, tear_down);
  g_test_add ("/window/awaited", Fixture, NULL, set_up, test_awaited, tear_down);
  g_test_add ("/window/refuses", Fixture, NULL, set_up, test_refuses, tear_down);
  g_test_add ("/window/unknown-function", Fixture, NULL, set_up, test_unknown_function, tear_down);
  g_test_add ("/window/toast", Fixture, NULL, set_up, test_toast, tear_down);
  g_test_add ("/window/narrow", Fixture, NULL, set_up, test_narrow, tear_down);

  return g_test_run ();
}
