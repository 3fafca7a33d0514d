/* fanfold-job-table-private.h: how the rows of a job table are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-table.h"
#include "fanfold-n-jobs.h"

#include <stdatomic.h>

G_BEGIN_DECLS

/* State, slot and attempts in one word, so that they are always seen together. */
#define META(state, attempts, slot)                                                                \
  ((guint32) (state) | (guint32) (slot) << 5 | (guint32) (attempts) << 16)
#define META_STATE(meta) ((FanfoldJobState) ((meta) &0xf))
#define META_EARLY 0x10 /* cancelled, and its block is still to come */
#define META_SLOT(meta) ((meta) >> 5 & 0x7ff)
#define META_NO_SLOT 0x7ff
#define META_ATTEMPTS(meta) ((meta) >> 16)
#define META_MAX_ATTEMPTS 0xffff

typedef struct
{
  _Atomic gint64 started_usec;
  _Atomic double seconds;
  _Atomic float fraction;
  _Atomic guint32 meta;
} FanfoldRow;

typedef struct
{
  _Atomic guint32 changes;
  FanfoldRow rows[FANFOLD_JOB_TABLE_BLOCK];
} FanfoldRowBlock;

struct _FanfoldJobTable
{
  _Atomic guint64 n_jobs;
  guint64 n_blocks;
  _Atomic (FanfoldRowBlock *) *blocks;
  _Atomic guint64 counts[FANFOLD_N_JOB_STATES];
  _Atomic guint64 running[FANFOLD_MAX_SLOTS]; /* index + 1 of the slot's job; 0: none */
  _Atomic guint32 stirs[FANFOLD_MAX_SLOTS];   /* grows whenever the slot's job shows life */
  _Atomic guint64 stalled[FANFOLD_MAX_SLOTS]; /* as running, of those that seem to be stuck */
  _Atomic guint32 n_skips;                    /* odd: whoever waits by its row will never begin */
};

/* [any] The rows around @index, made where nobody has touched them yet. (transfer none) */
FanfoldRowBlock *fanfold_job_table_ensure_block (FanfoldJobTable *self, guint64 index);

static inline FanfoldRowBlock *
fanfold_job_table_peek_block (FanfoldJobTable *self, guint64 index)
{
  return atomic_load_explicit (&self->blocks[index / FANFOLD_JOB_TABLE_BLOCK],
                               memory_order_acquire);
}

static inline void
fanfold_row_block_changed (FanfoldRowBlock *block)
{
  atomic_fetch_add_explicit (&block->changes, 1, memory_order_release);
}

static inline guint64
fanfold_job_table_peek_n_jobs (FanfoldJobTable *self)
{
  return atomic_load_explicit (&self->n_jobs, memory_order_acquire);
}

static inline guint32
fanfold_row_get_meta (FanfoldRow *row)
{
  return atomic_load_explicit (&row->meta, memory_order_acquire);
}

static inline void
fanfold_row_clear_times (FanfoldRow *row)
{
  atomic_store_explicit (&row->fraction, -1, memory_order_relaxed);
  atomic_store_explicit (&row->started_usec, 0, memory_order_relaxed);
  atomic_store_explicit (&row->seconds, 0, memory_order_relaxed);
}

static inline void
fanfold_job_table_move_count (FanfoldJobTable *self, FanfoldJobState from, FanfoldJobState to)
{
  if (from == to)
    return;

  atomic_fetch_sub_explicit (&self->counts[from], 1, memory_order_relaxed);
  atomic_fetch_add_explicit (&self->counts[to], 1, memory_order_relaxed);
}

static inline FanfoldJobState
fanfold_job_table_get_waiting_state (FanfoldJobTable *self)
{
  return atomic_load_explicit (&self->n_skips, memory_order_acquire) % 2 != 0 ? FANFOLD_JOB_SKIPPED
                                                                              : FANFOLD_JOB_WAITING;
}

G_END_DECLS
