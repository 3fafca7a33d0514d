/* fanfold-command-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-line.h"

#include "fanfold-command-batch.h"
#include "fanfold-shell-words.h"
#include <string.h>

#define PROGRAM "fanfold-cli run"
#define COMMAND_N_JOBS -1 /* of the form with a command behind -- */

/* What a line is made of. */
typedef struct
{
  FanfoldBatch *batch;
  const char *command; /* (nullable) what stands behind -- */
  guint n_sources;     /* so many of the inputs that vary stand behind ::: */
  gboolean shell;
} Plan;

static gboolean
varies (FanfoldInput *input)
{
  FanfoldInputKind kind = fanfold_input_get_kind (input);

  return kind != FANFOLD_INPUT_VALUE && kind != FANFOLD_INPUT_TEMPLATE;
}

static FanfoldInput *
find_input (FanfoldBatch *batch, const char *name)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint i;

  for (i = 0; i < inputs->len; i++)
    if (g_str_equal (fanfold_input_get_name (inputs->pdata[i]), name))
      return inputs->pdata[i];

  return NULL;
}

static gboolean
is_text (FanfoldInput *input, FanfoldInputKind kind, const char *text)
{
  return input != NULL && fanfold_input_get_kind (input) == kind &&
         g_strcmp0 (fanfold_input_get_texts (input)[0], text) == 0;
}

/* A value ":::" would begin the next source. */
static gboolean
has_separator (FanfoldInput *input)
{
  const char *const *text;

  for (text = fanfold_input_get_texts (input); *text != NULL; text++)
    if (g_str_has_prefix (*text, ":::"))
      return TRUE;

  return fanfold_input_get_texts (input)[0] == NULL;
}

/* How many of the inputs that vary, from the first on, are as ::: and :::: make them. */
static guint
count_sources (FanfoldBatch *batch)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint n = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      FanfoldInputKind kind = fanfold_input_get_kind (input);
      g_autofree char *number = g_strdup_printf ("%u", n + 1);

      if (!varies (input))
        continue;
      if ((kind != FANFOLD_INPUT_LIST && kind != FANFOLD_INPUT_LINES) || has_separator (input) ||
          !g_str_equal (fanfold_input_get_name (input), number))
        break;
      n++;
    }

  return n;
}

/* Whether a group goes across the end of the sources, or is interrupted: then names say it. */
static gboolean
needs_links (FanfoldBatch *batch, guint n_sources)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint n = 0, last = 0, highest = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      guint group = fanfold_input_get_group (inputs->pdata[i]);

      if (!varies (inputs->pdata[i]))
        continue;
      if (group != 0 && n >= n_sources && group <= highest && n_sources > 0)
        return TRUE;
      if (group != 0 && n < n_sources && group != last && group <= highest)
        return TRUE;
      highest = MAX (highest, group);
      last = group;
      n++;
    }

  return FALSE;
}

static void
plan_command (Plan *plan)
{
  FanfoldInput *command = find_input (plan->batch, FANFOLD_COMMAND_PARAM);
  g_autofree char *need = NULL;

  if (!g_str_equal (fanfold_batch_get_function_id (plan->batch), FANFOLD_COMMAND_FUNCTION) ||
      command == NULL || fanfold_input_get_kind (command) != FANFOLD_INPUT_TEMPLATE ||
      g_str_has_prefix (fanfold_input_get_texts (command)[0], ":::") ||
      strstr (fanfold_input_get_texts (command)[0], " :::") != NULL ||
      fanfold_input_get_texts (command)[0][0] == '\0')
    return;

  plan->shell =
      is_text (find_input (plan->batch, FANFOLD_COMMAND_SHELL), FANFOLD_INPUT_VALUE, "true");
  need = fanfold_shell_words_find_need (fanfold_input_get_texts (command)[0]);
  plan->n_sources = count_sources (plan->batch);
  if ((need != NULL && !plan->shell) || plan->n_sources == 0 ||
      needs_links (plan->batch, plan->n_sources))
    plan->n_sources = 0;
  else
    plan->command = fanfold_input_get_texts (command)[0];
}

