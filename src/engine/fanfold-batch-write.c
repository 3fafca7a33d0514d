/* fanfold-batch-write.c: the part of fanfold-batch.h that writes .fanfold text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-batch.h"

#include "fanfold-blocks-plan.h"
#include "fanfold-json.h"

#include <string.h>

#define SETTINGS_BEGIN "  \"settings\": "
#define TEXT_END "\n}\n"
#define MAX_INLINE_TEXTS 4
#define MAX_PLAIN_DIGITS 15

/* Whole, without a leading zero, and exact as a double. */
static gboolean
is_plain_number (const char *text)
{
  gsize n = strspn (text, "0123456789");

  return n > 0 && n <= MAX_PLAIN_DIGITS && text[n] == '\0' && (text[0] != '0' || n == 1);
}

/* Whether @text, read as a number, true or false, is written as the very same text. Most texts need
 * no parser to tell. */
static gboolean
is_literal (const char *text)
{
  g_autoptr (GString) same = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (is_plain_number (text))
    return TRUE;
  if (strchr ("-0123456789tf", text[0]) == NULL)
    return FALSE;

  same = g_string_new (NULL);
  node = fanfold_json_parse (text, -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) == G_TYPE_STRING)
    return FALSE;

  fanfold_json_append_node (same, node);
  return g_str_equal (same->str, text);
}

static void
append_text (GString *json, const char *text, FanfoldInputKind kind)
{
  if (kind == FANFOLD_INPUT_FILES || kind == FANFOLD_INPUT_LINES || kind == FANFOLD_INPUT_CSV ||
      kind == FANFOLD_INPUT_BLOCKS || !g_utf8_validate (text, -1, NULL))
    fanfold_json_append_path (json, text);
  else if (is_literal (text))
    g_string_append (json, text);
  else
    fanfold_json_append_text (json, text);
}

static void
append_texts (GString *json, FanfoldInputKind kind, const char *const *texts)
{
  gboolean lines = g_strv_length ((char **) texts) > MAX_INLINE_TEXTS;

  if (texts[0] != NULL &&
      (kind == FANFOLD_INPUT_VALUE || kind == FANFOLD_INPUT_LINES || kind == FANFOLD_INPUT_CSV ||
       kind == FANFOLD_INPUT_BLOCKS || kind == FANFOLD_INPUT_TEMPLATE))
    {
      append_text (json, texts[0], kind);
      return;
    }

  g_string_append_c (json, '[');
  for (guint i = 0; texts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (json, lines ? "," : ", ");
      if (lines)
        g_string_append (json, "\n      ");
      append_text (json, texts[i], kind);
    }
  g_string_append (json, lines ? "\n    ]" : "]");
}

/* How a file is cut into blocks. */
static void
append_plan (GString *json, const char *const *words)
{
  const char *const *names = fanfold_blocks_plan_get_names ();

  for (; *names != NULL; names++)
    {
      const char *value = fanfold_blocks_plan_find (words, *names);

      if (value == NULL)
        continue;

      g_string_append_printf (json, ", \"%s\": ", *names);
      if (fanfold_blocks_plan_is_text (*names))
        fanfold_json_append_text (json, value);
      else
        append_text (json, value, FANFOLD_INPUT_VALUE);
    }
}

static void
append_rest (GString *json, FanfoldInput *input)
{
  const char *const *texts = fanfold_input_get_texts (input);
  const char *const *exclude = fanfold_input_get_exclude (input);

  if (fanfold_input_get_kind (input) == FANFOLD_INPUT_CSV && texts[0] != NULL && texts[1] != NULL)
    {
      g_string_append (json, ", \"column\": ");
      fanfold_json_append_text (json, texts[1]);
    }
  if (fanfold_input_get_kind (input) == FANFOLD_INPUT_BLOCKS && texts[0] != NULL)
    append_plan (json, texts + 1);
  if (exclude[0] != NULL)
    {
      g_string_append (json, ", \"exclude\": ");
      append_texts (json, FANFOLD_INPUT_FILES, exclude);
    }
}

