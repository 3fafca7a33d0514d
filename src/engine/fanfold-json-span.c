/* fanfold-json-span.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-json-span.h"

#include <string.h>

/* From the quote on to behind the one that ends it; @end where that is not there. */
static const char *
skip_string (const char *at, const char *end)
{
  for (at++; at < end; at++)
    {
      if (*at == '"')
        return at + 1;
      if (*at == '\\' && at + 1 < end)
        at++;
    }

  return end;
}

/* A number or a word. */
static const char *
skip_word (const char *at, const char *end)
{
  while (at < end && (*at == '\0' || strchr (" \t\r\n,:[]{}\"", *at) == NULL))
    at++;

  return at;
}

/* From the bracket on to behind the one that closes it; NULL where that is not there. */
static const char *
skip_nested (const char *at, const char *end)
{
  guint64 depth = 0;

  while (at < end)
    {
      if (*at == '"')
        {
          at = skip_string (at, end);
          continue;
        }
      if (*at == '[' || *at == '{')
        depth++;
      if ((*at == ']' || *at == '}') && --depth == 0)
        return at + 1;
      at++;
    }

  return NULL;
}

const char *
fanfold_json_span_find_end (const char *text, const char *end, gboolean at_end)
{
  const char *at;

  g_return_val_if_fail (text != NULL && text < end, NULL);

  if (*text == '[' || *text == '{')
    {
      at = skip_nested (text, end);
      return at != NULL || !at_end ? at : end;
    }

  at = *text == '"' ? skip_string (text, end) : skip_word (text, end);
  if (at == text)
    at++;

  return at < end || at_end ? at : NULL;
}
