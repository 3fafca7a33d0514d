/* fanfold-plugin-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-plugin-pages.h"

struct _FanfoldPluginPages
{
  AdwBin parent_instance;

  FanfoldRegistry *registry;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  AdwBin *content_bin;
};

enum
{
  PROP_0,
  PROP_CONTENT,
  N_PROPS
};

enum
{
  LISTED,
  ERROR,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldPluginPages, fanfold_plugin_pages, ADW_TYPE_BIN)

static void
show_error (FanfoldPluginPages *self, const GError *error)
{
  if (error != NULL)
    g_signal_emit (self, signals[ERROR], 0, error->message);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPluginPages) self = FANFOLD_PLUGIN_PAGES (user_data);
  g_autoptr (GError) error = NULL;

  fanfold_registry_scan_finish (FANFOLD_REGISTRY (source), result, &error);
  if (self->registry == NULL)
    return;

  fanfold_plugin_pages_show (self, self->registry);
  show_error (self, error);
}

static void
look_again_cb (FanfoldPluginPages *self)
{
  gtk_stack_set_visible_child_name (self->stack, "starting");
  fanfold_registry_scan_async (self->registry, NULL, scanned_cb, g_object_ref (self));
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldPluginPages) self = FANFOLD_PLUGIN_PAGES (user_data);
  g_autoptr (GError) error = NULL;

  fanfold_registry_retry_finish (FANFOLD_REGISTRY (source), result, &error);
  if (self->registry == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->content_bin), TRUE);
  show_error (self, error);
}

static void
fanfold_plugin_pages_dispose (GObject *object)
{
  FanfoldPluginPages *self = FANFOLD_PLUGIN_PAGES (object);

  g_clear_object (&self->registry);

  G_OBJECT_CLASS (fanfold_plugin_pages_parent_class)->dispose (object);
}

static void
fanfold_plugin_pages_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldPluginPages *self = FANFOLD_PLUGIN_PAGES (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, adw_bin_get_child (self->content_bin));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fanfold_plugin_pages_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  FanfoldPluginPages *self = FANFOLD_PLUGIN_PAGES (object);

  switch (prop_id)
    {
    case PROP_CONTENT:
      adw_bin_set_child (self->content_bin, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
add_signal (FanfoldPluginPagesClass *klass, const char *name, guint n_params)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_params,
                       G_TYPE_STRING);
}

static void
fanfold_plugin_pages_class_init (FanfoldPluginPagesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fanfold_plugin_pages_dispose;
  object_class->get_property = fanfold_plugin_pages_get_property;
  object_class->set_property = fanfold_plugin_pages_set_property;

  properties[PROP_CONTENT] = g_param_spec_object (
      "content", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LISTED] = add_signal (klass, "listed", 0);
  signals[ERROR] = add_signal (klass, "error", 1);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-plugin-pages.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldPluginPages, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPluginPages, failed_page);
  gtk_widget_class_bind_template_child (widget_class, FanfoldPluginPages, content_bin);
  gtk_widget_class_bind_template_callback (widget_class, look_again_cb);
}

static void
fanfold_plugin_pages_init (FanfoldPluginPages *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_plugin_pages_show (FanfoldPluginPages *self, FanfoldRegistry *registry)
{
  g_return_if_fail (FANFOLD_IS_PLUGIN_PAGES (self));
  g_return_if_fail (FANFOLD_IS_REGISTRY (registry));

  g_set_object (&self->registry, registry);
  g_signal_emit (self, signals[LISTED], 0);
  gtk_stack_set_visible_child_name (
      self->stack,
      g_list_model_get_n_items (G_LIST_MODEL (registry)) > 0 ? "content" : "no plugins");
}

void
fanfold_plugin_pages_show_looking (FanfoldPluginPages *self)
{
  g_return_if_fail (FANFOLD_IS_PLUGIN_PAGES (self));

  gtk_stack_set_visible_child_name (self->stack, "starting");
}

void
fanfold_plugin_pages_show_failed (FanfoldPluginPages *self, const char *text)
{
  g_autofree char *markup = NULL;

  g_return_if_fail (FANFOLD_IS_PLUGIN_PAGES (self));
  g_return_if_fail (text != NULL);

  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->failed_page, markup);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

void
fanfold_plugin_pages_retry (FanfoldPluginPages *self, const char *path)
{
  g_return_if_fail (FANFOLD_IS_PLUGIN_PAGES (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (self->registry != NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->content_bin), FALSE);
  fanfold_registry_retry_async (self->registry, path, NULL, retried_cb, g_object_ref (self));
}