static void
append_inputs (GString *json, GPtrArray *inputs)
{
  g_string_append (json, ",\n  \"inputs\": [");
  for (guint i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      FanfoldInputKind kind = fanfold_input_get_kind (input);

      g_string_append (json, i > 0 ? ",\n    {\"name\": " : "\n    {\"name\": ");
      fanfold_json_append_text (json, fanfold_input_get_name (input));
      g_string_append_printf (json, ", \"%s\": ", fanfold_input_kind_to_string (kind));
      append_texts (json, kind, fanfold_input_get_texts (input));
      append_rest (json, input);
      if (fanfold_input_get_group (input) > 0)
        g_string_append_printf (json, ", \"group\": %u", fanfold_input_get_group (input));
      g_string_append_c (json, '}');
    }
  g_string_append (json, inputs->len > 0 ? "\n  ]" : "]");
}

static void
append_setting (GString *list, const char *name, const char *json)
{
  g_string_append_printf (list, "%s\"%s\": %s", list->len > 0 ? ", " : "", name, json);
}

static void
append_settings (GString *json, const FanfoldSettings *settings)
{
  const char *const *names = fanfold_settings_get_names ();
  g_autoptr (GString) list = g_string_new (NULL);

  for (; *names != NULL; names++)
    {
      g_autofree char *text = fanfold_settings_dup_text (settings, *names);
      g_autoptr (GString) value = g_string_new (NULL);

      if (text == NULL)
        continue;

      append_text (value, text, FANFOLD_INPUT_VALUE);
      append_setting (list, *names, value->str);
    }
  if (settings->cache)
    append_setting (list, "cache", "true");
  if (settings->no_cache)
    append_setting (list, "no_cache", "true");

  if (list->len > 0)
    g_string_append_printf (json, ",\n" SETTINGS_BEGIN "{%s}", list->str);
}

static void
append_label (GString *json, const char *key, const char *text)
{
  if (*text == '\0')
    return;

  g_string_append_printf (json, ",\n  \"%s\": ", key);
  fanfold_json_append_text (json, text);
}

char *
fanfold_batch_to_text (FanfoldBatch *self)
{
  g_autoptr (GString) json = g_string_new ("{\n  \"fanfold\": 1");

  g_return_val_if_fail (FANFOLD_IS_BATCH (self), NULL);

  append_label (json, "name", fanfold_batch_get_name (self));
  append_label (json, "note", fanfold_batch_get_note (self));
  g_string_append (json, ",\n  \"function\": ");
  fanfold_json_append_text (json, fanfold_batch_get_function_id (self));
  append_inputs (json, fanfold_batch_get_inputs (self));
  append_settings (json, fanfold_batch_get_settings (self));
  g_string_append (json, TEXT_END);

  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* Where the settings stand in a text as the above has it, or would stand; NULL: it is from
 * elsewhere. */
static const char *
find_settings (const char *text)
{
  const char *end, *line;

  if (!g_str_has_suffix (text, TEXT_END))
    return NULL;

  end = text + strlen (text) - strlen (TEXT_END);
  for (line = end; line > text && *(line - 1) != '\n';)
    line--;
  if (g_str_has_prefix (line, SETTINGS_BEGIN) && line >= text + 2 && *(line - 2) == ',')
    return line - strlen (",\n");

  return g_str_equal (line, "  ]" TEXT_END) ? end : NULL;
}

char *
fanfold_batch_replace_settings (const char *text, const FanfoldSettings *settings)
{
  const char *end;
  g_autoptr (FanfoldBatch) batch = NULL;
  g_autoptr (GString) json = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (settings != NULL, NULL);

  end = find_settings (text);
  if (end != NULL)
    {
      json = g_string_new_len (text, end - text);
      append_settings (json, settings);
      g_string_append (json, TEXT_END);
      return g_string_free (g_steal_pointer (&json), FALSE);
    }

  batch = fanfold_batch_new_from_text (text, -1, NULL);
  if (batch == NULL)
    return NULL;

  fanfold_batch_set_settings (batch, settings);

  return fanfold_batch_to_text (batch);
}
