/* fanfold-run-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-page.h"
#include "fanfold-again-bar.h"
#include "fanfold-cell-tips.h"
#include "fanfold-job-actions.h"
#include "fanfold-job-filter.h"
#include "fanfold-job-list.h"
#include "fanfold-job-page.h"
#include "fanfold-job-selection.h"
#include "fanfold-pause-button.h"
#include "fanfold-queue-bar.h"
#include "fanfold-row-feed.h"
#include "fanfold-run-keeper.h"
#include "fanfold-run-log-view.h"
#include "fanfold-run-text.h"
#include "fanfold-sentence.h"
#include "fanfold-state-bar.h"
#include "fanfold-wide-columns.h"
#include "fanfold-width-layout.h"

#include <glib/gi18n.h>

#define STEP_ROWS 5

struct _FanfoldRunPage
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *add_button;
  FanfoldPauseButton *pause_button;
  GtkWidget *stop_button;
  FanfoldStateBar *bar;
  GtkLabel *counts_label;
  GtkLabel *times_label;
  FanfoldJobFilter *filter;
  GtkWidget *elsewhere_label;
  GtkWidget *reason_box;
  GtkLabel *reason_label;
  GtkWidget *note_box;
  GtkLabel *note_label;
  GtkStack *views;
  GtkStack *jobs_stack;
  GtkSpinner *spinner;
  AdwStatusPage *load_failed;
  GtkColumnView *column_view;
  GtkColumnViewColumn *progress_column;
  GtkColumnViewColumn *time_left_column;
  FanfoldJobSelection *selection;
  GtkSliceListModel *slice;
  GMenuModel *job_menu;
  FanfoldJobPage *job_page;

  FanfoldRun *run;
  FanfoldJobActions *job_actions;
  FanfoldJobList *jobs;
  FanfoldRowFeed *feed; /* of the table */
  GCancellable *loading;
  gboolean narrow;
  guint columns_id;
  gboolean stopping;
};

enum
{
  PROP_0,
  PROP_RUN,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldRunPage, fanfold_run_page, ADW_TYPE_BIN)

static void
update_stop (FanfoldRunPage *self)
{
  FanfoldRunState state = fanfold_run_get_state (self->run);
  gboolean over = fanfold_run_state_is_over (state) || fanfold_run_is_elsewhere (self->run);

  /* It would go to the start of the window. */
  if (over && (gtk_widget_has_focus (self->stop_button) ||
               gtk_widget_has_focus (GTK_WIDGET (self->pause_button))))
    gtk_widget_child_focus (GTK_WIDGET (self->views), GTK_DIR_TAB_FORWARD);
  gtk_widget_set_visible (self->stop_button, !over && state != FANFOLD_RUN_WAITING);
  self->stopping = self->stopping && !over;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.stop", !over && !self->stopping);
  fanfold_pause_button_follow (self->pause_button, self->run);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "run.pause", fanfold_run_is_steerable (self->run));
}

static const char *
describe_add (FanfoldRunPage *self, gboolean can_add)
{
  FanfoldCombine *combine = fanfold_run_get_combine (self->run);

  if (can_add)
    return _ ("Add inputs to this run: other files or values, as further jobs of it. Files can be "
              "dropped here, and lines pasted.");
  if (fanfold_run_state_is_over (fanfold_run_get_state (self->run)))
    return _ ("No inputs can be added: the run is over. Launch others by themselves.");
  if (fanfold_run_is_elsewhere (self->run))
    return _ ("No inputs can be added: the run goes on in another program.");
  if (combine != NULL && fanfold_combine_get_stream (combine, NULL) != NULL)
    return _ ("No inputs can be added here: the run reads them from a stream.");

  return _ ("No inputs can be added: the run is being stopped.");
}

static void
update_add (FanfoldRunPage *self)
{
  gboolean can_add = fanfold_run_check_adding (self->run, NULL);
  const char *text = describe_add (self, can_add);

  if (!can_add && gtk_widget_has_focus (self->add_button))
    gtk_widget_child_focus (GTK_WIDGET (self->views), GTK_DIR_TAB_FORWARD);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "run.add-inputs", can_add);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (self->add_button), text) != 0)
    gtk_widget_set_tooltip_text (self->add_button, text);
}

