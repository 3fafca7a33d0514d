/* fanfold-hints.h: what is known of jobs before they run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-combine.h"
#include "fanfold-durations.h"
#include "fanfold-job-table.h"
#include "fanfold-memo.h"
#include "fanfold-remaining.h"

G_BEGIN_DECLS

/* For the remaining time, of the first jobs of a batch. Immutable but for numbers that are
 * believed.
 */
typedef struct _FanfoldHints FanfoldHints;

#define FANFOLD_HINTS_MAX_JOBS 100000

/* [any] Waits for the disk, some microseconds a job. @folder: (nullable) the current one;
 * @durations: (nullable) what earlier runs took. NULL where it is cancelled. (transfer full) */
FanfoldHints *fanfold_hints_load (FanfoldCombine *combine,
                                  const char *folder,
                                  FanfoldDurations *durations,
                                  GCancellable *cancellable,
                                  GError **error);
void fanfold_hints_free (FanfoldHints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldHints, fanfold_hints_free)

/* The memo cache is asked for no longer than that. */
#define FANFOLD_HINTS_MAX_ASK_USEC (G_USEC_PER_SEC / 2)

/* [any] Waits for the disk. Finds out which jobs are answered: by an equal one, or by @memo,
 * (nullable) there is none. Left out are those that are over by @table, those for which there is no
 * time, and all where a key takes more than a look at a file. FALSE where it is cancelled. Before
 * anybody else has it. */
gboolean fanfold_hints_ask (FanfoldHints *self,
                            FanfoldCombine *combine,
                            const char *folder,
                            FanfoldMemo *memo,
                            FanfoldJobTable *table,
                            GCancellable *cancellable,
                            GError **error);

/* [any] Of how many jobs, from 0 on; and of one of them. */
guint64 fanfold_hints_get_n_jobs (FanfoldHints *self);
void fanfold_hints_get (FanfoldHints *self, guint64 index, FanfoldRemainingHint *hint);

/* [any] The number of a job without a size, which may be one, as nothing tells yet: 0: none. They
 * are all taken for sizes from now on. */
double fanfold_hints_get_number (FanfoldHints *self, guint64 index);
void fanfold_hints_believe_numbers (FanfoldHints *self);

/* [any] Tells how long jobs of the same kinds took that are none of these, as far as that is
 * known. */
void fanfold_hints_recall (FanfoldHints *self, FanfoldRemaining *remaining);

G_END_DECLS
