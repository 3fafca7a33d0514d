/* fanfold-results.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-results.h"
#include "fanfold-overlay.h"

#define WINDOW_JOBS FANFOLD_OVERLAY_MAX_JOBS
#define KEPT_BYTES (8 * 1024 * 1024) /* ample for what comes out of the queue at once */
#define BLOCK_BYTES 1024             /* what a block takes besides its columns, roughly */
#define WORK_USEC 5000               /* what is to be recorded waits for so long */
#define MIN_LAG_USEC 1000            /* between two looks whether a reader has woken up */
#define MAX_LAG_USEC 50000

/* Jobs of which some are over and not written yet. */
typedef struct
{
  guint64 ready[WINDOW_JOBS / 64]; /* a bit each */
  GPtrArray *blocks;               /* as they came */
  gboolean in_db;                  /* some blocks, older ones, are in the database alone */
} Window;

struct _FanfoldResults
{
  FanfoldCombine *combine;
  FanfoldExport *export;
  FanfoldOverlay *overlay;
  guint64 next;        /* the first job that is not written yet */
  GHashTable *windows; /* by their number */
  gsize n_kept_bytes;  /* of blocks in windows */
  gint64 until_usec;   /* how long to write this time */
  gboolean held_up;    /* by the reader */
  gboolean behind;     /* for want of time */
};

static gsize
measure_block (FanfoldBlock *block)
{
  return fanfold_block_get_bytes (block) + BLOCK_BYTES;
}

static void
window_free (gpointer data)
{
  Window *window = data;

  g_ptr_array_unref (window->blocks);
  g_free (window);
}

/* 10^8 jobs at most, so that a pointer holds the number of a window everywhere. */
static gpointer
to_key (guint64 index)
{
  return GSIZE_TO_POINTER ((gsize) (index / WINDOW_JOBS));
}

static Window *
find_window (FanfoldResults *self, guint64 index)
{
  return g_hash_table_lookup (self->windows, to_key (index));
}

static Window *
make_window (FanfoldResults *self, guint64 index)
{
  Window *window = find_window (self, index);

  if (window != NULL)
    return window;

  window = g_new0 (Window, 1);
  window->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_block_unref);
  g_hash_table_insert (self->windows, to_key (index), window);

  return window;
}

static gboolean
is_ready (Window *window, guint64 index)
{
  guint place = index % WINDOW_JOBS;

  return window != NULL && (window->ready[place / 64] >> place % 64 & 1) != 0;
}

/* Of jobs @first up to @end, which are all in the window. */
static void
set_ready (Window *window, guint64 first, guint64 end, gboolean ready)
{
  for (guint64 index = first; index < end; index++)
    {
      guint place = index % WINDOW_JOBS;
      guint64 bit = G_GUINT64_CONSTANT (1) << place % 64;

      if (ready)
        window->ready[place / 64] |= bit;
      else
        window->ready[place / 64] &= ~bit;
    }
}

static guint64
get_window_end (guint64 index)
{
  return (index / WINDOW_JOBS + 1) * WINDOW_JOBS;
}

/* Forgets the blocks of which all jobs are below @end. */
static void
drop_blocks (FanfoldResults *self, Window *window, guint64 end)
{
  g_autoptr (GPtrArray) blocks = g_steal_pointer (&window->blocks);

  window->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_block_unref);
  for (guint i = 0; i < blocks->len; i++)
    {
      FanfoldBlock *block = g_ptr_array_index (blocks, i);

      if (fanfold_block_get_first (block) + fanfold_block_get_n_jobs (block) > end)
        g_ptr_array_add (window->blocks, fanfold_block_ref (block));
      else
        self->n_kept_bytes -= measure_block (block);
    }
}

static void
drop_window (FanfoldResults *self, guint64 index)
{
  Window *window = find_window (self, index);

  if (window == NULL)
    return;

  drop_blocks (self, window, G_MAXUINT64);
  g_hash_table_remove (self->windows, to_key (index));
}

