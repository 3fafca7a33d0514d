/* fanfold-settings-group.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-settings-group.h"
#include "fanfold-late-rows.h"
#include "fanfold-memo.h"
#include "fanfold-n-jobs.h"
#include "fanfold-n-jobs-row.h"
#include "fanfold-place-row.h"
#include "fanfold-preset-menu.h"
#include "fanfold-presets.h"
#include "fanfold-setting-row.h"

#include <glib/gi18n.h>

#define VERBOSE 10 /* the window's, where nothing is said */
#define N_ROWS 13

struct _FanfoldSettingsGroup
{
  AdwPreferencesGroup parent_instance;

  gboolean cached; /* where nothing is said */
  gboolean setting;
  guint n_usable;
  char *conflict;

  AdwExpanderRow *more_row;
  FanfoldNJobsRow *n_jobs_row;
  AdwComboRow *order_row;
  AdwComboRow *on_failure_row;
  AdwComboRow *backend_row;
  AdwComboRow *io_priority_row;
  AdwActionRow *pin_row;
  GtkSwitch *pin_switch;
  AdwActionRow *cache_row;
  GtkSwitch *cache_switch;
  FanfoldPlaceRow *place_row;
  GtkSwitch *ac_switch;
  GtkSwitch *idle_switch;
  FanfoldSettingRow *pre_dispatch_row;
  FanfoldSettingRow *memory_limit_row;
  FanfoldSettingRow *weight_row;
  FanfoldSettingRow *verbose_row;
  FanfoldSettingRow *rows[N_ROWS];
};

/* Their children of the template, as their settings are called. */
static const char *const row_names[N_ROWS] = {
  "sample_row",        "seed_row",         "timeout_row",         "retries_row",
  "max_failures_row",  "memory_limit_row", "min_free_memory_row", "nice_row",
  "delay_row",         "batch_size_row",   "pre_dispatch_row",    "weight_row",
  "min_free_disk_row",
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FanfoldSettingsGroup, fanfold_settings_group, ADW_TYPE_PREFERENCES_GROUP)

/* What each row accepts and they do not together: said at the one that is meant. */
static void
check (FanfoldSettingsGroup *self)
{
  FanfoldSettingRow *row = self->pre_dispatch_row;
  FanfoldSettings settings;
  g_autoptr (GError) error = NULL;

  fanfold_settings_group_get (self, &settings);
  fanfold_settings_check (
      &settings, fanfold_n_jobs_effective (settings.n_jobs, self->n_usable), &error);
  g_free (self->conflict);
  self->conflict = error != NULL ? g_strdup (error->message) : NULL;
  if (self->conflict != NULL && strstr (self->conflict, "memory_limit") != NULL)
    row = self->memory_limit_row;
  else if (self->conflict != NULL && strstr (self->conflict, "weight") != NULL)
    row = self->weight_row;

  fanfold_setting_row_set_conflict (self->memory_limit_row, NULL);
  fanfold_setting_row_set_conflict (self->weight_row, NULL);
  fanfold_setting_row_set_conflict (self->pre_dispatch_row, NULL);
  fanfold_setting_row_set_conflict (row, self->conflict);
}

/* Threads belong to the program, and go as it goes. */
static void
offer_shares (FanfoldSettingsGroup *self)
{
  gboolean processes = adw_combo_row_get_selected (self->backend_row) == FANFOLD_BACKEND_PROCESSES;

  gtk_widget_set_sensitive (GTK_WIDGET (self->io_priority_row), processes);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pin_row), processes);
}

