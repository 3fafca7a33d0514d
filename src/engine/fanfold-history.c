/* fanfold-history.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history.h"
#include "fanfold-error.h"
#include "fanfold-history-db.h"
#include "fanfold-run-db.h"
#include "fanfold-stream-store.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _FanfoldHistory
{
  int ref_count;

  char *folder;
  FanfoldDbMode mode;
  gboolean newer;
};

void
fanfold_log_chunk_free (FanfoldLogChunk *self)
{
  g_return_if_fail (self != NULL);

  g_bytes_unref (self->bytes);
  g_free (self);
}

/* A write-ahead log needs memory that all who use the file share. */
static gboolean
is_on_another_machine (const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE, NULL, NULL);

  return info != NULL &&
         g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE);
}

static gboolean
make_folders (const char *folder, GError **error)
{
  g_autofree char *runs = g_build_filename (folder, "runs", NULL);
  int number;

  if (g_mkdir_with_parents (runs, 0700) == 0 && g_access (folder, W_OK | X_OK) == 0 &&
      g_access (runs, W_OK | X_OK) == 0)
    return TRUE;

  number = errno;
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_HISTORY,
               "The folder of the history, “%s”, cannot be written: %s.",
               folder,
               g_strerror (number));
  return FALSE;
}

FanfoldHistory *
fanfold_history_open (const char *folder, char **note, GError **error)
{
  g_autoptr (FanfoldHistory) self = NULL;
  g_autoptr (FanfoldDb) db = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (note != NULL)
    *note = NULL;

  self = g_new0 (FanfoldHistory, 1);
  self->ref_count = 1;
  self->folder = g_canonicalize_filename (folder, NULL);
  if (!make_folders (self->folder, error))
    return NULL;

  self->mode = is_on_another_machine (self->folder) ? FANFOLD_DB_WRITE_OLD : FANFOLD_DB_WRITE;
  db = fanfold_history_db_make (self->folder, self->mode, &text, error);
  if (db == NULL)
    return NULL;
  self->newer = fanfold_db_is_newer (db);
  if (note != NULL)
    *note = g_steal_pointer (&text);

  return g_steal_pointer (&self);
}

FanfoldHistory *
fanfold_history_ref (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_int_inc (&self->ref_count);

  return self;
}

void
fanfold_history_unref (FanfoldHistory *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  g_free (self->folder);
  g_free (self);
}

const char *
fanfold_history_get_folder (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

gboolean
fanfold_history_can_share_memory (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->mode == FANFOLD_DB_WRITE;
}

gboolean
fanfold_history_is_newer (FanfoldHistory *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->newer;
}

GPtrArray *
fanfold_history_list (FanfoldHistory *self, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  db = fanfold_history_db_open (self->folder, FANFOLD_DB_READ, error);

  return db != NULL ? fanfold_history_db_list (db, error) : NULL;
}

static FanfoldDb *
open_run (FanfoldHistory *self, guint64 id, GError **error)
{
  g_autofree char *path = fanfold_history_db_dup_run_path (self->folder, id);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return fanfold_run_db_open (path, error);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_UNKNOWN,
               "The history holds no jobs of run %" G_GUINT64_FORMAT ": “%s” is not there.",
               id,
               path);
  return NULL;
}

/* Where there is a stream it has as many values as were recorded. */
static gboolean
read_stream (
    FanfoldHistory *self, guint64 id, FanfoldDb *db, FanfoldCombine *combine, GError **error)
{
  FanfoldSource *stream = fanfold_combine_get_stream (combine, NULL);
  g_autofree char *path = NULL;
  guint64 n_values;

  if (stream == NULL)
    return TRUE;
  if (!fanfold_run_db_count_values (db, &n_values, error))
    return FALSE;

  path = fanfold_history_db_dup_run_path (self->folder, id);
  fanfold_stream_store_attach (combine, path);
  fanfold_source_set_kept (stream, n_values);
  return TRUE;
}

FanfoldCombine *
fanfold_history_read_combine (FanfoldHistory *self,
                              guint64 id,
                              FanfoldFunction **function,
                              GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (FanfoldFunction) kept = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (function != NULL, NULL);

  *function = NULL;
  db = open_run (self, id, error);
  if (db == NULL)
    return NULL;
  kept = fanfold_run_db_read_function (db, error);
  if (kept == NULL)
    return NULL;
  combine = fanfold_run_db_read_combine (db, kept, error);
  if (combine == NULL || !read_stream (self, id, db, combine, error))
    return NULL;

  *function = g_steal_pointer (&kept);
  return g_steal_pointer (&combine);
}

