/* fanfold-command-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-json.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *text;
  const char *at;
  const char *end;
  const char *mistake; /* what is wrong at at; NULL: nothing yet */
  guint depth;
} Reader;

static gboolean read_value (Reader *self);

static gboolean
fail (Reader *self, const char *mistake)
{
  if (self->mistake == NULL)
    self->mistake = self->at < self->end ? mistake : "the text ends here";

  return FALSE;
}

static gboolean
is_at (const Reader *self, const char *characters)
{
  return self->at < self->end && *self->at != '\0' && strchr (characters, *self->at) != NULL;
}

static gboolean
take (Reader *self, const char *characters)
{
  gboolean found = is_at (self, characters);

  if (found)
    self->at++;

  return found;
}

static void
skip_space (Reader *self)
{
  while (take (self, " \t\r\n"))
    ;
}

static gboolean
skip_digits (Reader *self)
{
  const char *begin = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return self->at > begin || fail (self, "a digit was expected");
}

static gboolean
skip_number (Reader *self)
{
  take (self, "-");
  if (!take (self, "0") && !skip_digits (self))
    return FALSE;
  if (take (self, ".") && !skip_digits (self))
    return FALSE;
  if (!take (self, "eE"))
    return TRUE;
  take (self, "+-");

  return skip_digits (self);
}

static gboolean
read_number (Reader *self)
{
  const char *begin = self->at;
  g_autofree char *digits = NULL;

  if (!skip_number (self))
    return FALSE;

  digits = g_strndup (begin, (gsize) (self->at - begin));
  if (isfinite (g_ascii_strtod (digits, NULL)))
    return TRUE;

  self->at = begin;
  return fail (self, "this number is too large");
}

/* Where @at stands on the u: four digits, which a host must be able to read as a character. */
static gboolean
read_code (Reader *self, guint *code)
{
  guint i;

  self->at++;
  *code = 0;
  for (i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return fail (self, "four hexadecimal digits were expected");
      *code = *code * 16 + (guint) g_ascii_xdigit_value (*self->at);
    }

  return TRUE;
}

static gboolean
read_escape (Reader *self, GString *string)
{
  static const char escapes[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *begin = self->at - 1;
  guint code;
  guint low;

  if (is_at (self, escapes))
    {
      g_string_append_c (string, meanings[strchr (escapes, *self->at++) - escapes]);
      return TRUE;
    }
  if (!is_at (self, "u"))
    return fail (self, "there is no such escape");
  if (!read_code (self, &code))
    return FALSE;
  if (code >= 0xd800 && code <= 0xdbff && take (self, "\\") && is_at (self, "u") &&
      read_code (self, &low) && low >= 0xdc00 && low <= 0xdfff)
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  if (self->mistake != NULL)
    return FALSE;
  if (code == 0 || (code >= 0xd800 && code <= 0xdfff))
    {
      self->at = begin;
      return fail (self, "this escape is no character");
    }

  g_string_append_unichar (string, code);
  return TRUE;
}

/* From the quote on; what it means is added to @string. */
static gboolean
read_string (Reader *self, GString *string)
{
  self->at++;
  while (self->at < self->end && *self->at != '"')
    {
      char c = *self->at;

      if ((guint8) c < 0x20)
        return fail (self, "a control character has to be escaped");
      self->at++;
      if (c != '\\')
        g_string_append_c (string, c);
      else if (!read_escape (self, string))
        return FALSE;
    }

  return take (self, "\"") || fail (self, "");
}

/* @keys: those that the object has already. */
static gboolean
read_key (Reader *self, GHashTable *keys)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const char *begin;

  skip_space (self);
  begin = self->at;
  if (!is_at (self, "\""))
    return fail (self, "a key in double quotes was expected");
  if (!read_string (self, key))
    return FALSE;
  if (!g_hash_table_add (keys, g_string_free (g_steal_pointer (&key), FALSE)))
    {
      self->at = begin;
      return fail (self, "this key is here twice");
    }

  skip_space (self);
  return take (self, ":") || fail (self, "a colon was expected behind the key");
}

