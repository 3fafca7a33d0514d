/* fanfold-csv-tables.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-csv-tables.h"

#include "fanfold-column.h"
#include "fanfold-error.h"
#include "fanfold-table-reader.h"

#include <glib/gi18n-lib.h>

#define CHECK_ROWS 1024
#define MAX_SHOWN_HEADERS 20

typedef struct
{
  char *path;
  char *header;
  FanfoldParam *param;
  FanfoldSource *source; /* NULL: not read yet */
  guint position;        /* in the file */
  FanfoldColumn *values; /* while it is read */
} Wanted;

struct _FanfoldCsvTables
{
  GPtrArray *all; /* of Wanted */
};

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->path);
  g_free (wanted->header);
  g_object_unref (wanted->param);
  g_clear_pointer (&wanted->source, fanfold_source_unref);
  g_clear_pointer (&wanted->values, fanfold_column_free);
  g_free (wanted);
}

FanfoldCsvTables *
fanfold_csv_tables_new (void)
{
  FanfoldCsvTables *self = g_new0 (FanfoldCsvTables, 1);

  self->all = g_ptr_array_new_with_free_func (wanted_free);

  return self;
}

void
fanfold_csv_tables_free (FanfoldCsvTables *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->all);
  g_free (self);
}

static Wanted *
find (FanfoldCsvTables *self, const char *path, const char *header, FanfoldParam *param)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      Wanted *wanted = self->all->pdata[i];

      if (g_str_equal (wanted->path, path) && g_str_equal (wanted->header, header) &&
          wanted->param == param)
        return wanted;
    }

  return NULL;
}

void
fanfold_csv_tables_want (FanfoldCsvTables *self,
                         const char *path,
                         const char *header,
                         FanfoldParam *param)
{
  Wanted *wanted;

  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL);
  g_return_if_fail (header != NULL);
  g_return_if_fail (FANFOLD_IS_PARAM (param));

  if (find (self, path, header, param) != NULL)
    return;

  wanted = g_new0 (Wanted, 1);
  wanted->path = g_strdup (path);
  wanted->header = g_strdup (header);
  wanted->param = g_object_ref (param);
  g_ptr_array_add (self->all, wanted);
}

char *
fanfold_csv_tables_describe_header (const char *const *header)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = g_strv_length ((char **) header);

  for (guint i = 0; i < MIN (n, MAX_SHOWN_HEADERS); i++)
    {
      g_autofree char *shown = g_utf8_make_valid (header[i], -1);

      g_string_append_printf (text, "%s“%s”", i == 0 ? "" : i + 1 < n ? ", " : _ (" and "), shown);
    }
  if (n > MAX_SHOWN_HEADERS)
    g_string_append_printf (text, _ (" and %u more"), n - MAX_SHOWN_HEADERS);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
find_position (Wanted *wanted, FanfoldTableReader *reader, GError **error)
{
  const char *const *header = fanfold_table_reader_get_header (reader);
  const char *name = fanfold_table_reader_get_name (reader);
  g_autofree char *known = NULL;
  g_autofree char *shown = NULL;

  for (guint i = 0; header[i] != NULL; i++)
    {
      if (!g_str_equal (header[i], wanted->header) || *header[i] == '\0')
        continue;

      wanted->position = i;
      return TRUE;
    }

  known = fanfold_csv_tables_describe_header (header);
  shown = g_utf8_make_valid (wanted->header, -1);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("%c%s has no column “%s”; it has %s"),
               g_ascii_toupper (*name),
               name + 1,
               shown,
               known);
  return FALSE;
}

/* The columns of the file at @path that were not read yet. (transfer full) */
static GPtrArray *
begin_columns (FanfoldCsvTables *self, const char *path, FanfoldTableReader *reader, GError **error)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < self->all->len; i++)
    {
      Wanted *wanted = self->all->pdata[i];

      if (wanted->source != NULL || !g_str_equal (wanted->path, path))
        continue;
      if (!find_position (wanted, reader, error))
        return NULL;

      g_clear_pointer (&wanted->values, fanfold_column_free);
      wanted->values = fanfold_column_new (fanfold_param_get_variant_type (wanted->param));
      g_ptr_array_add (columns, wanted);
    }

  return g_steal_pointer (&columns);
}

static gboolean
add_row (GPtrArray *columns, FanfoldTableReader *reader, GError **error)
{
  for (guint i = 0; i < columns->len; i++)
    {
      Wanted *wanted = columns->pdata[i];
      g_autoptr (GVariant) value =
          fanfold_table_reader_parse (reader, wanted->position, wanted->param, error);

      if (value == NULL)
        return FALSE;
      fanfold_column_add (wanted->values, value);
    }

  return TRUE;
}

static gboolean
read_rows (GPtrArray *columns,
           FanfoldTableReader *reader,
           FanfoldExpansionProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint n_rows = 0;

  while (fanfold_table_reader_next (reader, &failure))
    {
      if (!add_row (columns, reader, error))
        return FALSE;
      if (++n_rows < CHECK_ROWS)
        continue;

      fanfold_expansion_progress_add (progress, n_rows);
      n_rows = 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }

  fanfold_expansion_progress_add (progress, n_rows);
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
end_columns (GPtrArray *columns, FanfoldTableReader *reader, GError **error)
{
  const char *name = fanfold_table_reader_get_name (reader);

  for (guint i = 0; i < columns->len; i++)
    {
      Wanted *wanted = columns->pdata[i];
      g_autoptr (GVariant) values = NULL;

      if (fanfold_column_get_n_values (wanted->values) == 0)
        {
          g_set_error (error,
                       FANFOLD_ERROR,
                       FANFOLD_ERROR_INVALID,
                       _ ("%c%s has a header and no rows: give at least one"),
                       g_ascii_toupper (*name),
                       name + 1);
          return FALSE;
        }

      values = fanfold_column_end (wanted->values);
      g_clear_pointer (&wanted->values, fanfold_column_free);
      wanted->source = fanfold_source_new_array (wanted->param, values);
    }

  return TRUE;
}

FanfoldSource *
fanfold_csv_tables_take (FanfoldCsvTables *self,
                         const char *path,
                         const char *header,
                         FanfoldParam *param,
                         FanfoldExpansionProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (FanfoldTableReader) reader = NULL;
  g_autoptr (GPtrArray) columns = NULL;
  Wanted *wanted;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (header != NULL, NULL);

  fanfold_csv_tables_want (self, path, header, param);
  wanted = find (self, path, header, param);
  if (wanted->source != NULL)
    return fanfold_source_ref (wanted->source);

  reader = fanfold_table_reader_open (path, error);
  if (reader == NULL)
    return NULL;

  columns = begin_columns (self, path, reader, error);
  if (columns == NULL || !read_rows (columns, reader, progress, cancellable, error) ||
      !end_columns (columns, reader, error))
    return NULL;

  return fanfold_source_ref (wanted->source);
}
