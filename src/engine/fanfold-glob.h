/* fanfold-glob.h: the files that a pattern names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-expansion-progress.h"

G_BEGIN_DECLS

/* A pattern is a path whose parts may hold * ? [...] as in a shell, and \ before a character that
 * stands for itself. A leading . is matched by a written . alone, as in a shell, but behind a **,
 * which stands for any number of folders, hidden ones too, everything matches. ** enters no linked
 * folder; at the end of a pattern it stands for all files below. A leading ~/ is the home folder.
 * Bytes that are not UTF-8 match as well. The name of a folder stands for that folder, never for
 * the files in it: FOLDER and FOLDER/ match no file, FOLDER followed by a slash and ** all below
 * it. */

typedef struct
{
  const char *folder;                 /* (nullable) the current one */
  const char *const *exclude;         /* (nullable) NULL-ended: as fanfold-glob-exclude.h */
  gboolean folders;                   /* folders, and links to such, instead of files */
  FanfoldExpansionProgress *progress; /* (nullable) counts what is found */
  GCancellable *cancellable;          /* (nullable) */
} FanfoldGlobOptions;

/* [any] Waits for the disk. The regular files, and links to such, that @pattern names, sorted by
 * bytes, none twice; a relative pattern is looked up below @folder (nullable: the current one) and
 * gives relative paths. FANFOLD_ERROR_INVALID where nothing matches or a folder cannot be read.
 * (transfer full) array of paths */
GPtrArray *fanfold_glob_find (const char *pattern,
                              const char *folder,
                              GCancellable *cancellable,
                              GError **error);

/* [any] The same with more to say. A folder that is excluded is not entered. FANFOLD_ERROR_INVALID
 * says so where all that matches is excluded. Gives up within some milliseconds when it is
 * cancelled. (transfer full) array of paths */
GPtrArray *
fanfold_glob_find_with (const char *pattern, const FanfoldGlobOptions *options, GError **error);

/* [any] The pattern that names @path alone. (transfer full) */
char *fanfold_glob_escape (const char *path);

G_END_DECLS
