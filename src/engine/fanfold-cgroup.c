/* fanfold-cgroup.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cgroup.h"

#include <string.h>

#define MOUNT "sys/fs/cgroup"

static void
climb (const char *root,
       const char *mount,
       const char *group,
       int version,
       FanfoldCgroupFunc func,
       gpointer user_data)
{
  g_autofree char *relative = g_strdup (strstr (group, "..") == NULL ? group : "/");

  for (;;)
    {
      g_autofree char *folder = g_build_filename (mount, relative, NULL);
      char *slash = strrchr (relative, '/');

      func (root, folder, version, user_data);
      if (slash == NULL || relative[0] == '\0')
        return;
      *slash = '\0';
    }
}

static gboolean
has_controller (const char *controllers, const char *wanted)
{
  g_auto (GStrv) names = g_strsplit (controllers, ",", -1);

  return g_strv_contains ((const char *const *) names, wanted);
}

void
fanfold_cgroup_foreach (const char *root,
                        const char *controller,
                        FanfoldCgroupFunc func,
                        gpointer user_data)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (root != NULL);
  g_return_if_fail (controller != NULL);
  g_return_if_fail (func != NULL);

  text = fanfold_cgroup_read (root, "proc/self", "cgroup");
  if (text == NULL)
    text = g_strdup_printf ("0::/\n1:%s:/\n", controller);

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ":", 3);

      if (g_strv_length (parts) < 3)
        continue;

      if (parts[1][0] == '\0')
        climb (root, MOUNT, parts[2], 2, func, user_data);
      else if (has_controller (parts[1], controller))
        {
          g_autofree char *alone = g_build_filename (MOUNT, controller, NULL);
          g_autofree char *together = g_build_filename (MOUNT, parts[1], NULL);

          climb (root, alone, parts[2], 1, func, user_data);
          if (!g_str_equal (alone, together))
            climb (root, together, parts[2], 1, func, user_data);
        }
    }
}

char *
fanfold_cgroup_read (const char *root, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (root, folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}
