/* fuzz-description.c: any bytes as what a worker says of a plugin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-description.h"
#include "fanfold-plugin.h"
#include "fuzz.h"

static void
check_param (FanfoldParam *param)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = fanfold_param_dup_default (param, &error);
  g_autofree char *text = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  double minimum;
  double maximum;

  if (fanfold_param_get_limits (param, &minimum, &maximum))
    g_assert_cmpfloat (minimum, <, maximum);
  fuzz_check_refusal (value, error);
  if (value == NULL)
    return;

  g_assert_true (fanfold_param_check (param, value, NULL));
  text = fanfold_param_format (param, value);
  fanfold_param_append_json (param, json, value);
  fuzz_check_json (json->str);
}

/* JSON, which outputs alone may be, has no text that stands for nothing. */
static void
check_params (GPtrArray *params)
{
  for (guint i = 0; i < params->len; i++)
    {
      if (fanfold_param_get_param_type (params->pdata[i]) != FANFOLD_PARAM_TYPE_JSON)
        check_param (params->pdata[i]);
    }
}

static void
check_function (FanfoldFunction *function)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) kept = fanfold_function_to_variant (function);
  g_autoptr (FanfoldFunction) again = NULL;

  again = fanfold_function_new_from_kept_variant (kept, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fanfold_function_get_id (again), ==, fanfold_function_get_id (function));
  g_assert_cmpstr (fanfold_function_get_cache_version (again),
                   ==,
                   fanfold_function_get_cache_version (function));
  g_assert_true (g_variant_type_equal (fanfold_function_get_args_type (again),
                                       fanfold_function_get_args_type (function)));
  check_params (fanfold_function_get_params (function));
  check_params (fanfold_function_get_outputs (function));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = size > 0 ? (const char *) data : "";
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) description = NULL;
  g_autoptr (FanfoldPlugin) plugin = NULL;
  GListModel *functions;

  description = fanfold_description_parse (text, size, &error);
  fuzz_check_refusal (description, error);
  if (description == NULL)
    return 0;

  plugin = fanfold_plugin_new_from_variant ("/nowhere/test.so", description, &error);
  fuzz_check_refusal (plugin, error);
  if (plugin == NULL)
    return 0;

  functions = fanfold_plugin_get_functions (plugin);
  for (guint i = 0; i < g_list_model_get_n_items (functions); i++)
    {
      g_autoptr (FanfoldFunction) function = g_list_model_get_item (functions, i);

      check_function (function);
    }

  return 0;
}
