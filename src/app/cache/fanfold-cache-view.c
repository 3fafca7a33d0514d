/* fanfold-cache-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cache-view.h"

struct _FanfoldCacheView
{
  AdwBin parent_instance;

  FanfoldEngine *engine;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldCacheView, fanfold_cache_view, ADW_TYPE_BIN)

static void
fanfold_cache_view_dispose (GObject *object)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

  g_clear_object (&self->engine);

  G_OBJECT_CLASS (fanfold_cache_view_parent_class)->dispose (object);
}

static void
fanfold_cache_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

  switch (prop_id)
    {
    case PROP_ENGINE:
      g_value_set_object (value, self->engine);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_cache_view_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  FanfoldCacheView *self = FANFOLD_CACHE_VIEW (object);

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
fanfold_cache_view_class_init (FanfoldCacheViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_cache_view_dispose;
  object_class->get_property = fanfold_cache_view_get_property;
  object_class->set_property = fanfold_cache_view_set_property;

  properties[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_ENGINE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/cache/fanfold-cache-view.ui");
}

static void
fanfold_cache_view_init (FanfoldCacheView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
