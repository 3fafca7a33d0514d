/* fanfold-decimal.h: numbers as written, without rounding
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_DECIMAL_MAX_DIGITS 36 /* below 2^127 with room for a sum */
#define FANFOLD_DECIMAL_MAX_EXPONENT 9999

/* mantissa · 10^exponent; 0 has no exponent, and no mantissa ends in a 0. */
typedef struct
{
  __int128 mantissa;
  int exponent;
} FanfoldDecimal;

/* [any] Spaces around it are skipped. FANFOLD_ERROR_INVALID, a message that goes on behind "The
 * range … ": no number, or one of too many digits. */
gboolean fanfold_decimal_parse (const char *text, FanfoldDecimal *decimal, GError **error);

/* [any] How many @value has; 0 has none. */
int fanfold_decimal_count_digits (__int128 value);

/* [any] In units of 10^@exponent, which is not above its own. False where that has more than
 * @max_digits digits. */
gboolean
fanfold_decimal_scale (const FanfoldDecimal *self, int exponent, int max_digits, __int128 *scaled);

/* [any] The double nearest to @numerator / @divisor · 10^@exponent, infinite where there is none.
 * @divisor is at least 1 and below 2^123. */
double fanfold_decimal_get_nearest (__int128 numerator, __int128 divisor, int exponent);

G_END_DECLS
