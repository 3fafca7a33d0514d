/* fanfold-near.h: what somebody may have meant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] The ids among @ids (const char *) that are most like @wanted, nearest first, three at most:
 * by a typing mistake or two, by their beginning, or by the part behind the dot alone. "a, b or c"
 * (transfer full), NULL where none is near. */
char *fanfold_near_describe (const char *wanted, GPtrArray *ids);

G_END_DECLS
