/* fanfold-memo-read.h: an entry of the memo cache as it is on the disk
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"
#include "fanfold-memo-entry.h"

G_BEGIN_DECLS

/* An entry's file, and that of a result kept apart: what is larger is not read. */
#define FANFOLD_MEMO_MAX_ENTRY_BYTES (16 * 1024 * 1024)
#define FANFOLD_MEMO_MAX_RESULT_BYTES (128 * 1024 * 1024)

/* [any] Waits for the disk, but never for a pipe or a device that stands there. NULL: a miss, or,
 * with *@reason, what has to be set aside. @folder: the memo's. @whole: a result that is kept apart
 * is read and held against its digest, too; else only its size. (transfer full) (nullable) */
FanfoldMemoEntry *fanfold_memo_read_entry (const char *folder,
                                           FanfoldFunction *function,
                                           const char *key,
                                           gboolean whole,
                                           const char **reason);

G_END_DECLS
