/* fanfold-csv-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-csv-reader.h"

#include "fanfold-csv-row.h"
#include "fanfold-error.h"
#include "fanfold-read-ahead.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

struct _FanfoldCsvReader
{
  FanfoldReadAhead file;
  gsize begin;  /* of this row */
  gsize behind; /* of the one behind it */

  FanfoldCsvRow row;
  GPtrArray *texts;  /* of this row */
  GString *unquoted; /* of these, those that had doubled quotes: as long as the row at most */
  guint64 line;      /* the row's first */
  guint64 next_line; /* that of the row behind it */
  char delimiter;    /* FANFOLD_CSV_ANY_DELIMITER before the header is read */
  char usual;        /* in files of that name, or FANFOLD_CSV_ANY_DELIMITER */
  GStrv header;
};

static void
fail (FanfoldCsvReader *self, guint64 line, guint64 column, const char *message, GError **error)
{
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("Line %" PRIu64 ", column %" PRIu64 " of %s: %s"),
               line,
               column,
               self->file.name,
               message);
}

/* Of the byte at @offset of this row. A character of UTF-8 is one column; delimiters that were
 * overwritten are still so many. */
static void
locate (FanfoldCsvReader *self, gsize offset, guint64 *line, guint64 *column)
{
  const char *at = self->file.bytes + self->begin;

  *line = self->line;
  *column = 1;
  for (const char *end = at + offset; at < end; at++)
    {
      if (*at == '\n')
        {
          ++*line;
          *column = 1;
        }
      else if (((guchar) *at & 0xc0) != 0x80)
        ++*column;
    }
}

static void
fail_at (FanfoldCsvReader *self, gsize offset, const char *message, GError **error)
{
  guint64 line, column;

  locate (self, offset, &line, &column);
  fail (self, line, column, message, error);
}

/* From the beginning of the row on. */
static gboolean
read_some (FanfoldCsvReader *self, GError **error)
{
  if (self->file.end - self->begin > FANFOLD_CSV_MAX_ROW_BYTES)
    {
      fail (self,
            self->line,
            1,
            _ ("This row is longer than 16 MiB, which is the most: a quote is not closed, perhaps"),
            error);
      return FALSE;
    }
  if (!fanfold_read_ahead_fill (&self->file, self->begin, error))
    return FALSE;

  self->begin = self->behind = 0;
  return TRUE;
}

/* Takes the quotes off. The row stays as it is, but for the last of them: places are still to be
 * found in it. */
static char *
unquote (FanfoldCsvReader *self, char *text, gsize length)
{
  char *unquoted;

  text[length - 1] = '\0';
  if (memchr (text + 1, '"', length - 1) == NULL)
    return text + 1;

  unquoted = self->unquoted->str + self->unquoted->len;
  for (const char *from = text + 1; *from != '\0'; from++)
    {
      if (*from == '"')
        from++;
      g_string_append_c (self->unquoted, *from);
    }
  g_string_append_c (self->unquoted, '\0');

  return unquoted;
}

static gboolean
take_fields (FanfoldCsvReader *self, GError **error)
{
  g_ptr_array_set_size (self->texts, 0);
  if (self->unquoted->allocated_len <= self->row.length)
    g_string_set_size (self->unquoted, self->row.length);
  g_string_truncate (self->unquoted, 0);
  for (guint i = 0; i < self->row.fields->len; i++)
    {
      const FanfoldCsvField *field = &g_array_index (self->row.fields, FanfoldCsvField, i);
      char *text = self->file.bytes + self->begin + field->offset;
      const char *nul = memchr (text, '\0', field->length);

      if (nul != NULL)
        {
          fail_at (self,
                   field->offset + (gsize) (nul - text),
                   _ ("There is a NUL byte, which no value may have"),
                   error);
          return FALSE;
        }

      text[field->length] = '\0';
      if (field->length > 0 && *text == '"')
        text = unquote (self, text, field->length);
      g_ptr_array_add (self->texts, text);
    }
  g_ptr_array_add (self->texts, NULL);

  return TRUE;
}

/* False at the end, and with an error. */
static gboolean
read_row (FanfoldCsvReader *self, GError **error)
{
  self->line = self->next_line;
  self->begin = self->behind;
  for (;;)
    {
      if (self->begin == self->file.end && self->file.at_end)
        return FALSE;
      if (self->begin < self->file.end && fanfold_csv_row_scan (&self->row,
                                                                self->file.bytes + self->begin,
                                                                self->file.bytes + self->file.end,
                                                                self->file.at_end,
                                                                self->delimiter))
        break;
      if (!read_some (self, error))
        return FALSE;
    }

  if (self->row.fault != NULL)
    {
      fail_at (self, self->row.fault_offset, self->row.fault, error);
      return FALSE;
    }

  self->behind = self->begin + self->row.length;
  self->next_line = self->line + self->row.n_lines;
  return TRUE;
}

/* The usual one where it is there, else the most frequent one of those that the fields of the
 * header were split at. */
