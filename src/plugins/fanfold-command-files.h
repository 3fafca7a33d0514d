/* fanfold-command-files.h: which of the files that a command names it wrote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the words of a command name, as it was before: files and names that are free. */
typedef struct _FanfoldCommandFiles FanfoldCommandFiles;

/* Looks at the disk. A word counts as it is and, where it has one, behind its first "=". @folder:
 * (nullable) where the command works. (transfer full) */
FanfoldCommandFiles *fanfold_command_files_new (const char *const *words, const char *folder);
void fanfold_command_files_free (FanfoldCommandFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldCommandFiles, fanfold_command_files_free)

/* Looks again. JSON arrays of paths, as the command names them (below @folder): the files that are
 * new or have changed, and those that are as they were. (transfer full) */
void fanfold_command_files_compare (FanfoldCommandFiles *self, char **written, char **read);

G_END_DECLS
