/* fanfold-command-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-line.h"

#include "fanfold-blocks-plan.h"
#include "fanfold-command-batch.h"
#include "fanfold-command-line-plan.h"
#include "fanfold-file-block.h"
#include "fanfold-shell-words.h"
#include <string.h>

#define PROGRAM "fanfold-cli run"
#define COMMAND_N_JOBS -1 /* of the form with a command behind -- */

static void
append_option (GString *line, const char *option, const char *name, const char *text)
{
  g_autofree char *value = g_strconcat (name, "=", text, NULL);

  g_string_append_printf (line, " --%s ", option);
  fanfold_shell_words_append (line, value);
}

static void
append_text (GString *line, const char *name, const char *value)
{
  g_string_append_printf (line, " --%s=", name);
  fanfold_shell_words_append (line, value);
}

/* "a,b\,c" */
static void
append_escaped (GString *text, const char *part, char separator)
{
  for (; *part != '\0'; part++)
    {
      if (*part == separator || *part == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *part);
    }
}

static char *
join_list (const char *const *texts)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const char *const *text;

  for (text = texts; *text != NULL; text++)
    {
      if (text > texts)
        g_string_append_c (list, ',');
      append_escaped (list, *text, ',');
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* FILE:HEADER */
static char *
join_column (const char *const *texts)
{
  g_autoptr (GString) column = g_string_new (texts[0]);

  g_string_append_c (column, ':');
  append_escaped (column, texts[1] != NULL ? texts[1] : "", ':');

  return g_string_free (g_steal_pointer (&column), FALSE);
}

static void
append_files (GString *line, FanfoldInput *input)
{
  const char *name = fanfold_input_get_name (input);
  const char *const *text;

  for (text = fanfold_input_get_texts (input); *text != NULL; text++)
    append_option (line, "files", name, *text);
  for (text = fanfold_input_get_exclude (input); *text != NULL; text++)
    append_option (line, "exclude", name, *text);
}

/* @is_command: in the form that has the command behind --. */
static void
append_blocks (GString *line, FanfoldInput *input, gboolean is_command)
{
  const char *const *texts = fanfold_input_get_texts (input);
  const char *name = fanfold_input_get_name (input);
  const char *const *word_name;

  if (is_command && g_str_equal (name, FANFOLD_COMMAND_STDIN))
    append_text (line, "pipe-part", texts[0]);
  else
    append_option (line, "blocks", name, texts[0]);

  for (word_name = fanfold_blocks_plan_get_names (); *word_name != NULL; word_name++)
    {
      const char *value = fanfold_blocks_plan_find (texts + 1, *word_name);
      g_autofree char *option = g_strdelimit (g_strdup (*word_name), "_", '-');

      if (value != NULL)
        append_text (line, g_str_equal (option, "size") ? "block-size" : option, value);
    }
}

static void
append_input (GString *line, FanfoldInput *input, gboolean is_command)
{
  const char *const *texts = fanfold_input_get_texts (input);
  const char *name = fanfold_input_get_name (input);
  FanfoldInputKind kind = fanfold_input_get_kind (input);
  const char *option = fanfold_input_kind_to_string (kind);
  g_autofree char *joined = NULL;

  switch (kind)
    {
    case FANFOLD_INPUT_FILES:
      append_files (line, input);
      return;

    case FANFOLD_INPUT_BLOCKS:
      append_blocks (line, input, is_command);
      return;

    case FANFOLD_INPUT_LIST:
      joined = join_list (texts);
      break;

    case FANFOLD_INPUT_RANGE:
    case FANFOLD_INPUT_LINSPACE:
    case FANFOLD_INPUT_GEOMSPACE:
      joined = g_strjoinv (":", (char **) texts);
      break;

    case FANFOLD_INPUT_VALUE:
      option = "set";
      break;

    case FANFOLD_INPUT_CSV:
      option = "column";
      joined = join_column (texts);
      break;

    case FANFOLD_INPUT_LINES:
    case FANFOLD_INPUT_TEMPLATE:
    default:
      break;
    }

  append_option (line, option, name, joined != NULL ? joined : texts[0]);
}

/* Those that stand behind the command are no options. */
static void
append_inputs (GString *line, const FanfoldCommandLinePlan *plan)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (plan->batch);
  guint n = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];

      if ((fanfold_command_line_plan_varies (input) && n++ < plan->n_sources) ||
          fanfold_command_line_plan_leaves_out (plan, input))
        continue;

      append_input (line, input, plan->command != NULL);
    }
}

