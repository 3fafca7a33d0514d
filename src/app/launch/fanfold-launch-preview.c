/* fanfold-launch-preview.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-preview.h"
#include "fanfold-findings-list.h"
#include "fanfold-preview-loader.h"
#include "fanfold-preview-table.h"
#include "fanfold-preview-text.h"
#include "fanfold-wrap-layout.h"

#include <glib/gi18n.h>

#define SAMPLE_MSEC 100

struct _FanfoldLaunchPreview
{
  AdwBin parent_instance;

  FanfoldPreviewLoader *loader;
  guint n_changes; /* of its preflight, when that was last shown */
  guint sample_id;
  gboolean ready;
  gboolean awaited; /* it is to be launched once it is */
  gboolean starting;

  GtkSpinner *spinner;
  GtkLabel *label;
  GtkToggleButton *jobs_button;
  GtkButton *stop_button;
  GtkButton *again_button;
  GtkWidget *launch_box;
  GtkWidget *add_button;
  FanfoldFindingsList *findings_list;
  FanfoldPreviewTable *table;
};

enum
{
  PROP_0,
  PROP_READY,
  N_PROPS
};

enum
{
  REFUSED,
  LAUNCH,
  LEAVE_OUT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchPreview, fanfold_launch_preview, ADW_TYPE_BIN)

static void
set_ready (FanfoldLaunchPreview *self, gboolean ready)
{
  gboolean awaited = self->awaited;

  self->awaited = FALSE;
  if (self->ready == ready)
    return;

  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
  if (ready && awaited)
    g_signal_emit (self, signals[LAUNCH], 0);
}

static void
set_busy (FanfoldLaunchPreview *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->stop_button), busy && !self->starting);
}

/* What is set anew is looked for again below the pointer, which asks the display. */
static void
show_tooltip (FanfoldLaunchPreview *self, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->label)), text) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
}

static void
show_line (FanfoldLaunchPreview *self, const char *text, const char *css_class)
{
  const char *const classes[] = { "job-count", css_class, NULL };

  gtk_label_set_label (self->label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->label), (const char **) classes);
}

static void
show_text (FanfoldLaunchPreview *self, const char *text, const char *css_class)
{
  show_line (self, text, css_class);
  show_tooltip (self, NULL);
}

static void
end_work (FanfoldLaunchPreview *self)
{
  fanfold_preview_loader_stop (self->loader);
  g_clear_handle_id (&self->sample_id, g_source_remove);
  set_busy (self, FALSE);
}

static void
show_jobs (FanfoldLaunchPreview *self, FanfoldCombine *combine)
{
  FanfoldPreflight *preflight = fanfold_preview_loader_get_preflight (self->loader);

  fanfold_preview_table_set_jobs (self->table, combine, combine != NULL ? preflight : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->jobs_button), combine != NULL);
  if (combine == NULL)
    gtk_toggle_button_set_active (self->jobs_button, FALSE);
}

/* The table stays until there is another, so that it does not flicker while somebody types. */
static void
cancel (FanfoldLaunchPreview *self)
{
  self->starting = FALSE;
  end_work (self);
  fanfold_preview_loader_clear (self->loader);
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->findings_list), FALSE);
}

static void
update_leave_out (FanfoldLaunchPreview *self)
{
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "preview.leave-out", fanfold_preview_loader_can_leave_out (self->loader));
}

static void
show_preflight (FanfoldLaunchPreview *self)
{
  FanfoldPreflight *preflight = fanfold_preview_loader_get_preflight (self->loader);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *line = NULL, *more = NULL;
  FanfoldPreflightSample sample;

  fanfold_preflight_sample (preflight, &sample);
  line = fanfold_preview_text_line (&sample);
  more = fanfold_preview_text_more (&sample);
  if (g_strcmp0 (gtk_label_get_label (self->label), line) != 0)
    show_line (self, line, "heading");
  show_tooltip (self, more);
  if (sample.n_changes == self->n_changes)
    return;

  self->n_changes = sample.n_changes;
  findings = fanfold_preflight_dup_findings (preflight);
  fanfold_findings_list_set_findings (self->findings_list, findings);
  update_leave_out (self);
  if (gtk_toggle_button_get_active (self->jobs_button))
    fanfold_preview_table_sample (self->table);
}

