/* fanfold-log-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-log-rows.h"
#include "fanfold-run-db.h"

#define ROW_BYTES (256 * 1024)

typedef struct
{
  const FanfoldRecord *first; /* what the row is of; NULL: nothing waits */
  GString *bytes;             /* NULL: those of the first alone */
} Row;

struct _FanfoldLogRows
{
  FanfoldDb *db;
  GHashTable *rows; /* by job */
  GPtrArray *order; /* the same, as they came first */
};

static void
row_free (gpointer data)
{
  Row *row = data;

  if (row->bytes != NULL)
    g_string_free (row->bytes, TRUE);
  g_free (row);
}

FanfoldLogRows *
fanfold_log_rows_new (FanfoldDb *db)
{
  FanfoldLogRows *self = g_new0 (FanfoldLogRows, 1);

  self->db = db;
  self->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->order = g_ptr_array_new_with_free_func (row_free);

  return self;
}

void
fanfold_log_rows_free (FanfoldLogRows *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->rows);
  g_ptr_array_unref (self->order);
  g_free (self);
}

static gboolean
write_row (FanfoldLogRows *self, Row *row, GError **error)
{
  const FanfoldRecord *first = row->first;
  gconstpointer bytes;
  gsize length;

  if (first == NULL)
    return TRUE;

  bytes = g_bytes_get_data (first->bytes, &length);
  if (row->bytes != NULL && row->bytes->len > 0)
    {
      bytes = row->bytes->str;
      length = row->bytes->len;
    }
  if (!fanfold_run_db_add_log (self->db,
                               first->index,
                               first->attempt,
                               first->log_kind,
                               first->time_usec,
                               bytes,
                               length,
                               error))
    return FALSE;

  row->first = NULL;
  if (row->bytes != NULL)
    g_string_truncate (row->bytes, 0);

  return TRUE;
}

static Row *
find_row (FanfoldLogRows *self, const FanfoldRecord *piece)
{
  Row *row = g_hash_table_lookup (self->rows, &piece->index);

  if (row != NULL)
    return row;

  row = g_new0 (Row, 1);
  g_hash_table_insert (self->rows, (gpointer) &piece->index, row);
  g_ptr_array_add (self->order, row);

  return row;
}

static void
append (Row *row, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_string_append_len (row->bytes, data, (gssize) length);
}

gboolean
fanfold_log_rows_add (FanfoldLogRows *self, const FanfoldRecord *piece, GError **error)
{
  Row *row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (piece != NULL, FALSE);

  row = find_row (self, piece);
  if (row->first != NULL &&
      (row->first->attempt != piece->attempt || row->first->log_kind != piece->log_kind) &&
      !write_row (self, row, error))
    return FALSE;

  if (row->first == NULL)
    {
      row->first = piece;
      return TRUE;
    }

  if (row->bytes == NULL)
    row->bytes = g_string_new (NULL);
  if (row->bytes->len == 0)
    append (row, row->first->bytes);
  append (row, piece->bytes);

  return row->bytes->len < ROW_BYTES || write_row (self, row, error);
}

gboolean
fanfold_log_rows_finish (FanfoldLogRows *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->order->len; i++)
    if (!write_row (self, g_ptr_array_index (self->order, i), error))
      return FALSE;

  return TRUE;
}