static void
update_header (FanfoldRunPage *self)
{
  const char *reason = fanfold_run_get_reason (self->run);
  g_autofree char *counts = fanfold_run_keeper_summarize (self->run);
  g_autofree char *times = fanfold_run_text_times (self->run, 0);
  g_autofree char *origin = fanfold_run_text_origin (self->run);

  gtk_label_set_label (self->title, fanfold_run_get_title (self->run));
  gtk_label_set_label (self->subtitle, origin);
  gtk_label_set_label (self->counts_label, counts);
  gtk_label_set_label (self->times_label, times);
  gtk_widget_set_visible (self->elsewhere_label, fanfold_run_is_elsewhere (self->run));
  gtk_label_set_label (self->reason_label, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->reason_box, reason != NULL && *reason != '\0');
  fanfold_state_bar_set_counts (self->bar,
                                fanfold_run_get_counts (self->run),
                                fanfold_run_get_n_jobs_total (self->run),
                                fanfold_run_get_fraction (self->run),
                                counts);
  fanfold_job_filter_set_counts (self->filter, fanfold_run_get_counts (self->run));
  update_stop (self);
  update_add (self);
}

static void
sampled_cb (FanfoldRunPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  update_header (self);
  if (self->jobs == NULL)
    return;

  if (fanfold_job_table_get_n_jobs (fanfold_run_get_job_table (self->run)) >
      g_list_model_get_n_items (G_LIST_MODEL (self->jobs)))
    fanfold_row_feed_pace (self->feed);
  fanfold_job_list_set_combine (self->jobs, fanfold_run_get_combine (self->run));
  fanfold_job_list_sample (self->jobs, g_get_real_time ());
}

static void
show_jobs (FanfoldRunPage *self)
{
  FanfoldJobTable *table = fanfold_run_get_job_table (self->run);
  FanfoldCombine *combine = fanfold_run_get_combine (self->run);

  if (self->jobs != NULL || table == NULL || combine == NULL)
    return;

  self->jobs = fanfold_job_list_new (table, combine);
  fanfold_job_filter_set_jobs (self->filter, self->jobs, table);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->jobs_stack, "jobs");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldRunPage) self = FANFOLD_RUN_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *description = NULL;
  gboolean loaded;

  loaded = fanfold_run_load_finish (FANFOLD_RUN (source), result, &error);
  if (self->run != FANFOLD_RUN (source) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->loading);
  if (loaded)
    {
      show_jobs (self);
      return;
    }

  gtk_spinner_stop (self->spinner);
  description = g_markup_escape_text (error->message, -1);
  adw_status_page_set_description (self->load_failed, description);
  gtk_stack_set_visible_child_name (self->jobs_stack, "failed");
}

static void
load (FanfoldRunPage *self)
{
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->jobs_stack, "loading");
  self->loading = g_cancellable_new ();
  fanfold_run_load_async (self->run, self->loading, loaded_cb, g_object_ref (self));
}

static void
selected_job_changed_cb (FanfoldRunPage *self)
{
  FanfoldJob *job = fanfold_job_selection_get_selected_item (self->selection);

  /* Rows of the run before may still be there. */
  fanfold_job_page_set_job (
      self->job_page, self->run, fanfold_row_feed_is_current (self->feed) ? job : NULL);
}

static void
show_note (FanfoldRunPage *self)
{
  g_autofree char *note = fanfold_batch_read_note (fanfold_run_get_record (self->run)->batch);

  gtk_label_set_label (self->note_label, note);
  gtk_widget_set_visible (self->note_box, *note != '\0');
}

static void
let_go (FanfoldRunPage *self)
{
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_func (self->run, sampled_cb, self);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_object (&self->jobs);
  if (self->filter != NULL)
    fanfold_job_filter_set_jobs (self->filter, NULL, NULL);
  g_clear_object (&self->run);
}

static void
set_run (FanfoldRunPage *self, FanfoldRun *run)
{
  if (self->run == run)
    return;

  let_go (self);
  self->stopping = FALSE;
  self->run = run != NULL ? g_object_ref (run) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUN]);
  fanfold_job_actions_set_run (self->job_actions, run);
  if (run == NULL)
    return;

  g_signal_connect_object (
      run, "notify::n-samples", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
  show_note (self);
  update_header (self);
  if (fanfold_run_get_job_table (run) != NULL)
    show_jobs (self);
  else
    load (self);
}