static void
show_progress (FanfoldLaunchPreview *self)
{
  guint64 n = fanfold_preview_loader_get_n_values (self->loader);
  g_autofree char *text = fanfold_preview_text_progress (n, self->awaited);

  gtk_label_set_label (self->label, text);
}

static gboolean
sample_cb (gpointer user_data)
{
  FanfoldLaunchPreview *self = FANFOLD_LAUNCH_PREVIEW (user_data);

  if (fanfold_preview_loader_get_preflight (self->loader) != NULL)
    show_preflight (self);
  else if (!self->ready)
    show_progress (self);

  return G_SOURCE_CONTINUE;
}

static void
expanded_cb (FanfoldLaunchPreview *self, FanfoldCombine *combine)
{
  gboolean stream = fanfold_combine_get_stream (combine, NULL) != NULL;

  self->n_changes = 0;
  set_busy (self, TRUE);
  show_jobs (self, stream ? NULL : combine);
  show_preflight (self);
  set_ready (self, TRUE);
}

/* What was counted stays on show until there is something better. */
static void
look_again (FanfoldLaunchPreview *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !self->ready || self->sample_id != 0 ||
      gtk_widget_get_visible (GTK_WIDGET (self->again_button)) ||
      !fanfold_preview_loader_is_stale (self->loader))
    return;

  fanfold_preview_loader_reload (self->loader);
  self->sample_id = g_timeout_add (SAMPLE_MSEC, sample_cb, self);
}

static void
looked_cb (FanfoldLaunchPreview *self)
{
  end_work (self);
  show_preflight (self);
  look_again (self);
}

static void
failed_cb (FanfoldLaunchPreview *self, const char *message)
{
  end_work (self);
  show_jobs (self, NULL);
  set_ready (self, FALSE);
  fanfold_launch_preview_refuse (self, message);
}

static void
begin (FanfoldLaunchPreview *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->again_button), FALSE);
  set_ready (self, FALSE);
  set_busy (self, TRUE);
  show_text (self, "", "dim-label");
  show_progress (self);
  self->sample_id = g_timeout_add (SAMPLE_MSEC, sample_cb, self);
}

/* What is known by then stays, and the batch can be launched where it was expanded. */
static void
stop_clicked_cb (FanfoldLaunchPreview *self)
{
  end_work (self);
  self->awaited = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->again_button),
                          fanfold_preview_loader_get_batch (self->loader) != NULL);
  if (fanfold_preview_loader_get_preflight (self->loader) == NULL)
    show_text (self, _ ("The jobs were not counted"), "dim-label");
}

static void
again_clicked_cb (FanfoldLaunchPreview *self)
{
  fanfold_preview_loader_reload (self->loader);
  begin (self);
}

static void
left_out_cb (FanfoldLaunchPreview *self, const char *name, const char *const *globs)
{
  g_signal_emit (self, signals[LEAVE_OUT], 0, name, globs);
}

static void
not_left_out_cb (FanfoldLaunchPreview *self, const char *message)
{
  show_text (self, message, "error");
}

static void
leave_out_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fanfold_preview_loader_leave_out (FANFOLD_LAUNCH_PREVIEW (widget)->loader,
                                    g_variant_get_uint32 (parameter));
}

static void
job_activated_cb (FanfoldLaunchPreview *self, guint64 index)
{
  gtk_toggle_button_set_active (self->jobs_button, TRUE);
  fanfold_preview_table_show_job (self->table, index);
}

static void
jobs_toggled_cb (FanfoldLaunchPreview *self)
{
  fanfold_preview_table_sample (self->table);
}

static void
launch_clicked_cb (FanfoldLaunchPreview *self)
{
  g_signal_emit (self, signals[LAUNCH], 0);
}

