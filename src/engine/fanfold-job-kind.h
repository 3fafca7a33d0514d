/* fanfold-job-kind.h: which jobs of a batch are of a kind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-combine.h"

G_BEGIN_DECLS

/* Jobs are of a kind that run the same program (fanfold_command_kind_dup ()), have the same
 * choices, and the same of those values of which the batch has but a few. Programs and choices do
 * not count where hardly two jobs have the same. Used by one thread. */
typedef struct _FanfoldJobKind FanfoldJobKind;

/* [any] Looks at some of the jobs. (transfer full) */
FanfoldJobKind *fanfold_job_kind_new (FanfoldCombine *combine);
void fanfold_job_kind_free (FanfoldJobKind *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldJobKind, fanfold_job_kind_free)

/* [any] @args: those of the job. The first kind is 1, further ones follow; those from @max on are
 * one kind together. 0: they are all alike, as far as anybody can tell. */
guint fanfold_job_kind_get (FanfoldJobKind *self, guint64 index, GVariant *args, guint max);
guint fanfold_job_kind_get_n (FanfoldJobKind *self);

/* [any] Whether jobs of one kind may differ in what fanfold_job_kind_hash () is of. */
gboolean fanfold_job_kind_is_mixed (FanfoldJobKind *self);

/* [any] Of what makes a kind in all batches: the program that is run, and choices. Equal for jobs
 * that are alike by these. @params: of the function. */
guint fanfold_job_kind_hash (GPtrArray *params, GVariant *args);

G_END_DECLS
