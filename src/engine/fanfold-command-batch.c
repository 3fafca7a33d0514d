/* fanfold-command-batch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-batch.h"

#include "fanfold-error.h"
#include "fanfold-shell-words.h"
#include "fanfold-template.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAME_CHARS 100

static const char *const params[] = {
  FANFOLD_COMMAND_PARAM,
  FANFOLD_COMMAND_SHELL,
  FANFOLD_COMMAND_FOLDER,
  "environment",
  FANFOLD_COMMAND_STDIN,
  "success",
  "wait",
  "keep",
  "progress",
  NULL,
};

static void
free_source (gpointer data)
{
  FanfoldCommandSource *source = data;

  g_strfreev (source->texts);
  g_free (source->name);
  g_free (source);
}

GPtrArray *
fanfold_command_sources_new (void)
{
  return g_ptr_array_new_with_free_func (free_source);
}

FanfoldCommandSource *
fanfold_command_sources_add (GPtrArray *sources, FanfoldInputKind kind, char **texts)
{
  FanfoldCommandSource *source = g_new0 (FanfoldCommandSource, 1);

  g_return_val_if_fail (sources != NULL, NULL);
  g_return_val_if_fail (texts != NULL, NULL);

  source->kind = kind;
  source->texts = texts;
  g_ptr_array_add (sources, source);

  return source;
}

gboolean
fanfold_command_batch_needs_shell (const char *command, GPtrArray *sources)
{
  FanfoldCommandSource *source = sources->len > 0 ? sources->pdata[0] : NULL;
  g_autofree char *need = fanfold_shell_words_find_need (command);
  guint i;

  if (need != NULL || *command != '\0' || source == NULL)
    return need != NULL;
  if (source->kind != FANFOLD_INPUT_LIST)
    return TRUE;

  for (i = 0; source->texts[i] != NULL && need == NULL; i++)
    need = fanfold_shell_words_find_need (source->texts[i]);

  return need != NULL;
}

static gboolean
check_shell (const char *command, gboolean shell, GError **error)
{
  g_autofree char *need = shell ? NULL : fanfold_shell_words_find_need (command);

  if (need == NULL)
    return TRUE;

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The command needs a shell for “%s”: add --shell, or quote it once more"),
               need);

  return FALSE;
}

static gboolean
add_text (
    FanfoldBatch *batch, const char *name, FanfoldInputKind kind, const char *text, GError **e)
{
  const char *const texts[] = { text, NULL };
  g_autoptr (FanfoldInput) input = fanfold_input_new (name, kind, texts);

  return fanfold_batch_add_input (batch, input, e);
}

static guint
get_group (GPtrArray *sources, guint position)
{
  FanfoldCommandSource *source = sources->pdata[position];
  FanfoldCommandSource *next = position + 1 < sources->len ? sources->pdata[position + 1] : NULL;
  guint group = 0;
  guint i;

  if (!source->linked && (next == NULL || !next->linked))
    return 0;

  for (i = 0; i <= position; i++)
    group += i == 0 || !((FanfoldCommandSource *) sources->pdata[i])->linked;

  return group;
}

/* How many values those in step with it have that are known; the files say by themselves. */
static guint
count_values (GPtrArray *sources, guint position)
{
  guint n = G_MAXUINT;
  guint first = position;
  guint i;

  while (first > 0 && ((FanfoldCommandSource *) sources->pdata[first])->linked)
    first--;
  for (i = first; i < sources->len; i++)
    {
      FanfoldCommandSource *source = sources->pdata[i];

      if (i > first && !source->linked)
        break;
      if (source->kind == FANFOLD_INPUT_LIST)
        n = MIN (n, g_strv_length (source->texts));
    }

  return n;
}

/* The shortest of those in step says how many values count, as with GNU parallel. (transfer full)
 */
static char **
dup_values (GPtrArray *sources, guint position)
{
  FanfoldCommandSource *source = sources->pdata[position];
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  guint n = source->kind == FANFOLD_INPUT_LIST ? count_values (sources, position) : G_MAXUINT;
  guint i;

  for (i = 0; i < n && source->texts[i] != NULL; i++)
    g_strv_builder_add (texts, source->texts[i]);

  return g_strv_builder_end (texts);
}

static gboolean
add_sources (FanfoldBatch *batch, GPtrArray *sources, const char *only_name, GError **error)
{
  guint i;

  for (i = 0; i < sources->len; i++)
    {
      FanfoldCommandSource *source = sources->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      const char *name = source->name != NULL ? source->name : number;
      g_auto (GStrv) texts = dup_values (sources, i);
      g_autoptr (FanfoldInput) bare = NULL;
      g_autoptr (FanfoldInput) input = NULL;

      bare = fanfold_input_new (
          only_name != NULL ? only_name : name, source->kind, (const char *const *) texts);
      input = fanfold_input_with_group (bare, get_group (sources, i));
      if (!fanfold_batch_add_input (batch, input, error))
        return FALSE;
    }

  return TRUE;
}

