/* fanfold-history-read.c: what the history holds of one run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-history-private.h"
#include "fanfold-history-db.h"
#include "fanfold-overlay.h"
#include "fanfold-run-db.h"
#include "fanfold-stream-store.h"
#include <string.h>

void
fanfold_log_chunk_free (FanfoldLogChunk *self)
{
  g_return_if_fail (self != NULL);

  g_bytes_unref (self->bytes);
  g_free (self);
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
  db = fanfold_history_open_run (self, id, error);
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

GArray *
fanfold_history_read_events (FanfoldHistory *self, guint64 id, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  db = fanfold_history_open_run (self, id, error);

  return db != NULL ? fanfold_run_db_read_events (db, error) : NULL;
}

gboolean
fanfold_history_read_blocks (FanfoldHistory *self,
                             guint64 id,
                             FanfoldHistoryBlockFunc func,
                             gpointer user_data,
                             GError **error)
{
  gint64 last = 0;

  return fanfold_history_read_more_blocks (self, id, &last, func, user_data, error);
}

gboolean
fanfold_history_read_more_blocks (FanfoldHistory *self,
                                  guint64 id,
                                  gint64 *last,
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
  g_return_val_if_fail (last != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  db = fanfold_history_open_run (self, id, error);
  function = db != NULL ? fanfold_run_db_read_function (db, error) : NULL;
  query = function != NULL ? fanfold_run_db_query_blocks (db, *last, error) : NULL;
  if (query == NULL)
    return FALSE;

  while (go_on && fanfold_db_next (db, query, &failure))
    {
      g_autoptr (FanfoldBlock) block = NULL;
      gboolean again;

      block = fanfold_run_db_get_block (db, query, function, &again, &failure);
      go_on = block != NULL && func (block, again, user_data);
      if (go_on)
        *last = sqlite3_column_int64 (query, 2);
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

  db = fanfold_history_open_run (self, id, error);
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

  db = fanfold_history_open_run (self, id, error);
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

GPtrArray *
fanfold_history_read_attempts (FanfoldHistory *self, guint64 id, guint64 index, GError **error)
{
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (GPtrArray) attempts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_block_unref);
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  g_return_val_if_fail (self != NULL, NULL);

  db = fanfold_history_open_run (self, id, error);
  function = db != NULL ? fanfold_run_db_read_function (db, error) : NULL;
  query = function != NULL ? fanfold_run_db_query_attempts (db, index, error) : NULL;
  if (query == NULL)
    return NULL;

  while (failure == NULL && fanfold_db_next (db, query, &failure))
    {
      g_autoptr (FanfoldBlock) block = NULL;
      guint64 first;

      block = fanfold_run_db_get_block (db, query, function, NULL, &failure);
      first = block != NULL ? fanfold_block_get_first (block) : G_MAXUINT64;
      if (index >= first && index - first < fanfold_block_get_n_jobs (block))
        g_ptr_array_add (attempts, fanfold_block_slice (block, (guint) (index - first), 1));
    }
  if (failure == NULL)
    return g_steal_pointer (&attempts);

  sqlite3_reset (query);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

typedef struct
{
  FanfoldCombine *combine;
  FanfoldFunction *function;
  FanfoldExport *results;
} Target;

static gboolean
export_piece (FanfoldBlock *piece, guint64 first, guint n, gpointer user_data, GError **error)
{
  Target *target = user_data;
  g_autoptr (FanfoldBlock) skipped = NULL;

  if (piece == NULL)
    piece = skipped = fanfold_block_new_unstarted (target->function, first, n, FANFOLD_JOB_SKIPPED);

  return fanfold_export_write_block (target->results, target->combine, piece, error);
}

static gboolean
export_all (FanfoldDb *db, Target *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (FanfoldOverlay) overlay = fanfold_overlay_new (target->function);
  guint64 n_jobs = fanfold_combine_get_n_jobs (target->combine);
  guint n;

  for (guint64 first = 0; first < n_jobs; first += n)
    {
      n = (guint) MIN (n_jobs - first, FANFOLD_OVERLAY_MAX_JOBS);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      fanfold_overlay_start (overlay, first, n);
      if (!fanfold_overlay_add_recorded (overlay, db, error) ||
          !fanfold_overlay_foreach (overlay, db, export_piece, target, error))
        return FALSE;
    }

  return fanfold_export_close (target->results, error);
}

gboolean
fanfold_history_export (FanfoldHistory *self,
                        guint64 id,
                        FanfoldExport *results,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (FanfoldExport) owned = results;
  g_autoptr (FanfoldDb) db = NULL;
  g_autoptr (FanfoldFunction) function = NULL;
  g_autoptr (FanfoldCombine) combine = NULL;
  Target target;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (results != NULL, FALSE);

  combine = fanfold_history_read_combine (self, id, &function, error);
  db = combine != NULL ? fanfold_history_open_run (self, id, error) : NULL;
  if (db == NULL)
    return FALSE;

  target = (Target){ combine, function, owned };
  return export_all (db, &target, cancellable, error);
}

typedef struct
{
  guint8 *states;
  guint64 n_jobs;
} Census;

static gboolean
note_states_cb (FanfoldBlock *block, gboolean again, gpointer user_data)
{
  Census *census = user_data;
  guint64 first = fanfold_block_get_first (block);
  guint n = fanfold_block_get_n_jobs (block);

  if (first >= FANFOLD_COMBINE_MAX_JOBS)
    return TRUE;
  if (first + n > census->n_jobs)
    {
      census->states = g_realloc (census->states, first + n);
      memset (census->states + census->n_jobs, 0, first + n - census->n_jobs);
      census->n_jobs = first + n;
    }
  for (guint i = 0; i < n; i++)
    census->states[first + i] =
        again ? FANFOLD_JOB_WAITING : (guint8) fanfold_block_get_state (block, i);

  return TRUE;
}

gboolean
fanfold_history_count_jobs (FanfoldHistory *self, FanfoldHistoryRun *run, GError **error)
{
  Census census;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (run != NULL, FALSE);

  census = (Census){ g_malloc0 (run->n_jobs_total), run->n_jobs_total };
  done = fanfold_history_read_blocks (self, run->id, note_states_cb, &census, error);
  if (done)
    {
      memset (run->counts, 0, sizeof run->counts);
      run->n_jobs_total = census.n_jobs;
      for (guint64 i = 0; i < census.n_jobs; i++)
        run->counts[census.states[i]]++;
    }
  g_free (census.states);

  return done;
}
