/* bench-window.c: how long the window's main loop is held up by what a person does
 *
 * Prints "STEP, a tab, milliseconds of processor time, those by the clock" for each step; the steps
 * that are to be over soon print "STEP, a tab, milliseconds" alone. The folder that is its argument
 * holds what they read: see bench_window () in bench.py. Words after it choose parts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "held.h"

#include "fanfold-application.h"
#include "fanfold-csv-editor.h"
#include "fanfold-files-editor.h"
#include "fanfold-job-filter.h"
#include "fanfold-launch-preview.h"
#include "fanfold-launch-view.h"
#include "fanfold-path-entry.h"
#include "fanfold-list-editor.h"
#include "fanfold-preview-table.h"
#include "fanfold-run-page.h"
#include "fanfold-template-editor.h"
#include "fanfold-watch-view.h"
#include "fanfold-window.h"

#define N_MANY 1000000
#define N_LINES 100000

#define CHILD(widget, type, name) gtk_widget_get_template_child (GTK_WIDGET (widget), type, name)

typedef struct
{
  const char *folder;
  GApplication *application;
  FanfoldWindow *window;
  FanfoldEngine *engine;
  FanfoldLaunchView *launch;
  FanfoldWatchView *watch;
  FanfoldRunPage *page;
  FanfoldLaunchPreview *preview;
  GtkLabel *label; /* of the preview */

  guint64 index;
  const char *text;
  FanfoldLaunchForm *form; /* before another was opened */
  GPtrArray *counts;       /* what the label told while jobs were counted */
  guint n_rows;
  gboolean over;
} Bench;

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);

  return found;
}

static void
say (const char *step, Held held)
{
  g_print ("%s\t%.1f\t%.1f\n", step, (double) held.cpu_usec / 1000, (double) held.wall_usec / 1000);
}

static void
measure (Bench *self,
         const char *step,
         void (*act) (Bench *self),
         gboolean (*is_over) (Bench *self))
{
  Held held = held_measure ((GSourceOnceFunc) (void (*) (void)) act,
                            (gboolean (*) (gpointer)) (void (*) (void)) is_over,
                            self);

  say (step, held);
}

static FanfoldBatch *
make_batch (const char *text)
{
  g_autoptr (GError) error = NULL;
  FanfoldBatch *batch = fanfold_batch_new_from_text (text, -1, &error);

  g_assert_no_error (error);

  return batch;
}

static void
show_batch (Bench *self)
{
  g_autoptr (FanfoldBatch) batch = make_batch (self->text);

  fanfold_launch_view_show_batch (self->launch, batch, NULL);
}

static FanfoldLaunchForm *
get_form (Bench *self)
{
  return fanfold_launch_page_get_form (fanfold_launch_view_get_page (self->launch));
}

static gpointer
find_editor (Bench *self, const char *row)
{
  return fanfold_param_row_get_editor (fanfold_launch_form_find_row (get_form (self), row));
}

/* Each text that is shown while jobs are counted. */
static void
note_label (Bench *self)
{
  const char *text = gtk_label_get_label (self->label);

  if (g_str_has_prefix (text, "Found ") &&
      !g_ptr_array_find_with_equal_func (self->counts, text, g_str_equal, NULL))
    g_ptr_array_add (self->counts, g_strdup (text));
}

/* Counted, and all that is to be said of the jobs is said. */
static gboolean
is_looked_at (Bench *self)
{
  note_label (self);

  return fanfold_launch_preview_is_ready (self->preview) &&
         !gtk_widget_get_visible (
             GTK_WIDGET (CHILD (self->preview, FANFOLD_TYPE_LAUNCH_PREVIEW, "spinner")));
}

static gboolean
is_ready (Bench *self)
{
  return fanfold_launch_preview_is_ready (self->preview);
}

static gboolean
is_run_over (Bench *self)
{
  g_autoptr (FanfoldRun) run = g_list_model_get_item (fanfold_engine_get_runs (self->engine), 0);

  return run != NULL &&
         g_list_model_get_n_items (fanfold_engine_get_runs (self->engine)) == self->n_rows &&
         fanfold_run_state_is_over (fanfold_run_get_state (run));
}

