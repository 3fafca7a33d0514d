/* fanfold-queue-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-queue-bar.h"
#include "fanfold-again-bar.h"
#include "fanfold-group-dialog.h"

struct _FanfoldQueueBar
{
  FanfoldRunBin parent_instance;

  GSimpleAction *priority_action;

  GtkWidget *start_button;
  GtkWidget *up_button;
  GtkWidget *place_button;
  GtkWidget *remove_button;
  GtkWidget *resume_button;
};

G_DEFINE_FINAL_TYPE (FanfoldQueueBar, fanfold_queue_bar, FANFOLD_TYPE_RUN_BIN)

/* The jobs of such a run that were not finished can be run; those of others are chosen. */
static gboolean
is_resumable (FanfoldRun *run)
{
  FanfoldRunState state = fanfold_run_get_state (run);

  return (state == FANFOLD_RUN_STOPPED || state == FANFOLD_RUN_INTERRUPTED ||
          state == FANFOLD_RUN_FAILED) &&
         fanfold_run_get_id (run) != 0;
}

static FanfoldRun *
get_run (FanfoldQueueBar *self)
{
  return fanfold_run_bin_get_run (FANFOLD_RUN_BIN (self));
}

static void
fanfold_queue_bar_update (FanfoldRunBin *bin, gboolean other)
{
  FanfoldQueueBar *self = FANFOLD_QUEUE_BAR (bin);
  FanfoldRun *run = get_run (self);
  gboolean waits = run != NULL && fanfold_run_get_state (run) == FANFOLD_RUN_WAITING &&
                   !fanfold_run_is_elsewhere (run);
  gboolean resumable = run != NULL && is_resumable (run);

  if (waits)
    g_simple_action_set_state (self->priority_action,
                               g_variant_new_string (fanfold_priority_to_string (
                                   fanfold_run_get_settings (run)->priority)));

  gtk_widget_set_visible (self->start_button, waits);
  gtk_widget_set_visible (self->up_button, waits && fanfold_run_is_movable (run));
  gtk_widget_set_visible (self->place_button, waits);
  gtk_widget_set_visible (self->remove_button, waits);
  gtk_widget_set_visible (self->resume_button, resumable);
  gtk_widget_set_visible (GTK_WIDGET (self), waits || resumable);
}

static void
set_place (FanfoldQueueBar *self, const char *group, FanfoldPriority priority)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "watch.set-place", "(si)", group, priority);
}

static void
priority_cb (FanfoldQueueBar *self, GVariant *value)
{
  FanfoldRun *run = get_run (self);
  FanfoldPriority priority;

  if (run != NULL &&
      fanfold_priority_from_string (g_variant_get_string (value, NULL), &priority, NULL))
    set_place (self, fanfold_run_get_settings (run)->group, priority);
}

static void
group_response_cb (FanfoldQueueBar *self, const char *response, FanfoldGroupDialog *dialog)
{
  FanfoldRun *run = get_run (self);

  if (g_str_equal (response, "move") && run != NULL)
    set_place (
        self, fanfold_group_dialog_get_group (dialog), fanfold_run_get_settings (run)->priority);
}

static void
group_cb (FanfoldQueueBar *self)
{
  FanfoldRun *run = get_run (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  FanfoldGroupDialog *dialog;

  if (run == NULL)
    return;

  dialog = fanfold_group_dialog_new (GTK_WINDOW (root), fanfold_run_get_settings (run)->group);
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (group_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_actions (FanfoldQueueBar *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) group_action = g_simple_action_new ("group", NULL);

  self->priority_action = g_simple_action_new_stateful (
      "priority", G_VARIANT_TYPE_STRING, g_variant_new_string ("normal"));
  g_signal_connect_object (
      self->priority_action, "change-state", G_CALLBACK (priority_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      group_action, "activate", G_CALLBACK (group_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (self->priority_action));
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (group_action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "place", G_ACTION_GROUP (group));
}

/* No jobs are named: those that are not finished are meant. */
static void
resume_cb (FanfoldQueueBar *self)
{
  FanfoldRun *run = get_run (self);
  g_autoptr (FanfoldRanges) none = fanfold_ranges_new ();

  if (run != NULL)
    gtk_widget_activate_action_variant (
        GTK_WIDGET (self), "win.run-again", fanfold_again_bar_make_target (run, none));
}

static void
fanfold_queue_bar_dispose (GObject *object)
{
  FanfoldQueueBar *self = FANFOLD_QUEUE_BAR (object);

  g_clear_object (&self->priority_action);

  G_OBJECT_CLASS (fanfold_queue_bar_parent_class)->dispose (object);
}

static void
fanfold_queue_bar_class_init (FanfoldQueueBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fanfold_queue_bar_dispose;
  FANFOLD_RUN_BIN_CLASS (klass)->update = fanfold_queue_bar_update;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/fanfold/Fanfold/watch/fanfold-queue-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, start_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, up_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, place_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, remove_button);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueBar, resume_button);
  gtk_widget_class_bind_template_callback (widget_class, resume_cb);
}

static void
fanfold_queue_bar_init (FanfoldQueueBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_actions (self);
}
