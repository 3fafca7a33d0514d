/* fanfold-glob-pattern.c: the part of fanfold-glob.h that takes patterns apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-glob-pattern.h"

#include "fanfold-glob.h"

#include <string.h>

gboolean
fanfold_glob_has_wildcard (const char *part)
{
  g_return_val_if_fail (part != NULL, FALSE);

  for (; *part != '\0'; part++)
    {
      if (strchr ("*?[", *part) != NULL)
        return TRUE;
      if (part[0] == '\\' && part[1] != '\0')
        part++;
    }

  return FALSE;
}

char *
fanfold_glob_unescape (const char *part)
{
  char *name, *at;

  g_return_val_if_fail (part != NULL, NULL);

  name = at = g_malloc (strlen (part) + 1);

  for (; *part != '\0'; part++)
    {
      if (part[0] == '\\' && part[1] != '\0')
        part++;
      *at++ = *part;
    }
  *at = '\0';

  return name;
}

char **
fanfold_glob_split (const char *pattern)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  gboolean deep = FALSE;

  g_return_val_if_fail (pattern != NULL, NULL);

  all = g_strsplit (pattern, "/", -1);
  for (guint i = 0; all[i] != NULL; i++)
    {
      gboolean was_deep = deep;

      if (*all[i] == '\0')
        continue;
      deep = g_str_equal (all[i], "**");
      if (!deep || !was_deep)
        g_strv_builder_add (builder, all[i]);
    }

  return g_strv_builder_end (builder);
}

char *
fanfold_glob_expand_home (const char *pattern)
{
  g_autofree char *home = NULL;

  g_return_val_if_fail (pattern != NULL, NULL);

  if (!g_str_has_prefix (pattern, "~/"))
    return g_strdup (pattern);

  home = fanfold_glob_escape (g_get_home_dir ());
  return g_strconcat (home, pattern + 1, NULL);
}

char *
fanfold_glob_escape (const char *path)
{
  g_autoptr (GString) pattern = g_string_new (NULL);

  g_return_val_if_fail (path != NULL, NULL);

  if (*path == '~')
    g_string_append_c (pattern, '\\');
  for (const char *c = path; *c != '\0'; c++)
    {
      if (strchr ("*?[\\", *c) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *c);
    }

  return g_string_free (g_steal_pointer (&pattern), FALSE);
}
