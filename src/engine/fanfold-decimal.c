/* fanfold-decimal.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-decimal.h"

#include "fanfold-error.h"

#include <glib/gi18n-lib.h>

/* More than tell any double from the middle between two, as what is left over counts as well. */
#define SIGNIFICANT_DIGITS 40

static gboolean
parse_exponent (const char *text, int *exponent)
{
  gint64 value;

  /* GLib would skip a vertical tab. */
  if (!g_ascii_isdigit (text[*text == '-' || *text == '+' ? 1 : 0]))
    return FALSE;
  if (*text == '+')
    text++;
  if (!g_ascii_string_to_signed (
          text, 10, -FANFOLD_DECIMAL_MAX_EXPONENT, FANFOLD_DECIMAL_MAX_EXPONENT, &value, NULL))
    return FALSE;

  *exponent = (int) value;
  return TRUE;
}

/* Sets @end to what follows. False without any digit or with too many. */
static gboolean
parse_mantissa (const char *text, FanfoldDecimal *decimal, const char **end)
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
      if (n_digits > FANFOLD_DECIMAL_MAX_DIGITS)
        return FALSE;
      for (; zeros > 0; zeros--)
        decimal->mantissa *= 10;
      decimal->mantissa += *text - '0';
    }

  decimal->exponent += zeros;
  *end = text;
  return digits;
}

gboolean
fanfold_decimal_parse (const char *text, FanfoldDecimal *decimal, GError **error)
{
  g_autofree char *stripped = NULL;
  gboolean negative;
  const char *at;
  int exponent = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (decimal != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  negative = *stripped == '-';
  at = stripped + (negative || *stripped == '+' ? 1 : 0);
  decimal->mantissa = 0;
  decimal->exponent = 0;
  if (!parse_mantissa (at, decimal, &at) ||
      ((*at == 'e' || *at == 'E') ? !parse_exponent (at + 1, &exponent) : *at != '\0'))
    {
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_INVALID,
                   _ ("is malformed: “%s” is not a number such as 10, -0.5 or 1e3"),
                   shown);
      return FALSE;
    }

  decimal->exponent = decimal->mantissa != 0 ? decimal->exponent + exponent : 0;
  if (negative)
    decimal->mantissa = -decimal->mantissa;

  return TRUE;
}

int
fanfold_decimal_count_digits (__int128 value)
{
  int n = 0;

  for (; value != 0; value /= 10)
    n++;

  return n;
}

gboolean
fanfold_decimal_scale (const FanfoldDecimal *self, int exponent, int max_digits, __int128 *scaled)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (scaled != NULL, FALSE);

  *scaled = self->mantissa;
  if (*scaled == 0)
    return TRUE;
  if (fanfold_decimal_count_digits (*scaled) + self->exponent - exponent > max_digits)
    return FALSE;

  for (int i = self->exponent; i > exponent; i--)
    *scaled *= 10;

  return TRUE;
}

double
fanfold_decimal_get_nearest (__int128 numerator, __int128 divisor, int exponent)
{
  char text[4 * SIGNIFICANT_DIGITS];
  char whole[SIGNIFICANT_DIGITS];
  char *at = text;
  gsize n_whole = 0;
  int n_digits = 0;
  __int128 quotient, rest;

  g_return_val_if_fail (divisor > 0, 0);

  if (numerator < 0)
    {
      *at++ = '-';
      numerator = -numerator;
    }

  rest = numerator % divisor;
  for (quotient = numerator / divisor; quotient != 0; quotient /= 10)
    whole[n_whole++] = (char) ('0' + (int) (quotient % 10));
  n_digits = (int) n_whole;
  if (n_whole == 0)
    *at++ = '0';
  while (n_whole > 0)
    *at++ = whole[--n_whole];

  for (; rest != 0 && n_digits < SIGNIFICANT_DIGITS; exponent--)
    {
      rest *= 10;
      *at++ = (char) ('0' + (int) (rest / divisor));
      n_digits += n_digits > 0 || rest >= divisor;
      rest %= divisor;
    }
  if (rest != 0)
    {
      *at++ = '1';
      exponent--;
    }

  g_snprintf (at, (gulong) (text + sizeof text - at), "e%d", exponent);
  return g_ascii_strtod (text, NULL);
}
