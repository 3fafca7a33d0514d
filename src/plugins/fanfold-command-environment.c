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

struct _FanfoldCommandEnvironment
{
  GPtrArray *words; /* NULL-ended; most are those of our own environment, not copied */
  GPtrArray *made;  /* those that are ours to free */
};

/* @word: (transfer full); one of the same name makes way. */
static void
set (FanfoldCommandEnvironment *self, char *word)
{
  gsize length = get_name_length (word);

  g_ptr_array_add (self->made, word);
  for (guint i = 0; i < self->words->len; i++)
    if (strncmp (g_ptr_array_index (self->words, i), word, length) == 0)
      {
        g_ptr_array_index (self->words, i) = word;
        return;
      }

  g_ptr_array_add (self->words, word);
}

static gboolean
add_words (FanfoldCommandEnvironment *self, const char *additions, GError **error)
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
      set (self, g_strdup (words[i]));
    }

  return TRUE;
}

FanfoldCommandEnvironment *
fanfold_command_environment_new (const FanfoldCall *call,
                                 const char *additions,
                                 const char *result_path,
                                 GError **error)
{
  FanfoldCommandEnvironment *self = g_new0 (FanfoldCommandEnvironment, 1);

  self->words = g_ptr_array_sized_new (128);
  self->made = g_ptr_array_new_with_free_func (g_free);
  for (char **word = environ; word != NULL && *word != NULL; word++)
    if (strncmp (*word, SPOOL "=", strlen (SPOOL "=")) != 0)
      g_ptr_array_add (self->words, *word);
  if (*additions != '\0' && !add_words (self, additions, error))
    {
      fanfold_command_environment_free (self);
      return NULL;
    }

  set (self, g_strdup_printf ("FANFOLD_INDEX=%" G_GUINT64_FORMAT, call->index));
  set (self, g_strdup_printf ("FANFOLD_SLOT=%u", call->slot));
  set (self, g_strdup_printf ("FANFOLD_ATTEMPT=%u", call->attempt));
  set (self, g_strconcat ("FANFOLD_RESULT=", result_path, NULL));
  g_ptr_array_add (self->words, NULL);

  return self;
}

void
fanfold_command_environment_free (FanfoldCommandEnvironment *self)
{
  g_ptr_array_unref (self->words);
  g_ptr_array_unref (self->made);
  g_free (self);
}

const char *const *
fanfold_command_environment_get_words (const FanfoldCommandEnvironment *self)
{
  return (const char *const *) self->words->pdata;
}
