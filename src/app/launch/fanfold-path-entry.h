/* fanfold-path-entry.h: the path of a file, typed or chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Properties "title", of the dialog, and "placeholder-text". Signal "changed": the person has typed
 * or chosen another one. */
#define FANFOLD_TYPE_PATH_ENTRY (fanfold_path_entry_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPathEntry, fanfold_path_entry, FANFOLD, PATH_ENTRY, AdwBin)

/* [main] What a screen reader calls it. */
void fanfold_path_entry_set_label (FanfoldPathEntry *self, const char *label);

/* [main] As fanfold_input_editor_mark () does. */
void fanfold_path_entry_mark (FanfoldPathEntry *self, const char *error);

/* [main] As bytes, with ~ replaced; empty while there is none. (transfer full) */
char *fanfold_path_entry_dup_path (FanfoldPathEntry *self);
/* [main] Without a signal. */
void fanfold_path_entry_set_path (FanfoldPathEntry *self, const char *path);

G_END_DECLS
