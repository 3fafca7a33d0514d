/* fanfold-settings-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-settings-group.h"
#include "fanfold-memo.h"
#include "fanfold-n-jobs-row.h"

#include <glib/gi18n.h>

struct _FanfoldSettingsGroup
{
  AdwPreferencesGroup parent_instance;

  FanfoldSettings kept; /* what the rows do not show */
  gboolean cacheable;

  FanfoldNJobsRow *n_jobs_row;
  AdwComboRow *backend_row;
  AdwActionRow *cache_row;
  GtkSwitch *cache_switch;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldSettingsGroup, fanfold_settings_group, ADW_TYPE_PREFERENCES_GROUP)

static void
changed_cb (FanfoldSettingsGroup *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_up_backend (FanfoldSettingsGroup *self, FanfoldFunction *function)
{
  gboolean safe = fanfold_function_is_thread_safe (function);

  gtk_widget_set_sensitive (GTK_WIDGET (self->backend_row), safe);
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (self->backend_row),
      safe ? _ ("In processes of their own a crash costs one job; threads have the lowest cost")
           : _ ("The function does not declare itself thread-safe, so threads cannot be chosen"));
}

static void
set_up_cache (FanfoldSettingsGroup *self, FanfoldFunction *function)
{
  const char *text = _ ("Results are kept, and a job with the same arguments is answered at once");

  self->cacheable = fanfold_memo_applies (function);
  if (!fanfold_function_is_pure (function))
    text = _ ("Not cached: the same arguments may give another result each time");
  else if (!self->cacheable)
    text = _ ("Not cached: a job is quicker to compute than to look up");

  adw_action_row_set_subtitle (self->cache_row, text);
  gtk_switch_set_active (self->cache_switch, self->cacheable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cache_row), self->cacheable);
}

static void
fanfold_settings_group_class_init (FanfoldSettingsGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_N_JOBS_ROW);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-settings-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, n_jobs_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, backend_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, cache_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, cache_switch);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
fanfold_settings_group_init (FanfoldSettingsGroup *self)
{
  self->kept = (FanfoldSettings) FANFOLD_SETTINGS_INIT;
  self->kept.verbose = 10;
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
fanfold_settings_group_set_up (FanfoldSettingsGroup *self,
                               FanfoldFunction *function,
                               guint n_usable)
{
  g_return_if_fail (FANFOLD_IS_SETTINGS_GROUP (self));
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));

  g_object_set (self->n_jobs_row, "n-usable", n_usable, NULL);
  set_up_backend (self, function);
  set_up_cache (self, function);
}

void
fanfold_settings_group_get (FanfoldSettingsGroup *self, FanfoldSettings *settings)
{
  g_return_if_fail (FANFOLD_IS_SETTINGS_GROUP (self));
  g_return_if_fail (settings != NULL);

  *settings = self->kept;
  settings->n_jobs = fanfold_n_jobs_row_get_n_jobs (self->n_jobs_row);
  settings->backend = adw_combo_row_get_selected (self->backend_row) == 1
                          ? FANFOLD_BACKEND_THREADS
                          : FANFOLD_BACKEND_PROCESSES;
  if (self->cacheable)
    settings->no_cache = !gtk_switch_get_active (self->cache_switch);
}

void
fanfold_settings_group_set (FanfoldSettingsGroup *self, const FanfoldSettings *settings)
{
  int verbose;

  g_return_if_fail (FANFOLD_IS_SETTINGS_GROUP (self));
  g_return_if_fail (settings != NULL);

  verbose = settings->verbose != 0 ? settings->verbose : self->kept.verbose;
  self->kept = *settings;
  self->kept.verbose = verbose;
  fanfold_n_jobs_row_set_n_jobs (self->n_jobs_row, settings->n_jobs);
  adw_combo_row_set_selected (self->backend_row,
                              settings->backend == FANFOLD_BACKEND_THREADS ? 1 : 0);
  if (self->cacheable)
    gtk_switch_set_active (self->cache_switch, !settings->no_cache);
}
