/* fanfold-causes.h: failures of a run, grouped by what caused them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"
#include "fanfold-ranges.h"

G_BEGIN_DECLS

/* Jobs that failed, crashed or timed out the same way: in the same state, with the same exit status
 * or signal, and a message that differs in nothing but numbers, quoted names and paths. */
typedef struct
{
  FanfoldJobState state;
  FanfoldJobEnd end;
  char *message; /* of the first of them; NULL: many, see FANFOLD_CAUSES_MAX; empty: none */
  FanfoldRanges *jobs;
} FanfoldCause;

/* One thread at a time. Beyond FANFOLD_CAUSES_MAX different causes, jobs whose messages are new are
 * told apart by state and end alone, so that memory is bounded by the ranges of jobs. */
typedef struct _FanfoldCauses FanfoldCauses;

#define FANFOLD_CAUSES_MAX 1000

/* [any] (transfer full) */
FanfoldCauses *fanfold_causes_new (void);
void fanfold_causes_free (FanfoldCauses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCauses, fanfold_causes_free)

/* [any] Takes over how the jobs of @block ended; what was known of them before does not count any
 * more. */
void fanfold_causes_add (FanfoldCauses *self, FanfoldBlock *block);

/* [any] FanfoldCause, those of most jobs first, then by their lowest job. Until the next call.
 * (transfer none) */
GPtrArray *fanfold_causes_get (FanfoldCauses *self);

/* [any] The causes of a run of the history. Waits for the disk. (transfer full) */
FanfoldCauses *fanfold_causes_read (FanfoldHistory *history, guint64 id, GError **error);

/* [any] What of a message two failures have in common: "#" stands for numbers, quoted names and
 * paths. (transfer full) */
char *fanfold_causes_dup_gist (const char *message);

G_END_DECLS
