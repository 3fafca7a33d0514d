/* fanfold-files-editor.h: edits which files: a glob, and files and folders that were chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FILES_EDITOR (fanfold_files_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldFilesEditor, fanfold_files_editor, FANFOLD, FILES_EDITOR, FanfoldInputEditor)

/* [main] The texts are globs: the one in the entry first, then those that were chosen.
 * (transfer floating) */
GtkWidget *fanfold_files_editor_new (FanfoldParam *param);

/* [main] Adds what a file chooser gave, as globs: a file by its own escaped path, a folder with all
 * files below it; none twice. @files: of GFile. */
void fanfold_files_editor_add (FanfoldFilesEditor *self, GListModel *files, gboolean folders);

/* [main] Adds globs, none twice. */
void fanfold_files_editor_add_globs (FanfoldFilesEditor *self, const char *const *globs);

/* Adds globs to those whose files are left out. */
void fanfold_files_editor_leave_out (FanfoldFilesEditor *self, const char *const *globs);

/* What the files are that it stands for now: array of FanfoldFileKind, (nullable) unknown. Where
 * they are of several kinds, and from a folder, it offers to take one kind alone. */
void fanfold_files_editor_set_kinds (FanfoldFilesEditor *self, GPtrArray *kinds);

G_END_DECLS
