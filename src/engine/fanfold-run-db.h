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
#include "fanfold-run-event.h"

G_BEGIN_DECLS

/* The run's row of the list, frozen inputs, values of a stream, blocks of jobs, log chunks
 * and what happened to the run.
 * Values are GVariants in normal form, little endian. The errors are those of FanfoldDb. */

/* Beside the version: a file without the table is read and continued as well, and a program that
 * does not know it leaves it alone. */
#define FANFOLD_RUN_DB_EVENTS                                                                      \
  "CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, time INTEGER NOT NULL,"              \
  " kind TEXT NOT NULL, number INTEGER NOT NULL, fraction REAL NOT NULL);"

/* [any] A new file, with @run and its inputs. (transfer full) */
FanfoldDb *fanfold_run_db_make (const char *path,
                                FanfoldDbMode mode,
                                const FanfoldHistoryRun *run,
                                FanfoldCombine *combine,
                                GError **error);

/* [any] Opens the file of a run that is to be continued. (transfer full) */
FanfoldDb *fanfold_run_db_open_again (const char *path, FanfoldDbMode mode, GError **error);

/* [any] For reading. (transfer full) */
FanfoldDb *fanfold_run_db_open (const char *path, GError **error);

/* [any] What the file takes on the disk, with what SQLite has beside it. */
guint64 fanfold_run_db_get_bytes (const char *path);

/* [any] Removes the file and what SQLite may have left beside it. */
gboolean fanfold_run_db_remove (const char *path, GError **error);

/* Inside a transaction. @again: an attempt that another is to follow. */
gboolean
fanfold_run_db_add_block (FanfoldDb *self, FanfoldBlock *block, gboolean again, GError **error);
gboolean fanfold_run_db_add_log (FanfoldDb *self,
                                 guint64 index,
                                 guint attempt,
                                 FanfoldLogKind kind,
                                 gint64 time_usec,
                                 gconstpointer bytes,
                                 gsize length,
                                 GError **error);
/* Values @first and following of the stream, an array. */
gboolean
fanfold_run_db_add_values (FanfoldDb *self, guint64 first, GVariant *values, GError **error);

gboolean fanfold_run_db_add_event (FanfoldDb *self, const FanfoldRunEvent *event, GError **error);

/* What was added to the run's inputs after @n others. */
gboolean
fanfold_run_db_add_inputs (FanfoldDb *self, guint n, FanfoldCombine *added, GError **error);

/* In the order in which they were recorded. (transfer full) (element-type FanfoldRunEvent) */
GArray *fanfold_run_db_read_events (FanfoldDb *self, GError **error);

/* (transfer full) */
FanfoldFunction *fanfold_run_db_read_function (FanfoldDb *self, GError **error);
/* With all that was added. (transfer full) */
FanfoldCombine *
fanfold_run_db_read_combine (FanfoldDb *self, FanfoldFunction *function, GError **error);

/* The values of the stream at @position and around it, an array, of which @first: (out) is the
 * first; NULL without error where there are none. (transfer full) */
GVariant *
fanfold_run_db_read_values (FanfoldDb *self, guint64 position, guint64 *first, GError **error);
/* How many there are. */
gboolean fanfold_run_db_count_values (FanfoldDb *self, guint64 *n_values, GError **error);

/* The queries belong to @self, as those of fanfold_db_query () do. All blocks behind an id, as they
 * were recorded: fanfold_db_next () and fanfold_run_db_get_block (); the third column is the id. */
sqlite3_stmt *fanfold_run_db_query_blocks (FanfoldDb *self, gint64 after, GError **error);
/* Those that hold a job and are not `again`, the newest first. */
sqlite3_stmt *fanfold_run_db_query_job (FanfoldDb *self, guint64 index, GError **error);
/* All that hold a job, the oldest first. */
sqlite3_stmt *fanfold_run_db_query_attempts (FanfoldDb *self, guint64 index, GError **error);
/* The one with that id. */
sqlite3_stmt *fanfold_run_db_query_block (FanfoldDb *self, gint64 id, GError **error);
/* The block in the row of such a query; @again: (out) (nullable). (transfer full) */
FanfoldBlock *fanfold_run_db_get_block (FanfoldDb *self,
                                        sqlite3_stmt *query,
                                        FanfoldFunction *function,
                                        gboolean *again,
                                        GError **error);

/* Where the jobs @first … @first + @n - 1 ended, oldest first: id, first, number of jobs. */
sqlite3_stmt *fanfold_run_db_query_ends (FanfoldDb *self, guint64 first, guint n, GError **error);

/* The same of all jobs, in no order: first, number of jobs. */
sqlite3_stmt *fanfold_run_db_query_all_ends (FanfoldDb *self, GError **error);

/* A job's log chunks behind a sequence number: sequence, kind, time, bytes, attempt. */
sqlite3_stmt *
fanfold_run_db_query_log (FanfoldDb *self, guint64 index, guint64 after, GError **error);
/* All log chunks, job by job: job, attempt, kind, bytes. */
sqlite3_stmt *fanfold_run_db_query_logs (FanfoldDb *self, GError **error);

G_END_DECLS
