/* fanfold-launch-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-launch-page.h"
#include "fanfold-launch-preview.h"
#include "fanfold-launcher.h"
#include "fanfold-review-bar.h"
#include "fanfold-start-actions.h"
#include "fanfold-trial.h"
#include "fanfold-words.h"

#include <glib/gi18n.h>

struct _FanfoldLaunchPage
{
  AdwBin parent_instance;

  FanfoldLauncher *launcher;

  FanfoldReviewBar *review_bar;
  FanfoldFormStack *form_stack;
  FanfoldLaunchPreview *preview;
};

enum
{
  PROP_0,
  PROP_CAN_LAUNCH,
  N_PROPS
};

enum
{
  LAUNCHED,
  ADDED,
  CHANGED,
  COMMAND,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldLaunchPage, fanfold_launch_page, ADW_TYPE_BIN)

static void
show_preview (FanfoldLaunchPage *self)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);
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
update_preview (FanfoldLaunchPage *self)
{
  show_preview (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
leave_out_cb (FanfoldLaunchPage *self, const char *name, const char *const *globs)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);

  if (form != NULL)
    fanfold_launch_form_leave_out (form, name, globs);
}

/* (nullable) The run to which the form's inputs are to be added. */
static FanfoldRun *
get_target (FanfoldLaunchPage *self)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);

  return form != NULL ? fanfold_launch_form_get_target (form) : NULL;
}

static void
ready_cb (FanfoldLaunchPage *self)
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
show_limit (FanfoldLaunchPage *self)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);
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
run_all_cb (FanfoldLaunchPage *self)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);

  if (form != NULL)
    {
      fanfold_launch_form_drop_parent (form);
      fanfold_launch_form_set_target (form, NULL);
    }
  show_limit (self);
}

static void
refused_cb (FanfoldLaunchPage *self)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);

  if (form != NULL)
    fanfold_launch_form_blame (form);
}

static void
failed_cb (FanfoldLaunchPage *self, const char *message)
{
  fanfold_launch_preview_refuse (self->preview, message);
}

static void
launch (FanfoldLaunchPage *self, FanfoldBatch *batch, const FanfoldStart *start)
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
  FanfoldLaunchPage *self = FANFOLD_LAUNCH_PAGE (widget);
  g_autoptr (FanfoldBatch) batch = fanfold_launch_page_dup_batch (self);
  g_autoptr (FanfoldBatch) trial = NULL;

  if (batch == NULL || !fanfold_launch_preview_is_ready (self->preview))
    return;

  trial = fanfold_trial_new_batch (batch,
                                   g_variant_get_uint32 (parameter),
                                   fanfold_words_function_label (fanfold_launch_form_get_function (
                                       fanfold_launch_page_get_form (self))));
  launch (self, trial, &(FanfoldStart) FANFOLD_START_INIT);
}

/* As in launched_cb (). */
static void
added_cb (FanfoldLaunchPage *self, FanfoldRun *run, guint64 first, guint64 n)
{
  FanfoldLaunchForm *form = fanfold_launch_page_get_form (self);

  if (form != NULL && fanfold_launch_form_get_target (form) == run)
    fanfold_launch_form_set_target (form, NULL);
  show_limit (self);
  update_preview (self);
  g_signal_emit (self, signals[ADDED], 0, run, first, n);
}

/* Afterwards the form stands ready for another launch. */
static void
launched_cb (FanfoldLaunchPage *self, FanfoldRun *run)
{
  show_limit (self);
  update_preview (self);
  g_signal_emit (self, signals[LAUNCHED], 0, run);
}

static void
command_cb (FanfoldLaunchPage *self)
{
  g_signal_emit (self, signals[COMMAND], 0);
}

static void
fanfold_launch_page_dispose (GObject *object)
{
  FanfoldLaunchPage *self = FANFOLD_LAUNCH_PAGE (object);

  if (self->launcher != NULL)
    fanfold_launcher_set_engine (self->launcher, NULL);
  g_clear_object (&self->launcher);

  G_OBJECT_CLASS (fanfold_launch_page_parent_class)->dispose (object);
}

static void
fanfold_launch_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FanfoldLaunchPage *self = FANFOLD_LAUNCH_PAGE (object);

  switch (prop_id)
    {
    case PROP_CAN_LAUNCH:
      g_value_set_boolean (value, fanfold_launch_preview_is_ready (self->preview));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-launch-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPage, review_bar);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPage, form_stack);
  gtk_widget_class_bind_template_child (widget_class, FanfoldLaunchPage, preview);
  gtk_widget_class_bind_template_callback (widget_class, command_cb);
  gtk_widget_class_bind_template_callback (widget_class, fanfold_launch_page_launch);
  gtk_widget_class_bind_template_callback (widget_class, leave_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, run_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_preview);
}

