/* fanfold-results.h: brings blocks into the order of their jobs for an export
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-export.h"
#include "fanfold-run-db.h"

G_BEGIN_DECLS

/* The writer's thread alone. Blocks that come before their turn are found again in the run's
 * database, so that a slow first job costs no memory; those that are not there are kept. */
typedef struct _FanfoldResults FanfoldResults;

/* @export: (transfer full); (transfer full) */
FanfoldResults *fanfold_results_new (FanfoldCombine *combine, FanfoldExport *export);
void fanfold_results_free (FanfoldResults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldResults, fanfold_results_free)

/* Writes what the order allows. @blocks is sorted; @recorded: they are in @db, which is (nullable)
 * otherwise. */
gboolean fanfold_results_add (
    FanfoldResults *self, GPtrArray *blocks, gboolean recorded, FanfoldDb *db, GError **error);

/* Writes the rest, also what is behind jobs that never came. */
gboolean fanfold_results_close (FanfoldResults *self, FanfoldDb *db, GError **error);

G_END_DECLS
