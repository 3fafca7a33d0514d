/* fanfold-cache-function.h: a function with entries in the memo cache, as lists show it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-memo-index.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_CACHE_FUNCTION (fanfold_cache_function_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldCacheFunction, fanfold_cache_function, FANFOLD, CACHE_FUNCTION, GObject)

/* [main] all. Properties, read only: "title" (s), "contents" (s: "1,204 results · 1.3 GB"), "use"
 * (s: "used 311 times · 41 minutes saved", or empty). */

/* @memo_function: (transfer full). @label: (nullable) where the function is not known. (transfer
 * full) */
FanfoldCacheFunction *fanfold_cache_function_new (FanfoldMemoFunction *memo_function,
                                                  const char *label);

const FanfoldMemoFunction *fanfold_cache_function_get (FanfoldCacheFunction *self);
const char *fanfold_cache_function_get_title (FanfoldCacheFunction *self);

/* "1,204 results · 1.3 GB" (transfer full) */
char *fanfold_cache_text_contents (guint64 n_entries, guint64 bytes);

/* What all of @functions come to. */
void fanfold_cache_functions_count (GListModel *functions,
                                    guint64 *n_entries,
                                    guint64 *bytes,
                                    double *seconds_saved);

G_END_DECLS
