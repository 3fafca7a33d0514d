/* fanfold-job-table-change.c: many rows at once, for whoever is no slot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-table-private.h"

/* What becomes of a row; its own meta: nothing. */
typedef guint32 (*ChangeFunc) (guint32 meta);

static guint32
wait_again (guint32 meta)
{
  if (!fanfold_job_state_is_over (META_STATE (meta)) || (meta & META_EARLY) != 0)
    return meta;

  return META (FANFOLD_JOB_WAITING, META_ATTEMPTS (meta), META_NO_SLOT);
}

static guint32
keep_after_all (guint32 meta)
{
  if ((meta & META_EARLY) == 0)
    return meta;

  return META (FANFOLD_JOB_WAITING, META_ATTEMPTS (meta), META_NO_SLOT);
}

static guint32
cancel_early (guint32 meta)
{
  if (META_STATE (meta) != FANFOLD_JOB_WAITING)
    return meta;

  return META (FANFOLD_JOB_CANCELLED, META_ATTEMPTS (meta), META_NO_SLOT) | META_EARLY;
}

static guint32
skip (guint32 meta)
{
  if (META_STATE (meta) != FANFOLD_JOB_WAITING)
    return meta;

  return META (FANFOLD_JOB_SKIPPED, META_ATTEMPTS (meta), META_NO_SLOT);
}

/* Rows that were never touched count as well, unless @touched_only. @changed: (nullable) gets those
 * that have changed. */
static void
change_rows (FanfoldJobTable *self,
             guint64 first,
             guint64 n,
             gboolean touched_only,
             ChangeFunc change,
             guint64 left[FANFOLD_N_JOB_STATES],
             FanfoldRanges *changed)
{
  guint64 end = MIN (first + n, fanfold_job_table_peek_n_jobs (self));
  guint64 index = first;

  while (index < end)
    {
      guint64 part_end = MIN (end, (index / FANFOLD_JOB_TABLE_BLOCK + 1) * FANFOLD_JOB_TABLE_BLOCK);
      FanfoldRowBlock *block = touched_only ? fanfold_job_table_peek_block (self, index)
                                            : fanfold_job_table_ensure_block (self, index);

      for (; block != NULL && index < part_end; index++)
        {
          FanfoldRow *row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
          guint32 before = fanfold_row_get_meta (row);
          guint32 after = change (before);

          if (after == before || !atomic_compare_exchange_strong (&row->meta, &before, after))
            continue;

          if (META_STATE (after) == FANFOLD_JOB_WAITING)
            fanfold_row_clear_times (row);
          fanfold_job_table_move_count (self, META_STATE (before), META_STATE (after));
          left[META_STATE (before)]++;
          if (changed != NULL)
            fanfold_ranges_add (changed, index, 1);
        }
      if (block != NULL)
        fanfold_row_block_changed (block);
      index = part_end;
    }
}

void
fanfold_job_table_take_back (FanfoldJobTable *self,
                             guint64 first,
                             guint64 n,
                             guint64 counts[FANFOLD_N_JOB_STATES],
                             FanfoldRanges *taken)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (counts != NULL);

  change_rows (self, first, n, TRUE, wait_again, counts, taken);
}

void
fanfold_job_table_cancel (FanfoldJobTable *self, guint64 first, guint64 n)
{
  guint64 left[FANFOLD_N_JOB_STATES] = { 0 };

  g_return_if_fail (self != NULL);

  change_rows (self, first, n, FALSE, cancel_early, left, NULL);
}

void
fanfold_job_table_keep (FanfoldJobTable *self, guint64 first, guint64 n)
{
  guint64 left[FANFOLD_N_JOB_STATES] = { 0 };

  g_return_if_fail (self != NULL);

  change_rows (self, first, n, TRUE, keep_after_all, left, NULL);
}

void
fanfold_job_table_skip (FanfoldJobTable *self, guint64 first, guint64 n)
{
  guint64 left[FANFOLD_N_JOB_STATES] = { 0 };

  g_return_if_fail (self != NULL);

  change_rows (self, first, n, FALSE, skip, left, NULL);
}

void
fanfold_job_table_find (FanfoldJobTable *self, guint states, FanfoldRanges *found)
{
  guint64 n_jobs;
  FanfoldJobState waiting;
  guint64 index = 0;
  guint64 first = 0;

  g_return_if_fail (self != NULL);
  g_return_if_fail (found != NULL);

  /* Neighbours are added together. */
  n_jobs = fanfold_job_table_peek_n_jobs (self);
  waiting = fanfold_job_table_get_waiting_state (self);
  while (index < n_jobs)
    {
      FanfoldRowBlock *block = fanfold_job_table_peek_block (self, index);
      guint64 row = index % FANFOLD_JOB_TABLE_BLOCK;
      guint64 next = index + 1;
      FanfoldJobState state = waiting;

      if (block == NULL)
        next = MIN (index - row + FANFOLD_JOB_TABLE_BLOCK, n_jobs);
      else
        state = META_STATE (fanfold_row_get_meta (&block->rows[row]));
      if (state == FANFOLD_JOB_WAITING)
        state = waiting;
      if ((states & 1u << state) == 0)
        {
          fanfold_ranges_add (found, first, index - first);
          first = next;
        }
      index = next;
    }
  fanfold_ranges_add (found, first, n_jobs - first);
}
