/* fanfold-memo-outputs.c: which files a job wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json.h"
#include "fanfold-key.h"
#include "fanfold-memo.h"

#define LISTS (FANFOLD_OUTPUT_FLAG_FILES | FANFOLD_OUTPUT_FLAG_FILES_READ)

static gboolean
is_path (FanfoldParam *param)
{
  FanfoldParamType type = fanfold_param_get_param_type (param);

  return type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER;
}

static gboolean
is_list (FanfoldParam *output)
{
  return (fanfold_param_get_flags (output) & LISTS) != 0;
}

static gboolean
has_paths (GPtrArray *outputs)
{
  for (guint i = 0; i < outputs->len; i++)
    if (is_path (g_ptr_array_index (outputs, i)) || is_list (g_ptr_array_index (outputs, i)))
      return TRUE;

  return FALSE;
}

/* Whether a job may have written @path, as parameter @param says: a file that is named by the
 * folder to write it to is among the results, and the folder's time says nothing of it. */
static gboolean
is_written (FanfoldParam *param, const char *path)
{
  gboolean file = fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_FILE;

  return g_file_test (path, G_FILE_TEST_EXISTS) &&
         !(file && g_file_test (path, G_FILE_TEST_IS_DIR));
}

/* @param is NULL for what is among the results. */
static void
add_path (GPtrArray *paths, const char *folder, const char *text, FanfoldParam *param)
{
  g_autofree char *path = NULL;

  if (text[0] == '\0')
    return;

  path = fanfold_key_dup_path (folder, text);
  if (param != NULL && !is_written (param, path))
    return;
  if (!g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL))
    g_ptr_array_add (paths, g_steal_pointer (&path));
}

/* Whatever else stands in the array is no path. */
static void
add_list (GPtrArray *paths, const char *folder, const char *json)
{
  g_autoptr (JsonNode) node = fanfold_json_parse (json, -1, NULL);
  JsonArray *array = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    array = json_node_get_array (node);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *path = NULL;

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        continue;

      path = fanfold_json_dup_path (json_node_get_string (element));
      add_path (paths, folder, path, NULL);
    }
}

static void
add_outputs (GPtrArray *paths,
             FanfoldFunction *function,
             const char *folder,
             const char *result_json)
{
  GPtrArray *outputs = fanfold_function_get_outputs (function);
  g_autofree GVariant **values = g_new0 (GVariant *, outputs->len + 1);

  if (!has_paths (outputs) ||
      !fanfold_function_parse_result_json (function, result_json, values, NULL))
    return;

  for (guint i = 0; i < outputs->len; i++)
    {
      FanfoldParam *output = g_ptr_array_index (outputs, i);

      if (values[i] != NULL && is_path (output))
        add_path (paths, folder, g_variant_get_bytestring (values[i]), NULL);
      else if (values[i] != NULL && is_list (output))
        add_list (paths, folder, g_variant_get_string (values[i], NULL));
      g_clear_pointer (&values[i], g_variant_unref);
    }
}

static void
add_output_params (GPtrArray *paths, FanfoldFunction *function, const char *folder, GVariant *args)
{
  GPtrArray *params = fanfold_function_get_params (function);

  for (guint i = 0; i < params->len; i++)
    {
      FanfoldParam *param = g_ptr_array_index (params, i);
      g_autoptr (GVariant) value = NULL;

      if (!is_path (param) || (fanfold_param_get_flags (param) & FANFOLD_PARAM_FLAG_OUTPUT) == 0)
        continue;

      value = g_variant_get_child_value (args, i);
      add_path (paths, folder, g_variant_get_bytestring (value), param);
    }
}

GStrv
fanfold_memo_dup_outputs (FanfoldFunction *function,
                          GVariant *args,
                          const char *folder,
                          const char *result_json)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (args != NULL, NULL);
  g_return_val_if_fail (result_json != NULL, NULL);

  add_outputs (paths, function, folder, result_json);
  add_output_params (paths, function, folder, args);
  g_ptr_array_add (paths, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}
