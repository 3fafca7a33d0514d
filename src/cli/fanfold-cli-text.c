/* fanfold-cli-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-text.h"

#include "fanfold-number.h"
#include <string.h>

#define MAX_AGE_SECONDS 1e11 /* 3,000 years */

static const struct
{
  const char *name;
  double seconds;
} units[] = {
  { "", 1 },
  { "s", 1 },
  { "m", 60 },
  { "min", 60 },
  { "h", 3600 },
  { "d", 24 * 3600 },
  { "w", 7 * 24 * 3600 },
};

void
fanfold_cli_append_clock (GString *text, double seconds)
{
  guint64 whole = (guint64) CLAMP (seconds, 0, 1e9);

  if (whole >= 3600)
    g_string_append_printf (text,
                            "%" G_GUINT64_FORMAT ":%02u:%02u",
                            whole / 3600,
                            (guint) (whole / 60 % 60),
                            (guint) (whole % 60));
  else
    g_string_append_printf (text, "%u:%02u", (guint) (whole / 60), (guint) (whole % 60));
}

void
fanfold_cli_append_seconds (GString *text, double seconds)
{
  if (seconds > 0 && seconds < 0.001)
    g_string_append_printf (text, "%.0f µs", seconds * 1e6);
  else if (seconds > 0 && seconds < 0.1)
    g_string_append_printf (text, "%.1f ms", seconds * 1000);
  else if (seconds < 60)
    g_string_append_printf (text, "%.1f s", seconds);
  else
    fanfold_cli_append_clock (text, seconds);
}

void
fanfold_cli_append_when (GString *text, gint64 time_usec)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *formatted = NULL;

  if (time_usec > 0)
    time = g_date_time_new_from_unix_local (time_usec / G_USEC_PER_SEC);
  if (time != NULL)
    formatted = g_date_time_format (time, "%Y-%m-%d %H:%M:%S");

  g_string_append (text, formatted != NULL ? formatted : "-");
}

void
fanfold_cli_append_plain (GString *text, const char *from)
{
  g_autofree char *valid = g_utf8_make_valid (from, -1);
  const char *at;

  for (at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      g_string_append_unichar (text, g_unichar_iscntrl (letter) ? ' ' : letter);
    }
}

void
fanfold_cli_append_indented (GString *text, const char *from, const char *indent)
{
  while (*from != '\0')
    {
      gsize length = strcspn (from, "\n");
      g_autofree char *line = g_strndup (from, length);

      g_string_append (text, indent);
      fanfold_cli_append_plain (text, line);
      g_string_append_c (text, '\n');
      from += length + (from[length] == '\n' ? 1 : 0);
    }
}

gboolean
fanfold_cli_parse_age (const char *text, gint64 *age_usec)
{
  gsize n_digits = strspn (text, "0123456789.");
  g_autofree char *number = g_strndup (text, n_digits);
  double value = -1;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (text + n_digits, units[i].name) &&
        fanfold_number_parse_real (number, &value, NULL) &&
        value * units[i].seconds <= MAX_AGE_SECONDS)
      {
        *age_usec = (gint64) (value * units[i].seconds * G_USEC_PER_SEC);
        return TRUE;
      }

  return FALSE;
}
