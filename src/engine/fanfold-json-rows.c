/* fanfold-json-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-rows.h"

#include "fanfold-error.h"
#include "fanfold-json-cursor.h"
#include "fanfold-json-values.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_COLUMNS 65536

/* Bytes from the row's beginning on; length 0: it is not there. */
typedef struct
{
  gsize offset;
  gsize length;
} Field;

struct _FanfoldJsonRows
{
  FanfoldJsonValues *values;
  gboolean is_ahead; /* the first row was read for its members */
  gboolean has_objects;
  GStrv header;
  guint n_columns;
  Field *fields;
  GHashTable *columns; /* of @header: its numbers */
  GHashTable *others;  /* members of this row that are no column: char * */
};

static void
begin_cursor (FanfoldJsonRows *self, FanfoldJsonCursor *cursor, GError **error)
{
  const FanfoldJsonPlace *place = fanfold_json_values_get_place (self->values);
  gsize length;
  const char *text = fanfold_json_values_get (self->values, &length);

  *cursor = (FanfoldJsonCursor){ .text = text,
                                 .at = text,
                                 .end = text + length,
                                 .error = error,
                                 .before = { place->line - 1, place->column - 1 } };
}

static void
fail (FanfoldJsonRows *self, const char *message, GError **error)
{
  fanfold_json_values_fail (
      self->values, fanfold_json_values_get_place (self->values), message, error);
}

/* "Line 1, column 2: …" gets the name of the file. */
static gboolean
pass_on (FanfoldJsonRows *self, GError *failure, GError **error)
{
  const char *colon = strchr (failure->message, ':');

  g_set_error (error,
               failure->domain,
               failure->code,
               _ ("%.*s of %s%s"),
               (int) (colon - failure->message),
               failure->message,
               fanfold_json_values_get_name (self->values),
               colon);
  g_error_free (failure);

  return FALSE;
}

static guint
find_column (FanfoldJsonRows *self, const char *key, guint likely)
{
  gpointer column;

  if (likely < self->n_columns && g_str_equal (self->header[likely], key))
    return likely;

  return g_hash_table_lookup_extended (self->columns, key, NULL, &column)
             ? GPOINTER_TO_UINT (column)
             : self->n_columns;
}

/* False: the member was there before. */
static gboolean
note_member (FanfoldJsonRows *self, char *key, guint column)
{
  if (column < self->n_columns)
    {
      g_free (key);
      return self->fields[column].length == 0;
    }

  return g_hash_table_add (self->others, key);
}

/* From the key on to behind the value. */
static gboolean
read_member (FanfoldJsonRows *self, FanfoldJsonCursor *cursor, guint *column)
{
  const char *begin;
  g_autofree char *key = NULL;

  fanfold_json_cursor_skip_space (cursor);
  begin = cursor->at;
  if (begin == cursor->end || *begin != '"')
    {
      fanfold_json_cursor_set_error (cursor, begin, _ ("a key in double quotes was expected"));
      return FALSE;
    }
  key = fanfold_json_cursor_read_string (cursor);
  if (key == NULL)
    return FALSE;

  *column = find_column (self, key, *column + 1);
  if (!note_member (self, g_steal_pointer (&key), *column))
    {
      fanfold_json_cursor_set_error (cursor, begin, _ ("this key is here twice"));
      return FALSE;
    }
  fanfold_json_cursor_skip_space (cursor);
  if (!fanfold_json_cursor_take (cursor, ':'))
    {
      fanfold_json_cursor_set_error (cursor, cursor->at, _ ("a colon was expected behind the key"));
      return FALSE;
    }

  fanfold_json_cursor_skip_space (cursor);
  begin = cursor->at;
  if (!fanfold_json_cursor_skip_value (cursor))
    return FALSE;
  if (*column < self->n_columns)
    self->fields[*column] = (Field){ (gsize) (begin - cursor->text), (gsize) (cursor->at - begin) };

  return TRUE;
}

