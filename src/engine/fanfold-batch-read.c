/* fanfold-batch-read.c: the part of fanfold-batch.h that reads .fanfold text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch.h"

#include "fanfold-error.h"
#include "fanfold-json.h"

#define FORMAT 1

typedef struct
{
  const char *text;
  gssize length;
  GError **error;
} Reader;

static gboolean fail (Reader *self, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* @path: of the member to blame, by RFC 6901. Always FALSE. */
static gboolean
fail (Reader *self, const char *path, const char *format, ...)
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
               "Line %u, column %u: %s",
               place.line,
               place.column,
               message);
  return FALSE;
}

static char *
join_path (const char *path, const char *key)
{
  g_autoptr (GString) escaped = g_string_new (key);

  g_string_replace (escaped, "~", "~0", 0);
  g_string_replace (escaped, "/", "~1", 0);
  return g_strconcat (path, "/", escaped->str, NULL);
}

/* Only members in @keys, NULL-ended, may be in @object. */
static gboolean
check_keys (Reader *self, JsonObject *object, const char *path, const char *const *keys)
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

      key_path = join_path (path, key);
      known = g_strjoinv (", ", (char **) keys);
      return fail (self, key_path, "there is no key “%s” here; there are %s", key, known);
    }

  return TRUE;
}

static gboolean
is_of_type (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static const char *
read_word (Reader *self, JsonObject *object, const char *path, const char *key)
{
  g_autofree char *key_path = join_path (path, key);
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    {
      fail (self, path, "the key “%s” is missing", key);
      return NULL;
    }
  if (!is_of_type (node, G_TYPE_STRING) || *json_node_get_string (node) == '\0')
    {
      fail (self, key_path, "“%s” must be a text that is not empty", key);
      return NULL;
    }

  return json_node_get_string (node);
}

static gboolean
read_format (Reader *self, JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "fanfold");

  if (node == NULL)
    return fail (self, "", "the key “fanfold” is missing: a batch file begins {\"fanfold\": 1, …");
  if (!is_of_type (node, G_TYPE_INT64))
    return fail (self, "/fanfold", "“fanfold” must be the number 1");
  if (json_node_get_int (node) != FORMAT)
    return fail (self,
                 "/fanfold",
                 "this is format %" G_GINT64_FORMAT " of batch files, and only format 1 is known; "
                 "a newer Fanfold may read it",
                 json_node_get_int (node));

  return TRUE;
}

/* A path that is no UTF-8 was written as a URI; any other URI is a text like all texts. */
static char *
dup_bytes (const char *text)
{
  g_autofree char *path = fanfold_json_dup_path (text);

  return g_utf8_validate (path, -1, NULL) ? g_strdup (text) : g_steal_pointer (&path);
}

/* NULL: no scalar */
static char *
dup_text (JsonNode *node)
{
  g_autoptr (GString) text = NULL;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (is_of_type (node, G_TYPE_STRING))
    return dup_bytes (json_node_get_string (node));

  text = g_string_new (NULL);
  fanfold_json_append_node (text, node);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether the texts of the kind are paths, bytes of no encoding. */
static gboolean
is_of_paths (FanfoldInputKind kind)
{
  return kind == FANFOLD_INPUT_FILES || kind == FANFOLD_INPUT_LINES;
}

static char *
read_text (Reader *self, JsonNode *node, const char *path, FanfoldInputKind kind)
{
  char *text = NULL;

  if (is_of_paths (kind) && is_of_type (node, G_TYPE_STRING))
    text = fanfold_json_dup_path (json_node_get_string (node));
  else if (!is_of_paths (kind))
    text = dup_text (node);

  if (text == NULL && kind == FANFOLD_INPUT_FILES)
    fail (self, path, "a pattern of files must be a text, such as \"Pictures/**\"");
  else if (text == NULL && kind == FANFOLD_INPUT_LINES)
    fail (self, path, "“lines” must be the path of a file, a text, or \"-\" for standard input");
  else if (text == NULL)
    fail (self, path, "a value must be a text, a number, true or false");

  return text;
}

static gboolean
is_single (JsonNode *node, FanfoldInputKind kind)
{
  return kind == FANFOLD_INPUT_VALUE || kind == FANFOLD_INPUT_LINES ||
         (kind == FANFOLD_INPUT_FILES && !JSON_NODE_HOLDS_ARRAY (node));
}

static char **
read_texts (Reader *self, JsonNode *node, const char *path, FanfoldInputKind kind)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;
  guint n;

  if (is_single (node, kind))
    {
      g_autofree char *text = read_text (self, node, path, kind);

      if (text == NULL)
        return NULL;
      g_strv_builder_add (builder, text);
      return g_strv_builder_end (builder);
    }

  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  n = array != NULL ? json_array_get_length (array) : 0;
  if (kind == FANFOLD_INPUT_RANGE && n != 2 && n != 3)
    {
      fail (self, path, "“range” must be [start, stop] or [start, stop, step]");
      return NULL;
    }
  if (n == 0)
    {
      fail (self,
            path,
            "“%s” must be an array that is not empty",
            fanfold_input_kind_to_string (kind));
      return NULL;
    }

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *element_path = g_strdup_printf ("%s/%u", path, i);
      g_autofree char *text =
          read_text (self, json_array_get_element (array, i), element_path, kind);

      if (text == NULL)
        return NULL;
      g_strv_builder_add (builder, text);
    }

  return g_strv_builder_end (builder);
}

