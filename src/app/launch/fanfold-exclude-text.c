/* fanfold-exclude-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-exclude-text.h"

static void
add_glob (GStrvBuilder *globs, GString *glob)
{
  if (g_strstrip (glob->str)[0] != '\0')
    g_strv_builder_add (globs, glob->str);
  g_string_truncate (glob, 0);
}

GStrv
fanfold_exclude_text_read (const char *text)
{
  g_autoptr (GStrvBuilder) globs = g_strv_builder_new ();
  g_autoptr (GString) glob = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == ',')
      add_glob (globs, glob);
    else if (*p == '\\' && p[1] == ',')
      g_string_append_c (glob, *++p);
    else
      g_string_append_c (glob, *p);
  add_glob (globs, glob);

  return g_strv_builder_end (globs);
}

char *
fanfold_exclude_text_join (const char *const *globs)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *globs != NULL; globs++)
    {
      g_autoptr (GString) glob = g_string_new (*globs);

      g_string_replace (glob, ",", "\\,", 0);
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", glob->str);
    }

  return g_utf8_make_valid (text->str, (gssize) text->len);
}
