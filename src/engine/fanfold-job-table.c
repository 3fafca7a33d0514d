/* fanfold-job-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-table-private.h"

FanfoldRowBlock *
fanfold_job_table_ensure_block (FanfoldJobTable *self, guint64 index)
{
  FanfoldRowBlock *block = fanfold_job_table_peek_block (self, index);
  FanfoldRowBlock *fresh;

  if (block != NULL)
    return block;

  fresh = g_new0 (FanfoldRowBlock, 1);
  for (guint i = 0; i < FANFOLD_JOB_TABLE_BLOCK; i++)
    {
      fresh->rows[i].meta = META (FANFOLD_JOB_WAITING, 0, META_NO_SLOT);
      fresh->rows[i].fraction = -1;
    }

  if (atomic_compare_exchange_strong (
          &self->blocks[index / FANFOLD_JOB_TABLE_BLOCK], &block, fresh))
    return fresh;

  g_free (fresh);
  return block;
}

static void
job_table_clear (gpointer data)
{
  FanfoldJobTable *self = data;

  guint64 n_used = (self->n_jobs + FANFOLD_JOB_TABLE_BLOCK - 1) / FANFOLD_JOB_TABLE_BLOCK;

  for (guint64 i = 0; i < n_used; i++)
    g_free (self->blocks[i]);
  g_free (self->blocks);
}

/* In a bundle only some jobs are told of: the one told of before is not over for us until its block
 * comes. By now it may be in another slot's hand. */
static void
put_back (FanfoldJobTable *self, guint64 index, guint32 slot)
{
  FanfoldRowBlock *block = fanfold_job_table_ensure_block (self, index);
  FanfoldRow *row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
  guint32 meta = fanfold_row_get_meta (row);
  guint32 before = META (FANFOLD_JOB_RUNNING, META_ATTEMPTS (meta), slot);
  guint32 waiting = META (FANFOLD_JOB_WAITING, META_ATTEMPTS (meta) - 1, META_NO_SLOT);

  if (meta != before)
    return;

  fanfold_row_clear_times (row);
  if (atomic_compare_exchange_strong (&row->meta, &before, waiting))
    fanfold_job_table_move_count (self, FANFOLD_JOB_RUNNING, FANFOLD_JOB_WAITING);
  fanfold_row_block_changed (block);
}

/* Only jobs that no slot has in hand may change elsewhere at the same time. */
static guint32
row_swap_meta (FanfoldRow *row, guint32 meta, gboolean in_hand)
{
  guint32 before = atomic_load_explicit (&row->meta, memory_order_relaxed);

  if (!in_hand)
    return atomic_exchange_explicit (&row->meta, meta, memory_order_acq_rel);

  atomic_store_explicit (&row->meta, meta, memory_order_release);

  return before;
}

static void
finish_row (FanfoldRow *row, FanfoldBlock *block, guint place, gint64 *moved)
{
  FanfoldJobState state = fanfold_block_get_state (block, place);
  guint32 slot = fanfold_block_get_slot (block);
  guint attempts = META_ATTEMPTS (fanfold_row_get_meta (row));
  guint32 before;

  atomic_store_explicit (
      &row->started_usec, fanfold_block_get_started (block, place), memory_order_relaxed);
  atomic_store_explicit (
      &row->seconds, fanfold_block_get_seconds (block, place), memory_order_relaxed);
  atomic_store_explicit (&row->fraction,
                         state == FANFOLD_JOB_DONE || state == FANFOLD_JOB_CACHED ? 1 : -1,
                         memory_order_relaxed);
  attempts = MIN (MAX (attempts, fanfold_block_get_attempt (block)), META_MAX_ATTEMPTS);
  before = row_swap_meta (
      row, META (state, attempts, MIN (slot, META_NO_SLOT)), slot != FANFOLD_BLOCK_NO_SLOT);

  moved[META_STATE (before)]--;
  moved[state]++;
}

static void
try_row_again (FanfoldRow *row, FanfoldBlock *block, gint64 *moved)
{
  guint attempts = META_ATTEMPTS (fanfold_row_get_meta (row));
  guint32 before;

  fanfold_row_clear_times (row);
  attempts = MIN (MAX (attempts, fanfold_block_get_attempt (block)), META_MAX_ATTEMPTS);
  before = row_swap_meta (row, META (FANFOLD_JOB_WAITING, attempts, META_NO_SLOT), TRUE);

  moved[META_STATE (before)]--;
  moved[FANFOLD_JOB_WAITING]++;
}

FanfoldJobTable *
fanfold_job_table_new (guint64 n_jobs)
{
  FanfoldJobTable *self = fanfold_job_table_new_growing (n_jobs);

  self->n_jobs = n_jobs;

  return self;
}

FanfoldJobTable *
fanfold_job_table_new_growing (guint64 max_jobs)
{
  FanfoldJobTable *self = g_atomic_rc_box_new0 (FanfoldJobTable);

  self->n_blocks = (max_jobs + FANFOLD_JOB_TABLE_BLOCK - 1) / FANFOLD_JOB_TABLE_BLOCK;
  self->blocks = g_malloc0_n (self->n_blocks, sizeof *self->blocks);

  return self;
}

