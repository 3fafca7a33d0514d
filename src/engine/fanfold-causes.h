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
  char *message; /* of the first of them */
  FanfoldRanges *jobs;
} FanfoldCause;

typedef struct _FanfoldCauses FanfoldCauses;

/* [any] (transfer full) */
FanfoldCauses *fanfold_causes_new (void);
void fanfold_causes_free (FanfoldCauses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCauses, fanfold_causes_free)

/* [any] Takes over how the jobs of @block ended; what was known of them before does not count any
 * more. */
void fanfold_causes_add (FanfoldCauses *self, FanfoldBlock *block);

/* [any] FanfoldCause, those of most jobs first. (transfer none) */
GPtrArray *fanfold_causes_get (FanfoldCauses *self);

/* [any] The causes of a run of the history. Waits for the disk. (transfer full) */
FanfoldCauses *fanfold_causes_read (FanfoldHistory *history, guint64 id, GError **error);

G_END_DECLS
