/* fanfold-queue-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-queue-bar.h"
#include "fanfold-again-bar.h"

struct _FanfoldQueueBar
{
  AdwBin parent_instance;

  FanfoldRun *run;       /* (nullable) */
  GSignalGroup *signals; /* of the run */

  GtkWidget *start_button;
  GtkWidget *up_button;
  GtkWidget *remove_button;
  GtkWidget *resume_button;
};

enum
{
  PROP_0,
  PROP_RUN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldQueueBar, fanfold_queue_bar, ADW_TYPE_BIN)

/* The jobs of such a run that were not finished can be run; those of others are chosen. */
static gboolean
is_resumable (FanfoldRun *run)
{
  FanfoldRunState state = fanfold_run_get_state (run);

  return (state == FANFOLD_RUN_STOPPED || state == FANFOLD_RUN_INTERRUPTED ||
          state == FANFOLD_RUN_FAILED) &&
         fanfold_run_get_id (run) != 0;
}

static void
update (FanfoldQueueBar *self)
{
  gboolean waits = self->run != NULL && fanfold_run_get_state (self->run) == FANFOLD_RUN_WAITING;
  gboolean resumable = self->run != NULL && is_resumable (self->run);

  gtk_widget_set_visible (self->start_button, waits);
  gtk_widget_set_visible (self->up_button, waits && fanfold_run_is_movable (self->run));
  gtk_widget_set_visible (self->remove_button, waits);
  gtk_widget_set_visible (self->resume_button, resumable);
  gtk_widget_set_visible (GTK_WIDGET (self), waits || resumable);
}

/* No jobs are named: those that are not finished are meant. */
static void
resume_cb (FanfoldQueueBar *self)
{
  g_autoptr (FanfoldRanges) none = fanfold_ranges_new ();

  if (self->run != NULL)
    gtk_widget_activate_action_variant (
        GTK_WIDGET (self), "win.run-again", fanfold_again_bar_make_target (self->run, none));
}

static void
set_run (FanfoldQueueBar *self, FanfoldRun *run)
{
  if (!g_set_object (&self->run, run))
    return;

  g_signal_group_set_target (self->signals, run);
  update (self);
}

static void
fanfold_queue_bar_dispose (GObject *object)
{
  FanfoldQueueBar *self = FANFOLD_QUEUE_BAR (object);

  g_clear_object (&self->signals);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (fanfold_queue_bar_parent_class)->dispose (object);
}

static void
fanfold_queue_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldQueueBar *self = FANFOLD_QUEUE_BAR (object);

  switch (prop_id)
    {
    case PROP_RUN:
      g_value_set_object (value, self->run);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_queue_bar_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_RUN:
      set_run (FANFOLD_QUEUE_BAR (object), g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_queue_bar_class_init (FanfoldQueueBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_queue_bar_dispose;
  object_class->get_property = fanfold_queue_bar_get_property;
  object_class->set_property = fanfold_queue_bar_set_property;

  properties[PROP_RUN] = g_param_spec_object (
      "run", NULL, NULL, FANFOLD_TYPE_RUN, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-queue-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, start_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, up_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, remove_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, resume_button);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
}

static void
fanfold_queue_bar_init (FanfoldQueueBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->signals = g_signal_group_new (FANFOLD_TYPE_RUN);
  g_signal_group_connect_swapped (self->signals, "notify::n-samples", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::state", G_CALLBACK (update), self);
}
