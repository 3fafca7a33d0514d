/* fanfold-results.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-results.h"

struct _FanfoldResults
{
  FanfoldCombine *combine;
  FanfoldExport *export;
  guint64 next;     /* the first job that is not written yet */
  guint64 n_behind; /* jobs that came before their turn */
  GTree *kept;      /* those of them that are in no database: blocks by their first job */
};

/* 10^8 jobs at most, so that a pointer holds the number of one everywhere. */
static gpointer
to_key (guint64 first)
{
  return GSIZE_TO_POINTER ((gsize) first);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gsize x = GPOINTER_TO_SIZE (a), y = GPOINTER_TO_SIZE (b);

  return (x > y) - (x < y);
}

static int
compare_blocks (gconstpointer a, gconstpointer b)
{
  guint64 x = fanfold_block_get_first (*(FanfoldBlock *const *) a);
  guint64 y = fanfold_block_get_first (*(FanfoldBlock *const *) b);

  return (x > y) - (x < y);
}

FanfoldResults *
fanfold_results_new (FanfoldCombine *combine, FanfoldExport *export)
{
  FanfoldResults *self = g_new0 (FanfoldResults, 1);

  self->combine = fanfold_combine_ref (combine);
  self->export = export;
  self->kept = g_tree_new_full (compare_keys, NULL, NULL, (GDestroyNotify) fanfold_block_unref);

  return self;
}

void
fanfold_results_free (FanfoldResults *self)
{
  g_return_if_fail (self != NULL);

  g_tree_unref (self->kept);
  fanfold_export_free (self->export);
  fanfold_combine_unref (self->combine);
  g_free (self);
}

/* Jobs of which nothing was ever recorded never began. */
static gboolean
write_skipped (FanfoldResults *self, guint64 end, GError **error)
{
  FanfoldFunction *function = fanfold_combine_get_function (self->combine);

  while (self->next < end)
    {
      guint n = (guint) MIN (end - self->next, FANFOLD_BLOCK_MAX_JOBS);
      g_autoptr (FanfoldBlock) block =
          fanfold_block_new_unstarted (function, self->next, n, FANFOLD_JOB_SKIPPED);

      if (!fanfold_export_write_block (self->export, self->combine, block, error))
        return FALSE;
      self->next += n;
    }

  return TRUE;
}

static gboolean
write_block (FanfoldResults *self, FanfoldBlock *block, GError **error)
{
  if (!write_skipped (self, fanfold_block_get_first (block), error))
    return FALSE;

  self->next = fanfold_block_get_first (block) + fanfold_block_get_n_jobs (block);

  return fanfold_export_write_block (self->export, self->combine, block, error);
}

/* The block at or behind the next job that waits in the database. (transfer full) (nullable) */
static FanfoldBlock *
find_recorded (FanfoldResults *self, FanfoldDb *db, GError **error)
{
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_run_db_query_from (db, self->next, error);

  if (query == NULL)
    return NULL;

  if (fanfold_db_next (db, query, &failure))
    block = fanfold_run_db_get_block (
        db, query, fanfold_combine_get_function (self->combine), NULL, &failure);
  sqlite3_reset (query);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return g_steal_pointer (&block);
}

/* The same, wherever it waits. (transfer full) (nullable) */
static FanfoldBlock *
find_block (FanfoldResults *self, FanfoldDb *db, GError **error)
{
  GTreeNode *node = g_tree_lower_bound (self->kept, to_key (self->next));
  FanfoldBlock *kept = node != NULL ? g_tree_node_value (node) : NULL;
  g_autoptr (FanfoldBlock) recorded = NULL;
  g_autoptr (GError) failure = NULL;

  if (db != NULL)
    recorded = find_recorded (self, db, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (kept == NULL ||
      (recorded != NULL && fanfold_block_get_first (recorded) < fanfold_block_get_first (kept)))
    return g_steal_pointer (&recorded);

  return fanfold_block_ref (kept);
}

/* Writes what waits up to job @end, without a gap unless @skip says so. */
static gboolean
catch_up (FanfoldResults *self, FanfoldDb *db, guint64 end, gboolean skip, GError **error)
{
  g_autoptr (GError) failure = NULL;

  while (self->n_behind > 0 && self->next < end && failure == NULL)
    {
      g_autoptr (FanfoldBlock) block = find_block (self, db, &failure);

      if (block == NULL || (!skip && fanfold_block_get_first (block) != self->next))
        break;
      if (fanfold_block_get_first (block) >= end)
        break;

      self->n_behind -= fanfold_block_get_n_jobs (block);
      g_tree_remove (self->kept, to_key (fanfold_block_get_first (block)));
      write_block (self, block, &failure);
    }
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
keep (FanfoldResults *self, FanfoldBlock *block, gboolean recorded)
{
  self->n_behind += fanfold_block_get_n_jobs (block);
  if (!recorded)
    g_tree_insert (self->kept, to_key (fanfold_block_get_first (block)), fanfold_block_ref (block));
}

gboolean
fanfold_results_add (
    FanfoldResults *self, GPtrArray *blocks, gboolean recorded, FanfoldDb *db, GError **error)
{
  guint64 missing = G_MAXUINT64;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (blocks != NULL, FALSE);

  g_ptr_array_sort (blocks, compare_blocks);
  for (guint i = 0; i < blocks->len; i++)
    {
      FanfoldBlock *block = g_ptr_array_index (blocks, i);
      guint64 first = fanfold_block_get_first (block);

      /* What was missing once is not among these, or it would have stood before. */
      if (first != self->next && self->next != missing && !catch_up (self, db, first, FALSE, error))
        return FALSE;
      if (first != self->next)
        {
          missing = self->next;
          keep (self, block, recorded);
        }
      else if (!write_block (self, block, error))
        return FALSE;
    }

  if (self->next != missing && !catch_up (self, db, G_MAXUINT64, FALSE, error))
    return FALSE;

  /* Nobody knows when the next blocks come. */
  return fanfold_export_flush (self->export, error);
}

gboolean
fanfold_results_close (FanfoldResults *self, FanfoldDb *db, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  fanfold_export_begin (self->export, fanfold_combine_get_function (self->combine));

  return catch_up (self, db, G_MAXUINT64, TRUE, error) &&
         write_skipped (self, fanfold_combine_get_n_jobs (self->combine), error) &&
         fanfold_export_close (self->export, error);
}
