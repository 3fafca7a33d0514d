/* fanfold-launch-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-view.h"
#include "fanfold-function-list.h"
#include "fanfold-launch-preview.h"
#include "fanfold-launcher.h"
#include "fanfold-plugin-pages.h"
#include "fanfold-review-bar.h"
#include "fanfold-start-actions.h"
#include "fanfold-trial.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

#define COMMAND_ID "command.run"

struct _FanfoldLaunchView
{
  AdwBin parent_instance;

  FanfoldEngine *engine;
  FanfoldBatch *pending;     /* to show once the plugins are there */
  GStrv pending_notes;       /* (nullable), about it */
  FanfoldRun *pending_run;   /* (nullable) that it is to be added to */
  GListModel *pending_files; /* likewise, to be inputs */
  gboolean started;
  FanfoldLauncher *launcher;

  FanfoldPluginPages *plugin_pages;
  AdwLeaflet *leaflet;
  FanfoldFunctionList *function_list;
  GtkWidget *page;
  FanfoldFormStack *form_stack;
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
  ADDED,
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
leave_out_cb (FanfoldLaunchView *self, const char *name, const char *const *globs)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  if (form != NULL)
    fanfold_launch_form_leave_out (form, name, globs);
}

/* (nullable) The run to which the form's inputs are to be added. */
static FanfoldRun *
get_target (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  return form != NULL ? fanfold_launch_form_get_target (form) : NULL;
}

static void
ready_cb (FanfoldLaunchView *self)
{
  gboolean ready = fanfold_launch_preview_is_ready (self->preview);
  gboolean launches = ready && get_target (self) == NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "launch.try", launches);
  fanfold_start_actions_set_enabled (GTK_WIDGET (self), launches);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_LAUNCH]);
}

/* A form that is limited to some jobs of a run, or is to be added to one, says so for as long as it
 * is. */
static void
show_limit (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);
  FanfoldBatchParent *parent = form != NULL ? fanfold_launch_form_get_parent (form) : NULL;
  FanfoldRun *target = get_target (self);

  fanfold_launch_preview_set_adds (self->preview, target != NULL);
  ready_cb (self);
  if (target != NULL)
    fanfold_review_bar_show_target (self->review_bar, fanfold_run_get_title (target));
  else if (parent != NULL)
    fanfold_review_bar_show_parent (self->review_bar, parent, NULL);
  else
    fanfold_review_bar_hide (self->review_bar);
}

static void
function_chosen_cb (FanfoldLaunchView *self)
{
  FanfoldFunction *function = fanfold_function_list_get_function (self->function_list);

  fanfold_form_stack_choose (self->form_stack, function);
  show_limit (self);
}

static void
command_cb (FanfoldLaunchView *self)
{
  fanfold_function_list_choose (self->function_list, COMMAND_ID);
  fanfold_form_stack_enter (self->form_stack);
}

/* A click leaves the focus in the list, as long as that is shown. */
static void
function_activated_cb (FanfoldLaunchView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = gtk_root_get_focus (root);

  adw_leaflet_set_visible_child (self->leaflet, self->page);
  if (!adw_leaflet_get_folded (self->leaflet))
    gtk_root_set_focus (root, focus);
}

static void
function_entered_cb (FanfoldLaunchView *self)
{
  fanfold_form_stack_enter (self->form_stack);
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
      form = g_object_ref_sink (fanfold_form_stack_make (self->form_stack, function));
      fanfold_launch_form_set_batch (form, batch, &error);
    }
  if (error != NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("The batch cannot be shown: %s"), error->message);

      fanfold_review_bar_show_error (self->review_bar, text);
      return;
    }

  /* First: the list would have an empty form made. */
  fanfold_form_stack_show (self->form_stack, form);
  fanfold_function_list_choose (self->function_list, id);
  fanfold_review_bar_show_batch (
      self->review_bar, batch, function, (const char *const *) self->pending_notes);
  fanfold_launch_preview_set_adds (self->preview, self->pending_run != NULL);
  fanfold_launch_form_set_target (form, self->pending_run);
  if (self->pending_run != NULL)
    show_limit (self);
}

static void
listed_cb (FanfoldLaunchView *self)
{
  fanfold_function_list_set_plugins (self->function_list,
                                     G_LIST_MODEL (fanfold_engine_get_registry (self->engine)));
}

static void
error_cb (FanfoldLaunchView *self, const char *text)
{
  fanfold_review_bar_show_error (self->review_bar, text);
}

static void
try_again_cb (FanfoldLaunchView *self, const char *path)
{
  fanfold_plugin_pages_retry (self->plugin_pages, path);
}

static void
run_all_cb (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  if (form != NULL)
    {
      fanfold_launch_form_drop_parent (form);
      fanfold_launch_form_set_target (form, NULL);
    }
  show_limit (self);
}

static void
refused_cb (FanfoldLaunchView *self)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  if (form != NULL)
    fanfold_launch_form_blame (form);
}

static void
failed_cb (FanfoldLaunchView *self, const char *message)
{
  fanfold_launch_preview_refuse (self->preview, message);
}

