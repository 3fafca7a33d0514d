/* fanfold-shown-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-shown-rows.h"

typedef struct
{
  guint64 index; /* first: the keys of the hash table point to it */
  FanfoldShownRows *rows;
  GObject *object;
} Row;

struct _FanfoldShownRows
{
  GHashTable *rows; /* &Row.index: Row */
};

static void
row_gone_cb (gpointer user_data, GObject *where_the_row_was)
{
  Row *row = user_data;

  g_hash_table_remove (row->rows->rows, &row->index);
}

FanfoldShownRows *
fanfold_shown_rows_new (void)
{
  FanfoldShownRows *self = g_new0 (FanfoldShownRows, 1);

  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  return self;
}

void
fanfold_shown_rows_free (FanfoldShownRows *self)
{
  GHashTableIter iter;
  Row *row;

  g_return_if_fail (self != NULL);

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    g_object_weak_unref (row->object, row_gone_cb, row);
  g_hash_table_unref (self->rows);
  g_free (self);
}

gpointer
fanfold_shown_rows_lookup (FanfoldShownRows *self, guint64 index)
{
  const Row *row;

  g_return_val_if_fail (self != NULL, NULL);

  row = g_hash_table_lookup (self->rows, &index);

  return row != NULL ? row->object : NULL;
}

void
fanfold_shown_rows_add (FanfoldShownRows *self, guint64 index, gpointer object)
{
  Row *row;

  g_return_if_fail (self != NULL);
  g_return_if_fail (G_IS_OBJECT (object));
  g_return_if_fail (!g_hash_table_contains (self->rows, &index));

  row = g_new0 (Row, 1);
  row->index = index;
  row->rows = self;
  row->object = object;
  g_hash_table_insert (self->rows, &row->index, row);
  g_object_weak_ref (row->object, row_gone_cb, row);
}

GPtrArray *
fanfold_shown_rows_dup_all (FanfoldShownRows *self)
{
  GPtrArray *all;
  GHashTableIter iter;
  Row *row;

  g_return_val_if_fail (self != NULL, NULL);

  all = g_ptr_array_new_full (g_hash_table_size (self->rows), g_object_unref);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &row))
    g_ptr_array_add (all, g_object_ref (row->object));

  return all;
}

guint
fanfold_shown_rows_get_n_rows (FanfoldShownRows *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->rows);
}
