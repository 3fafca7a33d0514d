/* fanfold-batch-read-inputs.c: the part of fanfold-batch-reader.h that reads inputs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch-reader.h"

#include "fanfold-blocks-plan.h"
#include "fanfold-json.h"

#include <glib/gi18n-lib.h>

/* Whether the texts of the kind are paths, bytes of no encoding. */
static gboolean
is_of_paths (FanfoldInputKind kind)
{
  return kind == FANFOLD_INPUT_FILES || kind == FANFOLD_INPUT_LINES || kind == FANFOLD_INPUT_CSV ||
         kind == FANFOLD_INPUT_BLOCKS;
}

static char *
read_text (FanfoldBatchReader *self, JsonNode *node, const char *path, FanfoldInputKind kind)
{
  char *text = NULL;

  if (is_of_paths (kind) && fanfold_batch_reader_is_of_type (node, G_TYPE_STRING))
    text = fanfold_json_dup_path (json_node_get_string (node));
  else if (!is_of_paths (kind))
    text = fanfold_batch_reader_dup_text (node);

  if (text == NULL && kind == FANFOLD_INPUT_FILES)
    fanfold_batch_reader_fail (
        self, path, _ ("a pattern of files must be a text, such as \"Pictures/**\""));
  else if (text == NULL && kind == FANFOLD_INPUT_LINES)
    fanfold_batch_reader_fail (
        self, path, _ ("“lines” must be the path of a file, a text, or \"-\" for standard input"));
  else if (text == NULL && is_of_paths (kind))
    fanfold_batch_reader_fail (self,
                               path,
                               _ ("“%s” must be the path of a file, a text"),
                               fanfold_input_kind_to_string (kind));
  else if (text == NULL)
    fanfold_batch_reader_fail (self, path, _ ("a value must be a text, a number, true or false"));

  return text;
}

static gboolean
is_single (JsonNode *node, FanfoldInputKind kind)
{
  return kind == FANFOLD_INPUT_VALUE || kind == FANFOLD_INPUT_LINES || kind == FANFOLD_INPUT_CSV ||
         kind == FANFOLD_INPUT_BLOCKS || kind == FANFOLD_INPUT_TEMPLATE ||
         (kind == FANFOLD_INPUT_FILES && !JSON_NODE_HOLDS_ARRAY (node));
}

static gboolean
check_n_texts (FanfoldBatchReader *self, guint n, const char *path, FanfoldInputKind kind)
{
  const char *word = fanfold_input_kind_to_string (kind);

  if (kind == FANFOLD_INPUT_RANGE && n != 2 && n != 3)
    return fanfold_batch_reader_fail (
        self, path, _ ("“range” must be [start, stop] or [start, stop, step]"));
  if ((kind == FANFOLD_INPUT_LINSPACE || kind == FANFOLD_INPUT_GEOMSPACE) && n != 3)
    return fanfold_batch_reader_fail (self, path, _ ("“%s” must be [first, last, count]"), word);
  if (n == 0)
    return fanfold_batch_reader_fail (
        self, path, _ ("“%s” must be an array that is not empty"), word);

  return TRUE;
}

static char **
read_texts (FanfoldBatchReader *self, JsonNode *node, const char *path, FanfoldInputKind kind)
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
  if (!check_n_texts (self, n, path, kind))
    return NULL;

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
read_group (FanfoldBatchReader *self, JsonObject *object, const char *path, guint *group)
{
  g_autofree char *group_path = fanfold_batch_reader_join (path, "group");
  JsonNode *node = json_object_get_member (object, "group");
  gint64 number;

  *group = 0;
  if (node == NULL)
    return TRUE;

  number = fanfold_batch_reader_is_of_type (node, G_TYPE_INT64) ? json_node_get_int (node) : 0;
  if (number < 1 || number > G_MAXINT)
    return fanfold_batch_reader_fail (
        self, group_path, _ ("“group” must be a whole number from 1 on"));

  *group = (guint) number;
  return TRUE;
}

/* Which of "value", "list" … is there: exactly one. */
static gboolean
find_kind (FanfoldBatchReader *self, JsonObject *object, const char *path, FanfoldInputKind *kind)
{
  const char *found = NULL;

  *kind = FANFOLD_INPUT_VALUE;
  for (guint i = FANFOLD_INPUT_VALUE; i <= FANFOLD_INPUT_TEMPLATE; i++)
    {
      const char *key = fanfold_input_kind_to_string ((FanfoldInputKind) i);

      if (!json_object_has_member (object, key))
        continue;

      if (found != NULL)
        {
          g_autofree char *key_path = fanfold_batch_reader_join (path, key);

          return fanfold_batch_reader_fail (
              self, key_path, _ ("“%s” stands beside “%s”: leave one of them out"), key, found);
        }
      found = key;
      *kind = (FanfoldInputKind) i;
    }

  if (found == NULL)
    return fanfold_batch_reader_fail (self,
                                      path,
                                      _ ("this input has none of value, list, range, linspace, "
                                         "geomspace, files, lines, csv, blocks "
                                         "and template"));

  return TRUE;
}

/* Behind the path of a CSV file: the header of the column. */
static gboolean
read_column (FanfoldBatchReader *self,
             JsonObject *object,
             const char *path,
             FanfoldInputKind kind,
             char ***texts)
{
  g_autofree char *column_path = fanfold_batch_reader_join (path, "column");
  char **both;
  const char *column;

  if (kind != FANFOLD_INPUT_CSV)
    return !json_object_has_member (object, "column") ||
           fanfold_batch_reader_fail (self, column_path, _ ("“column” stands beside “csv” alone"));

  column = fanfold_batch_reader_get_word (self, object, path, "column");
  if (column == NULL)
    return FALSE;

  both = g_new0 (char *, 3);
  both[0] = g_steal_pointer (&(*texts)[0]);
  both[1] = g_strdup (column);
  g_strfreev (*texts);
  *texts = both;

  return TRUE;
}

