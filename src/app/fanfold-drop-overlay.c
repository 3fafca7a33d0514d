/* fanfold-drop-overlay.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-drop-overlay.h"

struct _FanfoldDropOverlay
{
  AdwBin parent_instance;

  GtkOverlay *overlay;
  GtkRevealer *revealer;
  GtkLabel *label;
};

enum
{
  PROP_0,
  PROP_CONTENT,
  N_PROPS
};

enum
{
  MOVED,
  DROPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldDropOverlay, fanfold_drop_overlay, ADW_TYPE_BIN)

static GdkDragAction
motion_cb (FanfoldDropOverlay *self, double x, double y)
{
  g_signal_emit (self, signals[MOVED], 0, x, y);

  return GDK_ACTION_COPY;
}

static gboolean
drop_cb (FanfoldDropOverlay *self, const GValue *value, double x, double y)
{
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_boxed (value), x, y);

  return TRUE;
}

/* Whether something that can be dropped is above the widget. */
static gboolean
drop_to_boolean (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_object (from) != NULL);

  return TRUE;
}

static void
add_drop_target (FanfoldDropOverlay *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  gtk_drop_target_set_preload (target, FALSE);
  /* Before entries, which would take the paths for text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_object_bind_property_full (target,
                               "current-drop",
                               self->revealer,
                               "reveal-child",
                               G_BINDING_SYNC_CREATE,
                               drop_to_boolean,
                               NULL,
                               NULL,
                               NULL);
}

static void
fanfold_drop_overlay_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldDropOverlay *self = FANFOLD_DROP_OVERLAY (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, gtk_overlay_get_child (self->overlay));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_drop_overlay_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  FanfoldDropOverlay *self = FANFOLD_DROP_OVERLAY (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      gtk_overlay_set_child (self->overlay, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_drop_overlay_class_init (FanfoldDropOverlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = fanfold_drop_overlay_get_property;
  object_class->set_property = fanfold_drop_overlay_set_property;

  properties[PROP_CONTENT] = g_param_spec_object (
      "content", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MOVED] = g_signal_new ("moved",
                                 type,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 2,
                                 G_TYPE_DOUBLE,
                                 G_TYPE_DOUBLE);
  signals[DROPPED] = g_signal_new ("dropped",
                                   type,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   3,
                                   GDK_TYPE_FILE_LIST,
                                   G_TYPE_DOUBLE,
                                   G_TYPE_DOUBLE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/fanfold-drop-overlay.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldDropOverlay, overlay);
  gtk_widget_class_bind_template_child (widget_class, FanfoldDropOverlay, revealer);
  gtk_widget_class_bind_template_child (widget_class, FanfoldDropOverlay, label);
}

static void
fanfold_drop_overlay_init (FanfoldDropOverlay *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_drop_target (self);
}

void
fanfold_drop_overlay_set_text (FanfoldDropOverlay *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_DROP_OVERLAY (self));
  g_return_if_fail (text != NULL);

  if (!g_str_equal (gtk_label_get_label (self->label), text))
    gtk_label_set_label (self->label, text);
}
