/* fanfold-job-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-job-table.h"

#include "fanfold-n-jobs.h"

#include <stdatomic.h>

/* State, attempts and slot in one word, so that they are always seen together. */
#define META(state, attempts, slot)                                                                \
  ((guint32) (state) | (guint32) (attempts) << 8 | (guint32) (slot) << 16)
#define META_STATE(meta) ((FanfoldJobState) ((meta) &0xff))
#define META_ATTEMPTS(meta) ((meta) >> 8 & 0xff)
#define META_SLOT(meta) ((meta) >> 16)
#define META_NO_SLOT 0xffff

typedef struct
{
  _Atomic gint64 started_usec;
  _Atomic double seconds;
  _Atomic float fraction;
  _Atomic guint32 meta;
} Row;

typedef struct
{
  _Atomic guint32 changes;
  Row rows[FANFOLD_JOB_TABLE_BLOCK];
} RowBlock;

struct _FanfoldJobTable
{
  guint64 n_jobs;
  guint64 n_blocks;
  _Atomic (RowBlock *) *blocks;
  _Atomic guint64 counts[FANFOLD_N_JOB_STATES];
  _Atomic guint64 running[FANFOLD_MAX_SLOTS]; /* index + 1 of the slot's job; 0: none */
  _Atomic guint32 rest_skipped;               /* whoever waits by its row will never begin */
};

static void
job_table_clear (gpointer data)
{
  FanfoldJobTable *self = data;

  for (guint64 i = 0; i < self->n_blocks; i++)
    g_free (self->blocks[i]);
  g_free (self->blocks);
}

static RowBlock *
get_block (FanfoldJobTable *self, guint64 index)
{
  return atomic_load_explicit (&self->blocks[index / FANFOLD_JOB_TABLE_BLOCK],
                               memory_order_acquire);
}

static RowBlock *
ensure_block (FanfoldJobTable *self, guint64 index)
{
  RowBlock *block = get_block (self, index);
  RowBlock *fresh;

  if (block != NULL)
    return block;

  fresh = g_new0 (RowBlock, 1);
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
block_changed (RowBlock *block)
{
  atomic_fetch_add_explicit (&block->changes, 1, memory_order_release);
}

/* Gives the state that the row had. */
static FanfoldJobState
row_set_meta (Row *row, FanfoldJobState state, guint attempts, guint32 slot)
{
  guint32 before = atomic_load_explicit (&row->meta, memory_order_relaxed);

  atomic_store_explicit (&row->meta,
                         META (state, MIN (attempts, 0xff), MIN (slot, META_NO_SLOT)),
                         memory_order_release);

  return META_STATE (before);
}

static void
move_count (FanfoldJobTable *self, FanfoldJobState from, FanfoldJobState to)
{
  if (from == to)
    return;

  atomic_fetch_sub_explicit (&self->counts[from], 1, memory_order_relaxed);
  atomic_fetch_add_explicit (&self->counts[to], 1, memory_order_relaxed);
}

/* In a bundle only some jobs are told of: the one told of before is not over for us until its block
 * comes. */
static void
put_back (FanfoldJobTable *self, guint64 index)
{
  RowBlock *block = ensure_block (self, index);
  Row *row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
  guint32 meta = atomic_load_explicit (&row->meta, memory_order_relaxed);

  if (META_STATE (meta) != FANFOLD_JOB_RUNNING)
    return;

  atomic_store_explicit (&row->fraction, -1, memory_order_relaxed);
  atomic_store_explicit (&row->started_usec, 0, memory_order_relaxed);
  row_set_meta (row, FANFOLD_JOB_WAITING, META_ATTEMPTS (meta) - 1, META_NO_SLOT);
  move_count (self, FANFOLD_JOB_RUNNING, FANFOLD_JOB_WAITING);
  block_changed (block);
}

static void
finish_row (Row *row, FanfoldBlock *block, guint place, gint64 *moved)
{
  FanfoldJobState state = fanfold_block_get_state (block, place);
  FanfoldJobState before;

  atomic_store_explicit (
      &row->started_usec, fanfold_block_get_started (block, place), memory_order_relaxed);
  atomic_store_explicit (
      &row->seconds, fanfold_block_get_seconds (block, place), memory_order_relaxed);
  atomic_store_explicit (&row->fraction,
                         state == FANFOLD_JOB_DONE || state == FANFOLD_JOB_CACHED ? 1 : -1,
                         memory_order_relaxed);
  before =
      row_set_meta (row, state, fanfold_block_get_attempt (block), fanfold_block_get_slot (block));

  moved[before]--;
  moved[state]++;
}

FanfoldJobTable *
fanfold_job_table_new (guint64 n_jobs)
{
  FanfoldJobTable *self = g_atomic_rc_box_new0 (FanfoldJobTable);

  self->n_jobs = n_jobs;
  self->n_blocks = (n_jobs + FANFOLD_JOB_TABLE_BLOCK - 1) / FANFOLD_JOB_TABLE_BLOCK;
  self->blocks = g_malloc0_n (self->n_blocks, sizeof *self->blocks);
  self->counts[FANFOLD_JOB_WAITING] = n_jobs;

  return self;
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

  return self->n_jobs;
}

static FanfoldJobState
get_waiting_state (FanfoldJobTable *self)
{
  return atomic_load_explicit (&self->rest_skipped, memory_order_acquire) ? FANFOLD_JOB_SKIPPED
                                                                          : FANFOLD_JOB_WAITING;
}

void
fanfold_job_table_get (FanfoldJobTable *self, guint64 index, FanfoldJobRow *job)
{
  RowBlock *block;
  Row *row;
  guint32 meta;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->n_jobs);

  *job = (FanfoldJobRow){ .state = get_waiting_state (self),
                          .slot = FANFOLD_BLOCK_NO_SLOT,
                          .fraction = -1 };
  block = get_block (self, index);
  if (block == NULL)
    return;

  row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
  meta = atomic_load_explicit (&row->meta, memory_order_acquire);
  if (META_STATE (meta) != FANFOLD_JOB_WAITING)
    job->state = META_STATE (meta);
  job->attempts = META_ATTEMPTS (meta);
  job->slot = META_SLOT (meta) == META_NO_SLOT ? FANFOLD_BLOCK_NO_SLOT : META_SLOT (meta);
  job->fraction = atomic_load_explicit (&row->fraction, memory_order_relaxed);
  job->started_usec = atomic_load_explicit (&row->started_usec, memory_order_relaxed);
  job->seconds = atomic_load_explicit (&row->seconds, memory_order_relaxed);
}

