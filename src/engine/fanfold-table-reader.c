/* fanfold-table-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-table-reader.h"

#include "fanfold-csv-reader.h"
#include "fanfold-json-rows.h"
#include "fanfold-table-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define PEEK_BYTES 4096

struct _FanfoldTableReader
{
  char *name;
  FanfoldCsvReader *csv;
  FanfoldJsonRows *json;
  const char *const *row; /* of @csv */
};

static gboolean
ends_in (const char *path, const char *const *endings)
{
  gsize length = strlen (path);

  for (; *endings != NULL; endings++)
    {
      gsize n = strlen (*endings);

      if (length > n && g_ascii_strcasecmp (path + length - n, *endings) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The file stays where it is. */
static gboolean
looks_like_json (int fd)
{
  char bytes[PEEK_BYTES];
  gssize n = pread (fd, bytes, sizeof bytes, 0);
  gssize i = n >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < n && g_ascii_isspace (bytes[i]))
    i++;

  return i < n && (bytes[i] == '[' || bytes[i] == '{');
}

FanfoldTableReader *
fanfold_table_reader_open (const char *path, GError **error)
{
  const char *const lines[] = { ".jsonl", ".ndjson", NULL };
  const char *const json[] = { ".json", ".jsonl", ".ndjson", NULL };
  const char *const tabs[] = { ".tsv", NULL };
  const char *const csv[] = { ".csv", ".tsv", NULL };
  g_autoptr (FanfoldTableReader) self = NULL;
  g_autofree char *shown = NULL;
  gboolean is_json;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (FanfoldTableReader, 1);
  shown = g_filename_display_name (path);
  is_json = ends_in (path, json);
  self->name = g_strdup_printf (_ ("the %s file “%s”"), is_json ? "JSON" : "CSV", shown);
  fd = fanfold_table_file_open (path, self->name, error);
  if (fd < 0)
    return NULL;

  if (!is_json && !ends_in (path, csv) && looks_like_json (fd))
    {
      is_json = TRUE;
      g_free (self->name);
      self->name = g_strdup_printf (_ ("the JSON file “%s”"), shown);
    }
  if (is_json)
    self->json = fanfold_json_rows_new (fd, self->name, ends_in (path, lines), error);
  else
    self->csv = fanfold_csv_reader_new (
        fd, self->name, ends_in (path, tabs) ? '\t' : FANFOLD_CSV_ANY_DELIMITER, error);

  return self->json != NULL || self->csv != NULL ? g_steal_pointer (&self) : NULL;
}

void
fanfold_table_reader_free (FanfoldTableReader *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->csv, fanfold_csv_reader_free);
  g_clear_pointer (&self->json, fanfold_json_rows_free);
  g_free (self->name);
  g_free (self);
}

const char *
fanfold_table_reader_get_name (FanfoldTableReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const char *const *
fanfold_table_reader_get_header (FanfoldTableReader *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->json != NULL ? fanfold_json_rows_get_header (self->json)
                            : fanfold_csv_reader_get_header (self->csv);
}

gboolean
fanfold_table_reader_next (FanfoldTableReader *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->json != NULL)
    return fanfold_json_rows_next (self->json, error);

  self->row = fanfold_csv_reader_next (self->csv, error);

  return self->row != NULL;
}

GVariant *
fanfold_table_reader_parse (FanfoldTableReader *self,
                            guint field,
                            FanfoldParam *param,
                            GError **error)
{
  GVariant *value;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->json != NULL)
    return fanfold_json_rows_parse (self->json, field, param, error);

  g_return_val_if_fail (self->row != NULL, NULL);

  value = fanfold_param_parse (param, self->row[field], error);
  if (value == NULL)
    fanfold_csv_reader_prefix_place (self->csv, field, error);

  return value;
}
