/* fanfold-folder-glob.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-folder-glob.h"

#include <string.h>

const char *
fanfold_folder_glob_find_ending (const char *path)
{
  const char *slash;
  const char *point;

  g_return_val_if_fail (path != NULL, NULL);

  slash = strrchr (path, '/');
  point = strrchr (path, '.');
  if (point == NULL || point[1] == '\0' || point == path || (slash != NULL && point < slash + 2))
    return NULL;

  for (const char *c = point + 1; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_' && *c != '~')
      return NULL;

  return point;
}

/* Takes @end off the end of @text. */
static gboolean
cut (char *text, const char *end)
{
  if (!g_str_has_suffix (text, end) || strlen (text) == strlen (end))
    return FALSE;

  text[strlen (text) - strlen (end)] = '\0';
  return TRUE;
}

gboolean
fanfold_folder_glob_parse (FanfoldFolderGlob *self, const char *glob)
{
  const char *name;
  const char *ending;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (glob != NULL, FALSE);

  *self = (FanfoldFolderGlob){ .folder = g_strdup (glob) };
  name = strrchr (glob, '/');
  ending = fanfold_folder_glob_find_ending (glob);
  if (name != NULL && ending != NULL && name + 2 == ending && name[1] == '*')
    {
      self->ending = g_strdup (ending);
      self->folder[name - glob] = '\0';
      self->deep = cut (self->folder, "/**");
      if (*self->folder != '\0')
        return TRUE;
    }
  else if ((self->deep = cut (self->folder, "/**")) || cut (self->folder, "/*"))
    return TRUE;

  fanfold_folder_glob_clear (self);
  return FALSE;
}

void
fanfold_folder_glob_clear (FanfoldFolderGlob *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->ending, g_free);
}

static char *
make (const char *folder, gboolean deep, const char *ending)
{
  if (ending == NULL)
    return g_strconcat (folder, deep ? "/**" : "/*", NULL);

  return g_strconcat (folder, deep ? "/**/*" : "/*", ending, NULL);
}

char *
fanfold_folder_glob_with_depth (const char *glob, gboolean deep)
{
  g_auto (FanfoldFolderGlob) parsed = { NULL };

  g_return_val_if_fail (glob != NULL, NULL);

  if (!fanfold_folder_glob_parse (&parsed, glob))
    return g_strdup (glob);

  return make (parsed.folder, deep, parsed.ending);
}

char *
fanfold_folder_glob_with_ending (const char *glob, const char *ending)
{
  g_auto (FanfoldFolderGlob) parsed = { NULL };

  g_return_val_if_fail (glob != NULL, NULL);

  if (!fanfold_folder_glob_parse (&parsed, glob))
    return g_strdup (glob);

  return make (parsed.folder, parsed.deep, ending);
}