static gboolean
read_group (Reader *self, JsonObject *object, const char *path, guint *group)
{
  g_autofree char *group_path = join_path (path, "group");
  JsonNode *node = json_object_get_member (object, "group");
  gint64 number;

  *group = 0;
  if (node == NULL)
    return TRUE;

  number = is_of_type (node, G_TYPE_INT64) ? json_node_get_int (node) : 0;
  if (number < 1 || number > G_MAXINT)
    return fail (self, group_path, "“group” must be a whole number from 1 on");

  *group = (guint) number;
  return TRUE;
}

/* Which of "value", "list" … is there: exactly one. */
static gboolean
find_kind (Reader *self, JsonObject *object, const char *path, FanfoldInputKind *kind)
{
  const char *found = NULL;

  *kind = FANFOLD_INPUT_VALUE;
  for (guint i = FANFOLD_INPUT_VALUE; i <= FANFOLD_INPUT_LINES; i++)
    {
      const char *key = fanfold_input_kind_to_string ((FanfoldInputKind) i);

      if (!json_object_has_member (object, key))
        continue;

      if (found != NULL)
        {
          g_autofree char *key_path = join_path (path, key);

          return fail (
              self, key_path, "“%s” stands beside “%s”: leave one of them out", key, found);
        }
      found = key;
      *kind = (FanfoldInputKind) i;
    }

  if (found == NULL)
    return fail (self, path, "this input has none of value, list, range, files and lines");

  return TRUE;
}

static gboolean
read_input (Reader *self, FanfoldBatch *batch, JsonNode *node, const char *path)
{
  static const char *const keys[] = { "name",  "value", "list",  "range",
                                      "files", "lines", "group", NULL };
  g_autoptr (FanfoldInput) input = NULL;
  g_autoptr (FanfoldInput) grouped = NULL;
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) texts = NULL;
  g_autofree char *texts_path = NULL;
  g_autofree char *name_path = join_path (path, "name");
  const char *kind_key;
  const char *name;
  JsonObject *object;
  FanfoldInputKind kind;
  guint group;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (self, path, "an input must be an object in {}");

  object = json_node_get_object (node);
  if (!check_keys (self, object, path, keys) || !read_group (self, object, path, &group))
    return FALSE;

  name = read_word (self, object, path, "name");
  if (name == NULL || !find_kind (self, object, path, &kind))
    return FALSE;

  kind_key = fanfold_input_kind_to_string (kind);
  texts_path = join_path (path, kind_key);
  texts = read_texts (self, json_object_get_member (object, kind_key), texts_path, kind);
  if (texts == NULL)
    return FALSE;

  input = fanfold_input_new (name, kind, (const char *const *) texts);
  grouped = fanfold_input_with_group (input, group);
  if (!fanfold_batch_add_input (batch, grouped, &local))
    return fail (self, name_path, "%s", local->message);

  return TRUE;
}

