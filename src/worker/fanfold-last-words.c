/* fanfold-last-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-last-words.h"

#include <string.h>

void
fanfold_last_words_add (FanfoldLastWords *self, const char *bytes, gsize length)
{
  gsize kept;

  if (length > FANFOLD_LAST_WORDS_BYTES)
    {
      bytes += length - FANFOLD_LAST_WORDS_BYTES;
      length = FANFOLD_LAST_WORDS_BYTES;
    }

  kept = MIN (self->length, FANFOLD_LAST_WORDS_BYTES - length);
  memmove (self->bytes, self->bytes + self->length - kept, kept);
  memcpy (self->bytes + kept, bytes, length);
  self->length = kept + length;
}

void
fanfold_last_words_clear (FanfoldLastWords *self)
{
  self->length = 0;
}

/* Where the last lines begin; a line whose begin is lost does not count where there is another. */
static const char *
find_begin (const FanfoldLastWords *self, const char *text)
{
  const char *at = text + strlen (text);
  guint n_lines = 0;

  while (at > text && (at[-1] != '\n' || ++n_lines < FANFOLD_LAST_WORDS_LINES))
    at--;
  if (at > text || self->length < FANFOLD_LAST_WORDS_BYTES)
    return at;

  at = strchr (text, '\n');
  return at != NULL ? at + 1 : text;
}

char *
fanfold_last_words_dup (const FanfoldLastWords *self)
{
  g_autofree char *raw = g_malloc (self->length + 1);
  g_autofree char *text = NULL;
  char *at;

  memcpy (raw, self->bytes, self->length);
  raw[self->length] = '\0';
  for (at = raw; at < raw + self->length; at++)
    if (g_ascii_iscntrl (*at) && *at != '\n')
      *at = ' ';
  g_strchomp (raw);
  if (*raw == '\0')
    return NULL;

  text = g_utf8_make_valid (find_begin (self, raw), -1);
  return g_strdup (g_strchug (text));
}
