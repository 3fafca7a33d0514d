/* fanfold-job-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-page.h"
#include "fanfold-job-details.h"
#include "fanfold-json-view.h"
#include "fanfold-log-view.h"
#include "fanfold-wrap-layout.h"

#include <glib/gi18n.h>

struct _FanfoldJobPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *hint_box;
  GtkLabel *hint_label;
  GtkWidget *error_box;
  GtkLabel *error_label;
  GtkStack *log_stack;
  GtkLabel *log_placeholder;
  FanfoldLogView *log_view;
  FanfoldJsonView *result_view;
  FanfoldJsonView *arguments_view;
  GtkStackPage *inputs_page;
  FanfoldJsonView *inputs_view;

  FanfoldRun *run;
  FanfoldJob *job;
  GCancellable *cancellable; /* of the reading that is under way, of this job */
  guint64 sequence;          /* of the log, as far as it is shown */
  guint attempt;             /* whose log that is; 0: none yet */
  guint n_last_reads;        /* since the job was over, that brought nothing */
  gboolean settled;          /* no more to come */
  guint poll_id;
};

G_DEFINE_FINAL_TYPE (FanfoldJobPage, fanfold_job_page, ADW_TYPE_BIN)

#define POLL_MSEC 250

/* Records follow a job's end by some milliseconds: so often is asked again for what may come. */
#define MAX_LAST_READS 4

static void read_job (FanfoldJobPage *self);

static gboolean
poll_cb (gpointer user_data)
{
  FanfoldJobPage *self = FANFOLD_JOB_PAGE (user_data);

  self->poll_id = 0;
  read_job (self);

  return G_SOURCE_REMOVE;
}

static void
show_error (FanfoldJobPage *self, const char *message)
{
  gtk_widget_set_visible (self->error_box, message != NULL);
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->error_label), message);
}

static void
show_hint (FanfoldJobPage *self)
{
  const char *hint = fanfold_job_get_state_hint (self->job);

  gtk_widget_set_visible (self->hint_box, hint != NULL);
  gtk_label_set_label (self->hint_label, hint != NULL ? hint : "");
}

/* In another program a job that waits by the records may have begun. */
static FanfoldJobState
get_state (FanfoldJobPage *self)
{
  FanfoldJobState state = fanfold_job_get_state (self->job);

  return state == FANFOLD_JOB_WAITING && fanfold_run_is_elsewhere (self->run) ? FANFOLD_JOB_RUNNING
                                                                              : state;
}

static const char *
no_log_text (FanfoldJobState state)
{
  switch (state)
    {
    case FANFOLD_JOB_WAITING:
      return _ ("This job has not begun");

    case FANFOLD_JOB_RUNNING:
      return _ ("This job has not written anything yet");

    case FANFOLD_JOB_CACHED:
      return _ ("This result came from the cache: nothing was run, so there is no log");

    case FANFOLD_JOB_SKIPPED:
      return _ ("This job never began, because the run stopped");

    case FANFOLD_JOB_DONE:
    case FANFOLD_JOB_FAILED:
    case FANFOLD_JOB_CRASHED:
    case FANFOLD_JOB_TIMED_OUT:
    case FANFOLD_JOB_CANCELLED:
    case FANFOLD_N_JOB_STATES:
    default:
      return _ ("This job wrote nothing");
    }
}

static const char *
no_result_text (FanfoldJobState state)
{
  switch (state)
    {
    case FANFOLD_JOB_WAITING:
      return _ ("This job has not begun");

    case FANFOLD_JOB_RUNNING:
      return _ ("This job is not over yet");

    case FANFOLD_JOB_SKIPPED:
      return _ ("This job never began, because the run stopped");

    case FANFOLD_JOB_DONE:
    case FANFOLD_JOB_CACHED:
    case FANFOLD_JOB_FAILED:
    case FANFOLD_JOB_CRASHED:
    case FANFOLD_JOB_TIMED_OUT:
    case FANFOLD_JOB_CANCELLED:
    case FANFOLD_N_JOB_STATES:
    default:
      return _ ("This job has no result");
    }
}

static void
show_attempt (FanfoldJobPage *self, guint attempt)
{
  g_autofree char *words = g_strdup_printf (_ ("Attempt %u"), attempt);

  fanfold_log_view_append_note (self->log_view, words);
}

static void
show_log (FanfoldJobPage *self, GPtrArray *log)
{
  for (guint i = 0; i < log->len; i++)
    {
      FanfoldLogChunk *chunk = g_ptr_array_index (log, i);

      if (chunk->attempt != self->attempt && chunk->attempt > 1)
        show_attempt (self, chunk->attempt);
      self->attempt = chunk->attempt;
      fanfold_log_view_append (self->log_view, chunk->kind, chunk->bytes);
      self->sequence = MAX (self->sequence, chunk->sequence);
    }

  gtk_label_set_label (self->log_placeholder, no_log_text (get_state (self)));
  gtk_stack_set_visible_child_name (self->log_stack,
                                    fanfold_log_view_is_empty (self->log_view) ? "empty" : "log");
}