FanfoldResults *
fanfold_results_new (FanfoldCombine *combine, FanfoldExport *export)
{
  FanfoldResults *self = g_new0 (FanfoldResults, 1);

  self->combine = fanfold_combine_ref (combine);
  self->export = export;
  self->overlay = fanfold_overlay_new (fanfold_combine_get_function (combine));
  self->windows = g_hash_table_new_full (NULL, NULL, NULL, window_free);

  return self;
}

void
fanfold_results_free (FanfoldResults *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->windows);
  fanfold_overlay_free (self->overlay);
  fanfold_export_free (self->export);
  fanfold_combine_unref (self->combine);
  g_free (self);
}

static void
add_recorded (FanfoldResults *self, guint64 first, guint64 n)
{
  guint64 end = MIN (first + n, fanfold_combine_get_n_jobs (self->combine));

  while (first < end)
    {
      Window *window = make_window (self, first);
      guint64 window_end = MIN (end, get_window_end (first));

      window->in_db = TRUE;
      set_ready (window, first, window_end, TRUE);
      first = window_end;
    }
}

gboolean
fanfold_results_continue (FanfoldResults *self, FanfoldDb *db, FanfoldRanges *jobs, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  g_return_val_if_fail (self != NULL, FALSE);

  query = fanfold_run_db_query_all_ends (db, error);
  if (query == NULL)
    return FALSE;

  while (fanfold_db_next (db, query, &failure))
    add_recorded (
        self, (guint64) sqlite3_column_int64 (query, 0), (guint64) sqlite3_column_int64 (query, 1));
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (jobs != NULL)
    fanfold_results_take_back (self, jobs);

  return TRUE;
}

/* Memory is for what has its turn soon, and for what is nowhere else. */
static void
keep (FanfoldResults *self, Window *window, FanfoldBlock *block, gboolean recorded)
{
  gsize n_bytes = measure_block (block);

  if (!recorded || (!window->in_db && self->n_kept_bytes + n_bytes <= KEPT_BYTES))
    {
      g_ptr_array_add (window->blocks, fanfold_block_ref (block));
      self->n_kept_bytes += n_bytes;
    }
  else
    {
      window->in_db = TRUE;
      drop_blocks (self, window, G_MAXUINT64);
    }
}

void
fanfold_results_add (FanfoldResults *self, FanfoldBlock *block, gboolean recorded)
{
  guint64 first, end;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  first = fanfold_block_get_first (block);
  end = first + fanfold_block_get_n_jobs (block);
  first = MAX (first, self->next);
  while (first < end)
    {
      Window *window = make_window (self, first);
      guint64 window_end = MIN (end, get_window_end (first));

      keep (self, window, block, recorded);
      set_ready (window, first, window_end, TRUE);
      first = window_end;
    }
}

void
fanfold_results_take_back (FanfoldResults *self, FanfoldRanges *jobs)
{
  guint64 from, first, n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (jobs != NULL);

  from = self->next;
  while (fanfold_ranges_find (jobs, from, &first, &n))
    {
      Window *window = find_window (self, first);

      from = MIN (first + n, get_window_end (first));
      if (window != NULL)
        set_ready (window, first, from, FALSE);
    }
}

/* False without an error: no more just now. */
static gboolean
write_piece (FanfoldBlock *piece, guint64 first, guint n, gpointer user_data, GError **error)
{
  FanfoldResults *self = user_data;
  g_autoptr (FanfoldBlock) skipped = NULL;
  guint n_taken = 0;
  gboolean good;

  /* Jobs of which nothing was ever recorded never began. */
  if (piece == NULL)
    piece = skipped = fanfold_block_new_unstarted (
        fanfold_combine_get_function (self->combine), first, n, FANFOLD_JOB_SKIPPED);

  good = fanfold_export_offer_block (
      self->export, self->combine, piece, self->until_usec, &n_taken, error);
  self->next += n_taken;

  return good && n_taken == n;
}

