/* fanfold-cli-command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-command.h"

#include "fanfold-cli.h"
#include "fanfold-command-batch.h"
#include "fanfold-error.h"
#include <string.h>
#include <unistd.h>

/* ":::", ":::+", "::::" or "::::+". */
static gboolean
is_separator (const char *word)
{
  gsize n = strspn (word, ":");

  return (n == 3 || n == 4) && (word[n] == '\0' || g_str_equal (word + n, "+"));
}

char **
fanfold_cli_command_find (char **argv)
{
  g_return_val_if_fail (argv != NULL, NULL);

  for (; *argv != NULL; argv++)
    if (g_str_equal (*argv, "--"))
      return argv;

  return NULL;
}

gboolean
fanfold_cli_command_is_forgotten (char **argv)
{
  g_return_val_if_fail (argv != NULL, FALSE);

  for (; *argv != NULL; argv++)
    if (is_separator (*argv))
      return TRUE;

  return FALSE;
}

static gboolean
refuse (GError **error, const char *separator, const char *reason)
{
  g_set_error (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s: %s", separator, reason);

  return FALSE;
}

static gboolean
add_values (
    GPtrArray *sources, const char *const *words, guint n, gboolean is_linked, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  guint i;

  if (n == 0)
    return refuse (error, is_linked ? ":::+" : ":::", "no value stands behind it");

  for (i = 0; i < n; i++)
    g_ptr_array_add (texts, g_strdup (words[i]));
  g_ptr_array_add (texts, NULL);
  fanfold_command_sources_add (
      sources, FANFOLD_INPUT_LIST, (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE))
      ->linked = is_linked;

  return TRUE;
}

static gboolean
add_files (
    GPtrArray *sources, const char *const *words, guint n, gboolean is_linked, GError **error)
{
  guint i;

  if (n == 0)
    return refuse (error, is_linked ? "::::+" : "::::", "no file stands behind it");

  for (i = 0; i < n; i++)
    {
      char *texts[] = { (char *) words[i], NULL };

      fanfold_command_sources_add (sources, FANFOLD_INPUT_LINES, g_strdupv (texts))->linked =
          is_linked;
    }

  return TRUE;
}

/* What stands behind the command, from the first separator on. */
static gboolean
read_sources (const char *const *words, GPtrArray *sources, GError **error)
{
  while (*words != NULL)
    {
      const char *separator = *words++;
      gboolean is_file = g_str_has_prefix (separator, "::::");
      gboolean is_linked = g_str_has_suffix (separator, "+");
      guint n = 0;

      while (words[n] != NULL && !is_separator (words[n]))
        n++;
      if (is_linked && sources->len == 0)
        return refuse (error, separator, "nothing stands before it that it could go in step with");
      if (!(is_file ? add_files : add_values) (sources, words, n, is_linked, error))
        return FALSE;
      words += n;
    }

  return TRUE;
}

static gboolean
is_varied (GPtrArray *inputs)
{
  guint i;

  for (i = 0; i < inputs->len; i++)
    {
      FanfoldInputKind kind = fanfold_input_get_kind (inputs->pdata[i]);

      if (kind != FANFOLD_INPUT_VALUE && kind != FANFOLD_INPUT_TEMPLATE)
        return TRUE;
    }

  return FALSE;
}

FanfoldBatch *
fanfold_cli_command_create_batch (const char *const *words,
                                  GPtrArray *inputs,
                                  gboolean shell,
                                  GError **error)
{
  const char *const input[] = { "-", NULL };
  g_autoptr (GPtrArray) sources = fanfold_command_sources_new ();
  g_autoptr (GString) command = g_string_new (NULL);
  guint n;

  g_return_val_if_fail (words != NULL, NULL);
  g_return_val_if_fail (inputs != NULL, NULL);

  for (n = 0; words[n] != NULL && !is_separator (words[n]); n++)
    g_string_append_printf (command, "%s%s", n > 0 ? " " : "", words[n]);
  if (!read_sources (words + n, sources, error))
    return NULL;

  if (sources->len == 0 && !is_varied (inputs))
    {
      if (isatty (STDIN_FILENO))
        fanfold_cli_complain ("Values are read from the terminal, one a line; Ctrl-D ends them. "
                              "To give them here, add ::: VALUE …");
      add_files (sources, input, 1, FALSE, NULL);
    }

  return fanfold_command_batch_new (command->str, sources, inputs, shell, error);
}
