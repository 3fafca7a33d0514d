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

#define OPEN_FILES "/proc/self/fd"
#define MAX_NAMES 100

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

/* A file without a name is gone with its process, whatever ends that. -1: there are none here. */
static int
open_nameless (const char *path, int mode)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (access (OPEN_FILES, X_OK) != 0)
    return -1;

  return open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
}

static int
give_name (int fd, const char *path)
{
  g_autofree char *file = g_strdup_printf (OPEN_FILES "/%d", fd);

  return linkat (AT_FDCWD, file, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ? 0 : errno;
}

/* For a moment, so that it can take the place of another. 0 or errno. */
static int
give_temporary_name (FanfoldNewFile *self)
{
  int code = EEXIST;

  for (guint i = 0; i < MAX_NAMES && code == EEXIST; i++)
    {
      g_free (self->temporary);
      self->temporary = g_strdup_printf ("%s.%06x", self->path, g_random_int () & 0xffffff);
      code = give_name (self->fd, self->temporary);
    }
  if (code != 0)
    g_clear_pointer (&self->temporary, g_free);

  return code;
}

/* 0 or errno. */
static int
put_in_place (FanfoldNewFile *self, gboolean overwrite)
{
  int code = 0;

  if (self->temporary == NULL && !overwrite)
    return give_name (self->fd, self->path);
  if (self->temporary == NULL)
    code = give_temporary_name (self);
  if (code == 0 && overwrite)
    code = g_rename (self->temporary, self->path) == 0 ? 0 : errno;
  else if (code == 0)
    code = rename_to_free_name (self->temporary, self->path);
  if (code == 0)
    g_clear_pointer (&self->temporary, g_free);

  return code;
}

gboolean
fanfold_new_file_begin (FanfoldNewFile *self, const char *path, int mode, GError **error)
{
  g_return_val_if_fail (self->fd < 0, FALSE);

  self->path = g_strdup (path);
  self->fd = open_nameless (path, mode);
  if (self->fd >= 0)
    return TRUE;

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

  code = put_in_place (self, overwrite);
  if (code == EEXIST)
    fanfold_new_file_set_exists (self->path, error);
  else if (code != 0)
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
