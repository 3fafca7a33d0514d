/* fanfold-settings-limits.c: the settings of what jobs may take of the machine, as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-settings-private.h"

#include "fanfold-error.h"
#include "fanfold-size.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define SIZE_WANTED _ ("a size, as in 500M, 1.5GiB or 1000000 (bytes)")

/* Less is a forgotten unit: no process is that small. */
#define MIN_MEMORY_LIMIT_BYTES ((guint64) 1024 * 1024)

gboolean
fanfold_settings_refuse (const char *name, const char *text, const char *wanted, GError **error)
{
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  g_set_error (
      error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("%s “%s” is not %s"), name, shown, wanted);
  return FALSE;
}

gboolean
fanfold_settings_parse_whole (
    const char *name, const char *text, gint64 max, gint64 *value, GError **error)
{
  g_autofree char *wanted = NULL;

  if (g_ascii_string_to_signed (text, 10, 0, max, value, NULL))
    return TRUE;

  if (max < G_MAXINT)
    wanted = g_strdup_printf (_ ("a whole number from 0 to %" PRId64), max);
  else
    wanted = g_strdup (_ ("a whole number from 0 on"));

  return fanfold_settings_refuse (name, text, wanted, error);
}

gboolean
fanfold_settings_set_memory_limit (FanfoldSettings *self, const char *text, GError **error)
{
  guint64 bytes;

  if (!fanfold_size_parse (text, &bytes))
    return fanfold_settings_refuse ("memory_limit", text, SIZE_WANTED, error);
  if (bytes > 0 && bytes < MIN_MEMORY_LIMIT_BYTES)
    return fanfold_settings_refuse (
        "memory_limit", text, _ ("enough for any process: give a unit, as in 500M"), error);

  self->memory_limit_bytes = bytes;
  return TRUE;
}

char *
fanfold_settings_dup_memory_limit (const FanfoldSettings *self)
{
  return fanfold_size_to_text (self->memory_limit_bytes);
}

gboolean
fanfold_settings_set_min_free_memory (FanfoldSettings *self, const char *text, GError **error)
{
  if (!fanfold_size_parse (text, &self->min_free_memory_bytes))
    return fanfold_settings_refuse ("min_free_memory", text, SIZE_WANTED, error);

  return TRUE;
}

char *
fanfold_settings_dup_min_free_memory (const FanfoldSettings *self)
{
  return fanfold_size_to_text (self->min_free_memory_bytes);
}

gboolean
fanfold_settings_set_min_free_disk (FanfoldSettings *self, const char *text, GError **error)
{
  if (!fanfold_size_parse (text, &self->min_free_disk_bytes))
    return fanfold_settings_refuse ("min_free_disk", text, SIZE_WANTED, error);

  return TRUE;
}

char *
fanfold_settings_dup_min_free_disk (const FanfoldSettings *self)
{
  return fanfold_size_to_text (self->min_free_disk_bytes);
}

gboolean
fanfold_settings_set_nice (FanfoldSettings *self, const char *text, GError **error)
{
  gint64 value;

  if (!fanfold_settings_parse_whole ("nice", text, FANFOLD_SETTINGS_MAX_NICE, &value, error))
    return FALSE;

  self->nice = (int) value;
  return TRUE;
}

char *
fanfold_settings_dup_nice (const FanfoldSettings *self)
{
  return g_strdup_printf ("%d", self->nice);
}

/* What looks like a number is one: a name that does has to go by another. */
gboolean
fanfold_settings_set_weight (FanfoldSettings *self, const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gboolean is_number = stripped[0] == '\0' || strchr ("+-.0123456789", stripped[0]) != NULL;
  guint64 weight = 0;

  if ((is_number && !g_ascii_string_to_unsigned (stripped, 10, 1, G_MAXINT, &weight, NULL)) ||
      strlen (stripped) > FANFOLD_SETTINGS_MAX_NAME_BYTES)
    return fanfold_settings_refuse (
        "weight",
        text,
        _ ("a whole number from 1 on, or the name of an input or parameter whose value "
           "says how many of the n_jobs slots a job takes"),
        error);

  self->weight = weight > 1 ? (guint) weight : 0;
  g_strlcpy (self->weight_name, is_number ? "" : stripped, sizeof self->weight_name);

  return TRUE;
}

char *
fanfold_settings_dup_weight (const FanfoldSettings *self)
{
  return self->weight_name[0] != '\0' ? g_strdup (self->weight_name)
                                      : g_strdup_printf ("%u", MAX (self->weight, 1));
}

gboolean
fanfold_settings_parse_switch (const char *name, const char *text, gboolean *value, GError **error)
{
  if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
    return fanfold_settings_refuse (name, text, _ ("true or false"), error);

  *value = g_str_equal (text, "true");
  return TRUE;
}

gboolean
fanfold_settings_set_pin (FanfoldSettings *self, const char *text, GError **error)
{
  return fanfold_settings_parse_switch ("pin", text, &self->pin, error);
}

char *
fanfold_settings_dup_pin (const FanfoldSettings *self)
{
  return g_strdup (self->pin ? "true" : "false");
}
