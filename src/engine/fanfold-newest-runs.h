/* fanfold-newest-runs.h: the newest runs of the history, in short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 id;
  guint64 n_done;  /* jobs that succeeded, as far as the list knows */
  char *folder;    /* (nullable) the batch's */
  guint64 n_bytes; /* of its records on disk */
} FanfoldNewestRun;

/* [any] Waits for the disk. Those of @function_id (nullable: of any) in which a job has succeeded,
 * newest first, at most @max, without their batches. An empty array where the list cannot be read.
 * @history: (nullable). (transfer full) (element-type FanfoldNewestRun) */
GArray *fanfold_newest_runs_list (FanfoldHistory *history, const char *function_id, guint max);

/* [any] Equal where the same runs have as many jobs that succeeded. */
guint64 fanfold_newest_runs_hash (GArray *runs);

G_END_DECLS
