/* fanfold-json-cursor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-cursor.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
fanfold_json_find_place (const char *text, const char *at, FanfoldJsonPlace *place)
{
  place->line = 1;
  place->column = 1;

  for (const char *c = text; c < at; c++)
    {
      if (*c == '\n')
        {
          place->line++;
          place->column = 1;
        }
      else if (((guchar) *c & 0xc0) != 0x80)
        place->column++;
    }
}

void
fanfold_json_cursor_set_error (FanfoldJsonCursor *self, const char *at, const char *message)
{
  FanfoldJsonPlace place;

  fanfold_json_find_place (self->text, at, &place);
  if (place.line == 1)
    place.column += self->before.column;
  place.line += self->before.line;
  g_set_error (self->error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Line %u, column %u: %s"),
               place.line,
               place.column,
               at == self->end ? _ ("the text ends too early") : message);
}

void
fanfold_json_cursor_skip_space (FanfoldJsonCursor *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

gboolean
fanfold_json_cursor_take (FanfoldJsonCursor *self, char c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;
  return TRUE;
}

static gboolean
read_hex (FanfoldJsonCursor *self, gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        {
          fanfold_json_cursor_set_error (
              self, self->at, _ ("four hexadecimal digits belong behind \\u"));
          return FALSE;
        }
      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*self->at++);
    }

  return TRUE;
}

/* Behind the \u. */
static gboolean
read_unicode_escape (FanfoldJsonCursor *self, GString *string)
{
  const char *begin = self->at - 2;
  gunichar unit;
  gunichar low;

  if (!read_hex (self, &unit))
    return FALSE;

  if (unit == 0)
    {
      fanfold_json_cursor_set_error (self, begin, _ ("a text cannot hold the character \\u0000"));
      return FALSE;
    }

  if (unit >= 0xd800 && unit <= 0xdbff && self->end - self->at >= 2 &&
      strncmp (self->at, "\\u", 2) == 0)
    {
      self->at += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low >= 0xdc00 && low <= 0xdfff)
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }

  if (unit >= 0xd800 && unit <= 0xdfff)
    {
      fanfold_json_cursor_set_error (
          self, begin, _ ("this is half of a surrogate pair, which is no character"));
      return FALSE;
    }

  g_string_append_unichar (string, unit);
  return TRUE;
}

/* Behind the backslash. */
static gboolean
read_escape (FanfoldJsonCursor *self, GString *string)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (fanfold_json_cursor_take (self, 'u'))
    return read_unicode_escape (self, string);

  name = self->at < self->end && *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (name == NULL)
    {
      fanfold_json_cursor_set_error (
          self, self->at, _ ("there is no such escape; write \\\\ for a backslash"));
      return FALSE;
    }

  self->at++;
  g_string_append_c (string, meanings[name - names]);
  return TRUE;
}

char *
fanfold_json_cursor_read_string (FanfoldJsonCursor *self)
{
  g_autoptr (GString) string = g_string_new (NULL);

  self->at++;
  while (!fanfold_json_cursor_take (self, '"'))
    {
      const char *begin = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
             (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (string, begin, self->at - begin);

      if (fanfold_json_cursor_take (self, '\\'))
        {
          if (!read_escape (self, string))
            return NULL;
        }
      else if (self->at == self->end || *self->at != '"')
        {
          fanfold_json_cursor_set_error (
              self,
              self->at,
              _ ("a line break or control character inside a text is written as an escape, "
                 "such as \\n"));
          return NULL;
        }
    }

  return g_string_free (g_steal_pointer (&string), FALSE);
}

static gsize
skip_digits (FanfoldJsonCursor *self)
{
  const char *begin = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return (gsize) (self->at - begin);
}

/* [minus] int [frac] [exp] */
static gboolean
skip_number (FanfoldJsonCursor *self, gboolean *whole)
{
  gboolean zero;

  *whole = TRUE;
  fanfold_json_cursor_take (self, '-');

  zero = self->at < self->end && *self->at == '0';
  switch (skip_digits (self))
    {
    case 0:
      return FALSE;

    case 1:
      break;

    default:
      if (zero)
        return FALSE;
      break;
    }

  if (fanfold_json_cursor_take (self, '.'))
    {
      *whole = FALSE;
      if (skip_digits (self) == 0)
        return FALSE;
    }

  if (fanfold_json_cursor_take (self, 'e') || fanfold_json_cursor_take (self, 'E'))
    {
      *whole = FALSE;
      if (!fanfold_json_cursor_take (self, '-'))
        fanfold_json_cursor_take (self, '+');
      if (skip_digits (self) == 0)
        return FALSE;
    }

  return TRUE;
}

JsonNode *
fanfold_json_cursor_read_number (FanfoldJsonCursor *self)
{
  const char *begin = self->at;
  g_autofree char *digits = NULL;
  gboolean whole;
  gint64 integer;
  double real;

  if (!skip_number (self, &whole))
    {
      fanfold_json_cursor_set_error (
          self,
          self->at == self->end ? self->end : begin,
          _ ("this is no number of JSON: it has digits on both sides of its point, no plus in "
             "front and no needless zero"));
      return NULL;
    }

  digits = g_strndup (begin, (gsize) (self->at - begin));
  if (whole && !g_str_equal (digits, "-0") &&
      g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_node_init_int (json_node_alloc (), integer);

  real = g_ascii_strtod (digits, NULL);
  if (!isfinite (real))
    {
      fanfold_json_cursor_set_error (self, begin, _ ("this number is too large"));
      return NULL;
    }

  return json_node_init_double (json_node_alloc (), real);
}
