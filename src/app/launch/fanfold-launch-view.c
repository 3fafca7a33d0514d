/* fanfold-launch-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-view.h"
#include "fanfold-function-list.h"
#include "fanfold-launch-form.h"
#include "fanfold-launch-preview.h"
#include "fanfold-trial.h"
#include "fanfold-review-bar.h"

#include <glib/gi18n.h>

#define COMMAND_ID "command.run"

struct _FanfoldLaunchView
{
  AdwBin parent_instance;

  FanfoldEngine *engine;
  FanfoldBatch *pending;     /* to show once the plugins are there */
  GStrv pending_notes;       /* (nullable), about it */
  GListModel *pending_files; /* likewise, to be inputs */
  gboolean started;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  AdwLeaflet *leaflet;
  FanfoldFunctionList *function_list;
  GtkWidget *page;
  GtkStack *form_stack;
  FanfoldReviewBar *review_bar;
  FanfoldLaunchPreview *preview;
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
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchView, fanfold_launch_view, ADW_TYPE_BIN)

static void
show_preview (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autofree char *gap = NULL;
  gboolean wrong = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self->preview), form != NULL);
  if (form == NULL)
    {
      fanfold_launch_preview_set_gap (self->preview, _ ("Pick a function"), FALSE);
      return;
    }

  gap = fanfold_launch_form_describe_gap (form, &wrong);
  if (gap != NULL)
    {
      fanfold_launch_preview_set_gap (self->preview, gap, wrong);
      return;
    }

  batch = fanfold_launch_form_dup_batch (form);
  fanfold_launch_preview_set_batch (self->preview, batch);
}

static void
update_preview (FanfoldLaunchView *self)
{
  show_preview (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
form_changed_cb (FanfoldLaunchView *self, FanfoldLaunchForm *form)
{
  if (form == fanfold_launch_view_get_form (self))
    update_preview (self);
}

static gboolean
takes_files (FanfoldLaunchForm *form)
{
  GPtrArray *params = fanfold_function_get_params (fanfold_launch_form_get_function (form));

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParamType type = fanfold_param_get_param_type (params->pdata[i]);

      if (type == FANFOLD_PARAM_TYPE_COMMAND ||
          ((type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER) &&
           (fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0))
        return TRUE;
    }

  return FALSE;
}

static FanfoldLaunchForm *
make_form (FanfoldLaunchView *self, FanfoldFunction *function)
{
  GtkWidget *form = fanfold_launch_form_new (function, fanfold_engine_get_cpu (self->engine));

  g_signal_connect_object (form, "changed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "blamed", G_CALLBACK (form_changed_cb), self, G_CONNECT_SWAPPED);

  return FANFOLD_LAUNCH_FORM (form);
}

static void
drop_form (FanfoldLaunchView *self, const char *id)
{
  GtkWidget *form = gtk_stack_get_child_by_name (self->form_stack, id);

  if (form != NULL)
    gtk_stack_remove (self->form_stack, form);
}

static void
show_form (FanfoldLaunchView *self, FanfoldLaunchForm *form)
{
  const char *id = fanfold_function_get_id (fanfold_launch_form_get_function (form));

  if (gtk_stack_get_child_by_name (self->form_stack, id) != GTK_WIDGET (form))
    {
      drop_form (self, id);
      gtk_stack_add_named (self->form_stack, GTK_WIDGET (form), id);
    }

  gtk_stack_set_visible_child (self->form_stack, GTK_WIDGET (form));
  update_preview (self);
}

/* A form keeps what was filled in while another function is looked at; not so after its plugin has
 * changed. */
static void
function_chosen_cb (FanfoldLaunchView *self)
{
  FanfoldFunction *function = fanfold_function_list_get_function (self->function_list);
  GtkWidget *form = NULL;

  fanfold_review_bar_hide (self->review_bar);
  if (function == NULL)
    {
      gtk_stack_set_visible_child_name (self->form_stack, "pick a function");
      update_preview (self);
      return;
    }

  form = gtk_stack_get_child_by_name (self->form_stack, fanfold_function_get_id (function));
  if (form == NULL || fanfold_launch_form_get_function (FANFOLD_LAUNCH_FORM (form)) != function)
    form = GTK_WIDGET (make_form (self, function));
  show_form (self, FANFOLD_LAUNCH_FORM (form));
}

static void
function_activated_cb (FanfoldLaunchView *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->page);
}

static void
back_cb (FanfoldLaunchView *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
  fanfold_function_list_find (self->function_list);
}

static void
show_batch (FanfoldLaunchView *self, FanfoldBatch *batch)
{
  const char *id = fanfold_batch_get_function_id (batch);
  g_autoptr (FanfoldLaunchForm) form = NULL;
  g_autoptr (GError) error = NULL;
  FanfoldFunction *function =
      fanfold_registry_find_function (fanfold_engine_get_registry (self->engine), id, &error);

  adw_leaflet_set_visible_child (self->leaflet, self->page);
  if (function != NULL)
    {
      form = g_object_ref_sink (make_form (self, function));
      fanfold_launch_form_set_batch (form, batch, &error);
    }
  if (error != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("The batch cannot be shown: %s"), error->message);

      fanfold_review_bar_show_error (self->review_bar, text);
      return;
    }

  fanfold_function_list_choose (self->function_list, id);
  show_form (self, form);
  fanfold_review_bar_show_batch (
      self->review_bar, batch, function, (const char *const *) self->pending_notes);
}

static void
show_registry (FanfoldLaunchView *self)
{
  GListModel *plugins = G_LIST_MODEL (fanfold_engine_get_registry (self->engine));

  fanfold_function_list_set_plugins (self->function_list, plugins);
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (plugins) > 0 ? "functions" : "no plugins");
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchView) self = FANFOLD_LAUNCH_VIEW (user_data);
  g_autoptr (GError) error = NULL;

  fanfold_registry_scan_finish (FANFOLD_REGISTRY (source), result, &error);
  if (self->engine == NULL)
    return;

  show_registry (self);
  if (error != NULL)
    fanfold_review_bar_show_error (self->review_bar, error->message);
}

