/* fanfold-command-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-command-reader.h"

#include <string.h>

void
fanfold_command_reader_init (FanfoldCommandReader *self, const char *text)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  self->at = text;
  self->end = text + strnlen (text, FANFOLD_COMMAND_READER_MAX_BYTES);
  self->is_cut = *self->end != '\0';
  self->is_literal = FALSE;
  self->length = 0;
  self->word[0] = '\0';
}

static gboolean
is_blank (char letter)
{
  return letter == ' ' || letter == '\t' || letter == '\r';
}

static gboolean
is_operator (char letter)
{
  return strchr (";&|\n()", letter) != NULL;
}

/* Behind the letter, the quoted text or the $(…) that begins there; NULL: it has no end. */
static const char *
skip_piece (const char *at, const char *end)
{
  char last = *at == '(' ? ')' : *at == '{' ? '}' : *at;
  const char *close;

  switch (*at)
    {
    case '\\':
      return MIN (at + 2, end);

    case '\'':
    case '`':
      close = memchr (at + 1, *at, (gsize) (end - at - 1));
      return close != NULL ? close + 1 : NULL;

    case '$':
      return at + 1 < end && (at[1] == '(' || at[1] == '{') ? skip_piece (at + 1, end) : at + 1;

    case '"':
    case '(':
    case '{':
      for (at++; at != NULL && at < end && *at != last;)
        at = last == '"' && strchr ("'({", *at) != NULL ? at + 1 : skip_piece (at, end);
      return at != NULL && at < end ? at + 1 : NULL;

    default:
      return at + 1;
    }
}

/* @quote: what they stand in, or 0. */
static void
add (FanfoldCommandReader *self, const char *from, const char *to, char quote)
{
  for (const char *at = from; at < to; at++)
    {
      if (quote == '"' && *at == '\\' && at + 1 < to && strchr ("$`\"\\\n", at[1]) != NULL)
        {
          at++;
          if (*at == '\n')
            continue;
        }
      self->word[self->length++] = *at;
    }
}

/* What is open where the text is cut may be closed behind. */
static void
read_open (FanfoldCommandReader *self)
{
  const char *from = self->at;

  if (self->is_cut)
    {
      self->at = self->end;
      add (self, *from == '\'' || *from == '"' ? from + 1 : from, self->end, *from);
      return;
    }

  self->is_literal = TRUE;
  self->word[self->length++] = *self->at++;
}

static void
read_piece (FanfoldCommandReader *self)
{
  const char *from = self->at;
  const char *to = *from == '{' || self->is_literal ? from + 1 : skip_piece (from, self->end);

  if (to == NULL)
    {
      read_open (self);
      return;
    }

  self->at = to;
  if (self->is_literal)
    add (self, from, to, 0);
  else if (*from == '\'' || *from == '"')
    add (self, from + 1, to - 1, *from);
  else if (*from != '\\')
    add (self, from, to, 0);
  else if (to - from > 1 && from[1] != '\n')
    add (self, from + 1, to, 0);
}

/* <(…) and x=(…) are of a word. */
static gboolean
ends_word (FanfoldCommandReader *self, const char *start)
{
  const char *at = self->at;

  if (*at == '<' || *at == '>')
    return at + 1 == self->end || at[1] != '(';
  if (*at == '(' && at > start && strchr ("=<>", at[-1]) != NULL)
    return FALSE;

  return is_blank (*at) || is_operator (*at);
}

static gboolean
read_word (FanfoldCommandReader *self)
{
  const char *start = self->at;

  self->length = 0;
  while (self->at < self->end && !ends_word (self, start))
    read_piece (self);
  self->word[self->length] = '\0';

  return self->at > start;
}

static void
skip_blanks (FanfoldCommandReader *self)
{
  while (self->at < self->end)
    {
      if (is_blank (*self->at))
        self->at++;
      else if (*self->at == '\\' && self->at + 1 < self->end && self->at[1] == '\n')
        self->at += 2;
      else if (*self->at == '#')
        while (self->at < self->end && *self->at != '\n')
          self->at++;
      else
        return;
    }
}

static gboolean
is_redirection (FanfoldCommandReader *self)
{
  const char *at = self->at;

  if (at == self->end)
    return FALSE;
  if (*at == '&')
    return at + 1 < self->end && at[1] == '>';

  return (*at == '<' || *at == '>') && ends_word (self, at);
}

gboolean
fanfold_command_reader_next (FanfoldCommandReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (;;)
    {
      skip_blanks (self);
      if (is_redirection (self))
        {
          while (self->at < self->end && strchr ("&<>|", *self->at) != NULL)
            self->at++;
          skip_blanks (self);
          read_word (self);
          continue;
        }
      if (!read_word (self))
        return FALSE;
      /* The number in 2>file. */
      if (!is_redirection (self) || strspn (self->word, "0123456789") < self->length)
        return TRUE;
    }
}

gboolean
fanfold_command_reader_next_anywhere (FanfoldCommandReader *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  while (!fanfold_command_reader_next (self))
    {
      if (self->at == self->end)
        return FALSE;
      self->at++;
    }

  return TRUE;
}
