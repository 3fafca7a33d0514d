/* fanfold-run-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-search.h"

#include "fanfold-command-batch.h"
#include "fanfold-json.h"

#include <string.h>

/* As fanfold_batch_to_text () begins the line of the input. */
#define COMMAND_BEGIN "\n    {\"name\": \"" FANFOLD_COMMAND_PARAM "\", "

#define MAX_BYTES ((gsize) 64 * 1024)

static char *
fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (plain, -1);
}

/* The command of a batch's text, whose other inputs are not looked at; nor is it where a great many
 * values stand in front of it. (transfer full) (nullable) */
static char *
dup_command (const FanfoldHistoryRun *run)
{
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) node = NULL;
  const char *begin, *end;
  JsonObject *input;

  if (!g_str_equal (run->function_id, FANFOLD_COMMAND_FUNCTION))
    return NULL;
  begin =
      memmem (run->batch, strnlen (run->batch, MAX_BYTES), COMMAND_BEGIN, strlen (COMMAND_BEGIN));
  end = begin != NULL ? strchr (++begin, '\n') : NULL;
  if (end == NULL)
    return NULL;

  line = g_strndup (begin, (gsize) (end - begin));
  if (g_str_has_suffix (line, ","))
    line[strlen (line) - 1] = '\0';
  node = fanfold_json_parse (line, -1, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  input = json_node_get_object (node);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *text = json_object_get_member (input, i == 0 ? "template" : "value");

      if (text != NULL && JSON_NODE_HOLDS_VALUE (text) &&
          json_node_get_value_type (text) == G_TYPE_STRING)
        return json_node_dup_string (text);
    }

  return NULL;
}

char *
fanfold_run_search_dup_words (const FanfoldHistoryRun *run)
{
  g_autofree char *note = NULL;
  g_autofree char *command = NULL;
  g_autofree char *all = NULL;

  g_return_val_if_fail (run != NULL, NULL);

  note = fanfold_batch_read_note (run->batch);
  command = dup_command (run);
  all = g_strjoin ("\n", run->name, run->function_id, note, command, NULL);

  return fold (all);
}

char **
fanfold_run_search_split (const char *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  g_return_val_if_fail (text != NULL, NULL);

  folded = fold (text);
  words = g_strsplit_set (folded, " \t\n", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      g_strv_builder_add (parts, words[i]);

  return g_strv_builder_end (parts);
}

gboolean
fanfold_run_search_matches (const char *words, const char *const *parts)
{
  g_return_val_if_fail (words != NULL, FALSE);
  g_return_val_if_fail (parts != NULL, FALSE);

  for (; *parts != NULL; parts++)
    if (strstr (words, *parts) == NULL)
      return FALSE;

  return TRUE;
}
