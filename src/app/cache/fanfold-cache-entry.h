/* fanfold-cache-entry.h: an entry of the memo cache, as lists and pages show it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-memo.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_CACHE_ENTRY (fanfold_cache_entry_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldCacheEntry, fanfold_cache_entry, FANFOLD, CACHE_ENTRY, GObject)

/* [main] all. Properties, read only: "arguments" (s: for one line, reckoned when first asked for),
 * "made" (s), "took" (s), "size" (s), "used" (s). */

/* @entry: (transfer full). (transfer full) */
FanfoldCacheEntry *fanfold_cache_entry_new (FanfoldMemoEntry *entry);

const FanfoldMemoEntry *fanfold_cache_entry_get (FanfoldCacheEntry *self);

/* The file that keeps it, in the memo cache's @folder. (transfer full) */
char *fanfold_cache_entry_dup_path (FanfoldCacheEntry *self, const char *folder);

/* What an entry's arguments come to in one line: "IMG_0612.jpg · sha256". (transfer full) */
char *fanfold_cache_text_arguments (const char *arguments_json);

G_END_DECLS
