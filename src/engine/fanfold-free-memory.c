/* fanfold-free-memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-free-memory.h"

#include "fanfold-cgroup.h"

#include <string.h>

/* What the kernel can take back from a group at once, besides what is free: pages of files, and
 * caches of its own. */
static const char *const reclaimable_v1[] = { "total_inactive_file ", "total_active_file ", NULL };
static const char *const reclaimable_v2[] = {
  "inactive_file ", "active_file ", "slab_reclaimable ", NULL
};

/* The number behind @key, which begins a line of @text. */
static gboolean
find_number (const char *text, const char *key, guint64 *number)
{
  char *end = NULL;
  guint64 found;

  while (!g_str_has_prefix (text, key))
    {
      text = strchr (text, '\n');
      if (text == NULL)
        return FALSE;
      text++;
    }

  text += strlen (key);
  found = g_ascii_strtoull (text, &end, 10);
  if (end == text)
    return FALSE;

  *number = found;
  return TRUE;
}

/* False for "max", for what is no number, and where there is no such file. */
static gboolean
read_bytes (const char *root, const char *folder, const char *name, guint64 *bytes)
{
  g_autofree char *text = fanfold_cgroup_read (root, folder, name);

  return text != NULL && find_number (text, "", bytes);
}

static guint64
get_reclaimable (const char *root, const char *folder, const char *const *keys)
{
  g_autofree char *text = fanfold_cgroup_read (root, folder, "memory.stat");
  guint64 sum = 0;

  for (guint i = 0; text != NULL && keys[i] != NULL; i++)
    {
      guint64 bytes;

      if (find_number (text, keys[i], &bytes))
        sum += bytes;
    }

  return sum;
}

static void
take_least (guint64 *least, guint64 bytes)
{
  /* 0 would mean that it is unknown. */
  bytes = MAX (bytes, 1);
  if (*least == 0 || bytes < *least)
    *least = bytes;
}

static void
look_at_group (const char *root, const char *folder, int version, gpointer user_data)
{
  guint64 limit = G_MAXUINT64;
  guint64 bytes, used;

  if (version == 1)
    read_bytes (root, folder, "memory.limit_in_bytes", &limit);
  else
    {
      read_bytes (root, folder, "memory.max", &limit);
      /* Above memory.high a group is slowed down until it is swapped out. */
      if (read_bytes (root, folder, "memory.high", &bytes))
        limit = MIN (limit, bytes);
    }

  /* Version 1 says "no limit" with the largest number of pages. */
  if (limit >= G_MAXINT64 / 2 ||
      !read_bytes (root, folder, version == 1 ? "memory.usage_in_bytes" : "memory.current", &used))
    return;

  used -=
      MIN (used, get_reclaimable (root, folder, version == 1 ? reclaimable_v1 : reclaimable_v2));
  take_least (user_data, limit - MIN (limit, used));
}

guint64
fanfold_free_memory_get_bytes (void)
{
  return fanfold_free_memory_get_bytes_below ("/");
}

guint64
fanfold_free_memory_get_bytes_below (const char *root)
{
  g_autofree char *text = NULL;
  guint64 least = 0;
  guint64 kib;

  g_return_val_if_fail (root != NULL, 0);

  text = fanfold_cgroup_read (root, "proc", "meminfo");
  if (text != NULL && find_number (text, "MemAvailable:", &kib))
    take_least (&least, kib * 1024);
  fanfold_cgroup_foreach (root, "memory", look_at_group, &least);

  return least;
}
