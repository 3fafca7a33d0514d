/* fuzz-json.c: any bytes as JSON text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fuzz.h"

static void
append_step (GString *path, const char *key)
{
  g_autoptr (GString) escaped = g_string_new (key);

  g_string_replace (escaped, "~", "~0", 0);
  g_string_replace (escaped, "/", "~1", 0);
  g_string_append_printf (path, "/%s", escaped->str);
}

/* Of the first member of the first member of … */
static char *
make_path (JsonNode *node)
{
  GString *path = g_string_new (NULL);

  while (node != NULL)
    {
      JsonNode *below = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node) && json_object_get_size (json_node_get_object (node)) > 0)
        {
          JsonObjectIter iter;
          const char *key;

          json_object_iter_init_ordered (&iter, json_node_get_object (node));
          json_object_iter_next_ordered (&iter, &key, &below);
          append_step (path, key);
        }
      else if (JSON_NODE_HOLDS_ARRAY (node) &&
               json_array_get_length (json_node_get_array (node)) > 0)
        {
          below = json_array_get_element (json_node_get_array (node), 0);
          g_string_append (path, "/0");
        }
      node = below;
    }

  return g_string_free (path, FALSE);
}

/* What is written of it is read as the same. */
static void
check_round_trip (JsonNode *node)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) first = g_string_new (NULL);
  g_autoptr (GString) second = g_string_new (NULL);
  g_autoptr (JsonNode) again = NULL;

  fanfold_json_append_node (first, node);
  again = fanfold_json_parse (first->str, (gssize) first->len, &error);
  g_assert_no_error (error);
  fanfold_json_append_node (second, again);
  g_assert_cmpstr (first->str, ==, second->str);
  g_assert_true (json_node_equal (node, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *path = NULL;
  g_autofree char *any_path = g_strndup (text, size);
  FanfoldJsonPlace place = { 0 };

  /* An empty input may come without bytes. */
  if (size == 0)
    text = "";
  node = fanfold_json_parse (text, (gssize) size, &error);
  fuzz_check_refusal (node, error);
  if (fanfold_json_locate (text, (gssize) size, any_path, &place))
    g_assert_true (place.line >= 1 && place.column >= 1);
  if (node == NULL)
    return 0;

  check_round_trip (node);
  path = make_path (node);
  g_assert_true (fanfold_json_locate (text, (gssize) size, path, &place));
  g_assert_true (place.line >= 1 && place.column >= 1);

  return 0;
}
