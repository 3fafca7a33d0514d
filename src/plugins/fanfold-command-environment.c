/* fanfold-command-environment.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-environment.h"

#include <string.h>
#include <unistd.h>

#define SPOOL "FANFOLD_SPOOL"

const char *
fanfold_command_environment_get_spool (void)
{
  const char *spool = g_getenv (SPOOL);

  return spool != NULL && *spool != '\0' ? spool : NULL;
}

/* Of what is before the "=", with it. */
static gsize
get_name_length (const char *word)
{
  const char *sign = strchr (word, '=');

  return sign != NULL ? (gsize) (sign - word) + 1 : 0;
}

/* @word: (transfer full); one of the same name makes way. */
static void
set (GPtrArray *environment, char *word)
{
  gsize length = get_name_length (word);

  for (guint i = 0; i < environment->len; i++)
    if (strncmp (g_ptr_array_index (environment, i), word, length) == 0)
      {
        g_free (g_ptr_array_index (environment, i));
        g_ptr_array_index (environment, i) = word;
        return;
      }

  g_ptr_array_add (environment, word);
}

static gboolean
add_words (GPtrArray *environment, const char *additions, GError **error)
{
  g_auto (GStrv) words = NULL;
  GError *local = NULL;

  if (!g_shell_parse_argv (additions, NULL, &words, &local))
    {
      gboolean blank = local->code == G_SHELL_ERROR_EMPTY_STRING;

      if (!blank)
        g_set_error (error,
                     G_SHELL_ERROR,
                     local->code,
                     "The environment cannot be split into words: a quote in it is not closed.");
      g_clear_error (&local);
      return blank;
    }

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (get_name_length (words[i]) < 2)
        {
          g_set_error (error,
                       G_SHELL_ERROR,
                       G_SHELL_ERROR_FAILED,
                       "“%s” in the environment is not of the form NAME=VALUE.",
                       words[i]);
          return FALSE;
        }
      set (environment, g_strdup (words[i]));
    }

  return TRUE;
}

char **
fanfold_command_environment_new (const FanfoldCall *call,
                                 const char *additions,
                                 const char *result_path,
                                 GError **error)
{
  GPtrArray *environment = g_ptr_array_new_full (128, NULL);
  gboolean success;

  for (char **word = environ; word != NULL && *word != NULL; word++)
    if (strncmp (*word, SPOOL "=", strlen (SPOOL "=")) != 0)
      g_ptr_array_add (environment, g_strdup (*word));
  success = *additions == '\0' || add_words (environment, additions, error);
  set (environment, g_strdup_printf ("FANFOLD_INDEX=%" G_GUINT64_FORMAT, call->index));
  set (environment, g_strdup_printf ("FANFOLD_SLOT=%u", call->slot));
  set (environment, g_strdup_printf ("FANFOLD_ATTEMPT=%u", call->attempt));
  set (environment, g_strconcat ("FANFOLD_RESULT=", result_path, NULL));
  g_ptr_array_add (environment, NULL);
  if (!success)
    {
      g_strfreev ((GStrv) g_ptr_array_free (environment, FALSE));
      return NULL;
    }

  return (char **) g_ptr_array_free (environment, FALSE);
}

void
fanfold_command_environment_free (char **environment)
{
  g_strfreev (environment);
}
