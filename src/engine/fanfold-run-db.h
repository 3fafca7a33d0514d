/* fanfold-run-db.h: runs/ID.db: what is kept of one run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-combine.h"
#include "fanfold-db.h"
#include "fanfold-history.h"
#include "fanfold-job-events.h"

G_BEGIN_DECLS

/* The run's row of the list, frozen inputs, blocks of jobs and log chunks. Values are GVariants in
 * normal form, little endian. The errors are those of FanfoldDb. */

/* [any] A new file, with @run and its inputs. (transfer full) */
FanfoldDb *fanfold_run_db_make (const char *path,
                                FanfoldDbMode mode,
                                const FanfoldHistoryRun *run,
                                FanfoldCombine *combine,
                                GError **error);

/* [any] For reading. (transfer full) */
FanfoldDb *fanfold_run_db_open (const char *path, GError **error);

/* [any] Removes the file and what SQLite may have left beside it. */
gboolean fanfold_run_db_remove (const char *path, GError **error);

/* Inside a transaction. */
gboolean fanfold_run_db_add_block (FanfoldDb *self, FanfoldBlock *block, GError **error);
gboolean fanfold_run_db_add_log (FanfoldDb *self,
                                 guint64 index,
                                 FanfoldLogKind kind,
                                 gint64 time_usec,
                                 GBytes *bytes,
                                 GError **error);

/* (transfer full) */
FanfoldFunction *fanfold_run_db_read_function (FanfoldDb *self, GError **error);
/* (transfer full) */
FanfoldCombine *
fanfold_run_db_read_combine (FanfoldDb *self, FanfoldFunction *function, GError **error);

/* All blocks, as they were recorded: fanfold_db_next () and fanfold_run_db_get_block (). */
sqlite3_stmt *fanfold_run_db_query_blocks (FanfoldDb *self, GError **error);
/* The newest that holds a job comes first. */
sqlite3_stmt *fanfold_run_db_query_job (FanfoldDb *self, guint64 index, GError **error);
/* The one that starts at @first or next behind it. */
sqlite3_stmt *fanfold_run_db_query_from (FanfoldDb *self, guint64 first, GError **error);
/* The block in the row of such a query. (transfer full) */
FanfoldBlock *fanfold_run_db_get_block (FanfoldDb *self,
                                        sqlite3_stmt *query,
                                        FanfoldFunction *function,
                                        GError **error);

/* A job's log chunks behind a sequence number: sequence, kind, time, bytes. */
sqlite3_stmt *
fanfold_run_db_query_log (FanfoldDb *self, guint64 index, guint64 after, GError **error);

G_END_DECLS
