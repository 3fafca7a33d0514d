/* fanfold-groups.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-groups.h"

#include <stdlib.h>

#define LIMITS "group-limits"
#define MAX_JOBS "max-jobs"

/* A program that was not installed goes without: GSettings would end it. (transfer full) (nullable)
 */
static GSettings *
dup_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, FANFOLD_APP_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* (transfer full) a{su} */
static GVariant *
dup_limits (void)
{
  g_autoptr (GSettings) settings = dup_settings ();

  if (settings == NULL)
    return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{su}"), NULL, 0));

  return g_settings_get_value (settings, LIMITS);
}

/* The same, with @limit for @name; 0: without it. */
static void
replace (const char *name, guint limit)
{
  g_autoptr (GSettings) settings = dup_settings ();
  g_autoptr (GVariant) limits = dup_limits ();
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other;
  guint32 other_limit;

  if (settings == NULL)
    return;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{su}"));
  g_variant_iter_init (&iter, limits);
  while (g_variant_iter_next (&iter, "{&su}", &other, &other_limit))
    if (!g_str_equal (other, name))
      g_variant_builder_add (&builder, "{su}", other, other_limit);
  if (limit > 0)
    g_variant_builder_add (&builder, "{su}", name, limit);
  g_settings_set_value (settings, LIMITS, g_variant_builder_end (&builder));
}

static void
apply_cb (FanfoldEngine *engine)
{
  g_autoptr (GVariant) limits = dup_limits ();
  GVariantIter iter;
  const char *name;
  guint32 limit;

  g_variant_iter_init (&iter, limits);
  while (g_variant_iter_next (&iter, "{&su}", &name, &limit))
    fanfold_engine_set_group_limit (engine, name, CLAMP (limit, 1, FANFOLD_GROUPS_MAX_LIMIT));
  fanfold_engine_set_max_jobs (engine, fanfold_groups_get_max_jobs ());
}

void
fanfold_groups_bind (FanfoldEngine *engine)
{
  GSettings *settings;

  g_return_if_fail (FANFOLD_IS_ENGINE (engine));

  settings = dup_settings ();
  if (settings == NULL)
    return;

  g_signal_connect_object (
      settings, "changed::" LIMITS, G_CALLBACK (apply_cb), engine, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      settings, "changed::" MAX_JOBS, G_CALLBACK (apply_cb), engine, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (engine), "groups", settings, g_object_unref);
  apply_cb (engine);
}

static int
compare (const void *a, const void *b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

GStrv
fanfold_groups_dup_names (void)
{
  g_autoptr (GVariant) limits = dup_limits ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, limits);
  while (g_variant_iter_next (&iter, "{&su}", &name, NULL))
    if (name[0] != '\0')
      g_ptr_array_add (names, g_strdup (name));
  if (names->len > 0)
    qsort (names->pdata, names->len, sizeof *names->pdata, compare);
  g_ptr_array_add (names, NULL);

  return (GStrv) g_ptr_array_steal (names, NULL);
}

void
fanfold_groups_add (const char *name)
{
  g_autoptr (GVariant) limits = NULL;

  g_return_if_fail (name != NULL);

  if (name[0] == '\0')
    return;

  limits = dup_limits ();
  if (!g_variant_lookup (limits, name, "u", NULL))
    replace (name, 1);
}

void
fanfold_groups_remove (const char *name)
{
  g_return_if_fail (name != NULL);

  replace (name, 0);
}

guint
fanfold_groups_get_limit (const char *name)
{
  g_autoptr (GVariant) limits = NULL;
  guint32 limit = 1;

  g_return_val_if_fail (name != NULL, 1);

  limits = dup_limits ();
  g_variant_lookup (limits, name, "u", &limit);

  return CLAMP (limit, 1, FANFOLD_GROUPS_MAX_LIMIT);
}

void
fanfold_groups_set_limit (const char *name, guint limit)
{
  g_return_if_fail (name != NULL);
  g_return_if_fail (limit > 0 && limit <= FANFOLD_GROUPS_MAX_LIMIT);

  if (fanfold_groups_get_limit (name) != limit)
    replace (name, limit);
}

guint
fanfold_groups_get_max_jobs (void)
{
  g_autoptr (GSettings) settings = dup_settings ();

  return settings != NULL ? MIN (g_settings_get_uint (settings, MAX_JOBS), FANFOLD_GROUPS_MAX_JOBS)
                          : 0;
}

void
fanfold_groups_set_max_jobs (guint max_jobs)
{
  g_autoptr (GSettings) settings = dup_settings ();

  if (settings != NULL)
    g_settings_set_uint (settings, MAX_JOBS, max_jobs);
}
