/* fanfold-entries-page.h: the entries of one function in the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-cache-function.h"

G_BEGIN_DECLS

/* How many entries are listed at most: those used last. */
#define FANFOLD_ENTRIES_PAGE_LIMIT 10000

#define FANFOLD_TYPE_ENTRIES_PAGE (fanfold_entries_page_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldEntriesPage, fanfold_entries_page, FANFOLD, ENTRIES_PAGE, AdwBin)

/* [main] Property "narrow" (b): there is little width, and a way back is needed. Relies on the
 * actions cache.back and cache.clear-function of what it stands in. */

/* [main] Lists the entries of @function; reads them anew where it is another, or its contents have
 * changed. @function: (nullable) */
void fanfold_entries_page_set_function (FanfoldEntriesPage *self,
                                        FanfoldMemo *memo,
                                        FanfoldCacheFunction *function);

/* [main] Of FanfoldCacheEntry. (transfer none) */
GListModel *fanfold_entries_page_get_entries (FanfoldEntriesPage *self);

G_END_DECLS
