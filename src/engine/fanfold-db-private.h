/* fanfold-db-private.h: what the opening of a database and its use share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-db.h"

G_BEGIN_DECLS

#define FANFOLD_DB_BUSY_MSEC 10000

struct _FanfoldDb
{
  sqlite3 *db;
  char *path;
  GHashTable *statements; /* by the address of their SQL */
  FanfoldDbMode mode;
  gboolean fresh; /* not kept yet */
  gboolean newer;
};

/* [any] What SQLite's @code means for the file, as a sentence. */
void fanfold_db_set_error (FanfoldDb *self, int code, GError **error);

/* [any] Statements without values or answers, which are not kept prepared. */
gboolean fanfold_db_execute (FanfoldDb *self, const char *sql, GError **error);

G_END_DECLS