/* The inputs of each group by their names, from the first of the group. */
static void
append_links (GString *line, const FanfoldCommandLinePlan *plan)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (plan->batch);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint n = 0;
  guint i, j;

  for (i = 0; i < inputs->len; i++)
    {
      guint group = fanfold_input_get_group (inputs->pdata[i]);
      g_autoptr (GString) names = g_string_new (NULL);
      guint n_names = 0;

      if (!fanfold_command_line_plan_varies (inputs->pdata[i]) || n++ < plan->n_sources ||
          group == 0 || !g_hash_table_add (seen, GUINT_TO_POINTER (group)))
        continue;

      for (j = i; j < inputs->len; j++)
        if (fanfold_command_line_plan_varies (inputs->pdata[j]) &&
            fanfold_input_get_group (inputs->pdata[j]) == group)
          g_string_append_printf (
              names, "%s%s", n_names++ > 0 ? "," : "", fanfold_input_get_name (inputs->pdata[j]));
      if (n_names < 2)
        continue;

      g_string_append (line, " --link ");
      fanfold_shell_words_append (line, names->str);
    }
}

static void
append_settings (GString *line, const FanfoldCommandLinePlan *plan)
{
  FanfoldSettings settings = *fanfold_batch_get_settings (plan->batch);
  const char *const *name;

  for (name = fanfold_settings_get_names (); *name != NULL; name++)
    {
      g_autofree char *option = g_strdelimit (g_strdup (*name), "_", '-');
      g_autofree char *text = fanfold_settings_dup_text (&settings, *name);

      if (g_str_equal (*name, "n_jobs") && plan->command != NULL)
        {
          g_free (text);
          text = settings.n_jobs != COMMAND_N_JOBS ? g_strdup_printf ("%d", settings.n_jobs) : NULL;
        }
      if (text == NULL || g_str_equal (*name, "cache"))
        continue;

      append_text (line, option, text);
    }
  if (settings.no_cache)
    g_string_append (line, " --no-cache");
  else if (settings.cache)
    g_string_append (line, " --cache");
}

/* A command is its own name. */
static void
append_labels (GString *line, const FanfoldCommandLinePlan *plan)
{
  const char *name = fanfold_batch_get_name (plan->batch);
  const char *note = fanfold_batch_get_note (plan->batch);
  g_autofree char *usual = NULL;

  if (plan->command != NULL)
    usual = fanfold_command_batch_dup_name (plan->command);
  if (*name != '\0' && g_strcmp0 (name, usual) != 0)
    append_text (line, "name", name);
  if (*note != '\0')
    append_text (line, "note", note);
}

/* In words where they come out as they went in, else in one. */
static void
append_command (GString *line, const char *command)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GString) plain = g_string_new (NULL);
  guint i;

  for (i = 0; words[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (plain, ' ');
      fanfold_shell_words_append (plain, words[i]);
    }

  g_string_append (line, " -- ");
  if (g_str_equal (plain->str, command))
    g_string_append (line, command);
  else
    fanfold_shell_words_append (line, command);
}