static void
append_option (GString *line, const char *option, const char *name, const char *text)
{
  g_autofree char *value = g_strconcat (name, "=", text, NULL);

  g_string_append_printf (line, " --%s ", option);
  fanfold_shell_words_append (line, value);
}

/* "a,b\,c" */
static char *
join_list (const char *const *texts)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const char *const *text;
  const char *at;

  for (text = texts; *text != NULL; text++)
    {
      if (text > texts)
        g_string_append_c (list, ',');
      for (at = *text; *at != '\0'; at++)
        {
          if (*at == ',' || *at == '\\')
            g_string_append_c (list, '\\');
          g_string_append_c (list, *at);
        }
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
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

static void
append_input (GString *line, FanfoldInput *input)
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

    case FANFOLD_INPUT_LINES:
    case FANFOLD_INPUT_CSV:
    case FANFOLD_INPUT_TEMPLATE:
    default:
      break;
    }

  append_option (line, option, name, joined != NULL ? joined : texts[0]);
}

/* Those that stand behind the command are no options. */
static void
append_inputs (GString *line, const Plan *plan)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (plan->batch);
  guint n = 0;
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      const char *name = fanfold_input_get_name (input);

      if (varies (input) && n++ < plan->n_sources)
        continue;
      if (plan->command != NULL && (g_str_equal (name, FANFOLD_COMMAND_PARAM) ||
                                    (plan->shell && g_str_equal (name, FANFOLD_COMMAND_SHELL))))
        continue;

      append_input (line, input);
    }
}

/* The inputs of each group by their names, from the first of the group. */
static void
append_links (GString *line, const Plan *plan)
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

      if (!varies (inputs->pdata[i]) || n++ < plan->n_sources || group == 0 ||
          !g_hash_table_add (seen, GUINT_TO_POINTER (group)))
        continue;

      for (j = i; j < inputs->len; j++)
        if (varies (inputs->pdata[j]) && fanfold_input_get_group (inputs->pdata[j]) == group)
          g_string_append_printf (
              names, "%s%s", n_names++ > 0 ? "," : "", fanfold_input_get_name (inputs->pdata[j]));
      if (n_names < 2)
        continue;

      g_string_append (line, " --link ");
      fanfold_shell_words_append (line, names->str);
    }
}

static void
append_settings (GString *line, const Plan *plan)
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

      g_string_append_printf (line, " --%s=", option);
      fanfold_shell_words_append (line, text);
    }
  if (settings.no_cache)
    g_string_append (line, " --no-cache");
  else if (settings.cache)
    g_string_append (line, " --cache");
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
append_sources (GString *line, const Plan *plan)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (plan->batch);
  guint last = 0, n = 0;
  guint i;

  for (i = 0; i < inputs->len && n < plan->n_sources; i++)
    {
      FanfoldInput *input = inputs->pdata[i];
      guint group = fanfold_input_get_group (input);
      const char *const *text;

      if (!varies (input))
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

/* Columns go by their headers there. */
static gboolean
can_be_written (FanfoldBatch *batch)
{
  GPtrArray *inputs = fanfold_batch_get_inputs (batch);
  guint i;

  for (i = 0; i < inputs->len; i++)
    if (fanfold_input_get_kind (inputs->pdata[i]) == FANFOLD_INPUT_CSV)
      return FALSE;

  return TRUE;
}

char *
fanfold_command_line_new (FanfoldBatch *batch)
{
  g_autoptr (GString) line = g_string_new (NULL);
  Plan plan = { .batch = batch };

  g_return_val_if_fail (FANFOLD_IS_BATCH (batch), NULL);

  if (!can_be_written (batch))
    return NULL;

  plan_command (&plan);
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