static void
launch (FanfoldLaunchView *self, FanfoldBatch *batch, const FanfoldStart *start)
{
  FanfoldRun *target = get_target (self);

  if (fanfold_launcher_is_busy (self->launcher))
    return;

  fanfold_launch_preview_set_starting (self->preview,
                                       target != NULL ? _ ("Adding…") : _ ("Starting…"));
  if (target != NULL)
    fanfold_launcher_add (self->launcher, batch, target);
  else
    fanfold_launcher_launch (self->launcher, batch, start);
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
                                   fanfold_words_function_label (fanfold_launch_form_get_function (
                                       fanfold_launch_view_get_form (self))));
  launch (self, trial, &(FanfoldStart) FANFOLD_START_INIT);
}

/* As in launched_cb (). */
static void
added_cb (FanfoldLaunchView *self, FanfoldRun *run, guint64 first, guint64 n)
{
  FanfoldLaunchForm *form = fanfold_launch_view_get_form (self);

  if (form != NULL && fanfold_launch_form_get_target (form) == run)
    fanfold_launch_form_set_target (form, NULL);
  show_limit (self);
  update_preview (self);
  g_signal_emit (self, signals[ADDED], 0, run, first, n);
}

/* Afterwards the form stands ready for another launch. */
static void
launched_cb (FanfoldLaunchView *self, FanfoldRun *run)
{
  show_limit (self);
  update_preview (self);
  g_signal_emit (self, signals[LAUNCHED], 0, run);
}

static void
set_engine (FanfoldLaunchView *self, FanfoldEngine *engine)
{
  if (!g_set_object (&self->engine, engine))
    return;

  fanfold_launch_preview_set_engine (self->preview, engine);
  fanfold_launcher_set_engine (self->launcher, engine);
  fanfold_form_stack_set_cpu (self->form_stack,
                              engine != NULL ? fanfold_engine_get_cpu (engine) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENGINE]);
}

static void
fanfold_launch_view_dispose (GObject *object)
{
  FanfoldLaunchView *self = FANFOLD_LAUNCH_VIEW (object);

  g_clear_object (&self->pending);
  g_clear_object (&self->pending_run);
  g_clear_pointer (&self->pending_notes, g_strfreev);
  g_clear_object (&self->pending_files);
  if (self->launcher != NULL)
    fanfold_launcher_set_engine (self->launcher, NULL);
  g_clear_object (&self->launcher);
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
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, plugin_pages);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, leaflet);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, function_list);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, page);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, form_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, review_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchView, preview);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, command_cb);
  gtk_widget_class_bind_template_callback (widget_class, fanfold_launch_view_launch);
  gtk_widget_class_bind_template_callback (widget_class, function_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, function_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, error_cb);
  gtk_widget_class_bind_template_callback (widget_class, listed_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_preview);
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

  signals[ADDED] = g_signal_new ("added",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 3,
                                 FANFOLD_TYPE_RUN,
                                 G_TYPE_UINT64,
                                 G_TYPE_UINT64);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_FORM_STACK);
  g_type_ensure (FANFOLD_TYPE_FUNCTION_LIST);
  g_type_ensure (FANFOLD_TYPE_LAUNCH_PREVIEW);
  g_type_ensure (FANFOLD_TYPE_PLUGIN_PAGES);
  g_type_ensure (FANFOLD_TYPE_REVIEW_BAR);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "launch.try", "u", try_action);
  fanfold_start_actions_install (GTK_WIDGET_CLASS (klass));
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
fanfold_launch_view_init (FanfoldLaunchView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->launcher = fanfold_launcher_new ();
  g_signal_connect_object (
      self->launcher, "launched", G_CALLBACK (launched_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->launcher, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->launcher, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  ready_cb (self);
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
      fanfold_plugin_pages_show_failed (self->plugin_pages, error->message);
      return;
    }

  self->started = TRUE;
  fanfold_plugin_pages_show (self->plugin_pages, fanfold_engine_get_registry (self->engine));
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
  g_clear_object (&self->pending_run);
  if (self->started)
    show_batch (self, batch);
  else
    g_set_object (&self->pending, batch);
}

void
fanfold_launch_view_show_addition (FanfoldLaunchView *self, FanfoldBatch *batch, FanfoldRun *run)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));
  g_return_if_fail (FANFOLD_IS_BATCH (batch));
  g_return_if_fail (FANFOLD_IS_RUN (run));
  g_return_if_fail (self->started);

  g_clear_pointer (&self->pending_notes, g_strfreev);
  g_set_object (&self->pending_run, run);
  show_batch (self, batch);
  g_clear_object (&self->pending_run);
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
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  return fanfold_form_stack_get_form (self->form_stack);
}

FanfoldFormStack *
fanfold_launch_view_get_forms (FanfoldLaunchView *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_VIEW (self), NULL);

  return self->form_stack;
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
  if (form == NULL || !fanfold_launch_form_takes_files (form))
    {
      fanfold_function_list_choose (self->function_list, COMMAND_ID);
      form = fanfold_launch_view_get_form (self);
    }
  if (form == NULL || !fanfold_launch_form_takes_files (form))
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
  fanfold_launch_view_launch_by (self, &(FanfoldStart) FANFOLD_START_INIT);
}

void
fanfold_launch_view_launch_by (FanfoldLaunchView *self, const FanfoldStart *start)
{
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));

  if (!fanfold_launch_preview_is_ready (self->preview))
    return;

  batch = fanfold_launch_view_dup_batch (self);
  if (batch != NULL)
    launch (self, batch, start);
}

void
fanfold_launch_view_find (FanfoldLaunchView *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_VIEW (self));

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->function_list));
  fanfold_function_list_find (self->function_list);
}