void
fanfold_job_table_grow (FanfoldJobTable *self, guint64 n_jobs)
{
  guint64 before;

  g_return_if_fail (self != NULL);
  g_return_if_fail (n_jobs <= self->n_blocks * FANFOLD_JOB_TABLE_BLOCK);

  before = fanfold_job_table_peek_n_jobs (self);
  while (before < n_jobs && !atomic_compare_exchange_weak (&self->n_jobs, &before, n_jobs))
    ;
}

FanfoldJobTable *
fanfold_job_table_ref (FanfoldJobTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
fanfold_job_table_unref (FanfoldJobTable *self)
{
  g_atomic_rc_box_release_full (self, job_table_clear);
}

guint64
fanfold_job_table_get_n_jobs (FanfoldJobTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return fanfold_job_table_peek_n_jobs (self);
}

void
fanfold_job_table_get (FanfoldJobTable *self, guint64 index, FanfoldJobRow *job)
{
  FanfoldRowBlock *block;
  FanfoldRow *row;
  guint32 meta;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < fanfold_job_table_peek_n_jobs (self));

  *job = (FanfoldJobRow){ .state = fanfold_job_table_get_waiting_state (self),
                          .slot = FANFOLD_BLOCK_NO_SLOT,
                          .fraction = -1 };
  block = fanfold_job_table_peek_block (self, index);
  if (block == NULL)
    return;

  row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
  meta = fanfold_row_get_meta (row);
  if (META_STATE (meta) != FANFOLD_JOB_WAITING)
    job->state = META_STATE (meta);
  job->attempts = META_ATTEMPTS (meta);
  job->slot = META_SLOT (meta) == META_NO_SLOT ? FANFOLD_BLOCK_NO_SLOT : META_SLOT (meta);
  job->fraction = atomic_load_explicit (&row->fraction, memory_order_relaxed);
  job->started_usec = atomic_load_explicit (&row->started_usec, memory_order_relaxed);
  job->seconds = atomic_load_explicit (&row->seconds, memory_order_relaxed);
  job->stalled =
      job->state == FANFOLD_JOB_RUNNING && job->slot < FANFOLD_MAX_SLOTS &&
      atomic_load_explicit (&self->stalled[job->slot], memory_order_relaxed) == index + 1;
}

guint
fanfold_job_table_get_changes (FanfoldJobTable *self, guint64 block)
{
  FanfoldRowBlock *rows;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (block < self->n_blocks, 0);

  rows = fanfold_job_table_peek_block (self, block * FANFOLD_JOB_TABLE_BLOCK);

  return atomic_load_explicit (&self->n_skips, memory_order_acquire) +
         (rows != NULL ? atomic_load_explicit (&rows->changes, memory_order_acquire) : 0);
}

void
fanfold_job_table_get_counts (FanfoldJobTable *self, guint64 counts[FANFOLD_N_JOB_STATES])
{
  guint64 n_others = 0;
  guint64 n_waiting;
  guint64 n_jobs;

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    {
      counts[i] = atomic_load_explicit (&self->counts[i], memory_order_relaxed);
      if (i != FANFOLD_JOB_WAITING)
        n_others += counts[i];
    }

  n_jobs = fanfold_job_table_peek_n_jobs (self);
  n_waiting = n_jobs - MIN (n_others, n_jobs);
  counts[FANFOLD_JOB_WAITING] = 0;
  counts[fanfold_job_table_get_waiting_state (self)] += n_waiting;
}

double
fanfold_job_table_get_running_fraction (FanfoldJobTable *self)
{
  double sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < FANFOLD_MAX_SLOTS; i++)
    {
      guint64 index = atomic_load_explicit (&self->running[i], memory_order_acquire);
      FanfoldJobRow row;

      if (index == 0)
        continue;

      fanfold_job_table_get (self, index - 1, &row);
      if (row.state == FANFOLD_JOB_RUNNING)
        sum += MAX (row.fraction, 0);
    }

  return sum;
}

void
fanfold_job_table_begin (FanfoldJobTable *self, guint64 index, guint32 slot, gint64 started_usec)
{
  FanfoldRowBlock *block;
  FanfoldRow *row;
  guint64 before;
  guint attempts;
  guint32 meta;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < fanfold_job_table_peek_n_jobs (self));
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  before = atomic_exchange_explicit (&self->running[slot], index + 1, memory_order_acq_rel);
  if (before == index + 1)
    return;
  if (before != 0)
    put_back (self, before - 1, slot);

  block = fanfold_job_table_ensure_block (self, index);
  row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
  attempts = MIN (META_ATTEMPTS (fanfold_row_get_meta (row)) + 1, META_MAX_ATTEMPTS);
  atomic_store_explicit (&row->started_usec, started_usec, memory_order_relaxed);
  atomic_store_explicit (&row->fraction, -1, memory_order_relaxed);
  meta = row_swap_meta (row, META (FANFOLD_JOB_RUNNING, attempts, slot), FALSE);
  fanfold_job_table_move_count (self, META_STATE (meta), FANFOLD_JOB_RUNNING);
  fanfold_row_block_changed (block);
}

