/* fanfold-presets.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-presets.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define KEY "presets"
#define NO_CACHE "no_cache"
#define CACHE "cache"

/* What is left out is as at first. */
static const struct
{
  const char *name;
  const char *settings;
} built_in[] = {
  { N_ ("Default"), "{'n_jobs': '-1', 'verbose': '10'}" },
  { N_ ("Gentle"),
    "{'n_jobs': '-2', 'verbose': '10', 'nice': '19', "
    "'io_priority': 'idle', 'min_free_memory': '1GiB'}" },
  { N_ ("Overnight"),
    "{'n_jobs': '-1', 'verbose': '10', 'retries': '2', 'min_free_memory': '500MiB'}" },
  { N_ ("Stop at the First Failure"), "{'n_jobs': '-1', 'verbose': '10', 'on_failure': 'stop'}" },
};

static GVariant *
dup_own (void)
{
  g_autoptr (GSettings) settings = g_settings_new (FANFOLD_APP_ID);

  return g_settings_get_value (settings, KEY);
}

static void
set_own (GVariantDict *dict)
{
  g_autoptr (GSettings) settings = g_settings_new (FANFOLD_APP_ID);
  g_autoptr (GVariant) kept = g_variant_ref_sink (g_variant_dict_end (dict));
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name;
  GVariant *texts;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sa{ss}}"));
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &texts))
    g_variant_builder_add (&builder, "{s@a{ss}}", name, texts);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

static void
init_dict (GVariantDict *dict)
{
  g_autoptr (GVariant) own = dup_own ();
  GVariantIter iter;
  const char *name;
  GVariant *texts;

  g_variant_dict_init (dict, NULL);
  g_variant_iter_init (&iter, own);
  while (g_variant_iter_loop (&iter, "{&s@a{ss}}", &name, &texts))
    g_variant_dict_insert_value (dict, name, texts);
}

/* (nullable) (transfer full) */
static GVariant *
find (const char *name)
{
  g_autoptr (GVariant) own = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (g_str_equal (name, _ (built_in[i].name)))
      return g_variant_parse (G_VARIANT_TYPE ("a{ss}"), built_in[i].settings, NULL, NULL, NULL);

  own = dup_own ();

  return g_variant_lookup_value (own, name, G_VARIANT_TYPE ("a{ss}"));
}

static int
compare (const void *a, const void *b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/* Which jobs there are, and what they are, is no matter of how they are run. */
static gboolean
is_of_jobs (const char *setting)
{
  const char *const names[] = { "order", "sample", "seed", "weight", NULL };

  return g_strv_contains (names, setting);
}

GStrv
fanfold_presets_dup_names (guint *n_built_in)
{
  g_autoptr (GVariant) own = dup_own ();
  gsize n_own = g_variant_n_children (own);
  GStrv names = g_new0 (char *, G_N_ELEMENTS (built_in) + n_own + 1);

  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    names[i] = g_strdup (_ (built_in[i].name));
  for (gsize i = 0; i < n_own; i++)
    g_variant_get_child (own, i, "{s@a{ss}}", &names[G_N_ELEMENTS (built_in) + i], NULL);
  qsort (names + G_N_ELEMENTS (built_in), n_own, sizeof *names, compare);

  if (n_built_in != NULL)
    *n_built_in = G_N_ELEMENTS (built_in);

  return names;
}

gboolean
fanfold_presets_apply (const char *name, FanfoldSettings *settings)
{
  FanfoldSettings fresh = FANFOLD_SETTINGS_INIT;
  g_autoptr (GVariant) texts = NULL;
  GVariantIter iter;
  const char *setting;
  const char *text;

  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  texts = find (name);
  if (texts == NULL)
    return FALSE;

  g_variant_iter_init (&iter, texts);
  while (g_variant_iter_next (&iter, "{&s&s}", &setting, &text))
    if (g_str_equal (setting, NO_CACHE))
      fresh.no_cache = TRUE;
    else if (g_str_equal (setting, CACHE))
      fresh.cache = TRUE;
    else if (g_strv_contains (fanfold_settings_get_names (), setting))
      fanfold_settings_set_text (&fresh, setting, text, NULL);

  fresh.order = settings->order;
  fresh.sample = settings->sample;
  fresh.seed = settings->seed;
  fresh.weight = settings->weight;
  memcpy (fresh.weight_name, settings->weight_name, sizeof fresh.weight_name);
  *settings = fresh;

  return TRUE;
}

gboolean
fanfold_presets_save (const char *name, const FanfoldSettings *settings)
{
  GVariantDict dict;
  GVariantBuilder builder;

  g_return_val_if_fail (name != NULL && name[0] != '\0', FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  if (fanfold_presets_is_built_in (name))
    return FALSE;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (const char *const *setting = fanfold_settings_get_names (); *setting != NULL; setting++)
    {
      g_autofree char *text = fanfold_settings_dup_text (settings, *setting);

      if (text != NULL && !is_of_jobs (*setting))
        g_variant_builder_add (&builder, "{ss}", *setting, text);
    }
  if (settings->no_cache)
    g_variant_builder_add (&builder, "{ss}", NO_CACHE, "true");
  if (settings->cache)
    g_variant_builder_add (&builder, "{ss}", CACHE, "true");

  init_dict (&dict);
  g_variant_dict_insert_value (&dict, name, g_variant_builder_end (&builder));
  set_own (&dict);

  return TRUE;
}

void
fanfold_presets_delete (const char *name)
{
  GVariantDict dict;

  g_return_if_fail (name != NULL);

  init_dict (&dict);
  g_variant_dict_remove (&dict, name);
  set_own (&dict);
}

gboolean
fanfold_presets_is_built_in (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    if (g_str_equal (name, _ (built_in[i].name)))
      return TRUE;

  return FALSE;
}
