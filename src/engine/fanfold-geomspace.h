/* fanfold-geomspace.h: numbers with the same ratio from each to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-decimal.h"

G_BEGIN_DECLS

/* Value i is first · (last / first)^(i / (size - 1)), as numpy has it. The ratio of the ends is
 * kept as (numerator / divisor · 2^twos · 5^fives)^power, with the highest power that there is:
 * where i · power is a multiple of size - 1, value i is a number that can be written, and comes out
 * as such. Immutable once parsed: any thread. */
typedef struct
{
  FanfoldDecimal first;
  double ends[2];
  guint64 size;
  __int128 numerator;
  __int128 divisor;
  int twos;
  int fives;
  int power; /* 0: both ends are the same */
} FanfoldGeomspace;

/* [any] FANFOLD_ERROR_INVALID, a message that goes on behind "The geomspace … ": not a number, a
 * count as fanfold_range_parse_count () refuses it, an end that is 0 or no double, ends of unequal
 * signs. */
gboolean fanfold_geomspace_parse (
    FanfoldGeomspace *self, const char *first, const char *last, const char *count, GError **error);

/* [any] Whether all values are whole numbers of 64 bits. */
gboolean fanfold_geomspace_is_whole (const FanfoldGeomspace *self);

/* [any] Whether the doubles nearest to its values are certainly all different. */
gboolean fanfold_geomspace_is_distinct (const FanfoldGeomspace *self);

/* [any] @position is below the size. The nearest double where the value can be written, else one
 * very near; those of the ends are exact. */
double fanfold_geomspace_get_real (const FanfoldGeomspace *self, guint64 position);

/* [any] The same of one that is whole. */
gint64 fanfold_geomspace_get_int (const FanfoldGeomspace *self, guint64 position);

G_END_DECLS
