/* fanfold-chance.h: numbers drawn at random, the same for the same seed on any machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] all. Plain arithmetic; the state is the caller's, and its first value the seed. */
typedef guint64 FanfoldChance;

guint64 fanfold_chance_draw_bits (FanfoldChance *self);

/* Evenly between 0 and 1, never either. */
double fanfold_chance_draw (FanfoldChance *self);

/* Of the normal distribution: below which a share of @u lies, and the share that is above @z. */
double fanfold_chance_normal_quantile (double u);
double fanfold_chance_normal_above (double z);

/* Below which a share of the chi-squared distribution lies that is @z deviations from the mean of a
 * normal one; @degrees need not be whole. */
double fanfold_chance_chi_squared (double degrees, double z);

/* The numbers below @n in any order. */
void fanfold_chance_shuffle (FanfoldChance *self, guint *order, guint n);

G_END_DECLS
