/* fanfold-geomspace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-geomspace.h"

#include "fanfold-error.h"
#include "fanfold-range.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_POWER 126
#define MAX_WHOLE_VALUES 64 /* of 64 bits, but for one number over and over */

/* numerator / divisor · 10^exponent */
typedef struct
{
  __int128 numerator;
  __int128 divisor;
  int exponent;
} Fraction;

static void
set_error (GError **error, const char *message)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, message);
}

static int
take_factor (__int128 *value, int factor)
{
  int n = 0;

  for (; *value % factor == 0; *value /= factor)
    n++;

  return n;
}

static __int128
get_common_divisor (__int128 a, __int128 b)
{
  while (b != 0)
    {
      __int128 rest = a % b;

      a = b;
      b = rest;
    }

  return a < 0 ? -a : a;
}

/* False where it is above 2^126. */
static gboolean
raise_to (__int128 base, guint64 power, __int128 *result)
{
  *result = 1;
  for (guint64 i = 0; i < power && base != 1; i++)
    {
      if (*result > ((__int128) 1 << MAX_POWER) / base)
        return FALSE;
      *result *= base;
    }

  return TRUE;
}

/* The whole number whose @power-th power is @value, which is above 0; 0: there is none. */
static __int128
take_root (__int128 value, int power)
{
  __int128 near = (__int128) roundl (powl ((long double) value, 1.0L / power));
  __int128 again;

  for (__int128 root = near > 1 ? near - 1 : 1; root <= near + 1; root++)
    {
      if (raise_to (root, (guint64) power, &again) && again == value)
        return root;
    }

  return 0;
}

/* Takes the highest root of the ratio that leaves it one of whole numbers. */
static void
find_power (FanfoldGeomspace *self)
{
  int exponents = (int) get_common_divisor (self->twos, self->fives);
  gboolean bare = self->numerator == 1 && self->divisor == 1;

  self->power = bare ? exponents : MAX_POWER;
  for (; self->power > 1 && !bare; self->power--)
    {
      __int128 numerator, divisor;

      if (exponents % self->power != 0)
        continue;
      numerator = take_root (self->numerator, self->power);
      divisor = numerator > 0 ? take_root (self->divisor, self->power) : 0;
      if (divisor == 0)
        continue;

      self->numerator = numerator;
      self->divisor = divisor;
      break;
    }

  if (self->power > 1)
    {
      self->twos /= self->power;
      self->fives /= self->power;
    }
}

static void
find_ratio (FanfoldGeomspace *self, const FanfoldDecimal *last)
{
  __int128 common;

  self->numerator = last->mantissa < 0 ? -last->mantissa : last->mantissa;
  self->divisor = self->first.mantissa < 0 ? -self->first.mantissa : self->first.mantissa;
  self->twos = self->fives = last->exponent - self->first.exponent;
  self->twos += take_factor (&self->numerator, 2) - take_factor (&self->divisor, 2);
  self->fives += take_factor (&self->numerator, 5) - take_factor (&self->divisor, 5);

  common = get_common_divisor (self->numerator, self->divisor);
  self->numerator /= common;
  self->divisor /= common;
  find_power (self);
}

