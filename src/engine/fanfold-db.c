/* fanfold-db.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-db-private.h"
#include "fanfold-error.h"

#include <glib/gi18n-lib.h>

void
fanfold_db_set_error (FanfoldDb *self, int code, GError **error)
{
  const char *why = self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (code);

  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_DAMAGED,
                   _ ("The history file “%s” is damaged (%s)."),
                   self->path,
                   why);
      break;

    case SQLITE_FULL:
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   _ ("There is no room left to write the history file “%s”: make some room on its "
                      "disk."),
                   self->path);
      break;

    case SQLITE_IOERR:
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_HISTORY,
          _ ("The history file “%s” cannot be read or written (%s, %s): see whether its disk "
             "is full, was taken away or is failing."),
          self->path,
          why,
          self->db != NULL ? g_strerror (sqlite3_system_errno (self->db)) : _ ("no reason"));
      break;

    case SQLITE_READONLY:
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   _ ("The history file “%s” cannot be written (%s)."),
                   self->path,
                   self->newer ? _ ("a newer version of Fanfold made it") : _ ("it is read-only"));
      break;

    case SQLITE_BUSY:
      g_set_error (
          error,
          FANFOLD_ERROR,
          FANFOLD_ERROR_HISTORY,
          _ ("The history file “%s” is held by another program: try again when that is done."),
          self->path);
      break;

    default:
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   _ ("The history file “%s” cannot be used (%s)."),
                   self->path,
                   why);
    }
}

gboolean
fanfold_db_execute (FanfoldDb *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;

  fanfold_db_set_error (self, code, error);
  return FALSE;
}

void
fanfold_db_close (FanfoldDb *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->statements);
  sqlite3_close (self->db);
  g_free (self->path);
  g_free (self);
}

gboolean
fanfold_db_is_newer (FanfoldDb *self)
{
  return self->newer;
}

gboolean
fanfold_db_check (FanfoldDb *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *answer = NULL;
  sqlite3_stmt *query = fanfold_db_query (self, error, "PRAGMA quick_check(1)", "");

  if (query == NULL)
    return FALSE;

  if (fanfold_db_next (self, query, &failure))
    answer = fanfold_db_dup_text (query, 0);
  sqlite3_reset (query);
  if (g_strcmp0 (answer, "ok") == 0)
    return TRUE;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_DAMAGED,
                 _ ("The history file “%s” is damaged (%s)."),
                 self->path,
                 answer != NULL ? answer : _ ("nothing to be read"));
  return FALSE;
}

static sqlite3_stmt *
prepare (FanfoldDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  if (statement != NULL)
    return statement;

  code = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      fanfold_db_set_error (self, code, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);

  return statement;
}

static int
bind_value (sqlite3_stmt *statement, int place, char type, va_list *values)
{
  const void *bytes;

  switch (type)
    {
    case 'i':
      return sqlite3_bind_int64 (statement, place, va_arg (*values, gint64));

    case 'd':
      return sqlite3_bind_double (statement, place, va_arg (*values, double));

    case 's':
      return sqlite3_bind_text (
          statement, place, va_arg (*values, const char *), -1, SQLITE_STATIC);

    case 'b':
      /* A blob without an address would be NULL. */
      bytes = va_arg (*values, const void *);
      return sqlite3_bind_blob64 (
          statement, place, bytes != NULL ? bytes : "", va_arg (*values, gsize), SQLITE_STATIC);

    default:
      g_assert_not_reached ();
    }
}

static sqlite3_stmt *
query_valist (FanfoldDb *self, GError **error, const char *sql, const char *types, va_list *values)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  int code = SQLITE_OK;

  if (statement == NULL)
    return NULL;

  for (int i = 0; types[i] != '\0' && code == SQLITE_OK; i++)
    code = bind_value (statement, i + 1, types[i], values);
  if (code == SQLITE_OK)
    return statement;

  fanfold_db_set_error (self, code, error);
  return NULL;
}

sqlite3_stmt *
fanfold_db_query (FanfoldDb *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;

  va_start (values, types);
  statement = query_valist (self, error, sql, types, &values);
  va_end (values);

  return statement;
}

gboolean
fanfold_db_next (FanfoldDb *self, sqlite3_stmt *query, GError **error)
{
  int code = sqlite3_step (query);

  if (code == SQLITE_ROW)
    return TRUE;

  if (code != SQLITE_DONE)
    fanfold_db_set_error (self, code, error);
  sqlite3_reset (query);

  return FALSE;
}

gboolean
fanfold_db_run (FanfoldDb *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;
  int code;

  va_start (values, types);
  statement = query_valist (self, error, sql, types, &values);
  va_end (values);
  if (statement == NULL)
    return FALSE;

  code = sqlite3_step (statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    fanfold_db_set_error (self, code, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE || code == SQLITE_ROW;
}

gboolean
fanfold_db_begin (FanfoldDb *self, GError **error)
{
  return fanfold_db_run (self, error, "BEGIN IMMEDIATE", "");
}

gboolean
fanfold_db_is_in_place (FanfoldDb *self)
{
  int moved = FALSE;

  return sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
         !moved;
}

gboolean
fanfold_db_commit (FanfoldDb *self, GError **error)
{
  return fanfold_db_run (self, error, "COMMIT", "");
}

void
fanfold_db_roll_back (FanfoldDb *self)
{
  /* Some failures have rolled back already. */
  if (!sqlite3_get_autocommit (self->db))
    fanfold_db_execute (self, "ROLLBACK", NULL);
}

gint64
fanfold_db_get_last_id (FanfoldDb *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

char *
fanfold_db_dup_text (sqlite3_stmt *query, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (query, column));
}

GBytes *
fanfold_db_dup_bytes (sqlite3_stmt *query, int column)
{
  const void *bytes = sqlite3_column_blob (query, column);

  return g_bytes_new (bytes, (gsize) sqlite3_column_bytes (query, column));
}