static char
find_delimiter (FanfoldCsvReader *self)
{
  static const char candidates[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  guint best = 0;

  for (guint i = 0; i + 1 < self->row.fields->len; i++)
    {
      const FanfoldCsvField *field = &g_array_index (self->row.fields, FanfoldCsvField, i);
      char c = self->file.bytes[self->begin + field->offset + field->length];

      counts[(const char *) memchr (candidates, c, sizeof candidates) - candidates]++;
    }
  for (guint i = 1; i < G_N_ELEMENTS (candidates); i++)
    {
      if (counts[i] > 0 && candidates[i] == self->usual)
        return self->usual;
      if (counts[i] > counts[best])
        best = i;
    }

  return candidates[best];
}

static gboolean
check_header (FanfoldCsvReader *self, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *message = NULL;

  for (guint i = 0; self->header[i] != NULL; i++)
    {
      g_autofree char *shown = g_utf8_make_valid (self->header[i], -1);

      if (*self->header[i] == '\0' || g_hash_table_add (seen, self->header[i]))
        continue;

      message = g_strdup_printf (_ ("The header has the column “%s” twice: rename one"), shown);
      fail_at (self, g_array_index (self->row.fields, FanfoldCsvField, i).offset, message, error);
      return FALSE;
    }

  if (g_hash_table_size (seen) > 0)
    return TRUE;

  fail (self, self->line, 1, _ ("The header has no names: its first row names the columns"), error);
  return FALSE;
}

static gboolean
read_header (FanfoldCsvReader *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!fanfold_read_ahead_begin (&self->file, &self->behind, error))
    return FALSE;

  if (!read_row (self, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        fail (self, 1, 1, _ ("It is empty: its first row is to name the columns"), error);
      return FALSE;
    }

  /* Once more, as the others are part of names. */
  self->delimiter = find_delimiter (self);
  self->behind = self->begin;
  self->next_line = 1;
  if (!read_row (self, error) || !take_fields (self, error))
    return FALSE;

  self->header = g_strdupv ((char **) self->texts->pdata);
  for (guint i = 0; self->header[i] != NULL; i++)
    g_strstrip (self->header[i]);

  return check_header (self, error);
}

FanfoldCsvReader *
fanfold_csv_reader_new (int fd, const char *name, char usual, GError **error)
{
  g_autoptr (FanfoldCsvReader) self = NULL;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (FanfoldCsvReader, 1);
  fanfold_read_ahead_init (&self->file, fd, name);
  self->usual = usual;
  self->row.fields = g_array_new (FALSE, FALSE, sizeof (FanfoldCsvField));
  self->texts = g_ptr_array_new ();
  self->unquoted = g_string_new (NULL);
  self->next_line = 1;

  return read_header (self, error) ? g_steal_pointer (&self) : NULL;
}

void
fanfold_csv_reader_free (FanfoldCsvReader *self)
{
  g_return_if_fail (self != NULL);

  fanfold_read_ahead_clear (&self->file);
  g_array_unref (self->row.fields);
  g_ptr_array_unref (self->texts);
  g_string_free (self->unquoted, TRUE);
  g_strfreev (self->header);
  g_free (self);
}

const char *const *
fanfold_csv_reader_get_header (FanfoldCsvReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->header;
}

char
fanfold_csv_reader_get_delimiter (FanfoldCsvReader *self)
{
  g_return_val_if_fail (self != NULL, FANFOLD_CSV_ANY_DELIMITER);

  return self->delimiter;
}

static gboolean
check_n_fields (FanfoldCsvReader *self, GError **error)
{
  guint n_columns = g_strv_length (self->header);
  guint n_fields = self->row.fields->len;
  g_autofree char *message = NULL;
  const FanfoldCsvField *last;

  if (n_fields == n_columns)
    return TRUE;

  last = &g_array_index (self->row.fields, FanfoldCsvField, MIN (n_fields - 1, n_columns));
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "This row has %u field, and the header has %u",
                                          "This row has %u fields, and the header has %u",
                                          n_fields),
                             n_fields,
                             n_columns);
  fail_at (self, last->offset + (n_fields < n_columns ? last->length : 0), message, error);
  return FALSE;
}

const char *const *
fanfold_csv_reader_next (FanfoldCsvReader *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  do
    {
      if (!read_row (self, error))
        return NULL;
    }
  while (self->row.fields->len == 1 &&
         g_array_index (self->row.fields, FanfoldCsvField, 0).length == 0 &&
         self->header[1] != NULL);

  if (!check_n_fields (self, error) || !take_fields (self, error))
    return NULL;

  return (const char *const *) self->texts->pdata;
}

void
fanfold_csv_reader_prefix_place (FanfoldCsvReader *self, guint field, GError **error)
{
  guint64 line, column;

  g_return_if_fail (self != NULL);
  g_return_if_fail (field < self->row.fields->len);

  locate (self, g_array_index (self->row.fields, FanfoldCsvField, field).offset, &line, &column);
  g_prefix_error (
      error, _ ("Line %" PRIu64 ", column %" PRIu64 " of %s: "), line, column, self->file.name);
}