gboolean
fanfold_history_read_blocks (FanfoldHistory *self,
                             guint64 id,
                             FanfoldHistoryBlockFunc func,
                             gpointer user_data,
                             GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean go_on = TRUE;
  sqlite3_stmt *query;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  db = open_run (self, id, error);
  function = db != NULL ? fanfold_run_db_read_function (db, error) : NULL;
  query = function != NULL ? fanfold_run_db_query_blocks (db, error) : NULL;
  if (query == NULL)
    return FALSE;

  while (go_on && fanfold_db_next (db, query, &failure))
    {
      g_autoptr (FanfoldBlock) block = NULL;
      gboolean again;

      block = fanfold_run_db_get_block (db, query, function, &again, &failure);
      go_on = block != NULL && func (block, again, user_data);
    }
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

FanfoldBlock *
fanfold_history_read_job (FanfoldHistory *self, guint64 id, guint64 index, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  g_return_val_if_fail (self != NULL, NULL);

  db = open_run (self, id, error);
  function = db != NULL ? fanfold_run_db_read_function (db, error) : NULL;
  query = function != NULL ? fanfold_run_db_query_job (db, index, error) : NULL;
  if (query == NULL)
    return NULL;

  if (fanfold_db_next (db, query, &failure))
    block = fanfold_run_db_get_block (db, query, function, NULL, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return g_steal_pointer (&block);
}

static FanfoldLogChunk *
get_chunk (sqlite3_stmt *query)
{
  FanfoldLogChunk *chunk = g_new0 (FanfoldLogChunk, 1);
  gint64 kind = sqlite3_column_int64 (query, 1);

  chunk->sequence = (guint64) sqlite3_column_int64 (query, 0);
  chunk->kind = (FanfoldLogKind) CLAMP (kind, FANFOLD_LOG_STDOUT, FANFOLD_LOG_NOTE);
  chunk->time_usec = sqlite3_column_int64 (query, 2);
  chunk->bytes = fanfold_db_dup_bytes (query, 3);
  chunk->attempt = (guint) sqlite3_column_int64 (query, 4);

  return chunk;
}

GPtrArray *
fanfold_history_read_log (
    FanfoldHistory *self, guint64 id, guint64 index, guint64 after, gsize max_bytes, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (GPtrArray) chunks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_log_chunk_free);
  g_autoptr (GError) failure = NULL;
  gsize n_bytes = 0;
  sqlite3_stmt *query;

  g_return_val_if_fail (self != NULL, NULL);

  db = open_run (self, id, error);
  query = db != NULL ? fanfold_run_db_query_log (db, index, after, error) : NULL;
  if (query == NULL)
    return NULL;

  while ((chunks->len == 0 || n_bytes < max_bytes) && fanfold_db_next (db, query, &failure))
    {
      FanfoldLogChunk *chunk = get_chunk (query);

      g_ptr_array_add (chunks, chunk);
      n_bytes += g_bytes_get_size (chunk->bytes);
    }
  if (failure == NULL)
    return g_steal_pointer (&chunks);

  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
delete_inside (FanfoldHistory *self, FanfoldDb *db, guint64 id, GError **error)
{
  g_autoptr (FanfoldHistoryRun) run = fanfold_history_db_get (db, id, error);
  g_autofree char *path = fanfold_history_db_dup_run_path (self->folder, id);

  if (run == NULL)
    return FALSE;
  if (!fanfold_run_state_is_over (run->state))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   "Run %" G_GUINT64_FORMAT " still goes on: stop it before deleting it.",
                   id);
      return FALSE;
    }

  return fanfold_history_db_remove (db, id, error) && fanfold_run_db_remove (path, error);
}

gboolean
fanfold_history_delete (FanfoldHistory *self, guint64 id, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  db = fanfold_history_db_open (self->folder, self->mode, error);
  if (db == NULL || !fanfold_db_begin (db, error))
    return FALSE;
  if (delete_inside (self, db, id, error) && fanfold_db_commit (db, error))
    return TRUE;

  fanfold_db_roll_back (db);
  return FALSE;
}