/* Behind the path of a file of blocks: how it is cut. */
static gboolean
read_plan (FanfoldBatchReader *self,
           JsonObject *object,
           const char *path,
           FanfoldInputKind kind,
           char ***texts)
{
  const char *const *names = fanfold_blocks_plan_get_names ();
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (FanfoldBlocksPlan) plan = { 0 };
  g_autoptr (GError) local = NULL;

  g_strv_builder_addv (words, (const char **) *texts);
  for (; *names != NULL; names++)
    {
      g_autofree char *word_path = fanfold_batch_reader_join (path, *names);
      JsonNode *node = json_object_get_member (object, *names);
      g_autofree char *text = node != NULL ? fanfold_batch_reader_dup_text (node) : NULL;
      g_autofree char *word = text != NULL ? g_strconcat (*names, "=", text, NULL) : NULL;

      if (node == NULL)
        continue;
      if (kind != FANFOLD_INPUT_BLOCKS)
        return fanfold_batch_reader_fail (
            self, word_path, _ ("“%s” stands beside “blocks” alone"), *names);
      if (word == NULL)
        return fanfold_batch_reader_fail (
            self, word_path, _ ("“%s” must be a text or a number"), *names);
      g_strv_builder_add (words, word);
    }
  if (kind != FANFOLD_INPUT_BLOCKS)
    return TRUE;

  g_strfreev (*texts);
  *texts = g_strv_builder_end (words);

  return fanfold_blocks_plan_parse (&plan, (const char *const *) *texts + 1, &local) ||
         fanfold_batch_reader_fail (self, path, "%s", local->message);
}

/* The input, of files, without those that it excludes. */
static gboolean
read_exclude (FanfoldBatchReader *self, JsonObject *object, const char *path, FanfoldInput **input)
{
  g_autofree char *exclude_path = fanfold_batch_reader_join (path, "exclude");
  g_autoptr (FanfoldInput) all = NULL;
  g_auto (GStrv) globs = NULL;
  JsonNode *node = json_object_get_member (object, "exclude");

  if (node == NULL)
    return TRUE;
  if (fanfold_input_get_kind (*input) != FANFOLD_INPUT_FILES)
    return fanfold_batch_reader_fail (
        self, exclude_path, _ ("“exclude” stands beside “files” alone"));

  globs = read_texts (self, node, exclude_path, FANFOLD_INPUT_FILES);
  if (globs == NULL)
    return FALSE;

  all = g_steal_pointer (input);
  *input = fanfold_input_with_exclude (all, (const char *const *) globs);

  return TRUE;
}

/* The texts of an input of that kind, with what stands beside them. (transfer full) (nullable) */
static char **
read_all_texts (FanfoldBatchReader *self,
                JsonObject *object,
                const char *path,
                FanfoldInputKind kind)
{
  const char *key = fanfold_input_kind_to_string (kind);
  g_autofree char *texts_path = fanfold_batch_reader_join (path, key);
  g_auto (GStrv) texts = read_texts (self, json_object_get_member (object, key), texts_path, kind);

  if (texts == NULL || !read_column (self, object, path, kind, &texts) ||
      !read_plan (self, object, path, kind, &texts))
    return NULL;

  return g_steal_pointer (&texts);
}

static gboolean
read_input (FanfoldBatchReader *self, FanfoldBatch *batch, JsonNode *node, const char *path)
{
  static const char *const keys[] = {
    "name",
    "value",
    "list",
    "range",
    "files",
    "lines",
    "linspace",
    "geomspace",
    "csv",
    "column",
    "template",
    "group",
    "exclude",
    "blocks",
    FANFOLD_BLOCKS_SIZE,
    FANFOLD_BLOCKS_RECORDS,
    FANFOLD_BLOCKS_RECORD_START,
    FANFOLD_BLOCKS_RECORD_END,
    FANFOLD_BLOCKS_HEADER,
    NULL,
  };
  g_autoptr (FanfoldInput) input = NULL;
  g_autoptr (FanfoldInput) grouped = NULL;
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) texts = NULL;
  g_autofree char *name_path = fanfold_batch_reader_join (path, "name");
  const char *name;
  JsonObject *object;
  FanfoldInputKind kind;
  guint group;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fanfold_batch_reader_fail (self, path, _ ("an input must be an object in {}"));

  object = json_node_get_object (node);
  if (!fanfold_batch_reader_check_keys (self, object, path, keys) ||
      !read_group (self, object, path, &group))
    return FALSE;

  name = fanfold_batch_reader_get_word (self, object, path, "name");
  if (name == NULL || !find_kind (self, object, path, &kind))
    return FALSE;

  texts = read_all_texts (self, object, path, kind);
  if (texts == NULL)
    return FALSE;

  input = fanfold_input_new (name, kind, (const char *const *) texts);
  if (!read_exclude (self, object, path, &input))
    return FALSE;

  grouped = fanfold_input_with_group (input, group);
  if (!fanfold_batch_add_input (batch, grouped, &local))
    return fanfold_batch_reader_fail (self, name_path, "%s", local->message);

  return TRUE;
}

gboolean
fanfold_batch_reader_read_inputs (FanfoldBatchReader *self, FanfoldBatch *batch, JsonNode *node)
{
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fanfold_batch_reader_fail (self, "/inputs", _ ("“inputs” must be an array in []"));

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("/inputs/%u", i);

      if (!read_input (self, batch, json_array_get_element (array, i), path))
        return FALSE;
    }

  return TRUE;
}