static void
look_again_cb (FanfoldLaunchView *self)
{
  gtk_stack_set_visible_child_name (self->stack, "starting");
  fanfold_registry_scan_async (
      fanfold_engine_get_registry (self->engine), NULL, scanned_cb, g_object_ref (self));
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FanfoldLaunchView) self = FANFOLD_LAUNCH_VIEW (user_data);
  g_autoptr (GError) error = NULL;

  fanfold_registry_retry_finish (FANFOLD_REGISTRY (source), result, &error);
  if (self->engine == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->function_list), TRUE);
  if (error != NULL)
    fanfold_review_bar_show_error (self->review_bar, error->message);
}

static void
try_again_cb (FanfoldLaunchView *self, const char *path)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->function_list), FALSE);
  fanfold_registry_retry_async (
      fanfold_engine_get_registry (self->engine), path, NULL, retried_cb, g_object_ref (self));
}

static void
run_all_cb (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  if (form != NULL)
    fanfold_launch_form_drop_parent (form);
  fanfold_review_bar_hide (self->review_bar);
}

static void
refused_cb (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  if (form != NULL)
    fanfold_launch_form_blame (form);
}

static void
try_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (widget);
  g_autoptr (FanfoldBatch) batch = fanfold_launch_view_dup_batch (self);
  g_autoptr (FanfoldBatch) trial = NULL;

  if (batch == NULL || !fanfold_launch_preview_is_ready (self->preview))
    return;

  trial = fanfold_trial_new_batch (batch,
                                   g_variant_get_uint32 (parameter),
                                   fanfold_function_get_label (fanfold_launch_form_get_function (
                                       fanfold_launch_view_get_form (self))));
  fanfold_launch_preview_launch (self->preview, trial);
}

static void
ready_cb (FanfoldLaunchView *self)
{
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "launch.try", fanfold_launch_preview_is_ready (self->preview));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_LAUNCH]);
}

/* Afterwards the form stands ready for another launch. */
static void
launched_cb (FanfoldLaunchView *self, FanfoldRun *run)
{
  fanfold_review_bar_hide (self->review_bar);
  update_preview (self);
  g_signal_emit (self, signals[LAUNCHED], 0, run);
}

static void
set_engine (FanfoldLaunchView *self, FanfoldEngine *engine)
{
  if (!g_set_object (&self->engine, engine))
    return;

  fanfold_launch_preview_set_engine (self->preview, engine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENGINE]);
}

