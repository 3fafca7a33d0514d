/* fanfold-batch-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-reader.h"

#include "fanfold-error.h"
#include "fanfold-json.h"

#include <glib/gi18n-lib.h>

gboolean
fanfold_batch_reader_fail (FanfoldBatchReader *self, const char *path, const char *format, ...)
{
  FanfoldJsonPlace place = { .line = 1, .column = 1 };
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  fanfold_json_locate (self->text, self->length, path, &place);
  g_set_error (self->error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Line %u, column %u: %s"),
               place.line,
               place.column,
               message);
  return FALSE;
}

char *
fanfold_batch_reader_join (const char *path, const char *key)
{
  g_autoptr (GString) escaped = g_string_new (key);

  g_string_replace (escaped, "~", "~0", 0);
  g_string_replace (escaped, "/", "~1", 0);
  return g_strconcat (path, "/", escaped->str, NULL);
}

gboolean
fanfold_batch_reader_check_keys (FanfoldBatchReader *self,
                                 JsonObject *object,
                                 const char *path,
                                 const char *const *keys)
{
  JsonObjectIter iter;
  const char *key;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, NULL))
    {
      g_autofree char *key_path = NULL;
      g_autofree char *known = NULL;

      if (g_strv_contains (keys, key))
        continue;

      key_path = fanfold_batch_reader_join (path, key);
      known = g_strjoinv (", ", (char **) keys);
      return fanfold_batch_reader_fail (
          self, key_path, _ ("there is no key “%s” here; there are %s"), key, known);
    }

  return TRUE;
}

gboolean
fanfold_batch_reader_is_of_type (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

const char *
fanfold_batch_reader_get_word (FanfoldBatchReader *self,
                               JsonObject *object,
                               const char *path,
                               const char *key)
{
  g_autofree char *key_path = fanfold_batch_reader_join (path, key);
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    {
      fanfold_batch_reader_fail (self, path, _ ("the key “%s” is missing"), key);
      return NULL;
    }
  if (!fanfold_batch_reader_is_of_type (node, G_TYPE_STRING) ||
      *json_node_get_string (node) == '\0')
    {
      fanfold_batch_reader_fail (self, key_path, _ ("“%s” must be a text that is not empty"), key);
      return NULL;
    }

  return json_node_get_string (node);
}

/* A path that is no UTF-8 was written as a URI; any other URI is a text like all texts. */
static char *
dup_bytes (const char *text)
{
  g_autofree char *path = fanfold_json_dup_path (text);

  return g_utf8_validate (path, -1, NULL) ? g_strdup (text) : g_steal_pointer (&path);
}

char *
fanfold_batch_reader_dup_text (JsonNode *node)
{
  g_autoptr (GString) text = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (fanfold_batch_reader_is_of_type (node, G_TYPE_STRING))
    return dup_bytes (json_node_get_string (node));

  text = g_string_new (NULL);
  fanfold_json_append_node (text, node);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