static void
show_view (Bench *self)
{
  g_action_group_activate_action (
      G_ACTION_GROUP (self->window), "view", g_variant_new_string (self->text));
}

static void
measure_views (Bench *self, const char *when)
{
  static const char *const views[] = { "launch", "watch", "cache", "launch" };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *step = g_strdup_printf ("show the view %s, %s", views[i], when);

      self->text = views[i];
      measure (self, step, show_view, NULL);
    }
}

/* A batch to begin with; what it takes is not told. */
static void
set_out (Bench *self, const char *text)
{
  self->text = text;
  held_measure ((GSourceOnceFunc) (void (*) (void)) show_batch, NULL, self);
}

static void
paste (Bench *self)
{
  GtkTextBuffer *buffer =
      GTK_TEXT_BUFFER (CHILD (find_editor (self, "x"), FANFOLD_TYPE_LIST_EDITOR, "buffer"));

  gtk_text_buffer_insert_at_cursor (buffer, self->text, -1);
}

static void
measure_paste (Bench *self)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  set_out (self,
           "{\"fanfold\":1,\"function\":\"numbers.square\","
           "\"inputs\":[{\"name\":\"x\",\"list\":[1,2]}]}");
  for (guint i = 0; i < N_LINES; i++)
    g_string_append_printf (lines, "%u\n", i);
  self->text = lines->str;
  measure (self, "paste 100,000 lines", paste, is_looked_at);
}

static void
type_glob (Bench *self)
{
  g_autofree char *glob = g_build_filename (self->folder, "tree", "**", NULL);

  gtk_editable_set_text (
      GTK_EDITABLE (CHILD (find_editor (self, "file"), FANFOLD_TYPE_FILES_EDITOR, "entry")), glob);
}

static void
measure_glob (Bench *self)
{
  set_out (self,
           "{\"fanfold\":1,\"function\":\"files.checksum\","
           "\"inputs\":[{\"name\":\"file\",\"files\":[\"/none/*\"]}]}");
  g_ptr_array_set_size (self->counts, 0);
  measure (self, "a glob over 100,000 files", type_glob, is_looked_at);
  g_print ("counts shown meanwhile\t%u\n", self->counts->len);
}

static void
type_csv (Bench *self)
{
  g_autofree char *path = g_build_filename (self->folder, "table.csv", NULL);

  GObject *place = CHILD (find_editor (self, "seed"), FANFOLD_TYPE_CSV_EDITOR, "path");

  gtk_editable_set_text (GTK_EDITABLE (CHILD (place, FANFOLD_TYPE_PATH_ENTRY, "entry")), path);
}

static void
measure_csv (Bench *self)
{
  set_out (self,
           "{\"fanfold\":1,\"function\":\"numbers.pi\",\"inputs\":[{\"name\":\"seed\","
           "\"csv\":\"/none.csv\",\"column\":\"seed\"}]}");
  g_ptr_array_set_size (self->counts, 0);
  measure (self, "a CSV of 1,000,000 rows", type_csv, is_looked_at);
  g_print ("counts shown meanwhile\t%u\n", self->counts->len);
}

static void
toggle_jobs (Bench *self)
{
  GtkToggleButton *button =
      GTK_TOGGLE_BUTTON (CHILD (self->preview, FANFOLD_TYPE_LAUNCH_PREVIEW, "jobs_button"));

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
show_job (Bench *self)
{
  fanfold_preview_table_show_job (
      FANFOLD_PREVIEW_TABLE (CHILD (self->preview, FANFOLD_TYPE_LAUNCH_PREVIEW, "table")),
      self->index);
}

static void
measure_grid (Bench *self)
{
  self->text = "{\"fanfold\":1,\"function\":\"numbers.pi\",\"inputs\":[{\"name\":\"seed\","
               "\"range\":[0,1000]},{\"name\":\"samples\",\"range\":[1,1001]}]}";
  measure (self, "a grid of 1,000,000 jobs", show_batch, is_looked_at);
  measure (self, "unfold its preview", toggle_jobs, NULL);
  self->index = N_MANY / 2;
  measure (self, "scroll it to the middle", show_job, NULL);
  self->index = N_MANY - 1;
  measure (self, "scroll it to the last job", show_job, NULL);
  self->index = 0;
  measure (self, "scroll it to the first job", show_job, NULL);
  measure (self, "fold it", toggle_jobs, NULL);
}

static void
type_letter (Bench *self)
{
  GtkEditable *entry =
      GTK_EDITABLE (CHILD (find_editor (self, "command"), FANFOLD_TYPE_TEMPLATE_EDITOR, "entry"));
  int position = -1;

  gtk_editable_insert_text (entry, "x", 1, &position);
}

static void
open_list (Bench *self)
{
  g_autofree char *path = g_build_filename (self->folder, "list.fanfold", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->form = get_form (self);
  fanfold_window_open_files (self->window, &file, 1);
}

static gboolean
is_opened (Bench *self)
{
  return get_form (self) != self->form && is_looked_at (self);
}

static void
save (Bench *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "save", NULL);
}

static void
copy_line (Bench *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "copy-line", NULL);
}

