/* fanfold-range.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-range.h"

#include "fanfold-error.h"

#include <math.h>
#include <string.h>

#define MAX_DIGITS 36 /* below 2^127 with room for a sum */
#define MAX_EXPONENT 9999
#define EXACT_WHOLE ((__int128) 1 << 53)
#define EXACT_POWER 22

/* mantissa · 10^exponent; 0 has no exponent. */
typedef struct
{
  __int128 mantissa;
  int exponent;
} Decimal;

static gboolean
parse_exponent (const char *text, int *exponent)
{
  gint64 value;

  /* GLib would skip a vertical tab. */
  if (!g_ascii_isdigit (text[*text == '-' || *text == '+' ? 1 : 0]))
    return FALSE;
  if (*text == '+')
    text++;
  if (!g_ascii_string_to_signed (text, 10, -MAX_EXPONENT, MAX_EXPONENT, &value, NULL))
    return FALSE;

  *exponent = (int) value;
  return TRUE;
}

/* Sets @end to what follows. False without any digit or with too many. */
static gboolean
parse_mantissa (const char *text, Decimal *decimal, const char **end)
{
  gboolean digits = FALSE;
  gboolean point = FALSE;
  guint n_digits = 0;
  int zeros = 0; /* not yet part of the mantissa */

  for (; g_ascii_isdigit (*text) || (*text == '.' && !point); text++)
    {
      if (*text == '.')
        {
          point = TRUE;
          continue;
        }

      digits = TRUE;
      decimal->exponent -= point ? 1 : 0;
      zeros++;
      if (*text == '0')
        continue;

      n_digits += decimal->mantissa != 0 ? (guint) zeros : 1;
      if (n_digits > MAX_DIGITS)
        return FALSE;
      for (; zeros > 0; zeros--)
        decimal->mantissa *= 10;
      decimal->mantissa += *text - '0';
    }

  decimal->exponent += zeros;
  *end = text;
  return digits;
}

static gboolean
parse_decimal (const char *text, Decimal *decimal, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gboolean negative = *stripped == '-';
  const char *at = stripped + (negative || *stripped == '+' ? 1 : 0);
  int exponent = 0;

  decimal->mantissa = 0;
  decimal->exponent = 0;
  if (!parse_mantissa (at, decimal, &at) ||
      ((*at == 'e' || *at == 'E') ? !parse_exponent (at + 1, &exponent) : *at != '\0'))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   "is malformed: “%s” is not a number such as 10, -0.5 or 1e3",
                   shown);
      return FALSE;
    }

  decimal->exponent = decimal->mantissa != 0 ? decimal->exponent + exponent : 0;
  if (negative)
    decimal->mantissa = -decimal->mantissa;

  return TRUE;
}

static int
get_digits (__int128 value)
{
  int n = 0;

  for (; value != 0; value /= 10)
    n++;

  return n;
}

/* In units of 10^@exponent, which is not above its own. False where that has too many digits. */
static gboolean
scale (const Decimal *decimal, int exponent, __int128 *scaled)
{
  *scaled = decimal->mantissa;
  if (*scaled == 0)
    return TRUE;
  if (get_digits (*scaled) + decimal->exponent - exponent > MAX_DIGITS)
    return FALSE;

  for (int i = decimal->exponent; i > exponent; i--)
    *scaled *= 10;

  return TRUE;
}

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
      set_error (error,
                 "has no values: it runs from its start up to, but not including, its stop, and a "
                 "negative step runs down");
      return FALSE;
    }

  size = (distance - 1) / step + 1;
  if (size > (__int128) FANFOLD_RANGE_MAX_SIZE)
    {
      set_error (error, "has more than 4294967295 values: give a larger step");
      return FALSE;
    }

  self->size = (guint64) size;
  return TRUE;
}

gboolean
fanfold_range_parse (
    FanfoldRange *self, const char *start, const char *stop, const char *step, GError **error)
{
  const char *texts[] = { start, stop, step != NULL ? step : "1" };
  Decimal decimals[3];
  __int128 scaled[3];

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (start != NULL, FALSE);
  g_return_val_if_fail (stop != NULL, FALSE);

  self->exponent = MAX_EXPONENT * 2;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!parse_decimal (texts[i], &decimals[i], error))
        return FALSE;
      if (decimals[i].mantissa != 0)
        self->exponent = MIN (self->exponent, decimals[i].exponent);
    }

  if (decimals[2].mantissa == 0)
    {
      set_error (error, "has a step of 0: give another step, or one value instead of a range");
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (decimals); i++)
    {
      if (!scale (&decimals[i], self->exponent, &scaled[i]))
        {
          set_error (error,
                     "needs more digits than can be reckoned with: its numbers are too far apart");
          return FALSE;
        }
    }

  self->start = scaled[0];
  self->step = scaled[2];
  if (!count_values (self, scaled[1], error))
    return FALSE;

  /* The digits of the stop alone count no more. */
  for (; self->exponent < 0 && self->start % 10 == 0 && self->step % 10 == 0; self->exponent++)
    {
      self->start /= 10;
      self->step /= 10;
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

  if (self->exponent < 0)
    return FALSE;

  for (int i = 0; i < self->exponent && limit > 0; i++)
    limit /= 10;

  ends[0] = get_scaled (self, 0);
  ends[1] = get_scaled (self, self->size - 1);
  return ends[0] >= -limit && ends[0] <= limit && ends[1] >= -limit && ends[1] <= limit;
}

static double
get_nearest (__int128 value, int exponent)
{
  char text[64];
  char *at = text + sizeof text;
  gboolean negative = value < 0;

  at -= g_snprintf (text, sizeof text, "e%d", exponent) + 1;
  memmove (at, text, strlen (text) + 1);
  do
    {
      int digit = (int) (value % 10);

      *--at = (char) ('0' + ABS (digit));
      value /= 10;
    }
  while (value != 0);
  if (negative)
    *--at = '-';

  return g_ascii_strtod (at, NULL);
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
  if (value >= -EXACT_WHOLE && value <= EXACT_WHOLE && ABS (self->exponent) <= EXACT_POWER)
    return self->exponent < 0 ? (double) (gint64) value / powers[-self->exponent]
                              : (double) (gint64) value * powers[self->exponent];

  return get_nearest (value, self->exponent);
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

  if (self->size < 2)
    return TRUE;

  first = fanfold_range_get_real (self, 0);
  last = fanfold_range_get_real (self, self->size - 1);
  largest = MAX (fabs (first), fabs (last));
  step = fabs (last - first) / (double) (self->size - 1);

  /* Two that are further apart than a double and its neighbour are never rounded to the same; with
   * some room for the rounding of all this. */
  return isfinite (step) && step >= 3 * (nextafter (largest, INFINITY) - largest);
}
