/* fanfold-exclude-text.h: patterns of what is left out, in one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] At commas, less the spaces around them; "\\," is a comma of a pattern. (transfer full) */
GStrv fanfold_exclude_text_read (const char *text);
/* [any] The reverse, as UTF-8. (transfer full) */
char *fanfold_exclude_text_join (const char *const *globs);

G_END_DECLS
