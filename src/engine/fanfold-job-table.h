/* fanfold-job-table.h: a compact row for each job of a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-ranges.h"

G_BEGIN_DECLS

/* Written by slots, read by anybody, without a lock. Rows are made in blocks of 1,024 when first
 * touched. Counted atomically. */
typedef struct _FanfoldJobTable FanfoldJobTable;

typedef struct
{
  FanfoldJobState state;
  guint attempts;      /* begun so far */
  guint32 slot;        /* FANFOLD_BLOCK_NO_SLOT: none */
  float fraction;      /* 0 to 1; below 0: unknown */
  gint64 started_usec; /* wall clock; 0: not begun */
  double seconds;      /* how long it took, once over */
  gboolean stalled;    /* it runs, and seems to be stuck */
} FanfoldJobRow;

#define FANFOLD_JOB_TABLE_BLOCK 1024

/* [any] (transfer full) */
FanfoldJobTable *fanfold_job_table_new (guint64 n_jobs);
/* [any] One for up to @max_jobs, with none at first. (transfer full) */
FanfoldJobTable *fanfold_job_table_new_growing (guint64 max_jobs);
/* [any] Jobs have come: @n_jobs in all, `waiting`. It never shrinks. */
void fanfold_job_table_grow (FanfoldJobTable *self, guint64 n_jobs);
FanfoldJobTable *fanfold_job_table_ref (FanfoldJobTable *self);
void fanfold_job_table_unref (FanfoldJobTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJobTable, fanfold_job_table_unref)

guint64 fanfold_job_table_get_n_jobs (FanfoldJobTable *self);

/* [any] A job's row as it is now. */
void fanfold_job_table_get (FanfoldJobTable *self, guint64 index, FanfoldJobRow *row);

/* [any] A number that grows whenever a row among FANFOLD_JOB_TABLE_BLOCK · @block and the following
 * changes. */
guint fanfold_job_table_get_changes (FanfoldJobTable *self, guint64 block);

/* [any] How many jobs are in each state. They are counted one after the other, so the sum may be
 * off by the jobs that change meanwhile; `waiting` is what makes it right. */
void fanfold_job_table_get_counts (FanfoldJobTable *self, guint64 counts[FANFOLD_N_JOB_STATES]);

/* [any] The sum of the fractions of the jobs that are running; looks at the running ones only. */
double fanfold_job_table_get_running_fraction (FanfoldJobTable *self);

/* [slot] A job is running from now on, and is the slot's only one. */
void
fanfold_job_table_begin (FanfoldJobTable *self, guint64 index, guint32 slot, gint64 started_usec);
/* [slot] */
void fanfold_job_table_progress (FanfoldJobTable *self, guint64 index, float fraction);
/* [slot] The slot's job says something else; what fanfold_job_table_get_stirs () gives grows. */
void fanfold_job_table_stir (FanfoldJobTable *self, guint32 slot);
/* [any] */
guint fanfold_job_table_get_stirs (FanfoldJobTable *self, guint32 slot);

/* [any] Whether job @index, for as long as it is the slot's, seems to be stuck; how many do. */
void fanfold_job_table_set_stalled (FanfoldJobTable *self,
                                    guint64 index,
                                    guint32 slot,
                                    gboolean stalled);
guint fanfold_job_table_get_n_stalled (FanfoldJobTable *self);

/* [slot] The slot's job was not begun after all, or its outcome is known now: it has none from now
 * on. A job that is still running by its row waits again. */
void fanfold_job_table_give_back (FanfoldJobTable *self, guint32 slot);

/* [slot] Takes over what happened to the jobs of a block; the state that each had before is left,
 * so that none is counted twice. @again: the attempt failed and another follows, so that the jobs
 * wait.
 */
void fanfold_job_table_finish (FanfoldJobTable *self, FanfoldBlock *block, gboolean again);

/* [any] Jobs that are over wait again, their attempts kept: @taken (nullable) gets them, and the
 * states they leave are added to @counts. */
void fanfold_job_table_take_back (FanfoldJobTable *self,
                                  guint64 first,
                                  guint64 n,
                                  guint64 counts[FANFOLD_N_JOB_STATES],
                                  FanfoldRanges *taken);

/* [any] Jobs that wait will not be run: shown as cancelled from now on, until their block comes;
 * till then they cannot be taken back, but kept: they wait as before. */
void fanfold_job_table_cancel (FanfoldJobTable *self, guint64 first, guint64 n);
void fanfold_job_table_keep (FanfoldJobTable *self, guint64 first, guint64 n);

/* [any] Jobs that wait are `skipped`, whatever becomes of the rest. */
void fanfold_job_table_skip (FanfoldJobTable *self, guint64 first, guint64 n);

/* [any] How many of the @n jobs from @first on, at least 1, have begun as often as the first of
 * them: *@attempts. */
guint
fanfold_job_table_count_alike (FanfoldJobTable *self, guint64 first, guint n, guint *attempts);

/* [any] The jobs that are running, at most @max: how many. */
guint fanfold_job_table_get_running (FanfoldJobTable *self, guint64 *indices, guint max);

/* [any] Adds the jobs that are in one of @states, a mask of 1 << FanfoldJobState, to @found. */
void fanfold_job_table_find (FanfoldJobTable *self, guint states, FanfoldRanges *found);

/* [any] Jobs that wait will never begin: from now on all of them are `skipped`, at no cost a job;
 * FALSE: they wait again. */
void fanfold_job_table_skip_rest (FanfoldJobTable *self, gboolean skipped);

G_END_DECLS