guint
fanfold_job_table_get_changes (FanfoldJobTable *self, guint64 block)
{
  RowBlock *rows;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (block < self->n_blocks, 0);

  rows = get_block (self, block * FANFOLD_JOB_TABLE_BLOCK);

  return atomic_load_explicit (&self->rest_skipped, memory_order_acquire) +
         (rows != NULL ? atomic_load_explicit (&rows->changes, memory_order_acquire) : 0);
}

void
fanfold_job_table_get_counts (FanfoldJobTable *self, guint64 counts[FANFOLD_N_JOB_STATES])
{
  guint64 n_others = 0;
  guint64 n_waiting;

  g_return_if_fail (self != NULL);

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    {
      counts[i] = atomic_load_explicit (&self->counts[i], memory_order_relaxed);
      if (i != FANFOLD_JOB_WAITING)
        n_others += counts[i];
    }

  n_waiting = self->n_jobs - MIN (n_others, self->n_jobs);
  counts[FANFOLD_JOB_WAITING] = 0;
  counts[get_waiting_state (self)] += n_waiting;
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
  RowBlock *block;
  Row *row;
  guint64 before;
  guint attempts;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->n_jobs);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  before = atomic_exchange_explicit (&self->running[slot], index + 1, memory_order_acq_rel);
  if (before == index + 1)
    return;
  if (before != 0)
    put_back (self, before - 1);

  block = ensure_block (self, index);
  row = &block->rows[index % FANFOLD_JOB_TABLE_BLOCK];
  attempts = META_ATTEMPTS (atomic_load_explicit (&row->meta, memory_order_relaxed)) + 1;
  atomic_store_explicit (&row->started_usec, started_usec, memory_order_relaxed);
  atomic_store_explicit (&row->fraction, -1, memory_order_relaxed);
  move_count (self, row_set_meta (row, FANFOLD_JOB_RUNNING, attempts, slot), FANFOLD_JOB_RUNNING);
  block_changed (block);
}

void
fanfold_job_table_progress (FanfoldJobTable *self, guint64 index, float fraction)
{
  RowBlock *block;

  g_return_if_fail (self != NULL);
  g_return_if_fail (index < self->n_jobs);

  block = ensure_block (self, index);
  atomic_store_explicit (&block->rows[index % FANFOLD_JOB_TABLE_BLOCK].fraction,
                         fraction >= 0 ? MIN (fraction, 1) : -1,
                         memory_order_relaxed);
  block_changed (block);
}

void
fanfold_job_table_give_back (FanfoldJobTable *self, guint32 slot)
{
  guint64 before;

  g_return_if_fail (self != NULL);
  g_return_if_fail (slot < FANFOLD_MAX_SLOTS);

  before = atomic_exchange_explicit (&self->running[slot], 0, memory_order_acq_rel);
  if (before != 0)
    put_back (self, before - 1);
}

void
fanfold_job_table_finish (FanfoldJobTable *self, FanfoldBlock *block, gboolean again)
{
  gint64 moved[FANFOLD_N_JOB_STATES] = { 0 };
  guint64 first;
  guint n;
  RowBlock *rows = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (block != NULL);

  first = fanfold_block_get_first (block);
  n = fanfold_block_get_n_jobs (block);
  g_return_if_fail (first + n <= self->n_jobs);

  for (guint i = 0; i < n; i++)
    {
      guint64 index = first + i;

      if (rows == NULL || index % FANFOLD_JOB_TABLE_BLOCK == 0)
        {
          if (rows != NULL)
            block_changed (rows);
          rows = ensure_block (self, index);
        }
      finish_row (&rows->rows[index % FANFOLD_JOB_TABLE_BLOCK], block, i, moved);
    }
  if (rows != NULL)
    block_changed (rows);

  for (guint i = 0; i < FANFOLD_N_JOB_STATES; i++)
    if (moved[i] != 0)
      atomic_fetch_add_explicit (&self->counts[i], (guint64) moved[i], memory_order_relaxed);
}

void
fanfold_job_table_skip_rest (FanfoldJobTable *self, gboolean skipped)
{
  g_return_if_fail (self != NULL);

  atomic_store_explicit (&self->rest_skipped, skipped ? 1 : 0, memory_order_release);
}
