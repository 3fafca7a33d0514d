/* fanfold-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-range.h"

#include "fanfold-decimal.h"
#include "fanfold-error.h"
#include "fanfold-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_LINSPACE_DIGITS 26 /* with room for a product of 32 bits */
#define EXACT_WHOLE ((__int128) 1 << 53)
#define EXACT_POWER 22

static void
set_error (GError **error, const char *message)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, message);
}

static gboolean
count_values (FanfoldRange *self, __int128 stop, GError **error)
{
  __int128 distance = stop - self->start;
  __int128 step = self->step;
  __int128 size;

  if (step < 0)
    {
      distance = -distance;
      step = -step;
    }

  if (distance <= 0)
    {
      set_error (
          error,
          _ ("has no values: it runs from its start up to, but not including, its stop, and a "
             "negative step runs down"));
      return FALSE;
    }

  size = (distance - 1) / step + 1;
  if (size > (__int128) FANFOLD_RANGE_MAX_SIZE)
    {
      set_error (error, _ ("has more than 4294967295 values: give a larger step"));
      return FALSE;
    }

  self->size = (guint64) size;
  return TRUE;
}

/* All in units of the same power of ten, @exponent. */
static gboolean
scale_all (const FanfoldDecimal *decimals,
           guint n_decimals,
           int max_digits,
           int *exponent,
           __int128 *scaled,
           GError **error)
{
  *exponent = FANFOLD_DECIMAL_MAX_EXPONENT * 2;
  for (guint i = 0; i < n_decimals; i++)
    {
      if (decimals[i].mantissa != 0)
        *exponent = MIN (*exponent, decimals[i].exponent);
    }

  for (guint i = 0; i < n_decimals; i++)
    {
      if (!fanfold_decimal_scale (&decimals[i], *exponent, max_digits, &scaled[i]))
        {
          set_error (
              error,
              _ ("needs more digits than can be reckoned with: its numbers are too far apart"));
          return FALSE;
        }
    }

  return TRUE;
}

/* The digits of the stop alone count no more. */
static void
drop_zeros (FanfoldRange *self)
{
  for (; self->exponent < 0 && self->start % 10 == 0 && self->step % 10 == 0; self->exponent++)
    {
      self->start /= 10;
      self->step /= 10;
    }
}

gboolean
fanfold_range_parse (
    FanfoldRange *self, const char *start, const char *stop, const char *step, GError **error)
{
  const char *texts[] = { start, stop, step != NULL ? step : "1" };
  FanfoldDecimal decimals[3];
  __int128 scaled[3];

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (start != NULL, FALSE);
  g_return_val_if_fail (stop != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!fanfold_decimal_parse (texts[i], &decimals[i], error))
        return FALSE;
    }

  if (decimals[2].mantissa == 0)
    {
      set_error (error, _ ("has a step of 0: give another step, or one value instead of a range"));
      return FALSE;
    }
  if (!scale_all (decimals, 3, FANFOLD_DECIMAL_MAX_DIGITS, &self->exponent, scaled, error))
    return FALSE;

  self->start = scaled[0];
  self->step = scaled[2];
  self->divisor = 1;
  if (!count_values (self, scaled[1], error))
    return FALSE;

  drop_zeros (self);
  return TRUE;
}

gboolean
fanfold_range_parse_count (const char *text, guint64 *count, GError **error)
{
  g_autofree char *shown = NULL;
  gint64 number;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  if (fanfold_number_parse_int (text, &number, NULL) && number >= 1 &&
      (guint64) number <= FANFOLD_RANGE_MAX_SIZE)
    {
      *count = (guint64) number;
      return TRUE;
    }

  shown = g_utf8_make_valid (text, -1);
  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("has a count “%s”, which is not a whole number from 1 to 4294967295"),
               shown);
  return FALSE;
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

/* A divisor of twos and fives is a power of ten in disguise: so 0 to 1 in eleven values is what a
 * range with a step of 0.1 is, to the last digit. */
