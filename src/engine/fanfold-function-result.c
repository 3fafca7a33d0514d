/* fanfold-function-result.c: the result of a job as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-function.h"
#include "fanfold-error.h"
#include "fanfold-json.h"

static gboolean
has_output (FanfoldFunction *self, const char *id)
{
  GPtrArray *outputs = fanfold_function_get_outputs (self);

  for (guint i = 0; i < outputs->len; i++)
    if (g_str_equal (fanfold_param_get_id (g_ptr_array_index (outputs, i)), id))
      return TRUE;

  return FALSE;
}

static void
append_output (FanfoldParam *output, GString *json, GVariant *value)
{
  if (value == NULL)
    g_string_append (json, "null");
  else
    fanfold_param_append_json (output, json, value);
}

void
fanfold_function_append_result_json (FanfoldFunction *self, GString *json, GVariant **values)
{
  GPtrArray *outputs;

  g_return_if_fail (FANFOLD_IS_FUNCTION (self));
  g_return_if_fail (json != NULL);

  outputs = fanfold_function_get_outputs (self);
  if (outputs->len == 0)
    {
      g_string_append (json, "null");
      return;
    }

  if (outputs->len == 1)
    {
      append_output (g_ptr_array_index (outputs, 0), json, values[0]);
      return;
    }

  for (guint i = 0; i < outputs->len; i++)
    {
      FanfoldParam *output = g_ptr_array_index (outputs, i);

      g_string_append_c (json, i == 0 ? '{' : ',');
      fanfold_json_append_text (json, fanfold_param_get_id (output));
      g_string_append_c (json, ':');
      append_output (output, json, values[i]);
    }
  g_string_append_c (json, '}');
}

static gboolean
check_members (FanfoldFunction *self, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!has_output (self, name))
      {
        g_set_error (error,
                     FANFOLD_ERROR,
                     FANFOLD_ERROR_INVALID,
                     "%s has no output \"%s\"",
                     fanfold_function_get_id (self),
                     name);
        return FALSE;
      }

  return TRUE;
}

static JsonNode *
get_output_node (FanfoldFunction *self, JsonNode *root, guint i)
{
  GPtrArray *outputs = fanfold_function_get_outputs (self);

  if (outputs->len == 1)
    return root;

  return json_object_get_member (json_node_get_object (root),
                                 fanfold_param_get_id (g_ptr_array_index (outputs, i)));
}

gboolean
fanfold_function_parse_result_json (FanfoldFunction *self,
                                    const char *json,
                                    GVariant **values,
                                    GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  GPtrArray *outputs;
  guint n;

  g_return_val_if_fail (FANFOLD_IS_FUNCTION (self), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);

  outputs = fanfold_function_get_outputs (self);
  n = outputs->len;
  root = fanfold_json_parse (json, -1, error);
  if (root == NULL)
    return FALSE;

  if (n > 1 && !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "a result of %s is an object of its outputs",
                   fanfold_function_get_id (self));
      return FALSE;
    }

  if (n > 1 && !check_members (self, json_node_get_object (root), error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    values[i] = NULL;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = get_output_node (self, root, i);

      if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        continue;

      values[i] = fanfold_param_from_json (g_ptr_array_index (outputs, i), node, error);
      if (values[i] == NULL)
        {
          for (guint j = 0; j < i; j++)
            g_clear_pointer (&values[j], g_variant_unref);
          return FALSE;
        }
    }

  return TRUE;
}
