/* fanfold-shell-place.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shell-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a place is nested in; the bottom is a plain command. */
enum
{
  COMMAND,
  SINGLE,
  DOUBLE,
  SUBSTITUTION, /* $( ) */
  PAREN,        /* ( ) in one */
  EXPANSION,    /* ${ } */
  ARITHMETIC,   /* (( )), two of them */
  BRACKET,      /* $[ ] */
  BACKTICK,
  ANSI, /* $'' */
  COMMENT,
  HERE /* a here-document: to the end, as far as we are concerned */
};

static int
get_top (const FanfoldShellPlace *self)
{
  return self->depth > 0 ? self->nested[self->depth - 1] : COMMAND;
}

static gboolean
is_in (const FanfoldShellPlace *self, int what)
{
  return self->depth > 0 && memchr (self->nested, what, self->depth) != NULL;
}

static void
push (FanfoldShellPlace *self, int what)
{
  if (self->depth == FANFOLD_SHELL_MAX_DEPTH)
    {
      self->lost = _ ("so deep in brackets");
      return;
    }

  self->opened[self->depth] = self->n_read;
  self->nested[self->depth++] = (guint8) what;
}

static gsize
pop (FanfoldShellPlace *self)
{
  self->depth--;
  return 1;
}

static gsize
read_pair (const char *text)
{
  return text[1] != '\0' ? 2 : 1;
}

static gboolean
is_name_start (char byte)
{
  return g_ascii_isalpha (byte) || byte == '_';
}

static gsize
read_dollar (FanfoldShellPlace *self, const char *text)
{
  gsize length = 1;

  switch (text[1])
    {
    case '(':
      push (self, text[2] == '(' ? ARITHMETIC : SUBSTITUTION);
      if (text[2] == '(')
        push (self, ARITHMETIC);
      else
        self->in_word = FALSE;
      return text[2] == '(' ? 3 : 2;

    case '{':
      push (self, EXPANSION);
      return 2;

    case '[':
      push (self, BRACKET);
      return 2;

    case '\'':
      if (get_top (self) == DOUBLE)
        return 1;
      push (self, ANSI);
      return 2;

    default:
      break;
    }

  if (text[1] != '\0' && (g_ascii_isdigit (text[1]) || strchr ("#?!$@*-", text[1]) != NULL))
    return 2;

  while (g_ascii_isalnum (text[length]) || text[length] == '_')
    length++;
  self->sticky = is_name_start (text[1]);

  return length;
}

static gsize
read_double (FanfoldShellPlace *self, const char *text)
{
  switch (*text)
    {
    case '"':
      return pop (self);

    case '\\':
      if (text[1] != '\0' && strchr ("$`\"\\\n", text[1]) != NULL)
        return 2;
      self->backslash = TRUE;
      return 1;

    case '$':
      return read_dollar (self, text);

    case '`':
      push (self, BACKTICK);
      return 1;

    default:
      return 1;
    }
}

/* Shells do not agree on what a quote means in these. */
static gsize
read_expression (FanfoldShellPlace *self, const char *text)
{
  int top = get_top (self);

  switch (*text)
    {
    case '\'':
    case '"':
      self->lost = _ ("after a quote in ${…} or ((…))");
      return 1;

    case '\\':
      return read_pair (text);

    case '$':
      return read_dollar (self, text);

    case '`':
      push (self, BACKTICK);
      return 1;

    case '(':
      if (top == ARITHMETIC)
        push (self, ARITHMETIC);
      return 1;

    default:
      break;
    }

  if ((*text == '}' && top == EXPANSION) || (*text == ')' && top == ARITHMETIC) ||
      (*text == ']' && top == BRACKET))
    return pop (self);

  return 1;
}

static gsize
read_paren (FanfoldShellPlace *self, const char *text)
{
  if (*text == ')')
    {
      self->in_word = get_top (self) == SUBSTITUTION;
      return get_top (self) != COMMAND ? pop (self) : 1;
    }

  if (text[1] == '(')
    {
      push (self, ARITHMETIC);
      push (self, ARITHMETIC);
      return 2;
    }
  if (is_in (self, SUBSTITUTION))
    push (self, PAREN);

  return 1;
}

static gsize
read_less (FanfoldShellPlace *self, const char *text)
{
  gsize length = strspn (text, "<");

  if (length == 2)
    self->here_pending = TRUE;

  return length;
}

static gsize
read_newline (FanfoldShellPlace *self)
{
  if (self->here_pending)
    push (self, HERE);

  return 1;
}

/* The words and operators of a command, outside of quotes. */
static gsize
read_command (FanfoldShellPlace *self, const char *text, gboolean in_word)
{
  self->in_word = strchr (" \t\n;&|()<>", *text) == NULL;

  switch (*text)
    {
    case '\\':
      return read_pair (text);

    case '\'':
      push (self, SINGLE);
      return 1;

    case '"':
      push (self, DOUBLE);
      return 1;

    case '`':
      push (self, BACKTICK);
      return 1;

    case '$':
      return read_dollar (self, text);

    case '~':
      self->sticky = TRUE;
      return 1;

    case '#':
      if (!in_word)
        push (self, COMMENT);
      return 1;

    case '<':
      return read_less (self, text);

    case '\n':
      return read_newline (self);

    case '(':
    case ')':
      return read_paren (self, text);

    default:
      /* Its patterns end with a bracket that nothing opened. */
      if (!in_word && g_str_has_prefix (text, "case") && is_in (self, SUBSTITUTION))
        self->lost = _ ("after a “case” in $(…)");
      return 1;
    }
}

