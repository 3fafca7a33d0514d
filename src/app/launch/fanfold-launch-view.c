/* fanfold-launch-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-view.h"
#include "fanfold-error.h"
#include "fanfold-function-list.h"
#include "fanfold-plugin-pages.h"

#include <glib/gi18n.h>

#define COMMAND_ID "command.run"

struct _FanfoldLaunchView
{
  AdwBin parent_instance;

  FanfoldEngine *engine;
  FanfoldBatch *pending;      /* to show once the plugins are there */
  GStrv pending_notes;        /* (nullable), about it */
  FanfoldRun *pending_target; /* likewise, which its inputs are to be added to */
  GListModel *pending_files;  /* likewise, to be inputs */
  gboolean started;

  FanfoldPluginPages *plugin_pages;
  AdwLeaflet *leaflet;
  FanfoldFunctionList *function_list;
  GtkWidget *pane;
  FanfoldLaunchPage *page;
};

enum
{
  PROP_0,
  PROP_ENGINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchView, fanfold_launch_view, ADW_TYPE_BIN)

static void
function_chosen_cb (FanfoldLaunchView *self)
{
  FanfoldFunction *function = fanfold_function_list_get_function (self->function_list);

  fanfold_launch_page_choose (self->page, function);
}

static void
command_cb (FanfoldLaunchView *self)
{
  fanfold_function_list_choose (self->function_list, COMMAND_ID);
  fanfold_launch_page_enter (self->page);
}

/* A click leaves the focus in the list, as long as that is shown. */
static void
function_activated_cb (FanfoldLaunchView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = gtk_root_get_focus (root);

  adw_leaflet_set_visible_child (self->leaflet, self->pane);
  if (!adw_leaflet_get_folded (self->leaflet))
    gtk_root_set_focus (root, focus);
}

static void
function_entered_cb (FanfoldLaunchView *self)
{
  fanfold_launch_page_enter (self->page);
}

static void
back_cb (FanfoldLaunchView *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  fanfold_function_list_find (self->function_list);
}

static void
show_error (FanfoldLaunchView *self, const char *text)
{
  fanfold_launch_page_show_error (self->page, text);
}

/* The form that was on show before must not be taken for the batch. */
static void
refuse_batch (FanfoldLaunchView *self, const GError *error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _ ("The batch cannot be shown: %s"), error->message);
  if (g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_UNKNOWN))
    g_string_append_printf (
        text,
        " %s",
        _ ("Plugins were looked for again just now. Put the one that has it into "
           "~/.local/share/fanfold/plugins, or into a folder named in FANFOLD_PLUGIN_PATH, and "
           "open the batch again."));
  fanfold_function_list_choose (self->function_list, NULL);
  show_error (self, text->str);
}

static FanfoldFunction *
find_function (FanfoldLaunchView *self, FanfoldBatch *batch, GError **error)
{
  return fanfold_registry_find_function (
      fanfold_engine_get_registry (self->engine), fanfold_batch_get_function_id (batch), error);
}

/* @target: (nullable) */
static void
show_batch (FanfoldLaunchView *self,
            FanfoldBatch *batch,
            const char *const *notes,
            FanfoldRun *target)
{
  const char *id = fanfold_batch_get_function_id (batch);
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function = find_function (self, batch, &error);

  adw_leaflet_set_visible_child (self->leaflet, self->pane);
  if (function == NULL ||
      !fanfold_launch_page_show_batch (self->page, batch, function, notes, target, &error))
    refuse_batch (self, error);
  else
    fanfold_function_list_choose (self->function_list, id);
}

/* @target: (nullable) */
static void
keep_batch (FanfoldLaunchView *self,
            FanfoldBatch *batch,
            const char *const *notes,
            FanfoldRun *target)
{
  g_auto (GStrv) kept = g_strdupv ((GStrv) notes);

  g_set_object (&self->pending, batch);
  g_set_object (&self->pending_target, target);
  g_strfreev (self->pending_notes);
  self->pending_notes = g_steal_pointer (&kept);
}

static void
show_pending (FanfoldLaunchView *self)
{
  g_autoptr (FanfoldBatch) batch = g_steal_pointer (&self->pending);
  g_auto (GStrv) notes = g_steal_pointer (&self->pending_notes);
  g_autoptr (FanfoldRun) target = g_steal_pointer (&self->pending_target);
  g_autoptr (GListModel) files = g_steal_pointer (&self->pending_files);

  if (batch != NULL)
    show_batch (self, batch, (const char *const *) notes, target);
  else if (files != NULL)
    fanfold_launch_view_add_files (self, files);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchView) self = FANFOLD_LAUNCH_VIEW (user_data);
  g_autoptr (GError) error = NULL;

  fanfold_registry_scan_finish (FANFOLD_REGISTRY (source), result, &error);
  if (self->engine == NULL)
    return;

  self->started = TRUE;
  fanfold_plugin_pages_show (self->plugin_pages, FANFOLD_REGISTRY (source));
  show_pending (self);
  if (error != NULL)
    show_error (self, error->message);
}

