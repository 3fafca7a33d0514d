/* fanfold-history-private.h: what the files of the history share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-db.h"
#include "fanfold-history.h"

G_BEGIN_DECLS

struct _FanfoldHistory
{
  int ref_count;

  char *folder;
  FanfoldDbMode mode;
  gboolean newer;
};

/* [any] Waits for the disk. The database of a run, for reading; the errors are those of
 * fanfold_db_open (). (transfer full) */
FanfoldDb *fanfold_history_open_run (FanfoldHistory *self, guint64 id, GError **error);

G_END_DECLS