static void
measure_file (Bench *self)
{
  measure (self, "open a batch of 100,000 values", open_list, is_opened);
  measure (self, "type into its template", type_letter, is_ready);
  measure (self, "type once more", type_letter, is_ready);
  measure (self, "save it", save, NULL);
  measure (self, "copy it as a command line", copy_line, NULL);
}

static void
paste_line (Bench *self)
{
  self->form = get_form (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), self->text);
  g_action_group_activate_action (G_ACTION_GROUP (self->window), "paste-line", NULL);
}

static void
measure_line (Bench *self)
{
  g_autoptr (GString) line = g_string_new ("parallel echo {} :::");

  for (guint i = 0; line->len < 1024 * 1024 - 10; i++)
    g_string_append_printf (line, " %u", i);
  self->text = line->str;
  measure (self, "paste 1 MiB for GNU parallel", paste_line, is_opened);
}

static void
launch (Bench *self)
{
  self->n_rows = g_list_model_get_n_items (fanfold_engine_get_runs (self->engine)) + 1;
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->window), "win.launch", NULL));
}

static void
measure_launch (Bench *self, const char *step, const char *function, guint n_jobs)
{
  g_autofree char *batch =
      g_strdup_printf ("{\"fanfold\":1,\"function\":\"%s\",\"inputs\":[{\"name\":\"%s\",\"range\":["
                       "0,%u]}],\"settings\":{\"n_jobs\":1,\"backend\":\"threads\"}}",
                       function,
                       g_str_has_prefix (function, "bench.") ? "n" : "x",
                       n_jobs);

  self->text = "launch";
  show_view (self);
  self->text = batch;
  held_measure ((GSourceOnceFunc) (void (*) (void)) show_batch,
                (gboolean (*) (gpointer)) (void (*) (void)) is_looked_at,
                self);
  measure (self, step, launch, is_run_over);
}

static void
choose_run (Bench *self)
{
  g_autoptr (FanfoldRun) run =
      g_list_model_get_item (fanfold_engine_get_runs (self->engine), (guint) self->index);

  fanfold_watch_view_show_run (self->watch, run);
}

static void
toggle_failed (Bench *self)
{
  GtkToggleButton *button =
      GTK_TOGGLE_BUTTON (CHILD (CHILD (self->page, FANFOLD_TYPE_RUN_PAGE, "filter"),
                                FANFOLD_TYPE_JOB_FILTER,
                                "failed_button"));

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static gboolean
has_rows (Bench *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (
             fanfold_run_page_get_column_view (self->page)))) == self->n_rows;
}

static void
choose_job (Bench *self)
{
  GtkSelectionModel *model =
      gtk_column_view_get_model (fanfold_run_page_get_column_view (self->page));

  gtk_selection_model_select_item (model, 3, TRUE);
}

static void
measure_runs (Bench *self)
{
  measure_launch (self, "launch 10 jobs, the first time", "numbers.square", 10);
  measure_launch (self, "launch 10 jobs", "numbers.square", 10);
  measure_launch (self, "launch 1,000,000 jobs", "numbers.square", N_MANY);
  measure_launch (self, "launch 1,000,000 that fail by half", "bench.fail", N_MANY);
  self->n_rows = N_MANY;
  self->index = 1;
  measure (self, "choose a run of 1,000,000 jobs", choose_run, has_rows);
  self->n_rows = 10;
  self->index = 2;
  measure (self, "choose a run of 10 jobs", choose_run, has_rows);
  self->n_rows = N_MANY;
  self->index = 0;
  measure (self, "choose the one with failed jobs", choose_run, has_rows);
  self->n_rows = N_MANY / 2;
  measure (self, "show only the failed ones", toggle_failed, has_rows);
  measure (self, "choose one of them", choose_job, NULL);
  self->n_rows = N_MANY;
  measure (self, "show all again", toggle_failed, has_rows);
}