static gboolean
read_object (FanfoldJsonRows *self, FanfoldJsonCursor *cursor)
{
  guint column = G_MAXUINT;

  cursor->at++;
  fanfold_json_cursor_skip_space (cursor);
  if (fanfold_json_cursor_take (cursor, '}'))
    return TRUE;

  do
    {
      if (!read_member (self, cursor, &column))
        return FALSE;
      fanfold_json_cursor_skip_space (cursor);
    }
  while (fanfold_json_cursor_take (cursor, ','));

  if (fanfold_json_cursor_take (cursor, '}'))
    return TRUE;

  fanfold_json_cursor_set_error (cursor, cursor->at, _ ("a comma or } was expected"));
  return FALSE;
}

/* The members of the first object. */
static gboolean
read_keys (FanfoldJsonCursor *cursor, GPtrArray *keys)
{
  cursor->at++;
  do
    {
      fanfold_json_cursor_skip_space (cursor);
      g_ptr_array_add (keys, fanfold_json_cursor_read_string (cursor));
      fanfold_json_cursor_skip_space (cursor);
      cursor->at++;
      if (keys->len > MAX_COLUMNS)
        {
          fanfold_json_cursor_set_error (
              cursor, cursor->at, _ ("there are more than 65536 members"));
          return FALSE;
        }
      fanfold_json_cursor_skip_value (cursor);
      fanfold_json_cursor_skip_space (cursor);
    }
  while (fanfold_json_cursor_take (cursor, ','));
  g_ptr_array_add (keys, NULL);

  return TRUE;
}

/* The row is sound where this is true. */
static gboolean
read_row (FanfoldJsonRows *self, GError **error)
{
  FanfoldJsonCursor cursor;
  GError *failure = NULL;
  const char *bad;
  gboolean sound;

  begin_cursor (self, &cursor, &failure);
  memset (self->fields, 0, self->n_columns * sizeof (Field));
  if (self->others != NULL && g_hash_table_size (self->others) > 0)
    g_hash_table_remove_all (self->others);

  if (!g_utf8_validate_len (cursor.text, (gsize) (cursor.end - cursor.text), &bad))
    {
      fanfold_json_cursor_set_error (&cursor, bad, _ ("this byte is not UTF-8 text"));
      return pass_on (self, failure, error);
    }
  if (self->has_objects && *cursor.text != '{')
    {
      fail (self, _ ("An object was expected, as the first value is one"), error);
      return FALSE;
    }

  sound =
      self->has_objects ? read_object (self, &cursor) : fanfold_json_cursor_skip_value (&cursor);
  if (sound && cursor.at < cursor.end)
    {
      fanfold_json_cursor_set_error (
          &cursor, cursor.at, _ ("nothing may follow the end of the value"));
      sound = FALSE;
    }
  if (!sound)
    return pass_on (self, failure, error);

  if (!self->has_objects)
    self->fields[0].length = (gsize) (cursor.at - cursor.text);

  return TRUE;
}

/* One row is there, and sound. */
static gboolean
make_header (FanfoldJsonRows *self, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  FanfoldJsonCursor cursor;
  GError *failure = NULL;

  begin_cursor (self, &cursor, &failure);
  if (g_hash_table_size (self->others) > 0)
    {
      if (!read_keys (&cursor, keys))
        return pass_on (self, failure, error);
      g_free (self->fields);
      g_strfreev (self->header);
      self->n_columns = keys->len - 1;
      self->fields = g_new0 (Field, self->n_columns);
      self->header = (GStrv) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
      for (guint i = 0; i < self->n_columns; i++)
        g_hash_table_insert (self->columns, self->header[i], GUINT_TO_POINTER (i));
    }

  return read_row (self, error);
}