void
fanfold_job_table_progress (FanfoldJobTable *self, guint64 index, float fraction)
{
  FanfoldRowBlock *block;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < fanfold_job_table_peek_n_jobs (self));

  block = fanfold_job_table_ensure_block (self, index);
  atomic_store_explicit (&block->rows[index % FANFOLD_JOB_TABLE_BLOCK].fraction,
                         fraction >= 0 ? MIN (fraction, 1) : -1,
                         memory_order_relaxed);
  fanfold_row_block_changed (block);
}

void
fanfold_job_table_stir (FanfoldJobTable *self, guint32 slot)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  atomic_fetch_add_explicit (&self->stirs[slot], 1, memory_order_relaxed);
}

guint
fanfold_job_table_get_stirs (FanfoldJobTable *self, guint32 slot)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (slot < FANFOLD_MAX_SLOTS, 0);

  return atomic_load_explicit (&self->stirs[slot], memory_order_relaxed);
}

void
fanfold_job_table_set_stalled (FanfoldJobTable *self, guint64 index, guint32 slot, gboolean stalled)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  atomic_store_explicit (&self->stalled[slot], stalled ? index + 1 : 0, memory_order_relaxed);
}

guint
fanfold_job_table_get_n_stalled (FanfoldJobTable *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < FANFOLD_MAX_SLOTS; i++)
    {
      guint64 index = atomic_load_explicit (&self->stalled[i], memory_order_relaxed);

      if (index != 0 && index == atomic_load_explicit (&self->running[i], memory_order_relaxed))
        n++;
    }

  return n;
}

void
fanfold_job_table_give_back (FanfoldJobTable *self, guint32 slot)
{
  guint64 before;

  g_return_if_fail (self != NULL);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  before = atomic_exchange_explicit (&self->running[slot], 0, memory_order_acq_rel);
  if (before != 0)
    put_back (self, before - 1, slot);
}

void
fanfold_job_table_finish (FanfoldJobTable *self, FanfoldBlock *block, gboolean again)
{
  gint64 moved[FANFOLD_N_JOB_STATES] = { 0 };
  guint64 first;
  guint n;
  FanfoldRowBlock *rows = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  first = fanfold_block_get_first (block);
  n = fanfold_block_get_n_jobs (block);
  g_return_if_fail (first + n <= fanfold_job_table_peek_n_jobs (self));

  for (guint i = 0; i < n; i++)
    {
      guint64 index = first + i;

      if (rows == NULL || index % FANFOLD_JOB_TABLE_BLOCK == 0)
        {
          if (rows != NULL)
            fanfold_row_block_changed (rows);
          rows = fanfold_job_table_ensure_block (self, index);
        }
      if (again)
        try_row_again (&rows->rows[index % FANFOLD_JOB_TABLE_BLOCK], block, moved);
      else
        finish_row (&rows->rows[index % FANFOLD_JOB_TABLE_BLOCK], block, i, moved);
    }
  if (rows != NULL)
    fanfold_row_block_changed (rows);

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    if (moved[i] != 0)
      atomic_fetch_add_explicit (&self->counts[i], (guint64) moved[i], memory_order_relaxed);
}

guint
fanfold_job_table_count_alike (FanfoldJobTable *self, guint64 first, guint n, guint *attempts)
{
  guint i = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n > 0 && first + n <= fanfold_job_table_peek_n_jobs (self), 0);
  g_return_val_if_fail (attempts != NULL, 0);

  while (i < n)
    {
      guint64 index = first + i;
      FanfoldRowBlock *block = fanfold_job_table_peek_block (self, index);
      guint row = (guint) (index % FANFOLD_JOB_TABLE_BLOCK);
      guint begun = block != NULL ? META_ATTEMPTS (fanfold_row_get_meta (&block->rows[row])) : 0;

      if (i == 0)
        *attempts = begun;
      else if (begun != *attempts)
        break;
      i += block != NULL ? 1 : FANFOLD_JOB_TABLE_BLOCK - row;
    }

  return MIN (i, n);
}

guint
fanfold_job_table_get_running (FanfoldJobTable *self, guint64 *indices, guint max)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (indices != NULL || max == 0, 0);

  for (guint i = 0; i < FANFOLD_MAX_SLOTS && n < max; i++)
    {
      guint64 running = atomic_load_explicit (&self->running[i], memory_order_acquire);

      if (running != 0)
        indices[n++] = running - 1;
    }

  return n;
}

void
fanfold_job_table_skip_rest (FanfoldJobTable *self, gboolean skipped)
{
  g_return_if_fail (self != NULL);

  if ((fanfold_job_table_get_waiting_state (self) == FANFOLD_JOB_SKIPPED) != (skipped != FALSE))
    atomic_fetch_add_explicit (&self->n_skips, 1, memory_order_release);
}