static void
reduce (FanfoldRange *self)
{
  __int128 common =
      get_common_divisor (get_common_divisor (self->start, self->step), (__int128) self->divisor);
  __int128 last = self->start + (__int128) (self->size - 1) * self->step;
  __int128 factor = 1;
  guint64 divisor;
  int twos = 0, fives = 0;

  self->start /= common;
  self->step /= common;
  self->divisor /= (guint64) common;
  last /= common;

  for (divisor = self->divisor; divisor % 2 == 0; divisor /= 2)
    twos++;
  for (; divisor % 5 == 0; divisor /= 5)
    fives++;
  for (int i = twos; i < fives; i++)
    factor *= 2;
  for (int i = fives; i < twos; i++)
    factor *= 5;

  if (fanfold_decimal_count_digits (factor) +
          MAX (fanfold_decimal_count_digits (last), fanfold_decimal_count_digits (self->start)) >
      FANFOLD_DECIMAL_MAX_DIGITS)
    return;

  self->start *= factor;
  self->step *= factor;
  self->divisor = divisor;
  self->exponent -= MAX (twos, fives);
  drop_zeros (self);
}

gboolean
fanfold_range_parse_linspace (
    FanfoldRange *self, const char *first, const char *last, const char *count, GError **error)
{
  FanfoldDecimal decimals[2];
  __int128 scaled[2];

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (first != NULL, FALSE);
  g_return_val_if_fail (last != NULL, FALSE);
  g_return_val_if_fail (count != NULL, FALSE);

  if (!fanfold_decimal_parse (first, &decimals[0], error) ||
      !fanfold_decimal_parse (last, &decimals[1], error) ||
      !fanfold_range_parse_count (count, &self->size, error) ||
      !scale_all (decimals, 2, MAX_LINSPACE_DIGITS, &self->exponent, scaled, error))
    return FALSE;

  self->divisor = MAX (self->size, 2) - 1;
  self->start = scaled[0] * (__int128) self->divisor;
  self->step = self->size > 1 ? scaled[1] - scaled[0] : 0;
  if (self->start != 0 || self->step != 0)
    reduce (self);
  else
    {
      self->divisor = 1;
      self->exponent = 0;
    }

  return TRUE;
}

static __int128
get_scaled (const FanfoldRange *self, guint64 position)
{
  return self->start + (__int128) position * self->step;
}

gboolean
fanfold_range_is_whole (const FanfoldRange *self)
{
  __int128 limit = G_MAXINT64;
  __int128 ends[2];

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->exponent < 0 || self->divisor != 1)
    return FALSE;

  for (int i = 0; i < self->exponent && limit > 0; i++)
    limit /= 10;

  ends[0] = get_scaled (self, 0);
  ends[1] = get_scaled (self, self->size - 1);
  return ends[0] >= -limit && ends[0] <= limit && ends[1] >= -limit && ends[1] <= limit;
}

double
fanfold_range_get_real (const FanfoldRange *self, guint64 position)
{
  static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  __int128 value = get_scaled (self, position);

  G_STATIC_ASSERT (G_N_ELEMENTS (powers) == EXACT_POWER + 1);

  /* Both operands are exact, so the one operation rounds once, as the digits would be. */
  if (self->divisor == 1 && value >= -EXACT_WHOLE && value <= EXACT_WHOLE &&
      ABS (self->exponent) <= EXACT_POWER)
    return self->exponent < 0 ? (double) (gint64) value / powers[-self->exponent]
                              : (double) (gint64) value * powers[self->exponent];

  return fanfold_decimal_get_nearest (value, (__int128) self->divisor, self->exponent);
}

gint64
fanfold_range_get_int (const FanfoldRange *self, guint64 position)
{
  __int128 value = get_scaled (self, position);

  for (int i = 0; i < self->exponent; i++)
    value *= 10;

  return (gint64) value;
}

gboolean
fanfold_range_is_distinct (const FanfoldRange *self)
{
  double first, last, largest, step;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->size < 2 || self->step == 0)
    return self->size < 2;

  first = fanfold_range_get_real (self, 0);
  last = fanfold_range_get_real (self, self->size - 1);
  largest = MAX (fabs (first), fabs (last));
  step = fabs (last - first) / (double) (self->size - 1);

  /* Two that are further apart than a double and its neighbour are never rounded to the same; with
   * some room for the rounding of all this. */
  return isfinite (step) && step >= 3 * (nextafter (largest, INFINITY) - largest);
}