static void
changed_cb (FanfoldSettingsGroup *self)
{
  if (self->setting)
    return;

  offer_shares (self);
  check (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
apply_cb (FanfoldSettingsGroup *self, const char *name)
{
  FanfoldSettings settings;

  fanfold_settings_group_get (self, &settings);
  if (fanfold_presets_apply (name, &settings))
    fanfold_settings_group_set (self, &settings);
}

static void
save_cb (FanfoldSettingsGroup *self, const char *name)
{
  FanfoldSettings settings;

  fanfold_settings_group_get (self, &settings);
  if (!fanfold_presets_save (name, &settings))
    gtk_widget_error_bell (GTK_WIDGET (self));
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

  self->cached = fanfold_memo_applies (function);
  if (!fanfold_function_is_pure (function))
    text = _ ("Off unless you ask: the same arguments may give another result each time");
  else if (!self->cached)
    text = _ ("Off unless you ask: a job is quicker to compute than to look up");

  adw_action_row_set_subtitle (self->cache_row, text);
  gtk_switch_set_active (self->cache_switch, self->cached);
}

static void
fanfold_settings_group_finalize (GObject *object)
{
  FanfoldSettingsGroup *self = FANFOLD_SETTINGS_GROUP (object);

  g_clear_pointer (&self->conflict, g_free);

  G_OBJECT_CLASS (fanfold_settings_group_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/fanfold/Fanfold/launch/fanfold-settings-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, n_jobs_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, more_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, order_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, on_failure_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, backend_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, io_priority_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, pin_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, pin_switch);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, cache_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, cache_switch);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, verbose_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, place_row);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, ac_switch);
  gtk_widget_class_bind_template_child (widget_class, FanfoldSettingsGroup, idle_switch);
  for (guint i = 0; i < N_ROWS; i++)
    gtk_widget_class_bind_template_child_full (
        widget_class, row_names[i], FALSE, G_STRUCT_OFFSET (FanfoldSettingsGroup, rows[i]));
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
fanfold_settings_group_class_init (FanfoldSettingsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fanfold_settings_group_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FANFOLD_TYPE_N_JOBS_ROW);
  g_type_ensure (FANFOLD_TYPE_PLACE_ROW);
  g_type_ensure (FANFOLD_TYPE_PRESET_MENU);
  g_type_ensure (FANFOLD_TYPE_SETTING_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
fanfold_settings_group_init (FanfoldSettingsGroup *self)
{
  self->n_usable = 1;
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
  fanfold_late_rows_hide (self->more_row);
  for (guint i = 0; i < N_ROWS; i++)
    {
      if (g_str_equal (row_names[i], "pre_dispatch_row"))
        self->pre_dispatch_row = self->rows[i];
      if (g_str_equal (row_names[i], "memory_limit_row"))
        self->memory_limit_row = self->rows[i];
      if (g_str_equal (row_names[i], "weight_row"))
        self->weight_row = self->rows[i];
    }
}

void
fanfold_settings_group_set_up (FanfoldSettingsGroup *self,
                               FanfoldFunction *function,
                               const FanfoldCpu *cpu)
{
  g_return_if_fail (FANFOLD_IS_SETTINGS_GROUP (self));
  g_return_if_fail (FANFOLD_IS_FUNCTION (function));
  g_return_if_fail (cpu != NULL);

  self->setting = TRUE;
  self->n_usable = cpu->n_usable;
  fanfold_n_jobs_row_set_up (self->n_jobs_row, cpu, fanfold_function_is_io_bound (function));
  set_up_backend (self, function);
  set_up_cache (self, function);
  self->setting = FALSE;
}

void
fanfold_settings_group_get (FanfoldSettingsGroup *self, FanfoldSettings *settings)
{
  gboolean cached;

  g_return_if_fail (FANFOLD_IS_SETTINGS_GROUP (self));
  g_return_if_fail (settings != NULL);

  *settings = (FanfoldSettings) FANFOLD_SETTINGS_INIT;
  settings->verbose = VERBOSE;
  fanfold_setting_row_take (self->verbose_row, settings);
  for (guint i = 0; i < N_ROWS; i++)
    fanfold_setting_row_take (self->rows[i], settings);

  fanfold_place_row_take (self->place_row, settings);
  settings->only_on_ac = gtk_switch_get_active (self->ac_switch);
  settings->only_when_idle = gtk_switch_get_active (self->idle_switch);
  settings->n_jobs = fanfold_n_jobs_row_get_n_jobs (self->n_jobs_row);
  settings->order = (FanfoldOrder) adw_combo_row_get_selected (self->order_row);
  settings->on_failure = (FanfoldOnFailure) adw_combo_row_get_selected (self->on_failure_row);
  settings->backend = (FanfoldBackend) adw_combo_row_get_selected (self->backend_row);
  if (settings->backend == FANFOLD_BACKEND_PROCESSES)
    {
      settings->io_priority =
          (FanfoldIoPriority) adw_combo_row_get_selected (self->io_priority_row);
      settings->pin = gtk_switch_get_active (self->pin_switch);
    }
  cached = gtk_switch_get_active (self->cache_switch);
  settings->cache = cached && !self->cached;
  settings->no_cache = !cached && self->cached;
}

void
fanfold_settings_group_set (FanfoldSettingsGroup *self, const FanfoldSettings *settings)
{
  FanfoldSettings shown;
  gboolean safe;

  g_return_if_fail (FANFOLD_IS_SETTINGS_GROUP (self));
  g_return_if_fail (settings != NULL);

  safe = gtk_widget_get_sensitive (GTK_WIDGET (self->backend_row));
  shown = *settings;
  /* The window's own is shown as nothing. */
  shown.verbose = shown.verbose == VERBOSE ? 0 : shown.verbose;

  self->setting = TRUE;
  for (guint i = 0; i < N_ROWS; i++)
    fanfold_setting_row_show (self->rows[i], &shown);
  fanfold_setting_row_show (self->verbose_row, &shown);
  fanfold_place_row_show (self->place_row, &shown);
  gtk_switch_set_active (self->ac_switch, settings->only_on_ac);
  gtk_switch_set_active (self->idle_switch, settings->only_when_idle);
  fanfold_n_jobs_row_set_n_jobs (self->n_jobs_row, settings->n_jobs);
  adw_combo_row_set_selected (self->order_row, settings->order);
  adw_combo_row_set_selected (self->on_failure_row, settings->on_failure);
  adw_combo_row_set_selected (self->backend_row,
                              safe ? settings->backend : FANFOLD_BACKEND_PROCESSES);
  adw_combo_row_set_selected (self->io_priority_row, settings->io_priority);
  gtk_switch_set_active (self->pin_switch, settings->pin);
  gtk_switch_set_active (self->cache_switch, self->cached ? !settings->no_cache : settings->cache);
  self->setting = FALSE;
  changed_cb (self);
}

char *
fanfold_settings_group_describe_gap (FanfoldSettingsGroup *self)
{
  g_return_val_if_fail (FANFOLD_IS_SETTINGS_GROUP (self), NULL);

  if (fanfold_place_row_get_error (self->place_row) != NULL)
    return g_strdup_printf (_ ("There is a mistake in “%s”"),
                            adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->place_row)));

  for (guint i = 0; i <= N_ROWS; i++)
    {
      FanfoldSettingRow *row = i < N_ROWS ? self->rows[i] : self->verbose_row;

      if (fanfold_setting_row_get_error (row) != NULL)
        return g_strdup_printf (_ ("There is a mistake in “%s”"),
                                adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
    }

  return NULL;
}
