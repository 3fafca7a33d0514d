/* fanfold-launch-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-view.h"

struct _FanfoldLaunchView
{
  AdwBin parent_instance;

  FanfoldEngine *engine;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  PROP_CAN_LAUNCH,
  N_PROPS
};

enum
{
  LAUNCHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchView, fanfold_launch_view, ADW_TYPE_BIN)

static void
fanfold_launch_view_dispose (GObject *object)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (object);

  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_launch_view_parent_class)->dispose (object);
}

static void
fanfold_launch_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      g_value_set_object (value, self->engine);
      break;

    case PROP_CAN_LAUNCH:
      g_value_set_boolean (value, FALSE);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_launch_view_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      if (g_set_object (&self->engine, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_launch_view_class_init (FanfoldLaunchViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_launch_view_dispose;
  object_class->get_property = fanfold_launch_view_get_property;
  object_class->set_property = fanfold_launch_view_set_property;

  properties[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_ENGINE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_LAUNCH] =
      g_param_spec_boolean ("can-launch",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

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
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-view.ui");
}

static void
fanfold_launch_view_init (FanfoldLaunchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_launch_view_set_started (FanfoldLaunchView *self, const GError *error)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
}

void
fanfold_launch_view_show_batch (FanfoldLaunchView *self, FanfoldBatch *batch)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
}

FanfoldBatch *
fanfold_launch_view_dup_batch (FanfoldLaunchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  return NULL;
}

void
fanfold_launch_view_launch (FanfoldLaunchView *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
}

void
fanfold_launch_view_find (FanfoldLaunchView *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
}
