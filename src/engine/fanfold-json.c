/* fanfold-json.c: the part of fanfold-json.h that reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tree is json-glib's, the reading is not: its parser takes comments and trailing commas, wraps
 * whole numbers beyond 64 bits round and overflows the stack on deep text.
 */
#include "config.h"

#include "fanfold-json.h"

#include "fanfold-json-cursor.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define AROUND_DEPTH 4 /* of what an output is in: a list of runs, a job, its result */

typedef struct
{
  FanfoldJsonCursor cursor;
  guint depth;
  GString *path;      /* of the value being read; NULL: nobody asks */
  const char *wanted; /* the path whose place is asked for */
  const char *found;
} Reader;

static JsonNode *read_value (Reader *self);

static JsonNode *
read_word (Reader *self)
{
  const char *begin = self->cursor.at;
  gsize length;

  while (self->cursor.at < self->cursor.end && g_ascii_isalnum (*self->cursor.at))
    self->cursor.at++;
  length = (gsize) (self->cursor.at - begin);

  if (length == 4 && strncmp (begin, "true", length) == 0)
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (length == 5 && strncmp (begin, "false", length) == 0)
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (length == 4 && strncmp (begin, "null", length) == 0)
    return json_node_init_null (json_node_alloc ());

  fanfold_json_cursor_set_error (
      &self->cursor, begin, _ ("a value was expected: a text in double quotes, a number, true, …"));
  return NULL;
}

/* Where a path is asked for, @key or else @position, found @at, is the next step of it. */
static gsize
enter_path (Reader *self, const char *at, const char *key, guint position)
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
    self->found = at;

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

  fanfold_json_cursor_skip_space (&self->cursor);
  begin = self->cursor.at;
  if (begin == self->cursor.end || *begin != '"')
    {
      fanfold_json_cursor_set_error (
          &self->cursor, begin, _ ("a key in double quotes was expected"));
      return FALSE;
    }

  key = fanfold_json_cursor_read_string (&self->cursor);
  if (key == NULL)
    return FALSE;

  if (json_object_has_member (object, key))
    {
      g_autofree char *message = g_strdup_printf (_ ("the key “%s” is here twice"), key);

      fanfold_json_cursor_set_error (&self->cursor, begin, message);
      return FALSE;
    }

  fanfold_json_cursor_skip_space (&self->cursor);
  if (!fanfold_json_cursor_take (&self->cursor, ':'))
    {
      fanfold_json_cursor_set_error (
          &self->cursor, self->cursor.at, _ ("a colon was expected behind the key"));
      return FALSE;
    }

  path = enter_path (self, begin, key, 0);
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

  self->cursor.at++;
  fanfold_json_cursor_skip_space (&self->cursor);
  if (!fanfold_json_cursor_take (&self->cursor, '}'))
    {
      do
        {
          if (!read_member (self, object))
            return NULL;
          fanfold_json_cursor_skip_space (&self->cursor);
        }
      while (fanfold_json_cursor_take (&self->cursor, ','));

      if (!fanfold_json_cursor_take (&self->cursor, '}'))
        {
          fanfold_json_cursor_set_error (
              &self->cursor, self->cursor.at, _ ("a comma or } was expected"));
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

  fanfold_json_cursor_skip_space (&self->cursor);
  path = enter_path (self, self->cursor.at, NULL, json_array_get_length (array));
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

  self->cursor.at++;
  fanfold_json_cursor_skip_space (&self->cursor);
  if (!fanfold_json_cursor_take (&self->cursor, ']'))
    {
      do
        {
          if (!read_element (self, array))
            return NULL;
          fanfold_json_cursor_skip_space (&self->cursor);
        }
      while (fanfold_json_cursor_take (&self->cursor, ','));

      if (!fanfold_json_cursor_take (&self->cursor, ']'))
        {
          fanfold_json_cursor_set_error (
              &self->cursor, self->cursor.at, _ ("a comma or ] was expected"));
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
      fanfold_json_cursor_set_error (
          &self->cursor, self->cursor.at, _ ("the text nests deeper than 64"));
      return NULL;
    }

  self->depth++;
  node = *self->cursor.at == '{' ? read_object (self) : read_array (self);
  self->depth--;

  return node;
}

static JsonNode *
read_value (Reader *self)
{
  fanfold_json_cursor_skip_space (&self->cursor);
  if (self->cursor.at == self->cursor.end)
    {
      fanfold_json_cursor_set_error (&self->cursor, self->cursor.at, "");
      return NULL;
    }

  switch (*self->cursor.at)
    {
    case '{':
    case '[':
      return read_nested (self);

    case '"':
      {
        g_autofree char *string = fanfold_json_cursor_read_string (&self->cursor);

        return string != NULL ? json_node_init_string (json_node_alloc (), string) : NULL;
      }

    default:
      if (*self->cursor.at == '-' || g_ascii_isdigit (*self->cursor.at))
        return fanfold_json_cursor_read_number (&self->cursor);
      return read_word (self);
    }
}

static JsonNode *
read_text (Reader *self)
{
  g_autoptr (JsonNode) node = NULL;
  const char *bad;

  if (!g_utf8_validate_len (
          self->cursor.text, (gsize) (self->cursor.end - self->cursor.text), &bad))
    {
      fanfold_json_cursor_set_error (&self->cursor, bad, _ ("this byte is not UTF-8 text"));
      return NULL;
    }

  node = read_value (self);
  if (node == NULL)
    return NULL;

  fanfold_json_cursor_skip_space (&self->cursor);
  if (self->cursor.at != self->cursor.end)
    {
      fanfold_json_cursor_set_error (
          &self->cursor, self->cursor.at, _ ("nothing may follow the end of the value"));
      return NULL;
    }

  return g_steal_pointer (&node);
}

gboolean
fanfold_json_cursor_skip_value (FanfoldJsonCursor *self)
{
  Reader reader = { .cursor = *self };
  g_autoptr (JsonNode) node = read_value (&reader);

  self->at = reader.cursor.at;

  return node != NULL;
}

JsonNode *
fanfold_json_parse (const char *text, gssize length, GError **error)
{
  Reader reader = { .cursor = { .text = text, .at = text, .error = error } };

  g_return_val_if_fail (text != NULL, NULL);

  reader.cursor.end = text + (length < 0 ? strlen (text) : (gsize) length);
  return read_text (&reader);
}

JsonNode *
fanfold_json_parse_output (const char *text, gssize length, GError **error)
{
  Reader reader = { .cursor = { .text = text, .at = text, .error = error }, .depth = AROUND_DEPTH };

  g_return_val_if_fail (text != NULL, NULL);

  reader.cursor.end = text + (length < 0 ? strlen (text) : (gsize) length);
  return read_text (&reader);
}

gboolean
fanfold_json_locate (const char *text, gssize length, const char *path, FanfoldJsonPlace *place)
{
  g_autoptr (GString) at_path = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  Reader reader = { .cursor = { .text = text, .at = text }, .path = at_path, .wanted = path };

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  reader.cursor.end = text + (length < 0 ? strlen (text) : (gsize) length);
  if (*path == '\0')
    {
      fanfold_json_cursor_skip_space (&reader.cursor);
      reader.found = reader.cursor.at;
    }

  node = read_text (&reader);
  if (node == NULL || reader.found == NULL)
    return FALSE;

  fanfold_json_find_place (text, reader.found, place);
  return TRUE;
}
