/* fanfold-glob-exclude.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-glob-exclude.h"

#include "fanfold-glob-pattern.h"

#include <fnmatch.h>
#include <string.h>

struct _FanfoldGlobExclude
{
  GPtrArray *names; /* of patterns for names */
  GPtrArray *paths; /* of patterns for paths, GStrv of parts each */
};

/* A . names the folder that it is in. */
static GStrv
split_path (const char *path)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = fanfold_glob_split (path);

  /* An absolute path and a relative one are never the same. */
  if (*path == '/')
    g_strv_builder_add (builder, "/");
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (!g_str_equal (parts[i], "."))
        g_strv_builder_add (builder, parts[i]);
    }

  return g_strv_builder_end (builder);
}

FanfoldGlobExclude *
fanfold_glob_exclude_new (const char *const *globs)
{
  FanfoldGlobExclude *self;

  g_return_val_if_fail (globs != NULL, NULL);

  self = g_new0 (FanfoldGlobExclude, 1);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->paths = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 0; globs[i] != NULL; i++)
    {
      g_autofree char *glob = fanfold_glob_expand_home (globs[i]);

      if (strchr (glob, '/') != NULL)
        g_ptr_array_add (self->paths, split_path (glob));
      else
        g_ptr_array_add (self->names, g_steal_pointer (&glob));
    }

  return self;
}

void
fanfold_glob_exclude_free (FanfoldGlobExclude *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

/* A ** at the end is for what is below, not for nothing. */
static gboolean
match_parts (char **pattern, char **path)
{
  for (; *pattern != NULL && !g_str_equal (*pattern, "**"); pattern++, path++)
    {
      if (*path == NULL || fnmatch (*pattern, *path, 0) != 0)
        return FALSE;
    }
  if (*pattern == NULL)
    return *path == NULL;
  if (pattern[1] == NULL)
    return *path != NULL;

  for (; *path != NULL; path++)
    {
      if (match_parts (pattern + 1, path))
        return TRUE;
    }

  return FALSE;
}

static gboolean
match_paths (FanfoldGlobExclude *self, const char *given, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) folders = split_path (given);
  g_auto (GStrv) path = NULL;

  g_strv_builder_addv (builder, (const char **) folders);
  g_strv_builder_add (builder, name);
  path = g_strv_builder_end (builder);
  for (guint i = 0; i < self->paths->len; i++)
    {
      if (match_parts (self->paths->pdata[i], path))
        return TRUE;
    }

  return FALSE;
}

gboolean
fanfold_glob_exclude_matches (FanfoldGlobExclude *self, const char *given, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (given != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < self->names->len; i++)
    {
      if (fnmatch (self->names->pdata[i], name, 0) == 0)
        return TRUE;
    }

  return self->paths->len > 0 && match_paths (self, given, name);
}
