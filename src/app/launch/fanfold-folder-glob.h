/* fanfold-folder-glob.h: a glob that stands for the files of a folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FOLDER and behind it a slash and a star; two of them with its subfolders (@deep); where only one
 * kind of files is meant, the ending that their names have: "*.jpg" instead of the star, behind a
 * further slash where it is deep. */
typedef struct
{
  char *folder;
  gboolean deep;
  char *ending; /* (nullable) ".jpg" */
} FanfoldFolderGlob;

/* [any] False where @glob is another. */
gboolean fanfold_folder_glob_parse (FanfoldFolderGlob *self, const char *glob);
void fanfold_folder_glob_clear (FanfoldFolderGlob *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FanfoldFolderGlob, fanfold_folder_glob_clear)

/* [any] @glob, where it stands for a folder, with its subfolders or without, or for files of that
 * ending (nullable: all) alone; any other as it is. (transfer full) */
char *fanfold_folder_glob_with_depth (const char *glob, gboolean deep);
char *fanfold_folder_glob_with_ending (const char *glob, const char *ending);

/* [any] The ending of a file's name with its point, as a glob may hold it; NULL where there is
 * none, or one with characters that are something else in a glob. (nullable) */
const char *fanfold_folder_glob_find_ending (const char *path);

G_END_DECLS
