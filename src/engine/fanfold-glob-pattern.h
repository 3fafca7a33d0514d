/* fanfold-glob-pattern.h: the parts of a pattern for files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] At the slashes: several ** in a row are one; empty parts are none. (transfer full) */
char **fanfold_glob_split (const char *pattern);

/* [any] Whether a part names more than one name. */
gboolean fanfold_glob_has_wildcard (const char *part);

/* [any] The name that a part without wildcards is. (transfer full) */
char *fanfold_glob_unescape (const char *part);

/* [any] @pattern with the home folder for a leading ~/. (transfer full) */
char *fanfold_glob_expand_home (const char *pattern);

G_END_DECLS