/* Lays over the next @n jobs, which are all in @window and all ready, what says how they ended. */
static gboolean
lay_over (FanfoldResults *self, Window *window, guint n, FanfoldDb *db, GError **error)
{
  fanfold_overlay_start (self->overlay, self->next, n);
  if (window->in_db && !fanfold_overlay_add_recorded (self->overlay, db, error))
    return FALSE;

  for (guint i = 0; i < window->blocks->len; i++)
    fanfold_overlay_add (self->overlay, g_ptr_array_index (window->blocks, i));

  return TRUE;
}

/* The next jobs of one window that are alike: all ready, or none of them; their end. */
static guint64
find_end (FanfoldResults *self, Window *window, gboolean ready)
{
  guint64 end = self->next, limit = fanfold_combine_get_n_jobs (self->combine);

  limit = MIN (limit, get_window_end (self->next));
  while (end < limit && is_ready (window, end) == ready)
    end++;

  return end;
}

/* One job at least. */
static gboolean
write_some (FanfoldResults *self, FanfoldDb *db, GError **error)
{
  Window *window = find_window (self, self->next);
  gboolean ready = is_ready (window, self->next);
  guint64 first = self->next;
  guint n = (guint) (find_end (self, window, ready) - first);
  g_autoptr (GError) failure = NULL;

  if (!ready)
    fanfold_overlay_start (self->overlay, first, n);
  else if (!lay_over (self, window, n, db, error))
    return FALSE;
  if (!fanfold_overlay_foreach (self->overlay, db, write_piece, self, &failure) && failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  g_assert (self->next > first);
  if (self->next % WINDOW_JOBS == 0)
    drop_window (self, first);
  else if (window != NULL)
    drop_blocks (self, window, self->next);

  return TRUE;
}

static gboolean
has_next (FanfoldResults *self, gboolean over)
{
  return self->next < fanfold_combine_get_n_jobs (self->combine) &&
         (over || is_ready (find_window (self, self->next), self->next));
}

/* The longer a reader has been asleep, the less often it is looked after. */
static gint64
get_wake (FanfoldResults *self, gint64 now_usec)
{
  gint64 asleep_usec = now_usec - fanfold_export_get_taken_usec (self->export);

  return now_usec + CLAMP (asleep_usec / 4, MIN_LAG_USEC, MAX_LAG_USEC);
}

gboolean
fanfold_results_work (
    FanfoldResults *self, FanfoldDb *db, gboolean over, gint64 *wake_usec, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  gboolean room = TRUE, rest = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (wake_usec != NULL, FALSE);

  self->until_usec = now + WORK_USEC;
  for (; room && has_next (self, over) && now < self->until_usec; now = g_get_monotonic_time ())
    {
      if (!fanfold_export_make_room (self->export, &room, error))
        return FALSE;
      if (room && !write_some (self, db, error))
        return FALSE;
    }

  self->held_up = !room;
  self->behind = room && has_next (self, over);
  if (self->behind)
    {
      *wake_usec = now;
      return TRUE;
    }

  /* Nobody knows when the next blocks come. */
  if (room && !fanfold_export_offer_rest (self->export, over, &rest, error))
    return FALSE;
  *wake_usec = !room || rest ? get_wake (self, now) : G_MAXINT64;

  return TRUE;
}

gboolean
fanfold_results_are_behind (FanfoldResults *self)
{
  Window *window;

  g_return_val_if_fail (self != NULL, FALSE);

  window = find_window (self, self->next);

  return self->behind && window != NULL && !window->in_db;
}

gboolean
fanfold_results_are_held_up (FanfoldResults *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->held_up && self->n_kept_bytes > KEPT_BYTES;
}

gint64
fanfold_results_get_taken_usec (FanfoldResults *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return fanfold_export_get_taken_usec (self->export);
}

gboolean
fanfold_results_close (FanfoldResults *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return fanfold_export_close (self->export, error);
}