static void
fanfold_launch_preview_dispose (GObject *object)
{
  FanfoldLaunchPreview *self = FANFOLD_LAUNCH_PREVIEW (object);

  g_clear_handle_id (&self->sample_id, g_source_remove);
  if (self->loader != NULL)
    fanfold_preview_loader_clear (self->loader);
  g_clear_object (&self->loader);

  G_OBJECT_CLASS (fanfold_launch_preview_parent_class)->dispose (object);
}

static void
fanfold_launch_preview_get_property (GObject *object,
                                     guint prop_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  FanfoldLaunchPreview *self = FANFOLD_LAUNCH_PREVIEW (object);

  switch (prop_id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
add_signal (FanfoldLaunchPreviewClass *klass, const char *name)
{
  return g_signal_new (
      name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fanfold_launch_preview_class_init (FanfoldLaunchPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_launch_preview_dispose;
  object_class->get_property = fanfold_launch_preview_get_property;

  properties[PROP_READY] =
      g_param_spec_boolean ("ready",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REFUSED] = add_signal (klass, "refused");
  signals[LAUNCH] = add_signal (klass, "launch");
  signals[LEAVE_OUT] = g_signal_new ("leave-out",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     2,
                                     G_TYPE_STRING,
                                     G_TYPE_STRV);

  gtk_widget_class_install_action (widget_class, "preview.leave-out", "u", leave_out_action);
  g_type_ensure (FANFOLD_TYPE_FINDINGS_LIST);
  g_type_ensure (FANFOLD_TYPE_PREVIEW_TABLE);
  g_type_ensure (FANFOLD_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, spinner);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, label);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, jobs_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, stop_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, again_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, launch_box);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, add_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, findings_list);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, table);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, job_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, jobs_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_again);
  gtk_widget_class_bind_template_callback (widget_class, launch_clicked_cb);
}

static void
fanfold_launch_preview_init (FanfoldLaunchPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->loader = fanfold_preview_loader_new ();
  g_signal_connect_object (
      self->loader, "expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "looked", G_CALLBACK (looked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "aged", G_CALLBACK (look_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->loader, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->loader, "left-out", G_CALLBACK (left_out_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->loader, "not-left-out", G_CALLBACK (not_left_out_cb), self, G_CONNECT_SWAPPED);
  update_leave_out (self);
}

void
fanfold_launch_preview_set_engine (FanfoldLaunchPreview *self, FanfoldEngine *engine)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));

  fanfold_preview_loader_set_engine (self->loader, engine);
}

void
fanfold_launch_preview_set_adds (FanfoldLaunchPreview *self, gboolean adds)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));

  gtk_widget_set_visible (self->launch_box, !adds);
  gtk_widget_set_visible (self->add_button, adds);
}

void
fanfold_launch_preview_set_batch (FanfoldLaunchPreview *self, FanfoldBatch *batch)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  cancel (self);
  fanfold_preview_loader_load (self->loader, batch);
  begin (self);
}

void
fanfold_launch_preview_set_gap (FanfoldLaunchPreview *self, const char *text, gboolean wrong)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (text != NULL);

  cancel (self);
  show_jobs (self, NULL);
  set_ready (self, FALSE);
  show_text (self, text, wrong ? "error" : "dim-label");
}

gboolean
fanfold_launch_preview_is_ready (FanfoldLaunchPreview *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self), FALSE);

  return self->ready;
}

gboolean
fanfold_launch_preview_await (FanfoldLaunchPreview *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self), FALSE);

  self->awaited = !self->ready && self->sample_id != 0;
  if (self->awaited)
    show_progress (self);

  return self->awaited;
}

void
fanfold_launch_preview_set_starting (FanfoldLaunchPreview *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (text != NULL);

  cancel (self);
  self->starting = TRUE;
  set_ready (self, FALSE);
  set_busy (self, TRUE);
  show_text (self, text, "dim-label");
}

void
fanfold_launch_preview_refuse (FanfoldLaunchPreview *self, const char *message)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (message != NULL);

  self->starting = FALSE;
  set_busy (self, FALSE);
  show_text (self, message, "error");
  g_signal_emit (self, signals[REFUSED], 0);
}
