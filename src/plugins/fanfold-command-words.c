/* fanfold-command-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-words.h"

#include <string.h>

#define OPERATORS "|&;<>()\n"

/* How a character stands in a command line. */
typedef enum
{
  PLAIN,
  SINGLE_QUOTES,
  DOUBLE_QUOTES
} Quoting;

typedef struct
{
  const char *at;
  Quoting quoting;
  gboolean escaped;  /* by a backslash before it */
  gboolean is_first; /* of a word */
} Cursor;

/* Steps over one character, which it says how to read. */
static void
step (Cursor *self)
{
  char c = *self->at++;

  self->is_first = self->quoting == PLAIN && !self->escaped && g_ascii_isspace (c);
  if (self->escaped)
    self->escaped = FALSE;
  else if (c == '\\' && self->quoting != SINGLE_QUOTES)
    self->escaped = TRUE;
  else if (c == '\'' && self->quoting != DOUBLE_QUOTES)
    self->quoting = self->quoting == PLAIN ? SINGLE_QUOTES : PLAIN;
  else if (c == '"' && self->quoting != SINGLE_QUOTES)
    self->quoting = self->quoting == PLAIN ? DOUBLE_QUOTES : PLAIN;
}

/* A dollar that nothing follows which it could expand stands for itself. */
static gboolean
is_expansion (const char *at)
{
  return *at == '`' ||
         (*at == '$' && at[1] != '\0' && (g_ascii_isalnum (at[1]) || strchr ("_{(@*#?!$-", at[1])));
}

static gboolean
needs_shell (const Cursor *cursor)
{
  const char *at = cursor->at;

  if (cursor->escaped || cursor->quoting == SINGLE_QUOTES)
    return FALSE;
  if (is_expansion (at))
    return TRUE;
  if (cursor->quoting == DOUBLE_QUOTES)
    return FALSE;

  return strchr (OPERATORS "*?", *at) != NULL ||
         (cursor->is_first && (*at == '~' || *at == '#' || (*at == '!' && at[1] == ' ')));
}

static void
set_error (GError **error, const char *what)
{
  g_set_error (error,
               G_SHELL_ERROR,
               G_SHELL_ERROR_FAILED,
               "The command needs a shell for its %s: turn on “Shell” (--shell), or put that in "
               "single quotes.",
               what);
}

static gboolean
check (const char *text, GError **error)
{
  Cursor cursor = { .at = text, .is_first = TRUE };

  for (; *cursor.at != '\0'; step (&cursor))
    if (needs_shell (&cursor))
      {
        g_autofree char *sign = g_strdup_printf ("“%c”", *cursor.at);

        set_error (error, *cursor.at == '\n' ? "second line" : sign);
        return FALSE;
      }

  return TRUE;
}

/* "LANG=C sort" */
static gboolean
is_assignment (const char *word)
{
  const char *at = word;

  if (!g_ascii_isalpha (*at) && *at != '_')
    return FALSE;
  while (g_ascii_isalnum (*at) || *at == '_')
    at++;

  return *at == '=';
}

GStrv
fanfold_command_words_split (const char *text, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  GError *local = NULL;

  if (!check (stripped, error))
    return NULL;

  if (!g_shell_parse_argv (stripped, NULL, &words, &local))
    {
      g_set_error (error,
                   G_SHELL_ERROR,
                   local->code,
                   local->code == G_SHELL_ERROR_EMPTY_STRING
                       ? "The command is empty: give the program to run."
                       : "The command cannot be split into words: a quote in it is not closed.");
      g_clear_error (&local);
      return NULL;
    }

  if (is_assignment (words[0]))
    {
      set_error (error, "assignment in front");
      return NULL;
    }

  return g_steal_pointer (&words);
}

static void
add_word (GPtrArray *words, const char *begin, const char *end)
{
  g_autofree char *raw = g_strndup (begin, (gsize) (end - begin));
  char *word = raw[0] != '\0' ? g_shell_unquote (raw, NULL) : NULL;

  if (word != NULL)
    g_ptr_array_add (words, word);
}

GStrv
fanfold_command_words_guess (const char *text)
{
  GPtrArray *words = g_ptr_array_new ();
  Cursor cursor = { .at = text };
  const char *begin = text;

  for (; *cursor.at != '\0'; step (&cursor))
    if (cursor.quoting == PLAIN && !cursor.escaped &&
        (g_ascii_isspace (*cursor.at) || strchr (OPERATORS, *cursor.at) != NULL))
      {
        add_word (words, begin, cursor.at);
        begin = cursor.at + 1;
      }
  add_word (words, begin, cursor.at);
  g_ptr_array_add (words, NULL);

  return (GStrv) g_ptr_array_free (words, FALSE);
}
