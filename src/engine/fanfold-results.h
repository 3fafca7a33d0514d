/* fanfold-results.h: brings blocks into the order of their jobs for an export
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-export.h"
#include "fanfold-ranges.h"
#include "fanfold-run-db.h"

G_BEGIN_DECLS

/* [writer] all. Which jobs are over is a bit each; a few MiB of blocks whose turn has
 * not come are kept in memory, more are found again in the run's database, so that a slow first job
 * or a slow reader costs no memory. */
typedef struct _FanfoldResults FanfoldResults;

/* @export: (transfer full); (transfer full) */
FanfoldResults *fanfold_results_new (FanfoldCombine *combine, FanfoldExport *export);
void fanfold_results_free (FanfoldResults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldResults, fanfold_results_free)

/* For a run that is continued: all that @db holds is taken over as it is, but for @jobs: (nullable)
 */
gboolean
fanfold_results_continue (FanfoldResults *self, FanfoldDb *db, FanfoldRanges *jobs, GError **error);

/* Takes over how jobs ended; it counts unless newer comes before it is written. @recorded: it is in
 * the database, from which it can be had again. */
void fanfold_results_add (FanfoldResults *self, FanfoldBlock *block, gboolean recorded);

/* Those of @jobs that are not written yet wait for a new outcome. */
void fanfold_results_take_back (FanfoldResults *self, FanfoldRanges *jobs);

/* Writes what the order allows and a reader takes, for a few milliseconds at a time. @over: no
 * block will come, so that jobs without one are skipped. @wake_usec: (out) when there is more to
 * write, by the monotonic clock; G_MAXINT64: not before more blocks come. @db: (nullable) where
 * nothing was recorded. */
gboolean fanfold_results_work (
    FanfoldResults *self, FanfoldDb *db, gboolean over, gint64 *wake_usec, GError **error);

/* More could be written at once, from memory: whoever brings blocks is to wait. */
gboolean fanfold_results_are_behind (FanfoldResults *self);
/* More is kept in memory than is good, as its reader takes nothing: to be asked where nothing is
 * recorded. */
gboolean fanfold_results_are_held_up (FanfoldResults *self);
/* See fanfold_export_get_taken_usec (). */
gint64 fanfold_results_get_taken_usec (FanfoldResults *self);

/* The end of it, when there is no more to write; fails as fanfold_export_close () does. */
gboolean fanfold_results_close (FanfoldResults *self, GError **error);

G_END_DECLS
