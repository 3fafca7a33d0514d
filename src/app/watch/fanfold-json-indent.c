/* fanfold-json-indent.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-indent.h"

#include <string.h>

static void
break_line (GString *text, guint depth)
{
  g_string_append_c (text, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, "  ");
}

static const char *
skip_space (const char *json)
{
  return json + strspn (json, " \t\r\n");
}

static const char *
append_string (GString *text, const char *json)
{
  const char *end = json + 1;

  while (*end != '\0' && *end != '"')
    end += *end == '\\' && end[1] != '\0' ? 2 : 1;
  if (*end == '"')
    end++;
  g_string_append_len (text, json, end - json);

  return end;
}

static const char *
append_opening (GString *text, const char *json, guint *depth)
{
  const char *next = skip_space (json + 1);

  g_string_append_c (text, *json);
  if (*next == ']' || *next == '}')
    {
      g_string_append_c (text, *next);
      return next + 1;
    }

  break_line (text, ++*depth);

  return next;
}

static const char *
append_other (GString *text, const char *json, guint *depth)
{
  switch (*json)
    {
    case ']':
    case '}':
      *depth -= *depth > 0 ? 1 : 0;
      break_line (text, *depth);
      g_string_append_c (text, *json);
      break;

    case ',':
      g_string_append_c (text, ',');
      break_line (text, *depth);
      break;

    case ':':
      g_string_append (text, ": ");
      break;

    default:
      g_string_append_c (text, *json);
    }

  return json + 1;
}

char *
fanfold_json_indent (const char *json)
{
  GString *text;
  guint depth = 0;

  g_return_val_if_fail (json != NULL, NULL);

  text = g_string_new (NULL);
  while (*(json = skip_space (json)) != '\0')
    {
      if (*json == '"')
        json = append_string (text, json);
      else if (*json == '{' || *json == '[')
        json = append_opening (text, json, &depth);
      else
        json = append_other (text, json, &depth);
    }

  return g_string_free (text, FALSE);
}