static gboolean
read_header (FanfoldJsonRows *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const char *text;
  gsize length;

  if (!fanfold_json_values_next (self->values, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        fail (self, _ ("It has no values"), error);
      return FALSE;
    }

  text = fanfold_json_values_get (self->values, &length);
  self->has_objects = *text == '{';
  self->n_columns = self->has_objects ? 0 : 1;
  self->is_ahead = TRUE;
  if (!read_row (self, error) || !make_header (self, error))
    return FALSE;
  if (self->n_columns > 0)
    return TRUE;

  fail (self, _ ("The first object has no members, which name the columns"), error);
  return FALSE;
}

FanfoldJsonRows *
fanfold_json_rows_new (int fd, const char *name, gboolean is_lines, GError **error)
{
  const char *const header[] = { FANFOLD_JSON_VALUE_COLUMN, NULL };
  FanfoldJsonValues *values;
  g_autoptr (FanfoldJsonRows) self = NULL;

  values = fanfold_json_values_new (fd, name, is_lines, error);
  if (values == NULL)
    return NULL;

  self = g_new0 (FanfoldJsonRows, 1);
  self->values = values;
  self->header = g_strdupv ((GStrv) header);
  self->fields = g_new0 (Field, 1);
  self->columns = g_hash_table_new (g_str_hash, g_str_equal);
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return read_header (self, error) ? g_steal_pointer (&self) : NULL;
}

void
fanfold_json_rows_free (FanfoldJsonRows *self)
{
  g_return_if_fail (self != NULL);

  fanfold_json_values_free (self->values);
  g_hash_table_unref (self->columns);
  g_hash_table_unref (self->others);
  g_strfreev (self->header);
  g_free (self->fields);
  g_free (self);
}

const char *const *
fanfold_json_rows_get_header (FanfoldJsonRows *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->header;
}

gboolean
fanfold_json_rows_next (FanfoldJsonRows *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->is_ahead)
    {
      self->is_ahead = FALSE;
      return TRUE;
    }

  return fanfold_json_values_next (self->values, error) && read_row (self, error);
}

static gboolean
is_path (FanfoldParam *param)
{
  return g_variant_type_equal (fanfold_param_get_variant_type (param), G_VARIANT_TYPE_BYTESTRING);
}

/* As the text that fanfold_param_parse () takes; NULL with why it is none. (transfer full) */
static char *
dup_text (FanfoldJsonRows *self, const Field *field, FanfoldParam *param, const char **reason)
{
  gsize length;
  const char *token = fanfold_json_values_get (self->values, &length) + field->offset;
  FanfoldJsonCursor cursor = { .text = token, .at = token, .end = token + field->length };
  g_autofree char *text = NULL;

  if (field->length == 0)
    *reason = _ ("the object has no such member");
  else if (fanfold_param_get_param_type (param) == FANFOLD_PARAM_TYPE_JSON)
    return g_strndup (token, field->length);
  else if (*token == '"')
    {
      text = fanfold_json_cursor_read_string (&cursor);
      return is_path (param) ? fanfold_json_dup_path (text) : g_steal_pointer (&text);
    }
  else if (*token == 'n')
    *reason = _ ("null is no value here: leave the row out, or give one");
  else if (*token == '[' || *token == '{')
    *reason = _ ("a list or an object is a value for a parameter of type JSON alone");
  else
    return g_strndup (token, field->length);

  return NULL;
}

static void
prefix_place (FanfoldJsonRows *self, const Field *field, GError **error)
{
  const FanfoldJsonPlace *begin = fanfold_json_values_get_place (self->values);
  FanfoldJsonPlace place;
  gsize length;
  const char *row = fanfold_json_values_get (self->values, &length);

  fanfold_json_find_place (row, row + field->offset, &place);
  if (place.line == 1)
    place.column += begin->column - 1;
  place.line += begin->line - 1;
  g_prefix_error (error,
                  _ ("Line %u, column %u of %s: "),
                  place.line,
                  place.column,
                  fanfold_json_values_get_name (self->values));
}

GVariant *
fanfold_json_rows_parse (FanfoldJsonRows *self, guint field, FanfoldParam *param, GError **error)
{
  const char *reason = NULL;
  g_autofree char *text = NULL;
  GVariant *value = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field < self->n_columns, NULL);
  g_return_val_if_fail (FANFOLD_IS_PARAM (param), NULL);

  text = dup_text (self, &self->fields[field], param, &reason);
  if (text != NULL)
    value = fanfold_param_parse (param, text, error);
  else
    g_set_error (
        error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "“%s”: %s", self->header[field], reason);
  if (value == NULL)
    prefix_place (self, &self->fields[field], error);

  return value;
}