static void
append_sources (GString *line, const FanfoldCommandLinePlan *plan)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (plan->batch);
  guint last = 0, n = 0;
  guint i;

  for (i = 0; i < inputs->len && n < plan->n_sources; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      guint group = fanfold_input_get_group (input);
      const char *const *text;

      if (!fanfold_command_line_plan_varies (input))
        continue;

      g_string_append (line,
                       fanfold_input_get_kind (input) == FANFOLD_INPUT_LINES ? " ::::" : " :::");
      if (n++ > 0 && group != 0 && group == last)
        g_string_append_c (line, '+');
      last = group;
      for (text = fanfold_input_get_texts (input); *text != NULL; text++)
        {
          g_string_append_c (line, ' ');
          fanfold_shell_words_append (line, *text);
        }
    }
}

/* Options say NAME=…, --link NAME,NAME and FILE:HEADER. */
static gboolean
has_option (FanfoldInput *input)
{
  const char *name = fanfold_input_get_name (input);
  const char *text = fanfold_input_get_texts (input)[0];
  gboolean is_linked = fanfold_input_get_group (input) != 0;

  if (fanfold_input_get_kind (input) == FANFOLD_INPUT_CSV && text != NULL &&
      g_str_has_suffix (text, "\\"))
    return FALSE;

  return text != NULL && *name != '\0' && strchr (name, '=') == NULL &&
         !(is_linked && strchr (name, ',') != NULL);
}

static gboolean
can_be_written (FanfoldBatch *batch)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint n_cut = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      if (!has_option (inputs->pdata[i]))
        return FALSE;
      n_cut += fanfold_input_get_kind (inputs->pdata[i]) == FANFOLD_INPUT_BLOCKS;
    }

  return n_cut <= 1; /* how it is cut is said once */
}

char *
fanfold_command_line_new (FanfoldBatch *batch)
{
  g_autoptr (GString) line = g_string_new (NULL);
  FanfoldCommandLinePlan plan;

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);

  if (!can_be_written (batch))
    return NULL;

  fanfold_command_line_plan_init (&plan, batch);
  if (fanfold_batch_get_folder (batch) != NULL)
    {
      g_string_append (line, "cd ");
      fanfold_shell_words_append (line, fanfold_batch_get_folder (batch));
      g_string_append (line, " && ");
    }
  g_string_append (line, PROGRAM);
  if (plan.command == NULL)
    {
      g_string_append_c (line, ' ');
      fanfold_shell_words_append (line, fanfold_batch_get_function_id (batch));
    }
  append_inputs (line, &plan);
  append_links (line, &plan);
  append_labels (line, &plan);
  append_settings (line, &plan);
  if (plan.shell && plan.command != NULL)
    g_string_append (line, " --shell");
  if (plan.command != NULL)
    {
      append_command (line, plan.command);
      append_sources (line, &plan);
    }
  if (line->len > FANFOLD_COMMAND_LINE_MAX_BYTES)
    return NULL;

  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
fanfold_command_line_new_for_file (const char *path)
{
  g_autoptr (GString) line = g_string_new (PROGRAM " ");

  g_return_val_if_fail (path != NULL, NULL);

  fanfold_shell_words_append (line, path);

  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
fanfold_command_line_new_reader (const char *text)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *path = NULL;
  guint64 start, stop, header;

  g_return_val_if_fail (text != NULL, NULL);

  if (!fanfold_file_block_get_range (text, &start, &stop, &header))
    return NULL;

  path = fanfold_file_block_dup_path (text);
  if (header > 0)
    {
      g_string_append_printf (line, "{ head -c %" G_GUINT64_FORMAT " ", header);
      fanfold_shell_words_append (line, path);
      g_string_append (line, "; ");
    }
  g_string_append_printf (line, "tail -c +%" G_GUINT64_FORMAT " ", start + 1);
  fanfold_shell_words_append (line, path);
  g_string_append_printf (line, " | head -c %" G_GUINT64_FORMAT, stop - start);
  if (header > 0)
    g_string_append (line, "; }");

  return g_string_free (g_steal_pointer (&line), FALSE);
}