static gboolean
read_inputs (Reader *self, FanfoldBatch *batch, JsonNode *node)
{
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (self, "/inputs", "“inputs” must be an array in []");

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("/inputs/%u", i);

      if (!read_input (self, batch, json_array_get_element (array, i), path))
        return FALSE;
    }

  return TRUE;
}

/* Numbers and texts alike, as far as the setting takes them. */
static gboolean
read_setting (Reader *self, const char *name, JsonNode *node, FanfoldSettings *settings)
{
  g_autofree char *path = join_path ("/settings", name);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_text = is_of_type (node, G_TYPE_STRING);

  if (fanfold_settings_is_number (name) && (is_text || !JSON_NODE_HOLDS_VALUE (node)))
    return fail (self, path, "“%s” must be a number", name);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return fail (self, path, "“%s” must be a text or a number", name);

  text = is_text ? json_node_dup_string (node) : dup_text (node);
  if (!fanfold_settings_set_text (settings, name, text, &local))
    return fail (self, path, "%s", local->message);

  return TRUE;
}

static gboolean
check_setting_names (Reader *self, JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) keys = NULL;

  g_strv_builder_addv (builder, (const char **) fanfold_settings_get_names ());
  g_strv_builder_add_many (builder, "cache", "no_cache", NULL);
  keys = g_strv_builder_end (builder);

  return check_keys (self, object, "/settings", (const char *const *) keys);
}

static gboolean
read_switch (Reader *self, JsonObject *object, const char *name, gboolean *value)
{
  g_autofree char *path = g_strconcat ("/settings/", name, NULL);
  JsonNode *member = json_object_get_member (object, name);

  if (member != NULL && !is_of_type (member, G_TYPE_BOOLEAN))
    return fail (self, path, "“%s” must be true or false", name);
  *value = member != NULL && json_node_get_boolean (member);

  return TRUE;
}

static gboolean
read_settings (Reader *self, FanfoldBatch *batch, JsonNode *node)
{
  const char *const *names = fanfold_settings_get_names ();
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  JsonObject *object;
  JsonNode *member;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (self, "/settings", "“settings” must be an object in {}");

  object = json_node_get_object (node);
  if (!check_setting_names (self, object))
    return FALSE;

  for (; *names != NULL; names++)
    {
      member = json_object_get_member (object, *names);
      if (member != NULL && !read_setting (self, *names, member, &settings))
        return FALSE;
    }

  if (!read_switch (self, object, "cache", &settings.cache) ||
      !read_switch (self, object, "no_cache", &settings.no_cache))
    return FALSE;

  fanfold_batch_set_settings (batch, &settings);
  return TRUE;
}

FanfoldBatch *
fanfold_batch_new_from_text (const char *text, gssize length, GError **error)
{
  static const char *const keys[] = { "fanfold", "name", "function", "inputs", "settings", NULL };
  Reader reader = { .text = text, .length = length, .error = error };
  g_autoptr (FanfoldBatch) self = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *function_id;
  JsonObject *root;
  JsonNode *name;

  g_return_val_if_fail (text != NULL, NULL);

  node = fanfold_json_parse (text, length, error);
  if (node == NULL)
    return NULL;

  root = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (root == NULL)
    {
      fail (&reader, "", "a batch file must be an object in {}");
      return NULL;
    }

  if (!read_format (&reader, root) || !check_keys (&reader, root, "", keys))
    return NULL;

  function_id = read_word (&reader, root, "", "function");
  if (function_id == NULL)
    return NULL;

  self = fanfold_batch_new (function_id);
  name = json_object_get_member (root, "name");
  if (name != NULL && !is_of_type (name, G_TYPE_STRING))
    {
      fail (&reader, "/name", "“name” must be a text");
      return NULL;
    }
  if (name != NULL)
    fanfold_batch_set_name (self, json_node_get_string (name));

  if (!read_inputs (&reader, self, json_object_get_member (root, "inputs")) ||
      !read_settings (&reader, self, json_object_get_member (root, "settings")))
    return NULL;

  return g_steal_pointer (&self);
}
