/* fanfold-batch-read.c: the part of fanfold-batch.h that reads .fanfold text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-reader.h"

#include "fanfold-json.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define FORMAT 1
#define TEXT_BEGIN "{\n  \"fanfold\": 1,\n  "
#define NOTE_BEGIN "\n  \"note\": "
#define LABELS_END "\n  \"function\": "
#define TEXT_END "\n}\n"

static gboolean
read_format (FanfoldBatchReader *self, JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "fanfold");

  if (node == NULL)
    return fanfold_batch_reader_fail (
        self, "", _ ("the key “fanfold” is missing: a batch file begins {\"fanfold\": 1, …"));
  if (!fanfold_batch_reader_is_of_type (node, G_TYPE_INT64))
    return fanfold_batch_reader_fail (self, "/fanfold", _ ("“fanfold” must be the number 1"));
  if (json_node_get_int (node) != FORMAT)
    return fanfold_batch_reader_fail (self,
                                      "/fanfold",
                                      _ ("this is format %" PRId64
                                         " of batch files, and only format 1 is known; "
                                         "a newer Fanfold may read it"),
                                      json_node_get_int (node));

  return TRUE;
}

/* Numbers and texts alike, as far as the setting takes them. */
static gboolean
read_setting (FanfoldBatchReader *self, const char *name, JsonNode *node, FanfoldSettings *settings)
{
  g_autofree char *path = fanfold_batch_reader_join ("/settings", name);
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_text = fanfold_batch_reader_is_of_type (node, G_TYPE_STRING);

  if (fanfold_settings_is_number (name) && (is_text || !JSON_NODE_HOLDS_VALUE (node)))
    return fanfold_batch_reader_fail (self, path, _ ("“%s” must be a number"), name);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return fanfold_batch_reader_fail (self, path, _ ("“%s” must be a text or a number"), name);

  text = is_text ? json_node_dup_string (node) : fanfold_batch_reader_dup_text (node);
  if (!fanfold_settings_set_text (settings, name, text, &local))
    return fanfold_batch_reader_fail (self, path, "%s", local->message);

  return TRUE;
}

static gboolean
check_setting_names (FanfoldBatchReader *self, JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) keys = NULL;

  g_strv_builder_addv (builder, (const char **) fanfold_settings_get_names ());
  g_strv_builder_add_many (builder, "cache", "no_cache", NULL);
  keys = g_strv_builder_end (builder);

  return fanfold_batch_reader_check_keys (self, object, "/settings", (const char *const *) keys);
}

static gboolean
read_switch (FanfoldBatchReader *self, JsonObject *object, const char *name, gboolean *value)
{
  g_autofree char *path = g_strconcat ("/settings/", name, NULL);
  JsonNode *member = json_object_get_member (object, name);

  if (member != NULL && !fanfold_batch_reader_is_of_type (member, G_TYPE_BOOLEAN))
    return fanfold_batch_reader_fail (self, path, _ ("“%s” must be true or false"), name);
  *value = member != NULL && json_node_get_boolean (member);

  return TRUE;
}

