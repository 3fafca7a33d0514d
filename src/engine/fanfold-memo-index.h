/* fanfold-memo-index.h: what the memo cache holds, for lists
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-memo.h"

G_BEGIN_DECLS

typedef struct
{
  char *function_id;
  guint64 n_entries;
  guint64 n_stale;      /* of another version than @function's, where the function is known */
  guint64 bytes;        /* on disk */
  guint64 n_hits;       /* from function.ini: of all programs, ever */
  double seconds_saved; /* likewise */
  gint64 last_used_usec;
} FanfoldMemoFunction;

/* [any] */
void fanfold_memo_function_free (FanfoldMemoFunction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldMemoFunction, fanfold_memo_function_free)

/* [any] Waits for the disk. Every function with entries, by id, from file names and sizes alone:
 * entries are not opened (n_stale stays 0). A function with nothing but broken entries is among
 * them, for it can be cleared. A missing folder is an empty list. (transfer full)
 * (element-type FanfoldMemoFunction) */
GPtrArray *
fanfold_memo_list_functions (FanfoldMemo *memo, GCancellable *cancellable, GError **error);

/* [any] Waits for the disk. The entries of one function, newest use first; broken ones are left
 * out, and a large result is not read: result_json is NULL where the entry is `apart`. @limit 0:
 * all. (transfer full) (element-type FanfoldMemoEntry) */
GPtrArray *fanfold_memo_list_entries (FanfoldMemo *memo,
                                      const char *function_id,
                                      guint limit,
                                      GCancellable *cancellable,
                                      GError **error);

G_END_DECLS
