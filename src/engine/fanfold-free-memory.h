/* fanfold-free-memory.h: whether there is memory for another job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] What the machine, or the control group of this process where that allows less, can still
 * give without swapping; reads a few small files below /proc and /sys. 0: unknown. */
guint64 fanfold_free_memory_get_bytes (void);

/* [any] The same below another root than "/", for tests. */
guint64 fanfold_free_memory_get_bytes_below (const char *root);

G_END_DECLS
