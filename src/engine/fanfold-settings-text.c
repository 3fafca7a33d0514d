/* fanfold-settings-text.c: the part of fanfold-settings.h that reads and writes settings as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-settings-private.h"

#include "fanfold-json.h"
#include "fanfold-n-jobs.h"
#include "fanfold-number.h"
#include "fanfold-pre-dispatch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *name;
  gboolean is_number;
  gboolean (*set) (FanfoldSettings *self, const char *text, GError **error);
  char *(*dup) (const FanfoldSettings *self);
} Setting;

static char *
dup_real (double value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  fanfold_json_append_real (text, value);
  if (g_str_has_suffix (text->str, ".0"))
    g_string_truncate (text, text->len - 2);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
set_n_jobs (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_n_jobs_parse (text, &self->n_jobs, error);
}

static char *
dup_n_jobs (const FanfoldSettings *self)
{
  return g_strdup_printf ("%d", self->n_jobs);
}

static gboolean
set_pre_dispatch (FanfoldSettings *self, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  if (!fanfold_pre_dispatch_check (text, error))
    return FALSE;

  if (g_str_equal (stripped, "all"))
    stripped[0] = '\0';
  g_strlcpy (self->pre_dispatch, stripped, sizeof self->pre_dispatch);

  return TRUE;
}

static char *
dup_pre_dispatch (const FanfoldSettings *self)
{
  return g_strdup (self->pre_dispatch[0] != '\0' ? self->pre_dispatch : "all");
}

static gboolean
set_batch_size (FanfoldSettings *self, const char *text, GError **error)
{
  guint64 size = 0;

  if (!g_str_equal (text, "auto") &&
      !g_ascii_string_to_unsigned (text, 10, 1, FANFOLD_SETTINGS_MAX_BATCH_SIZE, &size, NULL))
    return fanfold_settings_refuse (
        "batch_size", text, _ ("auto or a whole number from 1 to 4096"), error);

  self->batch_size = (guint) size;
  return TRUE;
}

static char *
dup_batch_size (const FanfoldSettings *self)
{
  return self->batch_size == 0 ? g_strdup ("auto") : g_strdup_printf ("%u", self->batch_size);
}

static gboolean
set_verbose (FanfoldSettings *self, const char *text, GError **error)
{
  gint64 value;

  if (!fanfold_settings_parse_whole ("verbose", text, G_MAXINT, &value, error))
    return FALSE;

  self->verbose = (int) value;
  return TRUE;
}

static char *
dup_verbose (const FanfoldSettings *self)
{
  return g_strdup_printf ("%d", self->verbose);
}

static gboolean
set_backend (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_backend_from_string (text, &self->backend, error);
}

static char *
dup_backend (const FanfoldSettings *self)
{
  return g_strdup (fanfold_backend_to_string (self->backend));
}

static gboolean
set_timeout (FanfoldSettings *self, const char *text, GError **error)
{
  gboolean is_percent = g_str_has_suffix (text, "%");
  g_autofree char *digits = g_strndup (text, strlen (text) - (is_percent ? 1 : 0));
  double value;

  if (!fanfold_number_parse_real (digits, &value, NULL) || value < 0 ||
      value > (is_percent ? FANFOLD_SETTINGS_MAX_PERCENT : FANFOLD_SETTINGS_MAX_SECONDS) ||
      (is_percent && value == 0))
    return fanfold_settings_refuse (
        "timeout",
        text,
        _ ("a number of seconds, as in 10 or 2.5, or a percentage of the median of "
           "finished jobs, as in 200%"),
        error);

  self->timeout = is_percent ? 0 : value;
  self->timeout_percent = is_percent ? value : 0;

  return TRUE;
}

static char *
dup_timeout (const FanfoldSettings *self)
{
  g_autofree char *digits =
      dup_real (self->timeout_percent != 0 ? self->timeout_percent : self->timeout);

  return g_strconcat (digits, self->timeout_percent != 0 ? "%" : "", NULL);
}

static gboolean
set_retries (FanfoldSettings *self, const char *text, GError **error)
{
  gint64 value;

  if (!fanfold_settings_parse_whole ("retries", text, FANFOLD_SETTINGS_MAX_RETRIES, &value, error))
    return FALSE;

  self->n_retries = (guint) value;
  return TRUE;
}

static char *
dup_retries (const FanfoldSettings *self)
{
  return g_strdup_printf ("%u", self->n_retries);
}

static gboolean
set_delay (FanfoldSettings *self, const char *text, GError **error)
{
  double value;

  if (!fanfold_number_parse_real (text, &value, NULL) || value < 0 ||
      value > FANFOLD_SETTINGS_MAX_SECONDS)
    return fanfold_settings_refuse (
        "delay", text, _ ("a number of seconds between two starts, as in 1 or 0.2"), error);

  self->delay = value;
  return TRUE;
}

static char *
dup_delay (const FanfoldSettings *self)
{
  return dup_real (self->delay);
}

static gboolean
set_max_failures (FanfoldSettings *self, const char *text, GError **error)
{
  gint64 value;

  if (!fanfold_settings_parse_whole ("max_failures", text, G_MAXINT64, &value, error))
    return FALSE;

  self->max_failures = (guint64) value;
  return TRUE;
}

static char *
dup_max_failures (const FanfoldSettings *self)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, self->max_failures);
}

static gboolean
set_on_failure (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_on_failure_from_string (text, &self->on_failure, error);
}

static char *
dup_on_failure (const FanfoldSettings *self)
{
  return g_strdup (fanfold_on_failure_to_string (self->on_failure));
}

static gboolean
set_io_priority (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_io_priority_from_string (text, &self->io_priority, error);
}

static char *
dup_io_priority (const FanfoldSettings *self)
{
  return g_strdup (fanfold_io_priority_to_string (self->io_priority));
}

static gboolean
set_order (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_order_from_string (text, &self->order, error);
}

static char *
dup_order (const FanfoldSettings *self)
{
  return g_strdup (fanfold_order_to_string (self->order));
}

static gboolean
set_sample (FanfoldSettings *self, const char *text, GError **error)
{
  gint64 value;

  if (!fanfold_settings_parse_whole ("sample", text, G_MAXINT64, &value, error))
    return FALSE;

  self->sample = (guint64) value;
  return TRUE;
}

static char *
dup_sample (const FanfoldSettings *self)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, self->sample);
}

static gboolean
set_seed (FanfoldSettings *self, const char *text, GError **error)
{
  gint64 value;

  if (!fanfold_settings_parse_whole ("seed", text, G_MAXINT64, &value, error))
    return FALSE;

  self->seed = (guint64) value;
  return TRUE;
}

static char *
dup_seed (const FanfoldSettings *self)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, self->seed);
}

static gboolean
set_group (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_group_name_parse (text, self->group, error);
}

static char *
dup_group (const FanfoldSettings *self)
{
  return g_strdup (self->group);
}

static gboolean
set_priority (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_priority_from_string (text, &self->priority, error);
}

static char *
dup_priority (const FanfoldSettings *self)
{
  return g_strdup (fanfold_priority_to_string (self->priority));
}

static gboolean
set_only_on_ac (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_settings_parse_switch ("only_on_ac", text, &self->only_on_ac, error);
}

static char *
dup_only_on_ac (const FanfoldSettings *self)
{
  return g_strdup (self->only_on_ac ? "true" : "false");
}

static gboolean
set_only_when_idle (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_settings_parse_switch ("only_when_idle", text, &self->only_when_idle, error);
}

static char *
dup_only_when_idle (const FanfoldSettings *self)
{
  return g_strdup (self->only_when_idle ? "true" : "false");
}

static const Setting settings[] = {
  { "n_jobs", TRUE, set_n_jobs, dup_n_jobs },
  { "backend", FALSE, set_backend, dup_backend },
  { "verbose", TRUE, set_verbose, dup_verbose },
  { "pre_dispatch", FALSE, set_pre_dispatch, dup_pre_dispatch },
  { "batch_size", FALSE, set_batch_size, dup_batch_size },
  { "timeout", FALSE, set_timeout, dup_timeout },
  { "retries", TRUE, set_retries, dup_retries },
  { "delay", TRUE, set_delay, dup_delay },
  { "max_failures", TRUE, set_max_failures, dup_max_failures },
  { "on_failure", FALSE, set_on_failure, dup_on_failure },
  { "memory_limit", FALSE, fanfold_settings_set_memory_limit, fanfold_settings_dup_memory_limit },
  { "min_free_memory",
    FALSE,
    fanfold_settings_set_min_free_memory,
    fanfold_settings_dup_min_free_memory },
  { "min_free_disk",
    FALSE,
    fanfold_settings_set_min_free_disk,
    fanfold_settings_dup_min_free_disk },
  { "nice", TRUE, fanfold_settings_set_nice, fanfold_settings_dup_nice },
  { "io_priority", FALSE, set_io_priority, dup_io_priority },
  { "pin", FALSE, fanfold_settings_set_pin, fanfold_settings_dup_pin },
  { "weight", FALSE, fanfold_settings_set_weight, fanfold_settings_dup_weight },
  { "group", FALSE, set_group, dup_group },
  { "priority", FALSE, set_priority, dup_priority },
  { "only_on_ac", FALSE, set_only_on_ac, dup_only_on_ac },
  { "only_when_idle", FALSE, set_only_when_idle, dup_only_when_idle },
  { "order", FALSE, set_order, dup_order },
  { "sample", TRUE, set_sample, dup_sample },
  { "seed", TRUE, set_seed, dup_seed },
};

/* (nullable) */
static const Setting *
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].name, name))
      return &settings[i];

  return NULL;
}