/* The names that templates may use, NULL-ended, and whether there is one that varies. The strings
 * are those of the inputs. */
static GPtrArray *
list_names (GPtrArray *sources, GPtrArray *inputs, gboolean *varies)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint i;

  *varies = sources->len > 0;
  for (i = 0; i < sources->len; i++)
    if (((FanfoldCommandSource *) sources->pdata[i])->name != NULL)
      g_ptr_array_add (names, ((FanfoldCommandSource *) sources->pdata[i])->name);
  for (i = 0; inputs != NULL && i < inputs->len; i++)
    {
      const char *name = fanfold_input_get_name (inputs->pdata[i]);

      g_ptr_array_add (names, (char *) name);
      if (fanfold_input_get_kind (inputs->pdata[i]) != FANFOLD_INPUT_VALUE &&
          !g_strv_contains (params, name))
        *varies = TRUE;
    }
  g_ptr_array_add (names, NULL);

  return g_steal_pointer (&names);
}

/* What the commands in a list need; those of a file are not known yet. */
static gboolean
add_commands (FanfoldBatch *batch, GPtrArray *sources, gboolean shell, GError **error)
{
  FanfoldCommandSource *source;
  guint i;

  if (sources->len != 1)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("A command is missing; it stands before the first :::"));
      return FALSE;
    }

  source = sources->pdata[0];
  for (i = 0; source->kind == FANFOLD_INPUT_LIST && source->texts[i] != NULL; i++)
    if (!check_shell (source->texts[i], shell, error))
      return FALSE;

  return add_sources (batch, sources, FANFOLD_COMMAND_PARAM, error);
}

/* Whether a name in braces may be a column of a CSV file that has not been read yet. */
static gboolean
uses_columns (const char *command, GPtrArray *inputs)
{
  guint i;

  for (i = 0; inputs != NULL && i < inputs->len; i++)
    if (fanfold_input_get_kind (inputs->pdata[i]) == FANFOLD_INPUT_CSV &&
        fanfold_input_get_texts (inputs->pdata[i])[1] == NULL)
      return strchr (command, '{') != NULL;

  return FALSE;
}

static gboolean
add_command (FanfoldBatch *batch,
             const char *command,
             GPtrArray *sources,
             GPtrArray *inputs,
             gboolean shell,
             GError **error)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *template = NULL;
  gboolean varies;

  if (!check_shell (command, shell, error))
    return FALSE;

  names = list_names (sources, inputs, &varies);
  if (varies && !uses_columns (command, inputs) &&
      !fanfold_template_has_replacement (command, (const char *const *) names->pdata))
    template = g_strconcat (command, " {}", NULL);
  if (!add_text (batch,
                 FANFOLD_COMMAND_PARAM,
                 FANFOLD_INPUT_TEMPLATE,
                 template != NULL ? template : command,
                 error))
    return FALSE;

  return add_sources (batch, sources, NULL, error);
}

char *
fanfold_command_batch_dup_name (const char *command)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  const char *at;
  guint n;

  g_return_val_if_fail (command != NULL, NULL);

  at = valid = g_utf8_make_valid (command, -1);
  for (n = 0; *at != '\0' && n < MAX_NAME_CHARS; n++, at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      g_string_append_unichar (name, g_unichar_iscntrl (letter) ? ' ' : letter);
    }
  if (*at != '\0')
    g_string_append (name, "…");

  return g_string_free (g_steal_pointer (&name), FALSE);
}

FanfoldBatch *
fanfold_command_batch_new (
    const char *command, GPtrArray *sources, GPtrArray *inputs, gboolean shell, GError **error)
{
  g_autoptr (FanfoldBatch) batch = fanfold_batch_new (FANFOLD_COMMAND_FUNCTION);
  g_autofree char *name = NULL;
  guint i;

  g_return_val_if_fail (command != NULL, NULL);
  g_return_val_if_fail (sources != NULL, NULL);

  name = fanfold_command_batch_dup_name (command);
  fanfold_batch_set_name (batch, name);
  if (*command == '\0' ? !add_commands (batch, sources, shell, error)
                       : !add_command (batch, command, sources, inputs, shell, error))
    return NULL;
  for (i = 0; inputs != NULL && i < inputs->len; i++)
    if (!fanfold_batch_add_input (batch, inputs->pdata[i], error))
      return NULL;
  if (shell && !add_text (batch, FANFOLD_COMMAND_SHELL, FANFOLD_INPUT_VALUE, "true", error))
    return NULL;

  return g_steal_pointer (&batch);
}
