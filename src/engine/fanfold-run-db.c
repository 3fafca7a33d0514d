/* fanfold-run-db.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-run-db-private.h"
#include "fanfold-error.h"
#include "fanfold-history-db.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static const FanfoldDbSchema run_schema = {
  .version = 3,
  .tables = FANFOLD_HISTORY_DB_RUNS
  "CREATE TABLE inputs (name TEXT PRIMARY KEY, type TEXT NOT NULL, data BLOB NOT NULL);"
  "CREATE TABLE blocks (id INTEGER PRIMARY KEY, first INTEGER NOT NULL, "
  "                     n_jobs INTEGER NOT NULL, again INTEGER NOT NULL, data BLOB NOT NULL);"
  "CREATE INDEX blocks_by_job ON blocks (first, n_jobs, again);"
  "CREATE TABLE log (sequence INTEGER PRIMARY KEY, job INTEGER NOT NULL, "
  "                  attempt INTEGER NOT NULL, kind INTEGER NOT NULL, time INTEGER NOT NULL, bytes "
  "BLOB NOT NULL);"
  "CREATE INDEX log_by_job ON log (job);"
  "CREATE TABLE stream (first INTEGER PRIMARY KEY, n INTEGER NOT NULL, data BLOB NOT "
  "NULL);" FANFOLD_RUN_DB_EVENTS,
};

static const char *const endings[] = { "-wal", "-shm", "-journal", "" };

GVariant *
fanfold_run_db_to_little_endian (GVariant *variant)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (variant);
#else
  return g_variant_ref (variant);
#endif
}

GVariant *
fanfold_run_db_get_variant (sqlite3_stmt *query, int column, const GVariantType *type)
{
  g_autoptr (GBytes) bytes = fanfold_db_dup_bytes (query, column);
  g_autoptr (GVariant) kept = NULL;

  kept = g_variant_ref_sink (g_variant_new_from_bytes (type, bytes, FALSE));

  return fanfold_run_db_to_little_endian (kept);
}

static gboolean
add_run (FanfoldDb *self, const FanfoldHistoryRun *run, FanfoldCombine *combine, GError **error)
{
  if (!fanfold_db_begin (self, error))
    return FALSE;
  if (fanfold_history_db_insert (self, run, error) &&
      fanfold_run_db_add_combine (self, combine, error) && fanfold_db_commit (self, error))
    return TRUE;

  fanfold_db_roll_back (self);
  return FALSE;
}

FanfoldDb *
fanfold_run_db_make (const char *path,
                     FanfoldDbMode mode,
                     const FanfoldHistoryRun *run,
                     FanfoldCombine *combine,
                     GError **error)
{
  g_autoptr (FanfoldDb) self = NULL;

  g_return_val_if_fail (mode != FANFOLD_DB_READ, NULL);

  self = fanfold_db_make (path, mode, &run_schema, error);
  if (self == NULL || !add_run (self, run, combine, error) || !fanfold_db_keep (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldDb *
fanfold_run_db_open_again (const char *path, FanfoldDbMode mode, GError **error)
{
  g_autoptr (FanfoldDb) self = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    self = fanfold_db_open (path, mode, &run_schema, error);
  else
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_UNKNOWN,
                 _ ("The run cannot go on: its record “%s” is not there any more."),
                 path);
  if (self == NULL || !fanfold_db_run (self, error, FANFOLD_RUN_DB_EVENTS, ""))
    return NULL;

  return g_steal_pointer (&self);
}

FanfoldDb *
fanfold_run_db_open (const char *path, GError **error)
{
  return fanfold_db_open (path, FANFOLD_DB_READ, &run_schema, error);
}

guint64
fanfold_run_db_get_bytes (const char *path)
{
  guint64 n_bytes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);
      GStatBuf status;

      if (g_stat (file, &status) == 0)
        n_bytes += (guint64) status.st_size;
    }

  return n_bytes;
}

gboolean
fanfold_run_db_remove (const char *path, GError **error)
{
  int number;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      if (g_unlink (file) == 0 || errno == ENOENT)
        continue;

      number = errno;
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_HISTORY,
                   _ ("The history file “%s” cannot be removed: %s."),
                   file,
                   g_strerror (number));
      return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_run_db_add_block (FanfoldDb *self, FanfoldBlock *block, gboolean again, GError **error)
{
  g_autoptr (GVariant) normal = g_variant_get_normal_form (fanfold_block_get_variant (block));
  g_autoptr (GVariant) kept = fanfold_run_db_to_little_endian (normal);

  return fanfold_db_run (self,
                         error,
                         "INSERT INTO blocks (first, n_jobs, again, data) VALUES (?, ?, ?, ?)",
                         "iiib",
                         (gint64) fanfold_block_get_first (block),
                         (gint64) fanfold_block_get_n_jobs (block),
                         (gint64) again,
                         g_variant_get_data (kept),
                         g_variant_get_size (kept));
}

gboolean
fanfold_run_db_add_log (FanfoldDb *self,
                        guint64 index,
                        guint attempt,
                        FanfoldLogKind kind,
                        gint64 time_usec,
                        gconstpointer bytes,
                        gsize length,
                        GError **error)
{
  return fanfold_db_run (self,
                         error,
                         "INSERT INTO log (job, attempt, kind, time, bytes) VALUES (?, ?, ?, ?, ?)",
                         "iiiib",
                         (gint64) index,
                         (gint64) attempt,
                         (gint64) kind,
                         time_usec,
                         bytes,
                         length);
}

sqlite3_stmt *
fanfold_run_db_query_blocks (FanfoldDb *self, gint64 after, GError **error)
{
  return fanfold_db_query (
      self, error, "SELECT data, again, id FROM blocks WHERE id > ? ORDER BY id", "i", after);
}

sqlite3_stmt *
fanfold_run_db_query_job (FanfoldDb *self, guint64 index, GError **error)
{
  /* Left alone, SQLite walks the blocks backwards instead, which is slow for the first jobs. */
  return fanfold_db_query (self,
                           error,
                           "SELECT data, again FROM blocks INDEXED BY blocks_by_job"
                           " WHERE first BETWEEN ?1 - ?2 AND ?1 AND first + n_jobs > ?1"
                           " AND NOT again ORDER BY id DESC LIMIT 1",
                           "ii",
                           (gint64) index,
                           (gint64) FANFOLD_BLOCK_MAX_JOBS - 1);
}

