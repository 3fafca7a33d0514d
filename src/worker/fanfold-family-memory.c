/* fanfold-family-memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-family-memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_PROCESSES 10000

/* Reads what fits into @text; false where there is nothing. */
static gboolean
read_text (const char *path, char *text, gsize size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize length;

  if (fd < 0)
    return FALSE;

  length = read (fd, text, size - 1);
  close (fd);
  if (length <= 0)
    return FALSE;

  text[length] = '\0';
  return TRUE;
}

/* A child belongs to the thread that started it. */
static void
add_children (GArray *pids, int pid)
{
  char path[64];
  g_autoptr (GDir) threads = NULL;
  const char *thread;

  g_snprintf (path, sizeof path, "/proc/%d/task", pid);
  threads = g_dir_open (path, 0, NULL);
  while (threads != NULL && (thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *text = NULL;
      char *at;
      int child;

      g_snprintf (path, sizeof path, "/proc/%d/task/%s/children", pid, thread);
      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;

      at = text;
      while (pids->len < MAX_PROCESSES && (child = (int) strtol (at, &at, 10)) > 0)
        g_array_append_val (pids, child);
    }
}

static guint64
get_resident_bytes (int pid)
{
  char path[64];
  char text[128];
  unsigned long pages;

  g_snprintf (path, sizeof path, "/proc/%d/statm", pid);
  if (!read_text (path, text, sizeof text) || sscanf (text, "%*u %lu", &pages) != 1)
    return 0;

  return (guint64) pages * (guint64) sysconf (_SC_PAGESIZE);
}

/* Its share of what it shares; where the system cannot say, all of it. */
static guint64
get_proportional_bytes (int pid)
{
  char path[64];
  char text[2048];
  const char *line;
  unsigned long kilobytes;

  g_snprintf (path, sizeof path, "/proc/%d/smaps_rollup", pid);
  if (!read_text (path, text, sizeof text))
    return get_resident_bytes (pid);

  line = strstr (text, "\nPss:");
  if (line == NULL || sscanf (line, "\nPss: %lu", &kilobytes) != 1)
    return get_resident_bytes (pid);

  return (guint64) kilobytes * 1024;
}

guint64
fanfold_family_get_memory (guint64 limit)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));
  guint64 bytes = 0;
  guint i;

  add_children (pids, (int) getpid ());
  for (i = 0; i < pids->len; i++)
    {
      int pid = g_array_index (pids, int, i);

      bytes += get_resident_bytes (pid);
      add_children (pids, pid);
    }

  if (limit == 0 || bytes <= limit || pids->len < 2)
    return bytes;

  for (bytes = 0, i = 0; i < pids->len; i++)
    bytes += get_proportional_bytes (g_array_index (pids, int, i));

  return bytes;
}