static void
show_details (FanfoldJobPage *self, FanfoldJobDetails *details)
{
  const char *no_result = no_result_text (get_state (self));

  show_error (self, details->error);
  show_log (self, details->log);
  fanfold_json_view_set_json (self->result_view, details->result_json, no_result);
  fanfold_json_view_set_json (self->arguments_view, details->arguments_json, NULL);
  fanfold_json_view_set_json (self->inputs_view, details->inputs_json, NULL);
  gtk_stack_page_set_visible (self->inputs_page, details->inputs_json != NULL);
}

/* Asks again: at once where there is more of a log already, later where it may still grow, never
 * where all has come. */
static void
plan_next_read (FanfoldJobPage *self, FanfoldJobDetails *details)
{
  gboolean over = fanfold_job_state_is_over (fanfold_job_get_state (self->job));
  gboolean told = details->result_json != NULL || details->error != NULL;

  if (over && details->log->len == 0)
    self->n_last_reads++;
  else
    self->n_last_reads = 0;

  self->settled = self->n_last_reads >= (told ? 1 : MAX_LAST_READS);
  if (self->settled || self->poll_id != 0)
    return;

  if (get_state (self) != FANFOLD_JOB_WAITING)
    self->poll_id = g_timeout_add (over && details->log->len > 0 ? 0 : POLL_MSEC, poll_cb, self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldJobPage) self = FANFOLD_JOB_PAGE (user_data);
  g_autoptr (FanfoldJobDetails) details = NULL;
  g_autoptr (GError) error = NULL;

  details = fanfold_run_read_job_finish (FANFOLD_RUN (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (details == NULL)
    {
      self->settled = TRUE;
      show_error (self, error->message);
      return;
    }

  show_details (self, details);
  plan_next_read (self, details);
}

static void
read_job (FanfoldJobPage *self)
{
  if (self->job == NULL || self->cancellable != NULL || self->settled ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_clear_handle_id (&self->poll_id, g_source_remove);
  self->cancellable = g_cancellable_new ();
  fanfold_run_read_job_async (self->run,
                              fanfold_job_get_index (self->job),
                              self->sequence,
                              self->cancellable,
                              read_cb,
                              g_object_ref (self));
}

static void
stop_reading (FanfoldJobPage *self)
{
  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
state_cb (FanfoldJobPage *self)
{
  self->settled = FALSE;
  self->n_last_reads = 0;
  show_hint (self);
  read_job (self);
}

static void
show_title (FanfoldJobPage *self)
{
  g_autofree char *number =
      g_strdup_printf ("%" G_GUINT64_FORMAT, fanfold_job_get_index (self->job));
  /* Translators: the number of a job: "Job 612". */
  g_autofree char *title = g_strdup_printf (_ ("Job %s"), number);
  const char *arguments = fanfold_job_get_arguments (self->job);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, arguments);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), arguments);
}

static void
fanfold_job_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fanfold_job_page_parent_class)->map (widget);

  read_job (FANFOLD_JOB_PAGE (widget));
}

static void
fanfold_job_page_unmap (GtkWidget *widget)
{
  stop_reading (FANFOLD_JOB_PAGE (widget));

  GTK_WIDGET_CLASS (fanfold_job_page_parent_class)->unmap (widget);
}

static void
fanfold_job_page_dispose (GObject *object)
{
  FanfoldJobPage *self = FANFOLD_JOB_PAGE (object);

  stop_reading (self);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_func (self->job, state_cb, self);
  g_clear_object (&self->job);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (fanfold_job_page_parent_class)->dispose (object);
}

static void
fanfold_job_page_class_init (FanfoldJobPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_job_page_dispose;
  widget_class->map = fanfold_job_page_map;
  widget_class->unmap = fanfold_job_page_unmap;

  g_type_ensure (FANFOLD_TYPE_JSON_VIEW);
  g_type_ensure (FANFOLD_TYPE_LOG_VIEW);
  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-job-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, title);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, hint_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, hint_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, log_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, log_placeholder);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, log_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, result_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, arguments_view);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, inputs_page);
  gtk_widget_class_bind_template_child (widget_class, FanfoldJobPage, inputs_view);
}

static void
fanfold_job_page_init (FanfoldJobPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_job_page_set_job (FanfoldJobPage *self, FanfoldRun *run, FanfoldJob *job)
{
  g_return_if_fail (FANFOLD_IS_JOB_PAGE (self));
  g_return_if_fail (job == NULL || FANFOLD_IS_RUN (run));

  if (self->job == job && self->run == run)
    return;

  stop_reading (self);
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_func (self->job, state_cb, self);
  g_set_object (&self->run, run);
  g_set_object (&self->job, job);
  self->sequence = 0;
  self->attempt = 0;
  self->n_last_reads = 0;
  self->settled = FALSE;
  fanfold_log_view_clear (self->log_view);
  show_error (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, job != NULL ? "job" : "none");
  if (job == NULL)
    return;

  g_signal_connect_object (job, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  show_title (self);
  show_hint (self);
  read_job (self);
}
