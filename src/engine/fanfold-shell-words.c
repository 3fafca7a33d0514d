/* fanfold-shell-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shell-words.h"

#include "fanfold-error.h"
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SHOWN_BYTES 60
#define OPERATOR_CHARS "|&;<>()\n"
#define SAFE_CHARS "%+,-./:=@_{}#"

typedef struct
{
  const char *at;
  GPtrArray *words;
  GString *text;
  GByteArray *is_quoted;
  char *expands;
  gboolean has_word; /* '' is one, too */
} Splitter;

/* Words that are the shell's own, and builtins for which there is no program. */
static const char *const shell_words[] = {
  "!",        ".",    ":",     "alias", "bg",       "break",   "case",   "cd",      "command",
  "continue", "do",   "done",  "elif",  "else",     "esac",    "eval",   "exec",    "exit",
  "export",   "fg",   "fi",    "for",   "function", "getopts", "hash",   "if",      "jobs",
  "local",    "popd", "pushd", "read",  "readonly", "return",  "select", "set",     "shift",
  "source",   "then", "times", "trap",  "type",     "ulimit",  "umask",  "unalias", "unset",
  "until",    "wait", "while", "{",     "}",        "[[",      NULL,
};

void
fanfold_shell_word_free (FanfoldShellWord *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->is_quoted);
  g_free (self->expands);
  g_free (self);
}

/* (transfer full) @text and @expands: (transfer full) */
static FanfoldShellWord *
create_word (char *text, GByteArray *is_quoted, char *expands)
{
  FanfoldShellWord *word = g_new0 (FanfoldShellWord, 1);

  word->text = text;
  word->is_quoted = g_malloc0 (is_quoted->len + 1); /* there is one for the end, too */
  if (is_quoted->len > 0)
    memcpy (word->is_quoted, is_quoted->data, is_quoted->len);
  word->expands = expands;

  return word;
}

static void
append (Splitter *self, char letter, guint8 quoted)
{
  g_string_append_c (self->text, letter);
  g_byte_array_append (self->is_quoted, &quoted, 1);
  self->has_word = TRUE;
}

static void
end_word (Splitter *self)
{
  if (!self->has_word)
    return;

  g_ptr_array_add (self->words,
                   create_word (g_strndup (self->text->str, self->text->len),
                                self->is_quoted,
                                g_steal_pointer (&self->expands)));
  g_string_truncate (self->text, 0);
  g_byte_array_set_size (self->is_quoted, 0);
  self->has_word = FALSE;
}

/* Behind @letter, or where a message would be too long. */
static const char *
find_end (const char *at, char letter)
{
  gsize n = strnlen (at, MAX_SHOWN_BYTES);
  const char *end = memchr (at, letter, n);

  return end != NULL ? end + 1 : at + n;
}

/* "$HOME", "${x}", "$(date)", "`date`": to its end, as far as that can be told. */
static char *
dup_expansion (const char *at)
{
  const char *end = at + 1;

  if (*at == '`')
    end = find_end (end, '`');
  else if (*end == '(' || *end == '{')
    end = find_end (end, *end == '(' ? ')' : '}');
  else
    while (g_ascii_isalnum (*end) || *end == '_')
      end++;

  return g_strndup (at, end - at);
}

/* A $ before anything else stands for itself. */
static gboolean
is_expansion (const char *at)
{
  return *at == '`' || (*at == '$' && at[1] != '\0' &&
                        (g_ascii_isalnum (at[1]) || strchr ("_({*@#?-$!'\"", at[1]) != NULL));
}

static void
note_expansion (Splitter *self, gboolean in_quotes)
{
  if (self->expands != NULL || !is_expansion (self->at))
    return;
  if (in_quotes && *self->at == '$' && (self->at[1] == '"' || self->at[1] == '\''))
    return;

  self->expands = dup_expansion (self->at);
}

static gboolean
read_single_quoted (Splitter *self)
{
  self->has_word = TRUE;
  for (self->at++; *self->at != '\0'; self->at++)
    {
      if (*self->at == '\'')
        {
          self->at++;
          return TRUE;
        }
      append (self, *self->at, 1);
    }

  return FALSE;
}

static gboolean
read_double_quoted (Splitter *self)
{
  self->has_word = TRUE;
  for (self->at++; *self->at != '\0'; self->at++)
    {
      if (*self->at == '"')
        {
          self->at++;
          return TRUE;
        }
      if (*self->at == '\\' && self->at[1] == '\n')
        {
          self->at++;
          continue;
        }
      if (*self->at == '\\' && self->at[1] != '\0' && strchr ("$`\"\\", self->at[1]) != NULL)
        self->at++;
      else
        note_expansion (self, TRUE);
      append (self, *self->at, 1);
    }

  return FALSE;
}

static void
read_escaped (Splitter *self)
{
  self->at++;
  if (*self->at == '\n')
    self->at++;
  else if (*self->at == '\0')
    append (self, '\\', 1);
  else
    append (self, *self->at++, 1);
}

