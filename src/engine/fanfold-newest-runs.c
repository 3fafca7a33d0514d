/* fanfold-newest-runs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-newest-runs.h"

#include "fanfold-history-db.h"

#define HASH_PRIME G_GUINT64_CONSTANT (1099511628211)
#define HASH_START G_GUINT64_CONSTANT (14695981039346656037)

static void
clear_run (gpointer data)
{
  FanfoldNewestRun *run = data;

  g_free (run->folder);
}

GArray *
fanfold_newest_runs_list (FanfoldHistory *history, const char *function_id, guint max)
{
  g_autoptr (FanfoldDb) db = NULL;
  sqlite3_stmt *query = NULL;
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (FanfoldNewestRun));

  g_array_set_clear_func (runs, clear_run);
  if (history != NULL)
    db = fanfold_history_db_open (fanfold_history_get_folder (history), FANFOLD_DB_READ, NULL);
  if (db != NULL)
    query = fanfold_db_query (db,
                              NULL,
                              "SELECT id, done, folder, bytes FROM runs WHERE done > 0"
                              " AND function = ifnull (?1, function)"
                              " ORDER BY id DESC LIMIT ?2",
                              "si",
                              function_id,
                              (gint64) max);

  while (query != NULL && fanfold_db_next (db, query, NULL))
    {
      FanfoldNewestRun run = { (guint64) sqlite3_column_int64 (query, 0),
                               (guint64) sqlite3_column_int64 (query, 1),
                               fanfold_db_dup_text (query, 2),
                               (guint64) sqlite3_column_int64 (query, 3) };

      g_array_append_val (runs, run);
    }

  return runs;
}

guint64
fanfold_newest_runs_hash (GArray *runs)
{
  guint64 hash = HASH_START;

  g_return_val_if_fail (runs != NULL, 0);

  for (guint i = 0; i < runs->len; i++)
    {
      const FanfoldNewestRun *run = &g_array_index (runs, FanfoldNewestRun, i);

      hash = (hash ^ run->id) * HASH_PRIME;
      hash = (hash ^ run->n_done) * HASH_PRIME;
    }

  return hash;
}