static void
stop_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (widget);
  g_autofree char *reason = NULL;
  FanfoldRunState state;

  if (self->run == NULL)
    return;

  state = fanfold_run_get_state (self->run);
  if (fanfold_run_state_is_over (state))
    return;

  self->stopping = TRUE;
  reason = fanfold_sentence_new (
      state == FANFOLD_RUN_WAITING ? N_ ("Removed from the queue by you.") : N_ ("Stopped by you."),
      NULL);
  fanfold_run_stop (self->run, reason);
  update_header (self);
}

static void
pause_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (widget);

  if (self->run != NULL)
    fanfold_pause_button_switch (self->run);
}

static void
add_inputs_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.add-inputs", NULL);
}

static void
fanfold_run_page_map (GtkWidget *widget)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (widget);

  GTK_WIDGET_CLASS (fanfold_run_page_parent_class)->map (widget);

  if (self->run != NULL)
    sampled_cb (self);
}

static gboolean
columns_cb (gpointer user_data)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (user_data);

  self->columns_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  fanfold_wide_columns_show (self->column_view, self->progress_column, 3, !self->narrow);
  fanfold_wide_columns_show (self->column_view, self->time_left_column, 5, !self->narrow);

  return G_SOURCE_REMOVE;
}

static void
fanfold_run_page_dispose (GObject *object)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (object);

  g_clear_handle_id (&self->columns_id, g_source_remove);
  let_go (self);
  if (self->filter != NULL)
    fanfold_job_filter_set_table (self->filter, NULL, NULL);
  g_clear_object (&self->feed);
  if (self->job_actions != NULL)
    fanfold_job_actions_stop (self->job_actions);
  g_clear_object (&self->job_actions);

  G_OBJECT_CLASS (fanfold_run_page_parent_class)->dispose (object);
}

static void
fanfold_run_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (object);

  switch (prop_id)
    {
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_run_page_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  FanfoldRunPage *self = FANFOLD_RUN_PAGE (object);

  switch (prop_id)
    {
    case PROP_RUN:
      set_run (self, g_value_get_object (value));
      break;

    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      /* Later, as this comes while sizes are being given out. */
      if (self->columns_id == 0)
        self->columns_id = g_idle_add (columns_cb, self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, pause_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, counts_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, times_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, filter);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, elsewhere_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, reason_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, note_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, views);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, jobs_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, load_failed);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, column_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, progress_column);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, time_left_column);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, selection);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, slice);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, job_menu);
  gtk_widget_class_bind_template_child (widget_class, FanfoldRunPage, job_page);
  gtk_widget_class_bind_template_callback (widget_class, selected_job_changed_cb);
}

static void
fanfold_run_page_class_init (FanfoldRunPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_run_page_dispose;
  object_class->get_property = fanfold_run_page_get_property;
  object_class->set_property = fanfold_run_page_set_property;
  widget_class->map = fanfold_run_page_map;

  properties[PROP_RUN] =
      g_param_spec_object ("run",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_RUN,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_AGAIN_BAR);
  g_type_ensure (FANFOLD_TYPE_JOB);
  g_type_ensure (FANFOLD_TYPE_JOB_FILTER);
  g_type_ensure (FANFOLD_TYPE_JOB_PAGE);
  g_type_ensure (FANFOLD_TYPE_JOB_SELECTION);
  g_type_ensure (FANFOLD_TYPE_RUN_LOG_VIEW);
  g_type_ensure (FANFOLD_TYPE_PAUSE_BUTTON);
  g_type_ensure (FANFOLD_TYPE_QUEUE_BAR);
  g_type_ensure (FANFOLD_TYPE_STATE_BAR);
  g_type_ensure (FANFOLD_TYPE_WIDTH_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-run-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "run.pause", NULL, pause_cb);
  gtk_widget_class_install_action (widget_class, "run.stop", NULL, stop_cb);
  gtk_widget_class_install_action (widget_class, "run.add-inputs", NULL, add_inputs_cb);
}

static void
fanfold_run_page_init (FanfoldRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fanfold_wide_columns_scale (self->column_view);
  self->feed = fanfold_row_feed_new (self->column_view, self->slice, STEP_ROWS);
  fanfold_cell_tips_show (self->column_view);
  fanfold_job_filter_set_table (self->filter, self->feed, self->selection);
  self->job_actions = fanfold_job_actions_new (
      GTK_WIDGET (self), self->column_view, self->selection, self->job_menu);
}

GtkColumnView *
fanfold_run_page_get_column_view (FanfoldRunPage *self)
{
  g_return_val_if_fail (FANFOLD_IS_RUN_PAGE (self), NULL);

  return self->column_view;
}
