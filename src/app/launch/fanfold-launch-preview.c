/* fanfold-launch-preview.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-preview.h"
#include "fanfold-text.h"

#include <glib/gi18n.h>

#define EXPAND_MSEC 250

struct _FanfoldLaunchPreview
{
  AdwBin parent_instance;

  FanfoldEngine *engine;
  FanfoldBatch *batch;
  GCancellable *cancellable; /* of the expansion that goes on */
  guint expand_id;
  gboolean ready;
  gboolean launching;

  GtkSpinner *spinner;
  GtkLabel *label;
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
  LAUNCHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchPreview, fanfold_launch_preview, ADW_TYPE_BIN)

static void
set_ready (FanfoldLaunchPreview *self, gboolean ready)
{
  if (self->ready == ready)
    return;

  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
set_busy (FanfoldLaunchPreview *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
show_text (FanfoldLaunchPreview *self, const char *text, const char *css_class)
{
  const char *const classes[] = { "job-count", css_class, NULL };

  gtk_label_set_label (self->label, text);
  gtk_widget_set_css_classes (GTK_WIDGET (self->label), (const char **) classes);
}

static void
cancel (FanfoldLaunchPreview *self)
{
  g_clear_handle_id (&self->expand_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->batch);
  set_busy (self, FALSE);
}

static void
expanded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchPreview) self = FANFOLD_LAUNCH_PREVIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldCombine) combine =
      fanfold_engine_expand_finish (FANFOLD_ENGINE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_busy (self, FALSE);
  if (combine == NULL)
    {
      show_text (self, error->message, "error");
      g_signal_emit (self, signals[REFUSED], 0);
      return;
    }

  if (fanfold_combine_get_stream (combine, NULL) != NULL)
    text = g_strdup (_ ("Lines are read while jobs run"));
  else
    text = fanfold_text_jobs (fanfold_combine_get_n_jobs (combine));
  show_text (self, text, "heading");
  set_ready (self, TRUE);
}

static gboolean
expand_cb (gpointer user_data)
{
  FanfoldLaunchPreview *self = FANFOLD_LAUNCH_PREVIEW (user_data);

  self->expand_id = 0;
  self->cancellable = g_cancellable_new ();
  fanfold_engine_expand_async (
      self->engine, self->batch, self->cancellable, expanded_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchPreview) self = FANFOLD_LAUNCH_PREVIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (FanfoldRun) run =
      fanfold_engine_launch_finish (FANFOLD_ENGINE (source), result, &error);

  self->launching = FALSE;
  if (self->engine == NULL)
    return;

  set_busy (self, FALSE);
  if (run == NULL)
    {
      show_text (self, error->message, "error");
      g_signal_emit (self, signals[REFUSED], 0);
      return;
    }

  g_signal_emit (self, signals[LAUNCHED], 0, run);
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

  g_clear_handle_id (&self->expand_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->batch);
  g_clear_object (&self->engine);

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
  signals[LAUNCHED] = g_signal_new ("launched",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    FANFOLD_TYPE_RUN);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, spinner);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPreview, label);
  gtk_widget_class_bind_template_callback (widget_class, launch_clicked_cb);
}

static void
fanfold_launch_preview_init (FanfoldLaunchPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_launch_preview_set_engine (FanfoldLaunchPreview *self, FanfoldEngine *engine)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));

  g_set_object (&self->engine, engine);
}

void
fanfold_launch_preview_set_batch (FanfoldLaunchPreview *self, FanfoldBatch *batch)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (self->engine != NULL);

  cancel (self);
  set_ready (self, FALSE);
  set_busy (self, TRUE);
  show_text (self, _ ("Counting the jobs…"), "dim-label");
  self->batch = g_object_ref (batch);
  self->expand_id = g_timeout_add (EXPAND_MSEC, expand_cb, self);
}

void
fanfold_launch_preview_set_gap (FanfoldLaunchPreview *self, const char *text, gboolean wrong)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (text != NULL);

  cancel (self);
  set_ready (self, FALSE);
  show_text (self, text, wrong ? "error" : "dim-label");
}

gboolean
fanfold_launch_preview_is_ready (FanfoldLaunchPreview *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self), FALSE);

  return self->ready;
}

void
fanfold_launch_preview_launch (FanfoldLaunchPreview *self, FanfoldBatch *batch)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PREVIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (self->engine != NULL);

  if (self->launching)
    return;

  self->launching = TRUE;
  cancel (self);
  set_ready (self, FALSE);
  set_busy (self, TRUE);
  show_text (self, _ ("Starting…"), "dim-label");
  fanfold_engine_launch_async (self->engine, batch, NULL, NULL, launched_cb, g_object_ref (self));
}
