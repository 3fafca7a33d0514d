/* fanfold-json.c: the half of fanfold-json.h that reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tree is json-glib's, the reading is not: its parser takes comments and trailing commas, wraps
 * whole numbers beyond 64 bits round and overflows the stack on deep text.
 */
#include "config.h"

#include "fanfold-json.h"

#include "fanfold-error.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *text;
  const char *end;
  const char *at;
  guint depth;
  GString *path;      /* of the value being read; NULL: nobody asks */
  const char *wanted; /* the path whose place is asked for */
  const char *found;
  GError **error;
} Reader;

static JsonNode *read_value (Reader *self);

static void
find_place (const char *text, const char *at, FanfoldJsonPlace *place)
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

static void
set_error (Reader *self, const char *at, const char *message)
{
  FanfoldJsonPlace place;

  find_place (self->text, at, &place);
  g_set_error (self->error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               "Line %u, column %u: %s",
               place.line,
               place.column,
               at == self->end ? "the text ends too early" : message);
}

static void
skip_space (Reader *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;
}

static gboolean
take (Reader *self, char c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;
  return TRUE;
}

static gboolean
read_hex (Reader *self, gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        {
          set_error (self, self->at, "four hexadecimal digits belong behind \\u");
          return FALSE;
        }
      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*self->at++);
    }

  return TRUE;
}

/* Behind the \u. */
static gboolean
read_unicode_escape (Reader *self, GString *string)
{
  const char *begin = self->at - 2;
  gunichar unit;
  gunichar low;

  if (!read_hex (self, &unit))
    return FALSE;

  if (unit == 0)
    {
      set_error (self, begin, "a text cannot hold the character \\u0000");
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
      set_error (self, begin, "this is half of a surrogate pair, which is no character");
      return FALSE;
    }

  g_string_append_unichar (string, unit);
  return TRUE;
}

/* Behind the backslash. */
static gboolean
read_escape (Reader *self, GString *string)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *name;

  if (take (self, 'u'))
    return read_unicode_escape (self, string);

  name = self->at < self->end && *self->at != '\0' ? strchr (names, *self->at) : NULL;
  if (name == NULL)
    {
      set_error (self, self->at, "there is no such escape; write \\\\ for a backslash");
      return FALSE;
    }

  self->at++;
  g_string_append_c (string, meanings[name - names]);
  return TRUE;
}

static char *
read_string (Reader *self)
{
  g_autoptr (GString) string = g_string_new (NULL);

  self->at++;
  while (!take (self, '"'))
    {
      const char *begin = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
             (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (string, begin, self->at - begin);

      if (take (self, '\\'))
        {
          if (!read_escape (self, string))
            return NULL;
        }
      else if (self->at == self->end || *self->at != '"')
        {
          set_error (self,
                     self->at,
                     "a line break or control character inside a text is written as an escape, "
                     "such as \\n");
          return NULL;
        }
    }

  return g_string_free (g_steal_pointer (&string), FALSE);
}

static gsize
skip_digits (Reader *self)
{
  const char *begin = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return (gsize) (self->at - begin);
}

/* [minus] int [frac] [exp] */
static gboolean
skip_number (Reader *self, gboolean *whole)
{
  gboolean zero;

  *whole = TRUE;
  take (self, '-');

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

  if (take (self, '.'))
    {
      *whole = FALSE;
      if (skip_digits (self) == 0)
        return FALSE;
    }

  if (take (self, 'e') || take (self, 'E'))
    {
      *whole = FALSE;
      if (!take (self, '-'))
        take (self, '+');
      if (skip_digits (self) == 0)
        return FALSE;
    }

  return TRUE;
}

static JsonNode *
read_number (Reader *self)
{
  const char *begin = self->at;
  g_autofree char *digits = NULL;
  gboolean whole;
  gint64 integer;
  double real;

  if (!skip_number (self, &whole))
    {
      set_error (self,
                 self->at == self->end ? self->end : begin,
                 "this is no number of JSON: it has digits on both sides of its point, no plus in "
                 "front and no needless zero");
      return NULL;
    }

  digits = g_strndup (begin, (gsize) (self->at - begin));
  if (whole && !g_str_equal (digits, "-0") &&
      g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, &integer, NULL))
    return json_node_init_int (json_node_alloc (), integer);

  real = g_ascii_strtod (digits, NULL);
  if (!isfinite (real))
    {
      set_error (self, begin, "this number is too large");
      return NULL;
    }

  return json_node_init_double (json_node_alloc (), real);
}

static JsonNode *
read_word (Reader *self)
{
  const char *begin = self->at;
  gsize length;

  while (self->at < self->end && g_ascii_isalnum (*self->at))
    self->at++;
  length = (gsize) (self->at - begin);

  if (length == 4 && strncmp (begin, "true", length) == 0)
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (length == 5 && strncmp (begin, "false", length) == 0)
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (length == 4 && strncmp (begin, "null", length) == 0)
    return json_node_init_null (json_node_alloc ());

  set_error (self, begin, "a value was expected: a text in double quotes, a number, true, …");
  return NULL;
}

