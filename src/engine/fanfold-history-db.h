/* fanfold-history-db.h: history.db: the list of runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-db.h"
#include "fanfold-history.h"

G_BEGIN_DECLS

#define FANFOLD_HISTORY_DB_KEPT "kept INTEGER NOT NULL DEFAULT 0"
#define FANFOLD_HISTORY_DB_PARENT "parent INTEGER NOT NULL DEFAULT 0"
#define FANFOLD_HISTORY_DB_CUT_SHORT "cut_short INTEGER NOT NULL DEFAULT 0"
#define FANFOLD_HISTORY_DB_BYTES "bytes INTEGER NOT NULL DEFAULT 0"

/* The table of runs. Each run's own file has it, too, with the one row, so that a list that is lost
 * can be made again. */
#define FANFOLD_HISTORY_DB_RUNS                                                                    \
  "CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"                   \
  " function TEXT NOT NULL, batch TEXT NOT NULL, folder TEXT, state TEXT NOT NULL,"                \
  " reason TEXT, total INTEGER NOT NULL, started INTEGER NOT NULL,"                                \
  " seconds REAL NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,"                             \
  " cached INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,"                         \
  " crashed INTEGER NOT NULL DEFAULT 0, timed_out INTEGER NOT NULL DEFAULT 0,"                     \
  " cancelled INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,"                     \
  " pid INTEGER NOT NULL, pid_start INTEGER NOT NULL, boot TEXT NOT NULL," FANFOLD_HISTORY_DB_KEPT \
  ", " FANFOLD_HISTORY_DB_BYTES ", " FANFOLD_HISTORY_DB_CUT_SHORT ", " FANFOLD_HISTORY_DB_PARENT   \
  ");"

/* [any] Opens or makes the list in @folder. One that is damaged is set aside and a new one begun
 * from the files of the runs; @note (out) (nullable) then says so. (transfer full) */
FanfoldDb *
fanfold_history_db_make (const char *folder, FanfoldDbMode mode, char **note, GError **error);

/* [any] (transfer full) */
FanfoldDb *fanfold_history_db_open (const char *folder, FanfoldDbMode mode, GError **error);

/* [any] The file of a run. (transfer full) */
char *fanfold_history_db_dup_run_path (const char *folder, guint64 id);

/* Inside a transaction: adds @run as one of this program, under an id that no file in @folder
 * has; 0 on error. */
guint64 fanfold_history_db_add (FanfoldDb *self,
                                const char *folder,
                                const FanfoldHistoryRun *run,
                                GError **error);

/* Adds @run as one of this program, under its id; 0: the next that is free. */
gboolean fanfold_history_db_insert (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error);

/* Makes the run of that id, which is over, one of this program: state, counts, seconds and total
 * are taken over from @run. False with FANFOLD_ERROR_UNKNOWN: there is none; FANFOLD_ERROR_INVALID:
 * it goes on in another program. Inside a transaction. */
gboolean fanfold_history_db_claim (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error);

/* Counts, total, state, reason, seconds and size are taken over from @run. */
gboolean fanfold_history_db_update (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error);

/* The text of its batch. */
gboolean
fanfold_history_db_set_batch (FanfoldDb *self, const FanfoldHistoryRun *run, GError **error);

gboolean fanfold_history_db_set_kept (FanfoldDb *self, guint64 id, gboolean kept, GError **error);

/* (transfer full) (element-type FanfoldHistoryRun) */
GPtrArray *fanfold_history_db_list (FanfoldDb *self, GError **error);

/* Writes `interrupted` where it had to be found out, and adds those runs to @runs, newest first. In
 * a transaction of the caller. */
gboolean fanfold_history_db_mark_interrupted (FanfoldDb *self, GPtrArray *runs, GError **error);

/* NULL: there is none, or another error. (transfer full) */
FanfoldHistoryRun *fanfold_history_db_get (FanfoldDb *self, guint64 id, GError **error);

gboolean fanfold_history_db_remove (FanfoldDb *self, guint64 id, GError **error);

G_END_DECLS
