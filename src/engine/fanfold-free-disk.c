/* fanfold-free-disk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-free-disk.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

/* The folder itself, or the nearest above it that is there. (transfer full) (nullable) */
static char *
dup_present (const char *path, struct stat *info)
{
  g_autofree char *at = g_canonicalize_filename (path, "/");

  while (stat (at, info) != 0)
    {
      char *above = g_path_get_dirname (at);
      gboolean top = g_str_equal (above, at);

      g_free (at);
      at = above;
      if (top)
        return NULL;
    }

  return g_steal_pointer (&at);
}

/* (transfer full) */
static char *
dup_top (const char *path, dev_t device)
{
  g_autofree char *at = g_strdup (path);

  for (;;)
    {
      char *above = g_path_get_dirname (at);
      struct stat info;

      if (g_str_equal (above, at) || stat (above, &info) != 0 || info.st_dev != device)
        {
          g_free (above);
          return g_steal_pointer (&at);
        }

      g_free (at);
      at = above;
    }
}

gboolean
fanfold_free_disk_get_device (const char *path, guint64 *device)
{
  g_autofree char *present = NULL;
  struct stat info;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (device != NULL, FALSE);

  present = dup_present (path, &info);
  if (present == NULL)
    return FALSE;

  *device = info.st_dev;
  return TRUE;
}

gboolean
fanfold_free_disk_get (const char *path, FanfoldFreeDisk *disk)
{
  g_autofree char *present = NULL;
  g_autofree char *top = NULL;
  struct stat info;
  struct statvfs room;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (disk != NULL, FALSE);

  present = dup_present (path, &info);
  if (present == NULL || statvfs (present, &room) != 0 || room.f_blocks == 0)
    return FALSE;

  top = dup_top (present, info.st_dev);
  disk->device = info.st_dev;
  disk->free_bytes = MAX ((guint64) room.f_bavail * room.f_frsize, 1);
  disk->where = g_utf8_make_valid (top, -1);

  return TRUE;
}

void
fanfold_free_disk_clear (FanfoldFreeDisk *disk)
{
  g_clear_pointer (&disk->where, g_free);
}
