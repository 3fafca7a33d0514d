/* fanfold-surroundings.h: what a job can change of its process that the next one would find
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folder, umask, locale, handling of signals, their mask, nice level, limits of resources, where
 * the standard streams lead, how many descriptors are open. */
typedef struct _FanfoldSurroundings FanfoldSurroundings;

/* As they are now. (transfer full) */
FanfoldSurroundings *fanfold_surroundings_new (void);

/* What is not as it was, in words; NULL: nothing. A few more descriptors than there were are no
 * change: libraries keep some for themselves. */
const char *fanfold_surroundings_find_change (FanfoldSurroundings *self);

G_END_DECLS