static void
fanfold_launch_page_class_init (FanfoldLaunchPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = fanfold_launch_page_dispose;
  object_class->get_property = fanfold_launch_page_get_property;

  properties[PROP_CAN_LAUNCH] =
      g_param_spec_boolean ("can-launch",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LAUNCHED] = g_signal_new (
      "launched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, FANFOLD_TYPE_RUN);
  signals[ADDED] = g_signal_new ("added",
                                 type,
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
  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMAND] =
      g_signal_new ("command", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_REVIEW_BAR);
  g_type_ensure (FANFOLD_TYPE_FORM_STACK);
  g_type_ensure (FANFOLD_TYPE_LAUNCH_PREVIEW);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "launch.try", "u", try_action);
  fanfold_start_actions_install (GTK_WIDGET_CLASS (klass));
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
fanfold_launch_page_init (FanfoldLaunchPage *self)
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
fanfold_launch_page_set_engine (FanfoldLaunchPage *self, FanfoldEngine *engine)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PAGE (self));

  fanfold_launch_preview_set_engine (self->preview, engine);
  fanfold_launcher_set_engine (self->launcher, engine);
  fanfold_form_stack_set_cpu (self->form_stack,
                              engine != NULL ? fanfold_engine_get_cpu (engine) : NULL);
}

void
fanfold_launch_page_choose (FanfoldLaunchPage *self, FanfoldFunction *function)
{
  FanfoldLaunchForm *form;

  g_return_if_fail (FANFOLD_IS_LAUNCH_PAGE (self));

  form = fanfold_launch_page_get_form (self);
  if (form != NULL && fanfold_launch_form_get_function (form) == function)
    return;

  fanfold_form_stack_choose (self->form_stack, function);
  show_limit (self);
}

gboolean
fanfold_launch_page_show_batch (FanfoldLaunchPage *self,
                                FanfoldBatch *batch,
                                FanfoldFunction *function,
                                const char *const *notes,
                                FanfoldRun *target,
                                GError **error)
{
  g_autoptr (FanfoldLaunchForm) form = NULL;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PAGE (self), FALSE);
  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), FALSE);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);

  form = g_object_ref_sink (fanfold_form_stack_make (self->form_stack, function));
  if (!fanfold_launch_form_set_batch (form, batch, error))
    return FALSE;

  fanfold_form_stack_show (self->form_stack, form);
  fanfold_launch_form_set_target (form, target);
  show_limit (self);
  if (target == NULL)
    fanfold_review_bar_show_batch (self->review_bar, batch, function, notes);
  if (fanfold_batch_get_parent (batch) != NULL)
    fanfold_launch_page_enter (self);

  return TRUE;
}

void
fanfold_launch_page_show_error (FanfoldLaunchPage *self, const char *text)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PAGE (self));
  g_return_if_fail (text != NULL);

  fanfold_review_bar_show_error (self->review_bar, text);
}

void
fanfold_launch_page_enter (FanfoldLaunchPage *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PAGE (self));

  fanfold_form_stack_enter (self->form_stack);
}

FanfoldBatch *
fanfold_launch_page_dup_batch (FanfoldLaunchPage *self)
{
  FanfoldLaunchForm *form;

  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PAGE (self), NULL);

  form = fanfold_launch_page_get_form (self);

  return form != NULL ? fanfold_launch_form_dup_batch (form) : NULL;
}

FanfoldLaunchForm *
fanfold_launch_page_get_form (FanfoldLaunchPage *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PAGE (self), NULL);

  return fanfold_form_stack_get_form (self->form_stack);
}

FanfoldFormStack *
fanfold_launch_page_get_forms (FanfoldLaunchPage *self)
{
  g_return_val_if_fail (FANFOLD_IS_LAUNCH_PAGE (self), NULL);

  return self->form_stack;
}

void
fanfold_launch_page_launch (FanfoldLaunchPage *self)
{
  g_return_if_fail (FANFOLD_IS_LAUNCH_PAGE (self));

  if (fanfold_launch_preview_is_ready (self->preview))
    fanfold_launch_page_launch_by (self, &(FanfoldStart) FANFOLD_START_INIT);
  else if (!fanfold_launch_preview_await (self->preview))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

void
fanfold_launch_page_launch_by (FanfoldLaunchPage *self, const FanfoldStart *start)
{
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_if_fail (FANFOLD_IS_LAUNCH_PAGE (self));

  if (!fanfold_launch_preview_is_ready (self->preview))
    return;

  batch = fanfold_launch_page_dup_batch (self);
  if (batch != NULL)
    launch (self, batch, start);
}
