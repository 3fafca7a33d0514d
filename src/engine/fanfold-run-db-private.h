/* fanfold-run-db-private.h: what the parts of a run's record share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-run-db.h"

G_BEGIN_DECLS

/* [any] As it is kept. Also turns the bytes back: swapping twice is nothing. (transfer full) */
GVariant *fanfold_run_db_to_little_endian (GVariant *variant);

/* [any] What is kept in a column of a row. (transfer full) */
GVariant *fanfold_run_db_get_variant (sqlite3_stmt *query, int column, const GVariantType *type);

/* [any] Inside a transaction: the function and the inputs of a new run. */
gboolean fanfold_run_db_add_combine (FanfoldDb *self, FanfoldCombine *combine, GError **error);

G_END_DECLS
