/* fanfold-new-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-new-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

static void
set_error (GError **error, const char *path, const char *what, int code)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error,
               G_IO_ERROR,
               (int) g_io_error_from_errno (code),
               "%s %s: %s",
               name,
               what,
               g_strerror (code));
}

/* In one step, so that a file that somebody else makes meanwhile is never replaced. */
static int
rename_to_free_name (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;

  /* A file system without that call. */
  if (link (from, to) != 0)
    return errno;
  g_unlink (from);

  return 0;
}

gboolean
fanfold_new_file_begin (FanfoldNewFile *self, const char *path, int mode, GError **error)
{
  g_return_val_if_fail (self->fd < 0, FALSE);

  self->path = g_strdup (path);
  self->temporary = g_strconcat (path, ".XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, mode);
  if (self->fd >= 0)
    return TRUE;

  set_error (error, path, "cannot be written", errno);
  g_clear_pointer (&self->temporary, g_free);
  return FALSE;
}

gboolean
fanfold_new_file_finish (FanfoldNewFile *self, gboolean overwrite, GError **error)
{
  int code;

  g_return_val_if_fail (self->fd >= 0, FALSE);

  if (fsync (self->fd) != 0)
    {
      set_error (error, self->path, "cannot be completed", errno);
      return FALSE;
    }

  if (overwrite)
    code = g_rename (self->temporary, self->path) == 0 ? 0 : errno;
  else
    code = rename_to_free_name (self->temporary, self->path);

  if (code == 0)
    g_clear_pointer (&self->temporary, g_free);
  else if (code == EEXIST)
    fanfold_new_file_set_exists (self->path, error);
  else
    set_error (error, self->path, "cannot be given its name", code);

  return code == 0;
}

void
fanfold_new_file_set_exists (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_EXISTS,
               "%s is there already. Turn on \"overwrite\" to replace it.",
               name);
}

void
fanfold_new_file_clear (FanfoldNewFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_pointer (&self->temporary, g_free);
  g_clear_pointer (&self->path, g_free);
}