/* The plugin of a batch may have been built since plugins were last looked for. What comes
 * meanwhile waits, as at the start. @target: (nullable) */
static void
take_batch (FanfoldLaunchView *self,
            FanfoldBatch *batch,
            const char *const *notes,
            FanfoldRun *target)
{
  if (!self->started)
    {
      keep_batch (self, batch, notes, target);
      return;
    }
  if (find_function (self, batch, NULL) != NULL)
    {
      show_batch (self, batch, notes, target);
      return;
    }

  keep_batch (self, batch, notes, target);
  self->started = FALSE;
  fanfold_plugin_pages_show_looking (self->plugin_pages);
  fanfold_registry_scan_async (
      fanfold_engine_get_registry (self->engine), NULL, scanned_cb, g_object_ref (self));
}

static void
listed_cb (FanfoldLaunchView *self)
{
  fanfold_function_list_set_plugins (self->function_list,
                                     G_LIST_MODEL (fanfold_engine_get_registry (self->engine)));
}

static void
try_again_cb (FanfoldLaunchView *self, const char *path)
{
  fanfold_plugin_pages_retry (self->plugin_pages, path);
}

static void
set_engine (FanfoldLaunchView *self, FanfoldEngine *engine)
{
  if (!g_set_object (&self->engine, engine))
    return;

  fanfold_launch_page_set_engine (self->page, engine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENGINE]);
}

static void
fanfold_launch_view_dispose (GObject *object)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (object);

  g_clear_object (&self->pending);
  g_clear_pointer (&self->pending_notes, g_strfreev);
  g_clear_object (&self->pending_target);
  g_clear_object (&self->pending_files);
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
      set_engine (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, plugin_pages);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, function_list);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, pane);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, page);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, command_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, listed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_error);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
}

static void
fanfold_launch_view_class_init (FanfoldLaunchViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fanfold_launch_view_dispose;
  object_class->get_property = fanfold_launch_view_get_property;
  object_class->set_property = fanfold_launch_view_set_property;

  properties[PROP_ENGINE] =
      g_param_spec_object ("engine",
                           NULL,
                           NULL,
                           FANFOLD_TYPE_ENGINE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (FANFOLD_TYPE_FUNCTION_LIST);
  g_type_ensure (FANFOLD_TYPE_LAUNCH_PAGE);
  g_type_ensure (FANFOLD_TYPE_PLUGIN_PAGES);
  bind_template (GTK_WIDGET_CLASS (klass));
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
  g_return_if_fail (self->engine != NULL);

  if (error != NULL)
    {
      fanfold_plugin_pages_show_failed (self->plugin_pages, error->message);
      return;
    }

  self->started = TRUE;
  fanfold_plugin_pages_show (self->plugin_pages, fanfold_engine_get_registry (self->engine));
  show_pending (self);
}

void
fanfold_launch_view_show_batch (FanfoldLaunchView *self,
                                FanfoldBatch *batch,
                                const char *const *notes)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  take_batch (self, batch, notes, NULL);
}

void
fanfold_launch_view_show_addition (FanfoldLaunchView *self, FanfoldBatch *batch, FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (FANFOLD_IS_RUN (run));

  take_batch (self, batch, NULL, run);
}

FanfoldLaunchPage *
fanfold_launch_view_get_page (FanfoldLaunchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  return self->page;
}

FanfoldLaunchForm *
fanfold_launch_view_get_form_or_command (FanfoldLaunchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  if (fanfold_launch_page_get_form (self->page) == NULL && self->started)
    fanfold_function_list_choose (self->function_list, COMMAND_ID);

  return fanfold_launch_page_get_form (self->page);
}

void
fanfold_launch_view_add_files (FanfoldLaunchView *self, GListModel *files)
{
  FanfoldLaunchForm *form;

  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  if (!self->started)
    {
      g_set_object (&self->pending_files, files);
      return;
    }

  form = fanfold_launch_page_get_form (self->page);
  if (form == NULL || !fanfold_launch_form_takes_files (form))
    {
      fanfold_function_list_choose (self->function_list, COMMAND_ID);
      form = fanfold_launch_page_get_form (self->page);
    }
  if (form == NULL || !fanfold_launch_form_takes_files (form))
    {
      show_error (
          self,
          _ ("The chosen function takes no files. Pick one that does, then drop them again."));
      return;
    }

  adw_leaflet_set_visible_child (self->leaflet, self->pane);
  fanfold_launch_form_add_files (form, files);
}

void
fanfold_launch_view_find (FanfoldLaunchView *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->function_list));
  fanfold_function_list_find (self->function_list);
}