gboolean
fanfold_geomspace_parse (
    FanfoldGeomspace *self, const char *first, const char *last, const char *count, GError **error)
{
  FanfoldDecimal end;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (first != NULL, FALSE);
  g_return_val_if_fail (last != NULL, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  if (!fanfold_decimal_parse (first, &self->first, error) ||
      !fanfold_decimal_parse (last, &end, error) ||
      !fanfold_range_parse_count (count, &self->size, error))
    return FALSE;

  self->ends[0] = fanfold_decimal_get_nearest (self->first.mantissa, 1, self->first.exponent);
  self->ends[1] = fanfold_decimal_get_nearest (end.mantissa, 1, end.exponent);
  if (self->ends[0] == 0 || self->ends[1] == 0)
    set_error (error, _ ("has an end that is 0, which no ratio leads to or from"));
  else if (!isfinite (self->ends[0]) || !isfinite (self->ends[1]))
    set_error (error, _ ("has an end that is too large a number"));
  else if ((self->ends[0] < 0) != (self->ends[1] < 0))
    set_error (error, _ ("has ends of unequal signs, and no ratio leads from one to the other"));
  else
    {
      find_ratio (self, &end);
      return TRUE;
    }

  return FALSE;
}

/* False where the value cannot be written, or not in so many digits. */
static gboolean
get_exact (const FanfoldGeomspace *self, guint64 position, Fraction *value)
{
  __int128 power;
  guint64 n_steps;
  int twos, fives;

  *value = (Fraction){ self->first.mantissa, 1, self->first.exponent };
  if (position == 0 || self->power == 0)
    return TRUE;
  if (position * (guint64) self->power % (self->size - 1) != 0)
    return FALSE;

  n_steps = position * (guint64) self->power / (self->size - 1);
  twos = self->twos * (int) n_steps;
  fives = self->fives * (int) n_steps;
  value->exponent += MIN (twos, fives);
  if (!raise_to (self->numerator, n_steps, &power) ||
      __builtin_mul_overflow (value->numerator, power, &value->numerator) ||
      !raise_to (self->divisor, n_steps, &value->divisor) || value->divisor >> 122 != 0)
    return FALSE;

  return raise_to (twos > fives ? 2 : 5, (guint64) ABS (twos - fives), &power) &&
         !__builtin_mul_overflow (value->numerator, power, &value->numerator);
}

static gboolean
get_whole (const FanfoldGeomspace *self, guint64 position, gint64 *whole)
{
  Fraction value;

  if (!get_exact (self, position, &value))
    return FALSE;

  for (; value.exponent < 0 && value.numerator % 10 == 0; value.exponent++)
    value.numerator /= 10;
  for (; value.exponent > 0; value.exponent--)
    {
      if (__builtin_mul_overflow (value.numerator, (__int128) 10, &value.numerator))
        return FALSE;
    }
  if (value.exponent < 0 || value.numerator % value.divisor != 0)
    return FALSE;

  value.numerator /= value.divisor;
  *whole = (gint64) value.numerator;
  return *whole == value.numerator;
}

gboolean
fanfold_geomspace_is_whole (const FanfoldGeomspace *self)
{
  gint64 whole;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->power == 0)
    return get_whole (self, 0, &whole);
  if (self->size > MAX_WHOLE_VALUES)
    return FALSE;

  for (guint64 i = 0; i < self->size; i++)
    {
      if (!get_whole (self, i, &whole))
        return FALSE;
    }

  return TRUE;
}

gboolean
fanfold_geomspace_is_distinct (const FanfoldGeomspace *self)
{
  double smallest, largest;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->size < 2 || self->power == 0)
    return self->size < 2;

  smallest = MIN (fabs (self->ends[0]), fabs (self->ends[1]));
  largest = MAX (fabs (self->ends[0]), fabs (self->ends[1]));

  /* With room for the rounding of each value. */
  return smallest >= DBL_MIN &&
         (log (largest) - log (smallest)) / (double) (self->size - 1) >= 16 * DBL_EPSILON;
}

static double
get_near (const FanfoldGeomspace *self, guint64 position)
{
  long double first = fabsl ((long double) self->ends[0]);
  long double last = fabsl ((long double) self->ends[1]);
  long double part = (long double) position / (long double) (self->size - 1);
  double value = (double) (first * exp2l (part * (log2l (last) - log2l (first))));

  value = CLAMP (value, (double) MIN (first, last), (double) MAX (first, last));
  return self->ends[0] < 0 ? -value : value;
}

double
fanfold_geomspace_get_real (const FanfoldGeomspace *self, guint64 position)
{
  Fraction value;

  if (position == 0)
    return self->ends[0];
  if (position == self->size - 1)
    return self->ends[1];
  if (get_exact (self, position, &value))
    return fanfold_decimal_get_nearest (value.numerator, value.divisor, value.exponent);

  return get_near (self, position);
}

gint64
fanfold_geomspace_get_int (const FanfoldGeomspace *self, guint64 position)
{
  gint64 whole = 0;

  get_whole (self, position, &whole);
  return whole;
}
