/* fanfold-cache-loader.h: reads and clears the memo cache off the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-memo-index.h"

G_BEGIN_DECLS

/* [main] The functions with entries. The finish gives what fanfold_memo_list_functions () does. */
void fanfold_cache_list_functions_async (FanfoldMemo *memo,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GPtrArray *fanfold_cache_list_functions_finish (GAsyncResult *result, GError **error);

/* [main] The entries of one function, as fanfold_memo_list_entries (). */
void fanfold_cache_list_entries_async (FanfoldMemo *memo,
                                       const char *function_id,
                                       guint limit,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *fanfold_cache_list_entries_finish (GAsyncResult *result, GError **error);

/* [main] Clears one function, or (NULL) all. The finish gives how many entries went; where it
 * fails, @n_removed still says how many did. */
void fanfold_cache_clear_async (FanfoldMemo *memo,
                                const char *function_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean fanfold_cache_clear_finish (GAsyncResult *result, guint64 *n_removed, GError **error);

G_END_DECLS