/* Where a path is asked for, @key or else @position is the next step of it. */
static gsize
enter_path (Reader *self, const char *key, guint position)
{
  gsize length;

  if (self->path == NULL)
    return 0;

  length = self->path->len;
  g_string_append_c (self->path, '/');
  if (key == NULL)
    g_string_append_printf (self->path, "%u", position);
  for (const char *c = key; c != NULL && *c != '\0'; c++)
    {
      if (*c == '~')
        g_string_append (self->path, "~0");
      else if (*c == '/')
        g_string_append (self->path, "~1");
      else
        g_string_append_c (self->path, *c);
    }

  if (self->found == NULL && g_str_equal (self->path->str, self->wanted))
    self->found = self->at;

  return length;
}

static void
leave_path (Reader *self, gsize length)
{
  if (self->path != NULL)
    g_string_truncate (self->path, length);
}

static gboolean
read_member (Reader *self, JsonObject *object)
{
  const char *begin;
  g_autofree char *key = NULL;
  JsonNode *value;
  gsize path;

  skip_space (self);
  begin = self->at;
  if (begin == self->end || *begin != '"')
    {
      set_error (self, begin, "a key in double quotes was expected");
      return FALSE;
    }

  path = 0;
  key = read_string (self);
  if (key == NULL)
    return FALSE;

  if (json_object_has_member (object, key))
    {
      g_autofree char *message = g_strdup_printf ("the key “%s” is here twice", key);

      set_error (self, begin, message);
      return FALSE;
    }

  skip_space (self);
  if (!take (self, ':'))
    {
      set_error (self, self->at, "a colon was expected behind the key");
      return FALSE;
    }

  if (self->path != NULL)
    {
      const char *at = self->at;

      self->at = begin;
      path = enter_path (self, key, 0);
      self->at = at;
    }
  value = read_value (self);
  leave_path (self, path);
  if (value == NULL)
    return FALSE;

  json_object_set_member (object, key, value);
  return TRUE;
}

static JsonNode *
read_object (Reader *self)
{
  g_autoptr (JsonObject) object = json_object_new ();

  self->at++;
  skip_space (self);
  if (!take (self, '}'))
    {
      do
        {
          if (!read_member (self, object))
            return NULL;
          skip_space (self);
        }
      while (take (self, ','));

      if (!take (self, '}'))
        {
          set_error (self, self->at, "a comma or } was expected");
          return NULL;
        }
    }

  return json_node_init_object (json_node_alloc (), object);
}

static gboolean
read_element (Reader *self, JsonArray *array)
{
  JsonNode *value;
  gsize path;

  skip_space (self);
  path = enter_path (self, NULL, json_array_get_length (array));
  value = read_value (self);
  leave_path (self, path);
  if (value == NULL)
    return FALSE;

  json_array_add_element (array, value);
  return TRUE;
}

static JsonNode *
read_array (Reader *self)
{
  g_autoptr (JsonArray) array = json_array_new ();

  self->at++;
  skip_space (self);
  if (!take (self, ']'))
    {
      do
        {
          if (!read_element (self, array))
            return NULL;
          skip_space (self);
        }
      while (take (self, ','));

      if (!take (self, ']'))
        {
          set_error (self, self->at, "a comma or ] was expected");
          return NULL;
        }
    }

  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
read_nested (Reader *self)
{
  JsonNode *node;

  if (self->depth == FANFOLD_JSON_MAX_DEPTH)
    {
      set_error (
          self, self->at, "the text nests deeper than " G_STRINGIFY (FANFOLD_JSON_MAX_DEPTH));
      return NULL;
    }

  self->depth++;
  node = *self->at == '{' ? read_object (self) : read_array (self);
  self->depth--;

  return node;
}

static JsonNode *
read_value (Reader *self)
{
  skip_space (self);
  if (self->at == self->end)
    {
      set_error (self, self->at, "");
      return NULL;
    }

  switch (*self->at)
    {
    case '{':
    case '[':
      return read_nested (self);

    case '"':
      {
        g_autofree char *string = read_string (self);

        return string != NULL ? json_node_init_string (json_node_alloc (), string) : NULL;
      }

    default:
      if (*self->at == '-' || g_ascii_isdigit (*self->at))
        return read_number (self);
      return read_word (self);
    }
}

static JsonNode *
read_text (Reader *self)
{
  g_autoptr (JsonNode) node = NULL;
  const char *bad;

  if (!g_utf8_validate_len (self->text, (gsize) (self->end - self->text), &bad))
    {
      set_error (self, bad, "this byte is not UTF-8 text");
      return NULL;
    }

  node = read_value (self);
  if (node == NULL)
    return NULL;

  skip_space (self);
  if (self->at != self->end)
    {
      set_error (self, self->at, "nothing may follow the end of the value");
      return NULL;
    }

  return g_steal_pointer (&node);
}

JsonNode *
fanfold_json_parse (const char *text, gssize length, GError **error)
{
  Reader reader = { .text = text, .at = text, .error = error };

  g_return_val_if_fail (text != NULL, NULL);

  reader.end = text + (length < 0 ? strlen (text) : (gsize) length);
  return read_text (&reader);
}

gboolean
fanfold_json_locate (const char *text, gssize length, const char *path, FanfoldJsonPlace *place)
{
  g_autoptr (GString) at_path = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  Reader reader = { .text = text, .at = text, .path = at_path, .wanted = path };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  reader.end = text + (length < 0 ? strlen (text) : (gsize) length);
  if (*path == '\0')
    {
      skip_space (&reader);
      reader.found = reader.at;
    }

  node = read_text (&reader);
  if (node == NULL || reader.found == NULL)
    return FALSE;

  find_place (text, reader.found, place);
  return TRUE;
}
