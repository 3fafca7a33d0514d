/* fanfold-shuffle.h: some of many numbers, drawn at random
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] @n_drawn of the numbers below @n, in the order drawn, none twice: an array of guint32. The
 * same for the same @seed, on any machine, and as many of them as are drawn: the first ten of a
 * hundred are the ten. @n_drawn is at least 1 and at most @n, which is below 2^32. Costs what is
 * drawn, not what it is drawn from. (transfer full) */
guint32 *fanfold_shuffle_draw (guint64 n, guint64 n_drawn, guint64 seed);

G_END_DECLS
