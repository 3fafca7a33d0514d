/* fanfold-family-memory.h: what memory the processes use that descend from this one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Their resident size in all, in bytes. Memory that several of them share counts for each, unless
 * this would exceed @limit (0: none): then it is reckoned exactly, which takes longer. */
guint64 fanfold_family_get_memory (guint64 limit);

G_END_DECLS
