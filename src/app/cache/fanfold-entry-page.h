/* fanfold-entry-page.h: the chosen entry of the memo cache: its arguments, result and origin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-cache-entry.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_ENTRY_PAGE (fanfold_entry_page_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldEntryPage, fanfold_entry_page, FANFOLD, ENTRY_PAGE, AdwBin)

/* [main] @entry: (nullable) none is chosen. @folder: of the memo cache. */
void
fanfold_entry_page_set_entry (FanfoldEntryPage *self, FanfoldCacheEntry *entry, const char *folder);

G_END_DECLS
