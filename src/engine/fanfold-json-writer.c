/* fanfold-json-writer.c: the part of fanfold-json.h that appends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <time.h>

static void
append_digits (GString *json, guint64 value, guint n_decimals)
{
  char digits[32];
  gsize at = sizeof digits;

  for (guint n = 0; value > 0 || n <= n_decimals; n++)
    {
      if (n > 0 && n == n_decimals)
        digits[--at] = '.';
      digits[--at] = (char) ('0' + value % 10);
      value /= 10;
    }

  g_string_append_len (json, digits + at, (gssize) (sizeof digits - at));
}

/* Whether @size is written without an exponent and has 15 digits within 18 decimals. */
static gboolean
is_plain (double size)
{
  return size == 0 || (size >= 1e-4 && size < 1e15);
}

/* Of at most 15 significant digits only one number is read back as a given double, so the first
 * scale that gives such a number gives the shortest form, and where none does 15 digits are too
 * few. A quotient of two exact doubles is rounded just as the digits would be. */
static gboolean
append_short_real (GString *json, double value)
{
  static const double scales[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                   1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18 };
  double size = fabs (value);

  if (!is_plain (size))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      double scaled = rint (size * scales[i]);

      if (scaled >= 1e15)
        return FALSE;
      if (scaled / scales[i] != size)
        continue;

      if (signbit (value))
        g_string_append_c (json, '-');
      append_digits (json, (guint64) scaled, i);
      if (i == 0)
        g_string_append (json, ".0");
      return TRUE;
    }

  return FALSE;
}

static void
append_mantissa_and_exponent (GString *json, const char *text)
{
  const char *exponent = strchr (text, 'e');

  if (exponent == NULL)
    {
      g_string_append (json, text);
      if (strchr (text, '.') == NULL)
        g_string_append (json, ".0");
      return;
    }

  g_string_append_len (json, text, exponent - text);
  g_string_append_c (json, 'e');
  exponent++;
  if (*exponent == '-')
    g_string_append_c (json, '-');
  g_string_append (json, exponent + strspn (exponent, "+-0"));
}

void
fanfold_json_append_real (GString *json, double value)
{
  char format[] = "%.15g";
  int digits;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (json != NULL);

  if (!isfinite (value))
    {
      g_string_append (json, "null");
      return;
    }

  if (append_short_real (json, value))
    return;

  /* The least numbers have fewer digits than the others. */
  digits = is_plain (fabs (value)) ? 16 : fabs (value) < DBL_MIN ? 1 : 15;
  for (; digits <= 17; digits++)
    {
      format[2] = (char) ('0' + digits / 10);
      format[3] = (char) ('0' + digits % 10);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  append_mantissa_and_exponent (json, text);
}

static void
append_escape (GString *json, guchar c)
{
  switch (c)
    {
    case '"':
      g_string_append (json, "\\\"");
      break;

    case '\\':
      g_string_append (json, "\\\\");
      break;

    case '\n':
      g_string_append (json, "\\n");
      break;

    case '\r':
      g_string_append (json, "\\r");
      break;

    case '\t':
      g_string_append (json, "\\t");
      break;

    default:
      g_string_append_printf (json, "\\u%04x", c);
      break;
    }
}

void
fanfold_json_append_text (GString *json, const char *text)
{
  const char *begin = text;
  const char *at;

  g_return_if_fail (json != NULL);
  g_return_if_fail (text != NULL);

  g_string_append_c (json, '"');
  for (at = text; *at != '\0'; at++)
    {
      guchar c = (guchar) *at;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;

      g_string_append_len (json, begin, at - begin);
      append_escape (json, c);
      begin = at + 1;
    }
  g_string_append_len (json, begin, at - begin);
  g_string_append_c (json, '"');
}

static void
append_padded (GString *json, guint value, guint n_digits, char behind)
{
  char digits[8];

  for (guint i = n_digits; i > 0; i--)
    {
      digits[i - 1] = (char) ('0' + value % 10);
      value /= 10;
    }
  digits[n_digits] = behind;
  g_string_append_len (json, digits, (gssize) n_digits + 1);
}

void
fanfold_json_append_time (GString *json, gint64 time_usec)
{
  time_t seconds = (time_t) (time_usec / G_USEC_PER_SEC);
  guint fraction = (guint) (time_usec % G_USEC_PER_SEC);
  struct tm fields;

  g_return_if_fail (json != NULL);
  g_return_if_fail (time_usec >= 0);

  gmtime_r (&seconds, &fields);
  append_padded (json, (guint) fields.tm_year + 1900, 4, '-');
  append_padded (json, (guint) fields.tm_mon + 1, 2, '-');
  append_padded (json, (guint) fields.tm_mday, 2, 'T');
  append_padded (json, (guint) fields.tm_hour, 2, ':');
  append_padded (json, (guint) fields.tm_min, 2, ':');
  append_padded (json, (guint) fields.tm_sec, 2, fraction > 0 ? '.' : 'Z');
  if (fraction > 0)
    append_padded (json, fraction, 6, 'Z');
}

void
fanfold_json_append_path (GString *json, const char *path)
{
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (json != NULL);
  g_return_if_fail (path != NULL);

  if (g_utf8_validate (path, -1, NULL) && !g_str_has_prefix (path, "file:"))
    {
      fanfold_json_append_text (json, path);
      return;
    }

  escaped = g_uri_escape_bytes ((const guint8 *) path, strlen (path), "/");
  uri = g_strconcat (*path == '/' ? "file://" : "file:", escaped, NULL);
  fanfold_json_append_text (json, uri);
}

char *
fanfold_json_dup_path (const char *text)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *escaped;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_str_has_prefix (text, "file:"))
    return g_strdup (text);

  escaped = text + strlen ("file:");
  if (g_str_has_prefix (escaped, "//localhost/"))
    escaped += strlen ("//localhost");
  else if (g_str_has_prefix (escaped, "///"))
    escaped += strlen ("//");

  bytes = g_uri_unescape_bytes (escaped, -1, NULL, NULL);
  if (bytes == NULL || memchr (g_bytes_get_data (bytes, NULL), '\0', g_bytes_get_size (bytes)))
    return g_strdup (text);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
append_array (GString *json, JsonArray *array)
{
  guint n = json_array_get_length (array);

  g_string_append_c (json, '[');
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      fanfold_json_append_node (json, json_array_get_element (array, i));
    }
  g_string_append_c (json, ']');
}

static void
append_object (GString *json, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean first = TRUE;

  g_string_append_c (json, '{');
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      if (!first)
        g_string_append_c (json, ',');
      first = FALSE;
      fanfold_json_append_text (json, name);
      g_string_append_c (json, ':');
      fanfold_json_append_node (json, member);
    }
  g_string_append_c (json, '}');
}

static void
append_scalar (GString *json, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_BOOLEAN)
    g_string_append (json, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_DOUBLE)
    fanfold_json_append_real (json, json_node_get_double (node));
  else if (type == G_TYPE_STRING)
    fanfold_json_append_text (json, json_node_get_string (node));
  else
    g_string_append_printf (json, "%" G_GINT64_FORMAT, json_node_get_int (node));
}

void
fanfold_json_append_node (GString *json, JsonNode *node)
{
  g_return_if_fail (json != NULL);
  g_return_if_fail (node != NULL);

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_object (json, json_node_get_object (node));
      break;

    case JSON_NODE_ARRAY:
      append_array (json, json_node_get_array (node));
      break;

    case JSON_NODE_VALUE:
      append_scalar (json, node);
      break;

    case JSON_NODE_NULL:
    default:
      g_string_append (json, "null");
      break;
    }
}
