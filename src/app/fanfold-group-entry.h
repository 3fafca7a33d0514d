/* fanfold-group-entry.h: the name of a group of runs, new or one of those that there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FANFOLD_TYPE_GROUP_ENTRY (fanfold_group_entry_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldGroupEntry, fanfold_group_entry, FANFOLD, GROUP_ENTRY, AdwBin)

/* [main] all. Made by templates. Signals "changed"; "activate". */

/* "" for no group. */
const char *fanfold_group_entry_get_text (FanfoldGroupEntry *self);
void fanfold_group_entry_set_text (FanfoldGroupEntry *self, const char *text);

/* (nullable) What is wrong with it, as a sentence; it is marked so. */
const char *fanfold_group_entry_get_error (FanfoldGroupEntry *self);

G_END_DECLS