static gboolean
read_members (Reader *self, gboolean is_object)
{
  const char *close = is_object ? "}" : "]";
  g_autoptr (GHashTable) keys =
      is_object ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;

  self->at++;
  skip_space (self);
  if (take (self, close))
    return TRUE;

  do
    {
      if (is_object && !read_key (self, keys))
        return FALSE;
      if (!read_value (self))
        return FALSE;
      skip_space (self);
    }
  while (take (self, ","));

  return take (self, close) ||
         fail (self, is_object ? "a comma or } was expected" : "a comma or ] was expected");
}

static gboolean
read_word (Reader *self)
{
  static const char *const words[] = { "true", "false", "null" };
  const char *at = self->at;

  while (at < self->end && g_ascii_isalpha (*at))
    at++;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == (gsize) (at - self->at) &&
        strncmp (words[i], self->at, strlen (words[i])) == 0)
      {
        self->at = at;
        return TRUE;
      }

  return fail (self,
               is_at (self, "NI") ? "NaN and Infinity are no JSON: null stands for them"
                                  : "a value was expected: a text in double quotes, a number, …");
}

static gboolean
skip_string (Reader *self)
{
  g_autoptr (GString) string = g_string_new (NULL);

  return read_string (self, string);
}

static gboolean
read_nested (Reader *self)
{
  gboolean success;

  if (self->depth == FANFOLD_COMMAND_JSON_MAX_DEPTH)
    return fail (self, "the text nests deeper than " G_STRINGIFY (FANFOLD_COMMAND_JSON_MAX_DEPTH));

  self->depth++;
  success = read_members (self, *self->at == '{');
  self->depth--;

  return success;
}

static gboolean
read_value (Reader *self)
{
  skip_space (self);
  if (self->at == self->end)
    return fail (self, "");
  if (is_at (self, "{["))
    return read_nested (self);
  if (is_at (self, "\""))
    return skip_string (self);
  if (is_at (self, "-0123456789"))
    return read_number (self);

  return read_word (self);
}

static gboolean
read_text (Reader *self)
{
  const char *bad;

  if (!g_utf8_validate (self->text, (gssize) (self->end - self->text), &bad))
    {
      self->at = bad;
      return fail (self, "this byte is not UTF-8 text");
    }

  skip_space (self);
  if (self->at < self->end && *self->at != '{')
    return fail (self, "an object in {} was expected");
  if (!read_value (self))
    return FALSE;

  skip_space (self);
  return self->at == self->end || fail (self, "nothing may follow the end of the object");
}

char *
fanfold_command_json_find_mistake (const char *text, gsize length)
{
  Reader reader = { .text = text, .at = text, .end = text + length };
  guint line = 1;
  guint column = 1;

  if (read_text (&reader))
    return NULL;

  for (const char *at = text; at < reader.at; at++)
    if (*at == '\n')
      {
        line++;
        column = 1;
      }
    else if (((guint8) *at & 0xc0) != 0x80)
      column++;

  return g_strdup_printf ("line %u, column %u: %s", line, column, reader.mistake);
}

static void
append_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (json, "\\%c", *text);
    else if ((guint8) *text < 0x20)
      g_string_append_printf (json, "\\u%04x", (guint) *text);
    else
      g_string_append_c (json, *text);
  g_string_append_c (json, '"');
}

void
fanfold_command_json_append_path (GString *json, const char *path)
{
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;

  if (g_utf8_validate (path, -1, NULL) && !g_str_has_prefix (path, "file:"))
    {
      append_text (json, path);
      return;
    }

  escaped = g_uri_escape_bytes ((const guint8 *) path, strlen (path), "/");
  uri = g_strconcat (*path == '/' ? "file://" : "file:", escaped, NULL);
  append_text (json, uri);
}
