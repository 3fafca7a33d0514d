/* fanfold-json-values.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-values.h"

#include "fanfold-error.h"
#include "fanfold-json-cursor.h"
#include "fanfold-json-span.h"
#include "fanfold-read-ahead.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _FanfoldJsonValues
{
  FanfoldReadAhead file;
  gsize begin;            /* of this value */
  gsize at;               /* behind it */
  FanfoldJsonPlace place; /* where it begins in the file */
  FanfoldJsonPlace next;  /* where @at is */

  gboolean is_array;
  gboolean is_over; /* behind the last value */
  guint64 n_values;
};

/* From @at on. */
static gboolean
read_some (FanfoldJsonValues *self, GError **error)
{
  if (self->file.end - self->at > FANFOLD_JSON_MAX_VALUE_BYTES)
    {
      fanfold_json_values_fail (
          self, &self->next, _ ("This value is longer than 16 MiB, which is the most"), error);
      return FALSE;
    }
  if (!fanfold_read_ahead_fill (&self->file, self->at, error))
    return FALSE;

  self->at = 0;
  return TRUE;
}

static void
step (FanfoldJsonValues *self, gsize n)
{
  FanfoldJsonPlace place;

  fanfold_json_find_place (self->file.bytes + self->at, self->file.bytes + self->at + n, &place);
  if (place.line == 1)
    self->next.column += place.column - 1;
  else
    self->next.column = place.column;
  self->next.line += place.line - 1;
  self->at += n;
}

/* What stands behind the space: '\0' at the end, and with an error. */
static char
skip_space (FanfoldJsonValues *self, GError **error)
{
  for (;;)
    {
      gsize n = 0;

      while (self->at + n < self->file.end &&
             strchr (" \t\r\n", self->file.bytes[self->at + n]) != NULL &&
             self->file.bytes[self->at + n] != '\0')
        n++;
      step (self, n);
      if (self->at < self->file.end)
        {
          if (self->file.bytes[self->at] != '\0')
            return self->file.bytes[self->at];
          fanfold_json_values_fail (
              self, &self->next, _ ("There is a NUL byte, which is no JSON"), error);
          return '\0';
        }
      if (self->file.at_end || !read_some (self, error))
        return '\0';
    }
}

/* From where a value is to stand to behind it. */
static gboolean
take_value (FanfoldJsonValues *self, GError **error)
{
  const char *end;

  self->place = self->next;
  while ((end = fanfold_json_span_find_end (self->file.bytes + self->at,
                                            self->file.bytes + self->file.end,
                                            self->file.at_end)) == NULL)
    if (!read_some (self, error))
      return FALSE;

  self->begin = self->at;
  step (self, (gsize) (end - self->file.bytes) - self->at);
  if (self->at - self->begin > FANFOLD_JSON_MAX_VALUE_BYTES)
    {
      fanfold_json_values_fail (
          self, &self->place, _ ("This value is longer than 16 MiB, which is the most"), error);
      return FALSE;
    }
  self->n_values++;

  return TRUE;
}

/* Where values are one a line: whether another one is there. */
static gboolean
find_line (FanfoldJsonValues *self, GError **error)
{
  guint line = self->next.line;

  if (skip_space (self, error) == '\0')
    return FALSE;
  if (self->n_values == 0 || self->next.line > line)
    return TRUE;

  fanfold_json_values_fail (
      self, &self->next, _ ("Each value is to stand on a line of its own"), error);
  return FALSE;
}

/* Behind the array. */
static gboolean
end_array (FanfoldJsonValues *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  step (self, 1);
  if (skip_space (self, &failure) != '\0')
    fanfold_json_values_fail (
        self,
        &self->next,
        _ ("Nothing may follow the end of the array: values that are one a line belong in a file "
           "named *.jsonl"),
        &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* In an array: whether another one is there, behind the comma or the bracket. */
static gboolean
find_element (FanfoldJsonValues *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char c = skip_space (self, &failure);

  if (failure == NULL && c == ']')
    return end_array (self, error);
  if (failure == NULL && self->n_values > 0)
    {
      if (c == ',')
        {
          step (self, 1);
          c = skip_space (self, &failure);
        }
      else if (c != '\0')
        fanfold_json_values_fail (self, &self->next, _ ("A comma or ] was expected"), &failure);
    }
  if (failure == NULL && c == '\0')
    fanfold_json_values_fail (
        self, &self->next, _ ("The array is not closed: a ] is missing at the end"), &failure);
  if (failure == NULL && (c == ']' || c == ','))
    fanfold_json_values_fail (
        self, &self->next, _ ("A value was expected behind the comma"), &failure);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
find_next (FanfoldJsonValues *self, GError **error)
{
  self->is_over = self->is_over || !(self->is_array ? find_element : find_line) (self, error);

  return !self->is_over;
}

static gboolean
begin_array (FanfoldJsonValues *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->is_array = skip_space (self, &failure) == '[';
  if (self->is_array)
    step (self, 1);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

FanfoldJsonValues *
fanfold_json_values_new (int fd, const char *name, gboolean is_lines, GError **error)
{
  g_autoptr (FanfoldJsonValues) self = NULL;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (FanfoldJsonValues, 1);
  fanfold_read_ahead_init (&self->file, fd, name);
  self->place = self->next = (FanfoldJsonPlace){ 1, 1 };
  if (!fanfold_read_ahead_begin (&self->file, &self->at, error) ||
      (!is_lines && !begin_array (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}

void
fanfold_json_values_free (FanfoldJsonValues *self)
{
  g_return_if_fail (self != NULL);

  fanfold_read_ahead_clear (&self->file);
  g_free (self);
}

gboolean
fanfold_json_values_next (FanfoldJsonValues *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (find_next (self, error))
    return take_value (self, error);

  self->place = self->next;
  return FALSE;
}

const char *
fanfold_json_values_get (FanfoldJsonValues *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  *length = self->at - self->begin;

  return self->file.bytes + self->begin;
}

const FanfoldJsonPlace *
fanfold_json_values_get_place (FanfoldJsonValues *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->place;
}

const char *
fanfold_json_values_get_name (FanfoldJsonValues *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->file.name;
}

void
fanfold_json_values_fail (FanfoldJsonValues *self,
                          const FanfoldJsonPlace *place,
                          const char *message,
                          GError **error)
{
  g_return_if_fail (self != NULL);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Line %u, column %u of %s: %s"),
               place->line,
               place->column,
               self->file.name,
               message);
}