sqlite3_stmt *
fanfold_run_db_query_attempts (FanfoldDb *self, guint64 index, GError **error)
{
  return fanfold_db_query (self,
                           error,
                           "SELECT data, again FROM blocks INDEXED BY blocks_by_job"
                           " WHERE first BETWEEN ?1 - ?2 AND ?1 AND first + n_jobs > ?1"
                           " ORDER BY id",
                           "ii",
                           (gint64) index,
                           (gint64) FANFOLD_BLOCK_MAX_JOBS - 1);
}

sqlite3_stmt *
fanfold_run_db_query_block (FanfoldDb *self, gint64 id, GError **error)
{
  return fanfold_db_query (self, error, "SELECT data, again FROM blocks WHERE id = ?", "i", id);
}

sqlite3_stmt *
fanfold_run_db_query_ends (FanfoldDb *self, guint64 first, guint n, GError **error)
{
  return fanfold_db_query (self,
                           error,
                           "SELECT id, first, n_jobs FROM blocks INDEXED BY blocks_by_job"
                           " WHERE first BETWEEN ?1 - ?3 AND ?2 AND first + n_jobs > ?1"
                           " AND NOT again ORDER BY id",
                           "iii",
                           (gint64) first,
                           (gint64) first + n - 1,
                           (gint64) FANFOLD_BLOCK_MAX_JOBS - 1);
}

FanfoldBlock *
fanfold_run_db_get_block (FanfoldDb *self,
                          sqlite3_stmt *query,
                          FanfoldFunction *function,
                          gboolean *again,
                          GError **error)
{
  g_autoptr (GVariant) variant = NULL;
  FanfoldBlock *block;

  if (again != NULL)
    *again = sqlite3_column_int (query, 1) != 0;

  variant = fanfold_run_db_get_variant (query, 0, G_VARIANT_TYPE (FANFOLD_BLOCK_VARIANT_TYPE));
  block = fanfold_block_new_from_variant (function, variant, error);
  if (block == NULL)
    g_prefix_error (error, _ ("The record of the run is damaged: "));

  return block;
}

sqlite3_stmt *
fanfold_run_db_query_all_ends (FanfoldDb *self, GError **error)
{
  return fanfold_db_query (self, error, "SELECT first, n_jobs FROM blocks WHERE NOT again", "");
}

sqlite3_stmt *
fanfold_run_db_query_log (FanfoldDb *self, guint64 index, guint64 after, GError **error)
{
  return fanfold_db_query (self,
                           error,
                           "SELECT sequence, kind, time, bytes, attempt FROM log"
                           " WHERE job = ? AND sequence > ? ORDER BY sequence",
                           "ii",
                           (gint64) index,
                           (gint64) after);
}

sqlite3_stmt *
fanfold_run_db_query_logs (FanfoldDb *self, GError **error)
{
  return fanfold_db_query (
      self, error, "SELECT job, attempt, kind, bytes FROM log ORDER BY job, sequence", "");
}