/* A number right before < or > is part of it. */
static void
read_operator (Splitter *self)
{
  const char *start = self->at;
  g_autoptr (GString) text = g_string_new (NULL);
  FanfoldShellWord *word;

  if ((*start == '<' || *start == '>') && self->text->len > 0 &&
      strspn (self->text->str, "0123456789") == self->text->len && self->is_quoted->data[0] == 0)
    {
      g_string_append (text, self->text->str);
      g_string_truncate (self->text, 0);
      g_byte_array_set_size (self->is_quoted, 0);
      self->has_word = FALSE;
    }
  end_word (self);

  self->at++;
  while (*start != '\n' && *start != '(' && *start != ')' && *self->at != '\0' &&
         strchr ("|&;<>", *self->at) != NULL && self->at - start < 3)
    self->at++;
  g_string_append_len (text, start, self->at - start);

  word = g_new0 (FanfoldShellWord, 1);
  word->text = g_string_free (g_steal_pointer (&text), FALSE);
  word->is_quoted = g_malloc0 (strlen (word->text) + 1);
  word->is_operator = TRUE;
  g_ptr_array_add (self->words, word);
}

/* FALSE: a quote is not closed. */
static gboolean
read_next (Splitter *self)
{
  switch (*self->at)
    {
    case '\'':
      return read_single_quoted (self);

    case '"':
      return read_double_quoted (self);

    case '\\':
      read_escaped (self);
      return TRUE;

    case ' ':
    case '\t':
      end_word (self);
      self->at++;
      return TRUE;

    case '#':
      if (!self->has_word)
        {
          self->at = strchrnul (self->at, '\n');
          return TRUE;
        }
      break;

    default:
      if (strchr (OPERATOR_CHARS, *self->at) != NULL)
        {
          read_operator (self);
          return TRUE;
        }
      break;
    }

  note_expansion (self, FALSE);
  append (self, *self->at++, 0);

  return TRUE;
}

GPtrArray *
fanfold_shell_words_split (const char *line, GError **error)
{
  g_autoptr (GPtrArray) words =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_shell_word_free);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GByteArray) is_quoted = g_byte_array_new ();
  Splitter splitter = { .at = line, .words = words, .text = text, .is_quoted = is_quoted };

  g_return_val_if_fail (line != NULL, NULL);

  while (*splitter.at != '\0')
    {
      char quote = *splitter.at;

      if (read_next (&splitter))
        continue;

      g_free (splitter.expands);
      g_set_error (
          error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("The quote %c is not closed"), quote);
      return NULL;
    }
  end_word (&splitter);

  return g_steal_pointer (&words);
}

static gboolean
is_active (const FanfoldShellWord *self, gsize i, const char *letters)
{
  return self->is_quoted[i] == 0 && strchr (letters, self->text[i]) != NULL;
}

gboolean
fanfold_shell_word_is_glob (const FanfoldShellWord *self)
{
  gboolean is_open = FALSE;
  gsize i;

  g_return_val_if_fail (self != NULL, FALSE);

  for (i = 0; self->text[i] != '\0' && !self->is_operator; i++)
    {
      if (is_active (self, i, "*?") || (is_open && is_active (self, i, "]")))
        return TRUE;
      is_open = is_open || is_active (self, i, "[");
    }

  return FALSE;
}

char *
fanfold_shell_word_to_glob (const FanfoldShellWord *self)
{
  g_autoptr (GString) glob = g_string_new (NULL);
  gsize i;

  g_return_val_if_fail (self != NULL, NULL);

  for (i = 0; self->text[i] != '\0'; i++)
    {
      if (self->text[i] == '\\' || (i == 0 && self->text[i] == '~' && self->is_quoted[i]) ||
          (self->is_quoted[i] && strchr ("*?[]", self->text[i]) != NULL))
        g_string_append_c (glob, '\\');
      g_string_append_c (glob, self->text[i]);
    }

  return g_string_free (g_steal_pointer (&glob), FALSE);
}

static gboolean
is_assignment (const char *word)
{
  const char *at = word;

  while (g_ascii_isalnum (*at) || *at == '_')
    at++;

  return at > word && *at == '=' && !g_ascii_isdigit (*word);
}

/* (nullable) */
static const char *
get_need (const FanfoldShellWord *word, gboolean is_first)
{
  if (word->is_operator)
    return word->text;
  if (word->expands != NULL)
    return word->expands;
  if (word->text[0] == '~' && word->is_quoted[0] == 0)
    return word->text;
  if (fanfold_shell_word_is_glob (word))
    return word->text;
  if (is_first && (g_strv_contains (shell_words, word->text) || is_assignment (word->text)))
    return word->text;

  return NULL;
}

char *
fanfold_shell_words_find_need (const char *command)
{
  g_autoptr (GPtrArray) words = NULL;
  guint i;

  g_return_val_if_fail (command != NULL, NULL);

  words = fanfold_shell_words_split (command, NULL);
  for (i = 0; words != NULL && i < words->len; i++)
    {
      const char *need = get_need (words->pdata[i], i == 0);

      if (need != NULL)
        return g_strdup (g_str_equal (need, "\n") ? _ ("a line break") : need);
    }

  return NULL;
}

static gboolean
is_plain (const char *word)
{
  const char *at;

  if (*word == '\0' || *word == '~' || *word == '#')
    return FALSE;
  for (at = word; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (SAFE_CHARS, *at) == NULL)
      return FALSE;

  /* bash would put words for {a,b} and {1..9}. */
  return strchr (word, '{') == NULL || (strchr (word, ',') == NULL && strstr (word, "..") == NULL);
}

void
fanfold_shell_words_append (GString *line, const char *word)
{
  g_autofree char *quoted = NULL;

  g_return_if_fail (line != NULL);
  g_return_if_fail (word != NULL);

  if (is_plain (word))
    {
      g_string_append (line, word);
      return;
    }

  quoted = g_shell_quote (word);
  g_string_append (line, quoted);
}