static void
fanfold_launch_view_dispose (GObject *object)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (object);

  g_clear_object (&self->pending);
  g_clear_pointer (&self->pending_notes, g_strfreev);
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

    case PROP_CAN_LAUNCH:
      g_value_set_boolean (value, fanfold_launch_preview_is_ready (self->preview));
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
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, failed_page);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, function_list);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, page);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, form_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, review_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, preview);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, fanfold_launch_view_launch);
  gtk_widget_class_bind_template_callback (widget_class, function_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, launched_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_all_cb);
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

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_FUNCTION_LIST);
  g_type_ensure (FANFOLD_TYPE_LAUNCH_PREVIEW);
  g_type_ensure (FANFOLD_TYPE_REVIEW_BAR);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "launch.try", "u", try_action);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
fanfold_launch_view_init (FanfoldLaunchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "launch.try", FALSE);
}

void
fanfold_launch_view_set_started (FanfoldLaunchView *self, const GError *error)
{
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GListModel) files = NULL;

  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
  g_return_if_fail (self->engine != NULL);

  if (error != NULL)
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failed_page, markup);
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }

  self->started = TRUE;
  show_registry (self);
  batch = g_steal_pointer (&self->pending);
  files = g_steal_pointer (&self->pending_files);
  if (batch != NULL)
    show_batch (self, batch);
  else if (files != NULL)
    fanfold_launch_view_add_files (self, files);
}

void
fanfold_launch_view_show_batch (FanfoldLaunchView *self,
                                FanfoldBatch *batch,
                                const char *const *notes)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));

  g_strfreev (self->pending_notes);
  self->pending_notes = g_strdupv ((GStrv) notes);
  if (self->started)
    show_batch (self, batch);
  else
    g_set_object (&self->pending, batch);
}

FanfoldBatch *
fanfold_launch_view_dup_batch (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  form = fanfold_launch_view_get_form (self);

  return form != NULL ? fanfold_launch_form_dup_batch (form) : NULL;
}

FanfoldLaunchForm *
fanfold_launch_view_get_form (FanfoldLaunchView *self)
{
  GtkWidget *child;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  child = gtk_stack_get_visible_child (self->form_stack);

  return FANFOLD_IS_LAUNCH_FORM (child) ? FANFOLD_LAUNCH_FORM (child) : NULL;
}

FanfoldLaunchForm *
fanfold_launch_view_find_form (FanfoldLaunchView *self, const char *function_id)
{
  GtkWidget *child;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);
  g_return_val_if_fail (function_id != NULL, NULL);

  child = gtk_stack_get_child_by_name (self->form_stack, function_id);

  return FANFOLD_IS_LAUNCH_FORM (child) ? FANFOLD_LAUNCH_FORM (child) : NULL;
}

FanfoldLaunchForm *
fanfold_launch_view_find_if (FanfoldLaunchView *self, gboolean (*func) (FanfoldLaunchForm *form))
{
  GtkWidget *child;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->form_stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (FANFOLD_IS_LAUNCH_FORM (child) && func (FANFOLD_LAUNCH_FORM (child)))
      return FANFOLD_LAUNCH_FORM (child);

  return NULL;
}

FanfoldLaunchForm *
fanfold_launch_view_get_form_or_command (FanfoldLaunchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  if (fanfold_launch_view_get_form (self) == NULL && self->started)
    fanfold_function_list_choose (self->function_list, COMMAND_ID);

  return fanfold_launch_view_get_form (self);
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

  form = fanfold_launch_view_get_form (self);
  if (form == NULL || !takes_files (form))
    {
      fanfold_function_list_choose (self->function_list, COMMAND_ID);
      form = fanfold_launch_view_get_form (self);
    }
  if (form == NULL || !takes_files (form))
    {
      fanfold_review_bar_show_error (
          self->review_bar,
          _ ("The chosen function takes no files. Pick one that does, then drop them again."));
      return;
    }

  adw_leaflet_set_visible_child (self->leaflet, self->page);
  fanfold_launch_form_add_files (form, files);
}

void
fanfold_launch_view_launch (FanfoldLaunchView *self)
{
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));

  if (!fanfold_launch_preview_is_ready (self->preview))
    return;

  batch = fanfold_launch_view_dup_batch (self);
  if (batch != NULL)
    fanfold_launch_preview_launch (self->preview, batch);
}

void
fanfold_launch_view_find (FanfoldLaunchView *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->function_list));
  fanfold_function_list_find (self->function_list);
}
