/* fanfold-overlay.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-overlay.h"
#include "fanfold-error.h"
#include "fanfold-run-db.h"

typedef struct
{
  FanfoldBlock *block; /* (nullable) until it is read */
  gint64 id;           /* of that in the database; 0: in memory */
} Layer;

struct _FanfoldOverlay
{
  FanfoldFunction *function;
  guint64 first;
  guint n;
  GArray *layers;
  guint32 owners[FANFOLD_OVERLAY_MAX_JOBS]; /* 1 + the place of the layer; 0: none */
};

static void
layer_clear (gpointer data)
{
  Layer *layer = data;

  g_clear_pointer (&layer->block, fanfold_block_unref);
}

FanfoldOverlay *
fanfold_overlay_new (FanfoldFunction *function)
{
  FanfoldOverlay *self = g_new0 (FanfoldOverlay, 1);

  self->function = g_object_ref (function);
  self->layers = g_array_new (FALSE, TRUE, sizeof (Layer));
  g_array_set_clear_func (self->layers, layer_clear);

  return self;
}

void
fanfold_overlay_free (FanfoldOverlay *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->layers);
  g_object_unref (self->function);
  g_free (self);
}

void
fanfold_overlay_start (FanfoldOverlay *self, guint64 first, guint n)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n <= FANFOLD_OVERLAY_MAX_JOBS);

  g_array_set_size (self->layers, 0);
  self->first = first;
  self->n = n;
  memset (self->owners, 0, n * sizeof *self->owners);
}

static void
lay (FanfoldOverlay *self, guint64 first, guint64 n, FanfoldBlock *block, gint64 id)
{
  Layer layer = { block != NULL ? fanfold_block_ref (block) : NULL, id };
  guint64 from = MAX (first, self->first), to = MIN (first + n, self->first + self->n);

  g_array_append_val (self->layers, layer);
  for (guint64 index = from; index < to; index++)
    self->owners[index - self->first] = self->layers->len;
}

void
fanfold_overlay_add (FanfoldOverlay *self, FanfoldBlock *block)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  lay (self, fanfold_block_get_first (block), fanfold_block_get_n_jobs (block), block, 0);
}

gboolean
fanfold_overlay_add_recorded (FanfoldOverlay *self, FanfoldDb *db, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (db != NULL, FALSE);

  query = fanfold_run_db_query_ends (db, self->first, self->n, error);
  if (query == NULL)
    return FALSE;

  while (fanfold_db_next (db, query, &failure))
    lay (self,
         (guint64) sqlite3_column_int64 (query, 1),
         (guint64) sqlite3_column_int64 (query, 2),
         NULL,
         sqlite3_column_int64 (query, 0));
  if (failure == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* (transfer full) */
static FanfoldBlock *
read_block (FanfoldOverlay *self, FanfoldDb *db, gint64 id, GError **error)
{
  g_autoptr (FanfoldBlock) block = NULL;
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query = fanfold_run_db_query_block (db, id, error);

  if (query == NULL)
    return NULL;

  if (fanfold_db_next (db, query, &failure))
    block = fanfold_run_db_get_block (db, query, self->function, NULL, &failure);
  else if (failure == NULL)
    g_set_error (&failure,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_HISTORY,
                 "The record of jobs that ended is not in the history any more.");
  sqlite3_reset (query);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return g_steal_pointer (&block);
}

/* How many jobs from @place on have the same owner. */
static guint
measure (FanfoldOverlay *self, guint place)
{
  guint end = place + 1;

  while (end < self->n && self->owners[end] == self->owners[place])
    end++;

  return end - place;
}

static gboolean
pass_piece (FanfoldOverlay *self,
            FanfoldBlock *block,
            guint64 first,
            guint n,
            FanfoldOverlayFunc func,
            gpointer user_data,
            GError **error)
{
  g_autoptr (FanfoldBlock) piece = NULL;
  guint64 start = fanfold_block_get_first (block);

  /* What a damaged index says of a block need not be so. */
  if (first < start || first + n > start + fanfold_block_get_n_jobs (block))
    return func (NULL, first, n, user_data, error);

  if (n == fanfold_block_get_n_jobs (block))
    piece = fanfold_block_ref (block);
  else
    piece = fanfold_block_slice (block, (guint) (first - start), n);

  return func (piece, first, n, user_data, error);
}

gboolean
fanfold_overlay_foreach (FanfoldOverlay *self,
                         FanfoldDb *db,
                         FanfoldOverlayFunc func,
                         gpointer user_data,
                         GError **error)
{
  g_autoptr (FanfoldBlock) recorded = NULL;
  gint64 recorded_id = 0;
  gboolean good = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  for (guint place = 0, n; place < self->n && good; place += n)
    {
      guint32 owner = self->owners[place];
      const Layer *layer = owner != 0 ? &g_array_index (self->layers, Layer, owner - 1) : NULL;

      n = measure (self, place);
      if (layer == NULL)
        {
          good = func (NULL, self->first + place, n, user_data, error);
          continue;
        }
      if (layer->block == NULL && layer->id != recorded_id)
        {
          g_clear_pointer (&recorded, fanfold_block_unref);
          recorded = read_block (self, db, layer->id, error);
          recorded_id = layer->id;
          if (recorded == NULL)
            return FALSE;
        }
      good = pass_piece (self,
                         layer->block != NULL ? layer->block : recorded,
                         self->first + place,
                         n,
                         func,
                         user_data,
                         error);
    }

  return good;
}