static gboolean
read_settings (FanfoldBatchReader *self, FanfoldBatch *batch, JsonNode *node)
{
  const char *const *names = fanfold_settings_get_names ();
  FanfoldSettings settings = FANFOLD_SETTINGS_INIT;
  JsonObject *object;
  JsonNode *member;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fanfold_batch_reader_fail (self, "/settings", _ ("“settings” must be an object in {}"));

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

/* @text: (out) (transfer none) empty where there is none. */
static gboolean
read_label (FanfoldBatchReader *self, JsonObject *root, const char *key, const char **text)
{
  g_autofree char *path = g_strconcat ("/", key, NULL);
  JsonNode *node = json_object_get_member (root, key);

  if (node != NULL && !fanfold_batch_reader_is_of_type (node, G_TYPE_STRING))
    return fanfold_batch_reader_fail (self, path, _ ("“%s” must be a text"), key);
  *text = node != NULL ? json_node_get_string (node) : "";

  return TRUE;
}

static gboolean
read_labels (FanfoldBatchReader *self, FanfoldBatch *batch, JsonObject *root)
{
  g_autoptr (GError) local = NULL;
  const char *name, *note;

  if (!read_label (self, root, "name", &name) || !read_label (self, root, "note", &note))
    return FALSE;
  if (!fanfold_batch_set_note (batch, note, &local))
    return fanfold_batch_reader_fail (self, "/note", "%s", local->message);

  fanfold_batch_set_name (batch, name);
  return TRUE;
}

FanfoldBatch *
fanfold_batch_new_from_text (const char *text, gssize length, GError **error)
{
  static const char *const keys[] = { "fanfold", "name",     "note", "function",
                                      "inputs",  "settings", NULL };
  FanfoldBatchReader reader = { .text = text, .length = length, .error = error };
  g_autoptr (FanfoldBatch) self = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *function_id;
  JsonObject *root;

  g_return_val_if_fail (text != NULL, NULL);

  node = fanfold_json_parse (text, length, error);
  if (node == NULL)
    return NULL;

  root = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (root == NULL)
    {
      fanfold_batch_reader_fail (&reader, "", _ ("a batch file must be an object in {}"));
      return NULL;
    }

  if (!read_format (&reader, root) || !fanfold_batch_reader_check_keys (&reader, root, "", keys))
    return NULL;

  function_id = fanfold_batch_reader_get_word (&reader, root, "", "function");
  if (function_id == NULL)
    return NULL;

  self = fanfold_batch_new (function_id);
  if (!read_labels (&reader, self, root) ||
      !fanfold_batch_reader_read_inputs (&reader, self, json_object_get_member (root, "inputs")) ||
      !read_settings (&reader, self, json_object_get_member (root, "settings")))
    return NULL;

  return g_steal_pointer (&self);
}

/* The text of a batch of the same settings, or NULL: fanfold_batch_to_text () has them in the last
 * line but one, or leaves them out behind the inputs. */
static char *
dup_without_inputs (const char *text)
{
  const char *line;

  if (!g_str_has_suffix (text, TEXT_END))
    return NULL;

  line = text + strlen (text) - strlen (TEXT_END);
  while (line > text && *(line - 1) != '\n')
    line--;
  if (g_str_has_prefix (line, "  \"settings\": "))
    return g_strconcat ("{\"fanfold\": 1, \"function\": \"a.b\",", line, NULL);
  if (g_str_has_prefix (line, "  ]"))
    return g_strdup ("{\"fanfold\": 1, \"function\": \"a.b\"}");

  return NULL;
}

gboolean
fanfold_batch_read_settings (const char *text, FanfoldSettings *settings)
{
  g_autofree char *rest = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  rest = dup_without_inputs (text);
  batch = fanfold_batch_new_from_text (rest != NULL ? rest : text, -1, NULL);
  if (batch == NULL)
    return FALSE;

  *settings = *fanfold_batch_get_settings (batch);
  return TRUE;
}

/* The beginning of what fanfold_batch_to_text () wrote, as a batch of its labels; NULL: it is from
 * elsewhere. */
static char *
dup_labels (const char *text)
{
  const char *function = strstr (text, LABELS_END);
  g_autofree char *labels = NULL;

  if (!g_str_has_prefix (text, TEXT_BEGIN) || function == NULL)
    return NULL;

  labels = g_strndup (text, function - text);
  return g_strconcat (labels, LABELS_END "\"a.b\"}", NULL);
}

char *
fanfold_batch_read_note (const char *text)
{
  g_autofree char *labels = NULL;
  g_autoptr (FanfoldBatch) batch = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  labels = dup_labels (text);
  if (labels != NULL && strstr (labels, NOTE_BEGIN) == NULL)
    return g_strdup ("");

  batch = fanfold_batch_new_from_text (labels != NULL ? labels : text, -1, NULL);

  return g_strdup (batch != NULL ? fanfold_batch_get_note (batch) : "");
}
