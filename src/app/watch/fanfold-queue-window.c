/* fanfold-queue-window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-queue-window.h"
#include "fanfold-groups.h"

#include <glib/gi18n.h>

struct _FanfoldQueueWindow
{
  AdwPreferencesWindow parent_instance;

  GtkSwitch *jobs_switch;
  GtkSpinButton *jobs_spin;
  AdwPreferencesGroup *groups;

  FanfoldEngine *engine;
};

G_DEFINE_FINAL_TYPE (FanfoldQueueWindow, fanfold_queue_window, ADW_TYPE_PREFERENCES_WINDOW)

static const char *
get_name (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "group");
}

static void
jobs_cb (FanfoldQueueWindow *self)
{
  /* While it is made. */
  if (self->engine == NULL)
    return;

  fanfold_groups_set_max_jobs (gtk_switch_get_active (self->jobs_switch)
                                   ? (guint) gtk_spin_button_get_value_as_int (self->jobs_spin)
                                   : 0);
}

static void
limit_cb (FanfoldQueueWindow *self, GtkSpinButton *spin)
{
  fanfold_groups_set_limit (get_name (GTK_WIDGET (spin)),
                            (guint) gtk_spin_button_get_value_as_int (spin));
}

static void
remove_cb (FanfoldQueueWindow *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);

  fanfold_groups_remove (get_name (button));
  adw_preferences_group_remove (self->groups, row);
  gtk_widget_child_focus (GTK_WIDGET (self->groups), GTK_DIR_TAB_FORWARD);
}

/* Whether a run of that group waits or goes on. */
static gboolean
is_used (FanfoldQueueWindow *self, const char *group)
{
  GListModel *runs = fanfold_engine_get_runs (self->engine);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (FanfoldRun) run = g_list_model_get_item (runs, i);

      if (!fanfold_run_state_is_over (fanfold_run_get_state (run)) &&
          g_str_equal (fanfold_run_get_settings (run)->group, group))
        return TRUE;
    }

  return FALSE;
}

static void
add_remove_button (FanfoldQueueWindow *self, AdwActionRow *row, const char *group)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *words = g_strdup_printf (_ ("Forget the group “%s”"), group);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (button), "group", g_strdup (group), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static void
add_group (FanfoldQueueWindow *self, const char *group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (1, FANFOLD_GROUPS_MAX_LIMIT, 1);
  const char *title = group[0] != '\0' ? group : _ ("Runs in no group");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (group[0] != '\0' && !is_used (self, group))
    add_remove_button (self, ADW_ACTION_ROW (row), group);

  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), fanfold_groups_get_limit (group));
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (spin), "group", g_strdup (group), g_free);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (limit_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_preferences_group_add (self->groups, row);
}

static void
show (FanfoldQueueWindow *self)
{
  g_auto (GStrv) names = fanfold_groups_dup_names ();
  guint max_jobs = fanfold_groups_get_max_jobs ();

  gtk_switch_set_active (self->jobs_switch, max_jobs > 0);
  gtk_spin_button_set_value (
      self->jobs_spin, max_jobs > 0 ? max_jobs : fanfold_engine_get_cpu (self->engine)->n_usable);
  add_group (self, "");
  for (guint i = 0; names[i] != NULL; i++)
    add_group (self, names[i]);
}

static void
fanfold_queue_window_dispose (GObject *object)
{
  g_clear_object (&FANFOLD_QUEUE_WINDOW (object)->engine);

  G_OBJECT_CLASS (fanfold_queue_window_parent_class)->dispose (object);
}

static void
fanfold_queue_window_class_init (FanfoldQueueWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fanfold_queue_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/watch/fanfold-queue-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueWindow, jobs_switch);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueWindow, jobs_spin);
  gtk_widget_class_bind_template_child (widget_class, FanfoldQueueWindow, groups);
  gtk_widget_class_bind_template_callback (widget_class, jobs_cb);
}

static void
fanfold_queue_window_init (FanfoldQueueWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

FanfoldQueueWindow *
fanfold_queue_window_new (GtkWindow *parent, FanfoldEngine *engine)
{
  FanfoldQueueWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (FANFOLD_IS_ENGINE (engine), NULL);

  self = g_object_new (FANFOLD_TYPE_QUEUE_WINDOW, "transient-for", parent, NULL);
  self->engine = g_object_ref (engine);
  show (self);

  return self;
}
