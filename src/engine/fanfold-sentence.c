/* fanfold-sentence.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-sentence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Before the format and each text, none of which has it: the ASCII unit separator. */
#define MARK '\x1f'

static void
append_part (GString *kept, const char *part)
{
  gsize place = kept->len + 1;

  g_string_append_c (kept, MARK);
  g_string_append (kept, part);
  for (; place < kept->len; place++)
    {
      if (kept->str[place] == MARK)
        kept->str[place] = ' ';
    }
}

char *
fanfold_sentence_new (const char *format, ...)
{
  GString *kept;
  const char *text;
  va_list texts;

  g_return_val_if_fail (format != NULL, NULL);

  kept = g_string_new (NULL);
  append_part (kept, format);
  va_start (texts, format);
  while ((text = va_arg (texts, const char *)) != NULL)
    append_part (kept, text);
  va_end (texts);

  return g_string_free (kept, FALSE);
}

/* Which of the texts "%s" (the next one, @next) or "%2$s" at @at means, from 1, and its length; 0:
 * it is neither. */
static gsize
read_place (const char *at, guint next, guint *place)
{
  char *end = NULL;

  *place = next;
  if (at[1] == 's')
    return strlen ("%s");
  if (!g_ascii_isdigit (at[1]))
    return 0;

  *place = (guint) g_ascii_strtoull (at + 1, &end, 10);

  return end[0] == '$' && end[1] == 's' ? (gsize) (end + strlen ("$s") - at) : 0;
}

/* What was kept comes from a file: no function that believes a format gets to see it. */
static char *
fill_in (const char *format, const char *const *texts)
{
  GString *said = g_string_new (NULL);
  guint n_texts = g_strv_length ((char **) texts);
  guint next = 1;
  gsize length;

  for (const char *at = format; *at != '\0'; at += length)
    {
      guint place = 0;

      length = *at == '%' ? read_place (at, next, &place) : 0;
      if (length > 0 && place > 0 && place <= n_texts)
        {
          g_string_append (said, texts[place - 1]);
          next = place + 1;
          continue;
        }

      length = at[0] == '%' && at[1] == '%' ? strlen ("%%") : 1;
      g_string_append_c (said, *at);
    }

  return g_string_free (said, FALSE);
}

char *
fanfold_sentence_say (const char *kept)
{
  const char mark[] = { MARK, '\0' };
  g_auto (GStrv) parts = NULL;

  if (kept == NULL || kept[0] != MARK || kept[1] == '\0' || kept[1] == MARK)
    return g_strdup (kept);

  parts = g_strsplit (kept + 1, mark, -1);

  return fill_in (_ (parts[0]), (const char *const *) parts + 1);
}
