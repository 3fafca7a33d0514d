/* fanfold-db.h: one SQLite database of ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A connection, for one thread at a time, with the statements it has prepared. Every error names
 * the file: FANFOLD_ERROR_DAMAGED where it is not a sound database, else FANFOLD_ERROR_HISTORY. */
typedef struct _FanfoldDb FanfoldDb;

typedef struct
{
  int version;         /* its user_version */
  const char *tables;  /* the SQL that makes it */
  const char *upgrade; /* (nullable) makes it of the version before; else that one is refused */
} FanfoldDbSchema;

typedef enum
{
  FANFOLD_DB_READ,
  FANFOLD_DB_WRITE,    /* made if it is not there; with a write-ahead log */
  FANFOLD_DB_WRITE_OLD /* the same without one: for folders of other machines */
} FanfoldDbMode;

/* [any] Every commit is on disk when it returns. A database of a newer schema is opened, but cannot
 * be written; one of an older schema is FANFOLD_ERROR_DAMAGED where there is no way to upgrade it.
 * (transfer full) */
FanfoldDb *fanfold_db_open (const char *path,
                            FanfoldDbMode mode,
                            const FanfoldDbSchema *schema,
                            GError **error);

/* [any] A new file that nobody knows of yet. What is committed waits for the disk in
 * fanfold_db_keep () alone, once for all; a file that was not kept may be anything after a power
 * cut. (transfer full) */
FanfoldDb *fanfold_db_make (const char *path,
                            FanfoldDbMode mode,
                            const FanfoldDbSchema *schema,
                            GError **error);
gboolean fanfold_db_keep (FanfoldDb *self, GError **error);

void fanfold_db_close (FanfoldDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDb, fanfold_db_close)

gboolean fanfold_db_is_newer (FanfoldDb *self);

/* Looks through the whole file. */
gboolean fanfold_db_check (FanfoldDb *self, GError **error);

/* Moves all into the one file and does without a write-ahead log from then on; where somebody is
 * reading just now, it stays. */
void fanfold_db_settle (FanfoldDb *self);

/* @sql: a literal, prepared once. @types: a letter for each value that follows: i (gint64), d
 * (double), s (nullable string), b (pointer, gsize). Strings and bytes must last until the
 * statement has run. */
gboolean fanfold_db_run (FanfoldDb *self, GError **error, const char *sql, const char *types, ...);

/* The same for a statement with an answer. (transfer none) */
sqlite3_stmt *
fanfold_db_query (FanfoldDb *self, GError **error, const char *sql, const char *types, ...);

/* True: there is a row, its columns can be read. False: no more, or @error is set. Rows that nobody
 * wants any more are given up with sqlite3_reset (). */
gboolean fanfold_db_next (FanfoldDb *self, sqlite3_stmt *query, GError **error);

/* A transaction for writing, from its start. Rolling back never fails. */
gboolean fanfold_db_begin (FanfoldDb *self, GError **error);
/* Its file is still where it was opened: SQLite goes on writing to one that was removed. */
gboolean fanfold_db_is_in_place (FanfoldDb *self);
gboolean fanfold_db_commit (FanfoldDb *self, GError **error);
void fanfold_db_roll_back (FanfoldDb *self);

gint64 fanfold_db_get_last_id (FanfoldDb *self);

/* A column as text, or NULL. (transfer full) */
char *fanfold_db_dup_text (sqlite3_stmt *query, int column);
/* A column as bytes. (transfer full) */
GBytes *fanfold_db_dup_bytes (sqlite3_stmt *query, int column);

G_END_DECLS