static gsize
read_some (FanfoldShellPlace *self, const char *text, gboolean in_word)
{
  switch (get_top (self))
    {
    case SINGLE:
      return *text == '\'' ? pop (self) : 1;

    case DOUBLE:
      return read_double (self, text);

    case EXPANSION:
    case ARITHMETIC:
    case BRACKET:
      return read_expression (self, text);

    case BACKTICK:
      if (*text == '\\')
        return read_pair (text);
      return *text == '`' ? pop (self) : 1;

    case ANSI:
      /* To a shell that does not know it, this is an ordinary '' after a $. */
      if (*text == '\\')
        {
          self->lost = _ ("after a \\ in $'…'");
          return read_pair (text);
        }
      return *text == '\'' ? pop (self) : 1;

    case COMMENT:
      if (*text != '\n')
        return 1;
      pop (self);
      self->in_word = FALSE;
      return read_newline (self);

    case HERE:
      return 1;

    case COMMAND:
    case SUBSTITUTION:
    case PAREN:
    default:
      return read_command (self, text, in_word);
    }
}

gsize
fanfold_shell_place_read (FanfoldShellPlace *self, const char *text)
{
  gboolean in_word;
  gsize length;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (text != NULL && *text != '\0', 0);

  in_word = self->in_word;
  self->in_word = TRUE;
  self->sticky = FALSE;
  self->backslash = FALSE;
  length = read_some (self, text, in_word);
  self->n_read += (guint) length;

  return length;
}

void
fanfold_shell_place_fill (FanfoldShellPlace *self, gsize length)
{
  g_return_if_fail (self != NULL);

  self->n_read += (guint) length;
  self->in_word = TRUE;
  self->sticky = FALSE;
  self->backslash = FALSE;
}

FanfoldShellQuote
fanfold_shell_place_get_quote (const FanfoldShellPlace *self, const char **reason)
{
  static const struct
  {
    int what;
    const char *reason;
  } bare[] = {
    { EXPANSION, N_ ("in ${…}") },
    { ARITHMETIC, N_ ("in ((…))") },
    { BRACKET, N_ ("in $[…]") },
    { BACKTICK, N_ ("in `…`") },
    { ANSI, N_ ("in $'…'") },
    { COMMENT, N_ ("in a comment") },
    { HERE, N_ ("in a here-document") },
  };

  g_return_val_if_fail (self != NULL, FANFOLD_SHELL_QUOTE_NONE);
  g_return_val_if_fail (reason != NULL, FANFOLD_SHELL_QUOTE_NONE);

  *reason = self->lost;
  for (gsize i = 0; i < G_N_ELEMENTS (bare) && *reason == NULL; i++)
    {
      if (is_in (self, bare[i].what))
        *reason = _ (bare[i].reason);
    }

  if (*reason != NULL)
    return FANFOLD_SHELL_QUOTE_NONE;
  if (get_top (self) == SINGLE)
    return FANFOLD_SHELL_QUOTE_SINGLE;

  return get_top (self) == DOUBLE ? FANFOLD_SHELL_QUOTE_DOUBLE : FANFOLD_SHELL_QUOTE_OUTSIDE;
}

char
fanfold_shell_place_get_open_quote (const FanfoldShellPlace *self, guint *offset)
{
  int top;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (offset != NULL, 0);

  top = get_top (self);
  if (self->lost != NULL || (top != SINGLE && top != DOUBLE && top != ANSI))
    return 0;

  *offset = self->opened[self->depth - 1];

  return top == DOUBLE ? '"' : '\'';
}

static gboolean
is_plain (const char *value, gsize length, gboolean apart)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (value[i]) && strchr ("_@+:,./-", value[i]) == NULL &&
          (value[i] != '%' || apart))
        return FALSE;
    }

  return length > 0;
}

static void
append_single (GString *text, const char *value, gsize length, gboolean apart)
{
  if (apart && length > 0 && (*value == '%' || *value == '}'))
    g_string_append (text, "''");

  for (gsize i = 0; i < length; i++)
    {
      if (value[i] == '\'')
        g_string_append (text, "'\\''");
      else
        g_string_append_c (text, value[i]);
      if (apart && value[i] == '{')
        g_string_append (text, "''");
    }
}

static void
append_double (GString *text, const char *value, gsize length, gboolean apart)
{
  if (apart && length > 0 && (*value == '%' || *value == '}'))
    g_string_append (text, "\"\"");

  for (gsize i = 0; i < length; i++)
    {
      /* A shell that is typed into replaces it, with a backslash or without. */
      if (value[i] == '!')
        {
          g_string_append (text, "\"'!'\"");
          continue;
        }

      if (strchr ("$`\"\\", value[i]) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, value[i]);
      if (apart && value[i] == '{')
        g_string_append (text, "\"\"");
    }
}

void
fanfold_shell_append_quoted (
    GString *text, const char *value, gsize length, FanfoldShellQuote quote, gboolean apart)
{
  g_return_if_fail (text != NULL);
  g_return_if_fail (value != NULL);

  switch (quote)
    {
    case FANFOLD_SHELL_QUOTE_SINGLE:
      append_single (text, value, length, apart);
      break;

    case FANFOLD_SHELL_QUOTE_DOUBLE:
      append_double (text, value, length, apart);
      break;

    case FANFOLD_SHELL_QUOTE_OUTSIDE:
      if (is_plain (value, length, apart))
        {
          g_string_append_len (text, value, (gssize) length);
          break;
        }
      g_string_append_c (text, '\'');
      append_single (text, value, length, apart);
      g_string_append_c (text, '\'');
      break;

    case FANFOLD_SHELL_QUOTE_NONE:
    default:
      g_string_append_len (text, value, (gssize) length);
      break;
    }
}
