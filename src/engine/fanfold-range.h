/* fanfold-range.h: evenly spaced numbers, reckoned in decimal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_RANGE_MAX_SIZE ((guint64) G_MAXUINT32)

/* (start + i·step) / divisor for i < size, in units of 10^exponent: no rounding before the last
 * digit. Immutable once parsed: any thread. */
typedef struct
{
  __int128 start;
  __int128 step;
  guint64 divisor;
  int exponent;
  guint64 size;
} FanfoldRange;

/* [any] From the digits as written; @step NULL: 1. FANFOLD_ERROR_INVALID, a message that goes on
 * behind "The range … ": not a number, step 0, no value, more than FANFOLD_RANGE_MAX_SIZE values,
 * numbers too far apart to reckon with. */
gboolean fanfold_range_parse (
    FanfoldRange *self, const char *start, const char *stop, const char *step, GError **error);

/* [any] @count values from @first to @last, which is one of them; 1: @first alone, as numpy has it.
 * FANFOLD_ERROR_INVALID as above. */
gboolean fanfold_range_parse_linspace (
    FanfoldRange *self, const char *first, const char *last, const char *count, GError **error);

/* [any] A whole number from 1 to FANFOLD_RANGE_MAX_SIZE; as above. */
gboolean fanfold_range_parse_count (const char *text, guint64 *count, GError **error);

/* [any] Whether all values are whole numbers of 64 bits. */
gboolean fanfold_range_is_whole (const FanfoldRange *self);

/* [any] Whether the doubles nearest to its values are certainly all different. */
gboolean fanfold_range_is_distinct (const FanfoldRange *self);

/* [any] @position is below the size. The nearest double; infinite where there is none. */
double fanfold_range_get_real (const FanfoldRange *self, guint64 position);

/* [any] The same of a range that is whole. */
gint64 fanfold_range_get_int (const FanfoldRange *self, guint64 position);

G_END_DECLS
