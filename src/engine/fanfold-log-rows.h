/* fanfold-log-rows.h: puts pieces of logs together to larger rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-db.h"
#include "fanfold-record-queue.h"

G_BEGIN_DECLS

/* Pieces that came close together and are of the same attempt and kind become one row of a run's
 * database: a row costs the same for ten bytes as for thousands. One thread at a time. */
typedef struct _FanfoldLogRows FanfoldLogRows;

/* [any] @db must outlive it. (transfer full) */
FanfoldLogRows *fanfold_log_rows_new (FanfoldDb *db);
void fanfold_log_rows_free (FanfoldLogRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldLogRows, fanfold_log_rows_free)

/* [any] Inside a transaction: takes over a piece, which must last until the end. */
gboolean fanfold_log_rows_add (FanfoldLogRows *self, const FanfoldRecord *piece, GError **error);

/* [any] Writes what is not written yet. */
gboolean fanfold_log_rows_finish (FanfoldLogRows *self, GError **error);

G_END_DECLS
