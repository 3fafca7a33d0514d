/* fanfold-size.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-size.h"

#include "fanfold-number.h"

#include <math.h>
#include <string.h>

#define MAX_BYTES 0x1p62

static const char units[] = "KMGTP";

/* What a unit stands for; 0: it is none. */
static double
get_unit (const char *text)
{
  const char *found = *text != '\0' ? strchr (units, g_ascii_toupper (*text)) : NULL;

  if (found != NULL)
    text++;
  if (found != NULL && g_ascii_tolower (text[0]) == 'i' && g_ascii_toupper (text[1]) == 'B')
    text++;
  if (g_ascii_toupper (*text) == 'B')
    text++;

  if (*text != '\0')
    return 0;

  return found != NULL ? exp2 (10 * (double) (found - units + 1)) : 1;
}

gboolean
fanfold_size_parse (const char *text, guint64 *bytes)
{
  g_autofree char *digits = NULL;
  g_autofree char *unit_text = NULL;
  gsize length;
  gint64 whole;
  double value, unit;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  digits = g_strstrip (g_strdup (text));
  length = strlen (digits);
  while (length > 0 && !g_ascii_isdigit (digits[length - 1]) && digits[length - 1] != '.')
    length--;
  unit_text = g_strstrip (g_strdup (digits + length));
  digits[length] = '\0';

  unit = get_unit (unit_text);
  if (unit == 0 || !fanfold_number_parse_real (digits, &value, NULL) || value < 0 ||
      value * unit >= MAX_BYTES)
    return FALSE;

  /* Beyond 2^53 a double is not exact. */
  if (unit == 1 && fanfold_number_parse_int (digits, &whole, NULL))
    *bytes = (guint64) whole;
  else
    *bytes = (guint64) ceil (value * unit);

  return TRUE;
}

char *
fanfold_size_to_text (guint64 bytes)
{
  guint power = 0;

  while (bytes > 0 && bytes % 1024 == 0 && units[power] != '\0')
    {
      bytes /= 1024;
      power++;
    }

  if (power == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);

  return g_strdup_printf ("%" G_GUINT64_FORMAT "%c", bytes, units[power - 1]);
}