static void
expanded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fanfold_engine_expand_finish (FANFOLD_ENGINE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ((Bench *) user_data)->over = TRUE;
}

/* From the act until the thread has let go of it. */
static void
measure_cancel (Bench *self, const char *step, const char *function, const char *file, guint msec)
{
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new (function);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  gboolean csv = g_str_has_suffix (file, ".csv");
  const char *texts[] = { path, csv ? "seed" : NULL, NULL };
  g_autoptr (FanfoldInput) input = fanfold_input_new (
      csv ? "seed" : "file", csv ? FANFOLD_INPUT_CSV : FANFOLD_INPUT_FILES, texts);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 began;

  self->over = FALSE;
  fanfold_batch_add_input (batch, input, NULL);
  fanfold_engine_expand_async (self->engine, batch, cancellable, expanded_cb, self);
  g_usleep ((gulong) msec * 1000);
  began = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  while (!self->over)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s\t%.1f\n", step, (double) (g_get_monotonic_time () - began) / 1000);
}

static gboolean
is_started (Bench *self)
{
  return fanfold_registry_find_function (
             fanfold_engine_get_registry (self->engine), "bench.fail", NULL) != NULL;
}

static void
activate (Bench *self)
{
  g_application_activate (self->application);
  self->window =
      FANFOLD_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (self->application)));
  g_object_get (self->window, "engine", &self->engine, NULL);
}

static void
set_up (Bench *self)
{
  self->counts = g_ptr_array_new_with_free_func (g_free);
  self->application = G_APPLICATION (fanfold_application_new ());
  g_assert_true (g_application_register (self->application, NULL, NULL));
  measure (self, "the window comes up (no goal)", activate, is_started);
  self->launch =
      FANFOLD_LAUNCH_VIEW (find_widget (GTK_WIDGET (self->window), FANFOLD_TYPE_LAUNCH_VIEW));
  self->watch =
      FANFOLD_WATCH_VIEW (find_widget (GTK_WIDGET (self->window), FANFOLD_TYPE_WATCH_VIEW));
  self->page = FANFOLD_RUN_PAGE (find_widget (GTK_WIDGET (self->watch), FANFOLD_TYPE_RUN_PAGE));
  self->preview =
      FANFOLD_LAUNCH_PREVIEW (find_widget (GTK_WIDGET (self->launch), FANFOLD_TYPE_LAUNCH_PREVIEW));
  self->label = GTK_LABEL (CHILD (self->preview, FANFOLD_TYPE_LAUNCH_PREVIEW, "label"));
}

static void
measure_cancels (Bench *self)
{
  measure_cancel (self, "cancel a glob", "files.checksum", "tree/**", 50);
  measure_cancel (self, "cancel a CSV", "numbers.pi", "table.csv", 100);
}

static void
measure_first_views (Bench *self)
{
  measure_views (self, "the first time");
}

static void
measure_full_views (Bench *self)
{
  measure_views (self, "full");
}

static const struct
{
  const char *name;
  void (*measure) (Bench *self);
} parts[] = {
  { "views", measure_first_views }, { "paste", measure_paste }, { "glob", measure_glob },
  { "csv", measure_csv },           { "grid", measure_grid },   { "file", measure_file },
  { "line", measure_line },         { "runs", measure_runs },   { "views", measure_full_views },
  { "cancel", measure_cancels },
};

int
main (int argc, char *argv[])
{
  Bench self = { .folder = argv[1] };

  g_assert_cmpint (argc, >=, 2);
  gtk_init ();
  held_watch ();
  set_up (&self);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (argc == 2 || g_strv_contains ((const char *const *) argv + 2, parts[i].name))
      parts[i].measure (&self);

  return 0;
}
