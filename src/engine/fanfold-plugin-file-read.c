/* fanfold-plugin-file-read.c: a plugin's descriptor in the described form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-plugin-file-private.h"
#include "fanfold-error.h"

/* A list that goes on beyond it has lost its end. */
#define MAX_LIST 1000

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN, format, args);
  va_end (args);

  return FALSE;
}

static gboolean
add_text (GVariantDict *dict, const char *key, const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, "its %s is not UTF-8", key);

  g_variant_dict_insert (dict, key, "s", text);
  return TRUE;
}

static gboolean
add_choices (GVariantDict *dict, const FanfoldChoiceDesc *choice, GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ss)"));
  guint n = 0;

  for (; choice != NULL && choice->id != NULL; choice++)
    {
      const char *label = choice->label != NULL ? choice->label : "";

      if (++n > MAX_LIST)
        return refuse (error, "its list of choices has no end");
      if (!g_utf8_validate (choice->id, -1, NULL) || !g_utf8_validate (label, -1, NULL))
        return refuse (error, "its choice %u is not UTF-8", n);

      g_variant_builder_add (&builder, "(ss)", choice->id, label);
    }

  if (n > 0)
    g_variant_dict_insert_value (dict, "choices", g_variant_builder_end (&builder));
  return TRUE;
}

static GVariant *
read_param (const FanfoldParamDesc *param, const char *domain, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!add_text (&dict, "id", param->id, error) ||
      !add_text (&dict, "label", param->label, error) ||
      !add_text (&dict, "help", param->help, error) ||
      !add_text (&dict, "unit", param->unit, error) ||
      !add_text (&dict, "gettext-domain", domain, error) ||
      !add_text (&dict, "initial", param->initial, error) ||
      !add_text (&dict, "pattern", param->pattern, error) ||
      !add_choices (&dict, param->choices, error))
    return NULL;

  g_variant_dict_insert (&dict, "minimum", "d", param->minimum);
  g_variant_dict_insert (&dict, "maximum", "d", param->maximum);
  g_variant_dict_insert (&dict, "step", "d", param->step);
  g_variant_dict_insert (&dict, "type", "u", param->type);
  g_variant_dict_insert (&dict, "flags", "u", param->flags);

  return g_variant_dict_end (&dict);
}

static GVariant *
read_output (const FanfoldOutputDesc *output, const char *domain, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!add_text (&dict, "id", output->id, error) ||
      !add_text (&dict, "label", output->label, error) ||
      !add_text (&dict, "help", output->help, error) ||
      !add_text (&dict, "unit", output->unit, error) ||
      !add_text (&dict, "gettext-domain", domain, error))
    return NULL;

  g_variant_dict_insert (&dict, "type", "u", output->type);
  g_variant_dict_insert (&dict, "flags", "u", output->flags);

  return g_variant_dict_end (&dict);
}

static gboolean
add_params (GVariantDict *dict, const FanfoldParamDesc *param, const char *domain, GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  guint n = 0;

  for (; param != NULL && param->id != NULL; param++)
    {
      GVariant *description;

      if (++n > MAX_LIST)
        return refuse (error, "its list of parameters has no end");
      description = read_param (param, domain, error);
      if (description == NULL)
        {
          g_prefix_error (error, "parameter %u: ", n);
          return FALSE;
        }
      g_variant_builder_add_value (&builder, description);
    }

  g_variant_dict_insert_value (dict, "params", g_variant_builder_end (&builder));
  return TRUE;
}

static gboolean
add_outputs (GVariantDict *dict,
             const FanfoldOutputDesc *output,
             const char *domain,
             GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  guint n = 0;

  for (; output != NULL && output->id != NULL; output++)
    {
      GVariant *description;

      if (++n > MAX_LIST)
        return refuse (error, "its list of outputs has no end");
      description = read_output (output, domain, error);
      if (description == NULL)
        {
          g_prefix_error (error, "output %u: ", n);
          return FALSE;
        }
      g_variant_builder_add_value (&builder, description);
    }

  g_variant_dict_insert_value (dict, "outputs", g_variant_builder_end (&builder));
  return TRUE;
}

static GVariant *
read_function (const FanfoldFunctionDesc *function, const char *domain, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!add_text (&dict, "id", function->id, error) ||
      !add_text (&dict, "label", function->label, error) ||
      !add_text (&dict, "summary", function->summary, error) ||
      !add_text (&dict, "gettext-domain", domain, error) ||
      !add_params (&dict, function->params, domain, error) ||
      !add_outputs (&dict, function->outputs, domain, error))
    return NULL;

  if (function->run == NULL)
    {
      refuse (error, "it has no run function");
      return NULL;
    }

  g_variant_dict_insert (&dict, "cache-version", "u", function->cache_version);
  g_variant_dict_insert (&dict, "load", "u", function->load);
  g_variant_dict_insert (&dict, "isolation", "u", function->isolation);
  g_variant_dict_insert (&dict, "flags", "u", function->flags);

  return g_variant_dict_end (&dict);
}

static gboolean
add_functions (GVariantDict *dict,
               const FanfoldFunctionDesc *function,
               const char *domain,
               GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  guint n = 0;

  for (; function != NULL && function->id != NULL; function++)
    {
      GVariant *description;

      if (++n > MAX_LIST)
        return refuse (error, "its list of functions has no end");
      description = read_function (function, domain, error);
      if (description == NULL)
        {
          if (g_utf8_validate (function->id, -1, NULL))
            g_prefix_error (error, "function \"%s\": ", function->id);
          else
            g_prefix_error (error, "function %u: ", n);
          return FALSE;
        }
      g_variant_builder_add_value (&builder, description);
    }

  g_variant_dict_insert_value (dict, "functions", g_variant_builder_end (&builder));
  return TRUE;
}

GVariant *
fanfold_plugin_file_read (const FanfoldPluginDesc *desc, const char *build, GError **error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (!add_text (&dict, "id", desc->id, error) || !add_text (&dict, "label", desc->label, error) ||
      !add_text (&dict, "version", desc->version, error) ||
      !add_text (&dict, "gettext-domain", desc->gettext_domain, error) ||
      !add_functions (&dict, desc->functions, desc->gettext_domain, error))
    return NULL;

  g_variant_dict_insert (&dict, "build", "s", build);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}
