/* fanfold-number.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-number.h"
#include "fanfold-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Above any exponent that leaves a number that fits. */
#define MAX_EXPONENT 400

static gsize
skip_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* A sign, @digits without the point, and the power of ten that they are multiplied with. */
static gboolean
split (const char *text, gboolean *negative, GString *digits, gint64 *exponent)
{
  gsize length;

  *negative = *text == '-';
  if (*text == '-' || *text == '+')
    text++;

  length = skip_digits (text);
  g_string_append_len (digits, text, length);
  text += length;
  *exponent = 0;

  if (*text == '.')
    {
      length = skip_digits (++text);
      g_string_append_len (digits, text, length);
      text += length;
      *exponent = -(gint64) length;
    }

  if (digits->len > 0 && (*text == 'e' || *text == 'E'))
    {
      const char *start = ++text;

      if (*text == '-' || *text == '+')
        text++;
      length = skip_digits (text);
      if (length == 0)
        return FALSE;
      text += length;
      *exponent += CLAMP (g_ascii_strtoll (start, NULL, 10), -G_MAXINT, G_MAXINT);
    }

  return digits->len > 0 && *text == '\0';
}

static gboolean
refuse (const char *words, GError **error)
{
  g_set_error_literal (error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, words);
  return FALSE;
}

gboolean
fanfold_number_parse_real (const char *text, double *value, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean negative;
  gint64 exponent;
  double number;

  g_return_val_if_fail (text != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  if (!split (stripped, &negative, digits, &exponent))
    return refuse (_ ("is not a number"), error);

  number = g_ascii_strtod (stripped, NULL);
  if (!isfinite (number))
    return refuse (_ ("is too large a number"), error);

  *value = number;
  return TRUE;
}

gboolean
fanfold_number_parse_int (const char *text, gint64 *value, GError **error)
{
  g_autofree char *stripped = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean negative;
  gint64 exponent;
  gsize zeros;

  g_return_val_if_fail (text != NULL, FALSE);

  stripped = g_strstrip (g_strdup (text));
  if (!split (stripped, &negative, digits, &exponent))
    return refuse (_ ("is not a whole number"), error);

  zeros = strspn (digits->str, "0");
  g_string_erase (digits, 0, zeros);
  for (; exponent < 0 && g_str_has_suffix (digits->str, "0"); exponent++)
    g_string_truncate (digits, digits->len - 1);
  if (digits->len == 0)
    {
      *value = 0;
      return TRUE;
    }

  if (exponent < 0)
    return refuse (_ ("is not a whole number"), error);
  for (exponent = MIN (exponent, MAX_EXPONENT); exponent > 0; exponent--)
    g_string_append_c (digits, '0');
  if (negative)
    g_string_prepend_c (digits, '-');
  if (!g_ascii_string_to_signed (digits->str, 10, G_MININT64, G_MAXINT64, value, NULL))
    return refuse (_ ("is too large a whole number"), error);

  return TRUE;
}
