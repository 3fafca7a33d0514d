/* fanfold-glob-exclude.h: what files are to be left out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Patterns as those of fanfold-glob.h, but for * ? and [...], which match a leading . as well.
 * Immutable: any thread. */
typedef struct _FanfoldGlobExclude FanfoldGlobExclude;

/* [any] @globs: NULL-ended. (transfer full) */
FanfoldGlobExclude *fanfold_glob_exclude_new (const char *const *globs);
void fanfold_glob_exclude_free (FanfoldGlobExclude *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldGlobExclude, fanfold_glob_exclude_free)

/* [any] Whether one of them matches the file or folder @name, a glob without a slash, or the path
 * that it makes with @given, which is empty or ends in a slash. What is in a folder that one
 * matches is not asked for. */
gboolean
fanfold_glob_exclude_matches (FanfoldGlobExclude *self, const char *given, const char *name);

G_END_DECLS
