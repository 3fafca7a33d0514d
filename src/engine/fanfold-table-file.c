/* fanfold-table-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-table-file.h"

#include "fanfold-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

int
fanfold_table_file_open (const char *path, const char *name, GError **error)
{
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  const char *reason = NULL;
  struct stat info;

  if (fd < 0 || fstat (fd, &info) < 0)
    reason = g_strerror (errno);
  else if (S_ISDIR (info.st_mode))
    reason = g_strerror (EISDIR);
  else if (!S_ISREG (info.st_mode))
    reason = _ ("it is no regular file: save what it gives to one");
  else if ((guint64) info.st_size > FANFOLD_TABLE_MAX_BYTES)
    reason = _ ("it is larger than 1 GiB, which is the most: split it");
  else
    return fd;

  g_set_error (
      error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, _ ("%s cannot be read: %s"), name, reason);
  if (fd >= 0)
    close (fd);

  return -1;
}
