/* fanfold-db-open.c: how a database is opened or made, and comes to the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-db-private.h"
#include "fanfold-error.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static gboolean
ask_number (FanfoldDb *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_db_query (self, error, sql, "");

  if (query == NULL)
    return FALSE;

  *number = fanfold_db_next (self, query, &failure) ? sqlite3_column_int64 (query, 0) : 0;
  sqlite3_reset (query);

  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
refuse_old (FanfoldDb *self, GError **error)
{
  g_set_error (
      error,
      FANFOLD_ERROR,
      FANFOLD_ERROR_DAMAGED,
      _ ("The history file “%s” was recorded by a development version of Fanfold and cannot "
         "be read by this one: delete it."),
      self->path);
  return FALSE;
}

/* Under the lock of a transaction, as two programs may start at once. */
static gboolean
make_tables_locked (FanfoldDb *self, const FanfoldDbSchema *schema, GError **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d", schema->version);
  gint64 version, n_tables;

  if (!ask_number (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version >= schema->version)
    return TRUE;
  if (version != 0)
    return fanfold_db_execute (self, schema->upgrade, error) &&
           fanfold_db_execute (self, set_version, error);
  if (!ask_number (self, "SELECT count(*) FROM sqlite_schema", &n_tables, error))
    return FALSE;
  if (n_tables != 0)
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_DAMAGED,
                   _ ("The file “%s” is a database, but none of Fanfold's."),
                   self->path);
      return FALSE;
    }

  return fanfold_db_execute (self, schema->tables, error) &&
         fanfold_db_execute (self, set_version, error);
}

static gboolean
make_tables (FanfoldDb *self, const FanfoldDbSchema *schema, GError **error)
{
  if (!fanfold_db_begin (self, error))
    return FALSE;
  if (make_tables_locked (self, schema, error) && fanfold_db_commit (self, error))
    return TRUE;

  fanfold_db_roll_back (self);
  return FALSE;
}

/* Where that cannot be had the old journal stays, which is as safe. */
static void
set_journal (FanfoldDb *self)
{
  fanfold_db_execute (self,
                      self->mode == FANFOLD_DB_WRITE ? "PRAGMA journal_mode = WAL"
                                                     : "PRAGMA journal_mode = DELETE",
                      NULL);
}

/* Nobody knows of the file yet: it is written once, as a whole. */
static gboolean
hurry (FanfoldDb *self, GError **error)
{
  return fanfold_db_execute (self, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", error);
}

static gboolean
set_up (FanfoldDb *self, const FanfoldDbSchema *schema, GError **error)
{
  gint64 version;

  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, FANFOLD_DB_BUSY_MSEC);

  if (!ask_number (self, "PRAGMA user_version", &version, error))
    return FALSE;
  self->newer = version > schema->version;
  if (version != 0 && version < schema->version &&
      (version != schema->version - 1 || schema->upgrade == NULL || self->mode == FANFOLD_DB_READ))
    return refuse_old (self, error);
  if (self->mode == FANFOLD_DB_READ || self->newer)
    return fanfold_db_execute (self, "PRAGMA query_only = ON", error);
  if (sqlite3_db_readonly (self->db, "main"))
    {
      fanfold_db_set_error (self, SQLITE_READONLY, error);
      return FALSE;
    }
  if (!(self->fresh ? hurry (self, error)
                    : fanfold_db_execute (self, "PRAGMA synchronous = FULL", error)))
    return FALSE;

  if (!self->fresh)
    set_journal (self);

  return version == schema->version || make_tables (self, schema, error);
}

/* A program that was killed while it wrote without a write-ahead log leaves what only a connection
 * that may write can undo. */
static void
undo_unfinished (const char *path)
{
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
    {
      sqlite3_busy_timeout (db, FANFOLD_DB_BUSY_MSEC);
      sqlite3_exec (db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    }
  sqlite3_close (db);
}

static gboolean
is_unfinished (sqlite3 *db)
{
  int code;

  sqlite3_busy_timeout (db, FANFOLD_DB_BUSY_MSEC);
  code = sqlite3_exec (db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);

  return (code & 0xff) == SQLITE_READONLY;
}

static FanfoldDb *
open_file (const char *path,
           FanfoldDbMode mode,
           gboolean fresh,
           const FanfoldDbSchema *schema,
           GError **error)
{
  g_autoptr (FanfoldDb) self = NULL;
  int code, flags = SQLITE_OPEN_NOMUTEX;

  flags |=
      mode == FANFOLD_DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  self = g_new0 (FanfoldDb, 1);
  self->path = g_strdup (path);
  self->mode = mode;
  self->fresh = fresh;
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);

  code = sqlite3_open_v2 (path, &self->db, flags, NULL);
  if (code != SQLITE_OK)
    {
      fanfold_db_set_error (self, code, error);
      return NULL;
    }
  if (mode == FANFOLD_DB_READ && is_unfinished (self->db))
    undo_unfinished (path);
  if (!set_up (self, schema, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldDb *
fanfold_db_open (const char *path,
                 FanfoldDbMode mode,
                 const FanfoldDbSchema *schema,
                 GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return open_file (path, mode, FALSE, schema, error);
}

FanfoldDb *
fanfold_db_make (const char *path,
                 FanfoldDbMode mode,
                 const FanfoldDbSchema *schema,
                 GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (mode != FANFOLD_DB_READ, NULL);

  return open_file (path, mode, TRUE, schema, error);
}

/* What was written without waiting for the disk, of the main file. */
static gboolean
sync_file (FanfoldDb *self, GError **error)
{
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control (self->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

  if (code == SQLITE_OK && file->pMethods != NULL)
    code = file->pMethods->xSync (file, SQLITE_SYNC_NORMAL);
  if (code == SQLITE_OK)
    return TRUE;

  fanfold_db_set_error (self, SQLITE_IOERR, error);
  return FALSE;
}

/* That the file is there at all. There are file systems without this; SQLite does not mind either.
 */
static void
sync_folder (FanfoldDb *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;

  fsync (fd);
  close (fd);
}

gboolean
fanfold_db_keep (FanfoldDb *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->fresh)
    return TRUE;

  set_journal (self);
  if (!fanfold_db_execute (self, "PRAGMA synchronous = FULL", error) || !sync_file (self, error))
    return FALSE;

  sync_folder (self);
  self->fresh = FALSE;
  return TRUE;
}

void
fanfold_db_settle (FanfoldDb *self)
{
  g_hash_table_remove_all (self->statements);
  sqlite3_busy_timeout (self->db, 0);
  /* Everything is on disk then. What is left to write is one sector that says how to write, and
   * either way of it is right: nobody has to wait for the disk. */
  if (sqlite3_wal_checkpoint_v2 (self->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) ==
      SQLITE_OK)
    {
      hurry (self, NULL);
      fanfold_db_execute (self, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", NULL);
    }
  sqlite3_busy_timeout (self->db, FANFOLD_DB_BUSY_MSEC);
}