const char *const *
fanfold_settings_get_names (void)
{
  static const char *names[G_N_ELEMENTS (settings) + 1];
  static gsize filled;

  if (g_once_init_enter (&filled))
    {
      for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        names[i] = settings[i].name;
      g_once_init_leave (&filled, 1);
    }

  return names;
}

gboolean
fanfold_settings_set_text (FanfoldSettings *self,
                           const char *name,
                           const char *text,
                           GError **error)
{
  const Setting *setting;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  setting = find (name);
  g_return_val_if_fail (setting != NULL, FALSE);

  return setting->set (self, text, error);
}

char *
fanfold_settings_dup_text (const FanfoldSettings *self, const char *name)
{
  const FanfoldSettings initial = FANFOLD_SETTINGS_INIT;
  g_autofree char *text = NULL;
  g_autofree char *initial_text = NULL;
  const Setting *setting;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  setting = find (name);
  g_return_val_if_fail (setting != NULL, NULL);

  text = setting->dup (self);
  initial_text = setting->dup (&initial);

  return g_str_equal (text, initial_text) ? NULL : g_steal_pointer (&text);
}

gboolean
fanfold_settings_is_number (const char *name)
{
  const Setting *setting;

  g_return_val_if_fail (name != NULL, FALSE);

  setting = find (name);
  g_return_val_if_fail (setting != NULL, FALSE);

  return setting->is_number;
}
