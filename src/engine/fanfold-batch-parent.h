/* fanfold-batch-parent.h: the jobs of a run that another batch is to run again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"
#include "fanfold-input.h"
#include "fanfold-ranges.h"

G_BEGIN_DECLS

/* A run of before: its inputs as they were frozen, and which of its jobs are meant. Immutable,
 * counted atomically: any thread. */
typedef struct _FanfoldBatchParent FanfoldBatchParent;

/* [any] @run: its number. @inputs: those of its batch, array of FanfoldInput, which are only looked
 * at now. @jobs: (transfer full), at least one, all of them in @combine. (transfer full) */
FanfoldBatchParent *fanfold_batch_parent_new (guint64 run,
                                              GPtrArray *inputs,
                                              FanfoldCombine *combine,
                                              FanfoldRanges *jobs);
FanfoldBatchParent *fanfold_batch_parent_ref (FanfoldBatchParent *self);
void fanfold_batch_parent_unref (FanfoldBatchParent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldBatchParent, fanfold_batch_parent_unref)

/* [any] */
guint64 fanfold_batch_parent_get_run (FanfoldBatchParent *self);
guint64 fanfold_batch_parent_get_n_jobs (FanfoldBatchParent *self);
/* [any] How many jobs the run had. */
guint64 fanfold_batch_parent_get_n_jobs_of_run (FanfoldBatchParent *self);

/* [any] Whether inputs of that kind are taken from the run; values and templates are not. */
gboolean fanfold_batch_parent_has_kind (FanfoldInputKind kind);

/* [any] Whether the run had an input of that name. */
gboolean fanfold_batch_parent_has_input (FanfoldBatchParent *self, const char *name);

/* [any] What {#} - 1 was in the jobs, as fanfold_combine_new_numbered () takes it. (transfer full)
 */
GBytes *fanfold_batch_parent_get_numbers (FanfoldBatchParent *self);

/* [any] May wait for the disk. The values that @input had in the jobs, in their order; all of them
 * go in step. FANFOLD_ERROR_INVALID: the run had no such input, or it was another one then.
 * (transfer full) */
FanfoldSource *fanfold_batch_parent_get_source (FanfoldBatchParent *self,
                                                FanfoldInput *input,
                                                FanfoldParam *param,
                                                GCancellable *cancellable,
                                                GError **error);

G_END_DECLS
