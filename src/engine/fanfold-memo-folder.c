/* fanfold-memo-folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "fanfold-error.h"
#include "fanfold-key.h"

#define FAN_LENGTH 2
#define SUFFIX_LENGTH 5
#define MKSTEMP_LENGTH 7 /* ".Ab12Cd", as g_mkstemp () fills in */

static gboolean
fail (GError **error, const char *folder, int code)
{
  g_autofree char *shown = g_filename_display_name (folder);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_MEMO,
               _ ("The memo cache cannot be read at “%s”: %s."),
               shown,
               g_strerror (code));

  return FALSE;
}

static gboolean
is_hexadecimal (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;

  return TRUE;
}

static gboolean
is_mkstemp_ending (const char *text)
{
  if (text[0] != '.' || strlen (text) != MKSTEMP_LENGTH)
    return FALSE;

  for (guint i = 1; i < MKSTEMP_LENGTH; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;

  return TRUE;
}

static int
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno != EINTR)
        return errno;
      if (n > 0)
        {
          bytes += n;
          length -= (gsize) n;
        }
    }

  return 0;
}

/* g_file_set_contents_full () either renames with two calls of fsync (), ten times the cost of all
 * the rest, or does not rename. */
gboolean
fanfold_memo_file_write (const char *path, const char *bytes, gsize length, GError **error)
{
  g_autofree char *temporary = NULL;
  g_autofree char *shown = NULL;
  int fd, code;

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  temporary = g_strconcat (path, ".XXXXXX", NULL);
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  code = fd < 0 ? errno : write_all (fd, bytes, length);
  if (fd >= 0 && close (fd) != 0 && code == 0 && errno != EINTR)
    code = errno;
  if (code == 0 && rename (temporary, path) != 0)
    code = errno;
  if (code == 0)
    return TRUE;

  if (fd >= 0)
    unlink (temporary);
  shown = g_filename_display_name (path);
  g_set_error (error,
               G_FILE_ERROR,
               (int) g_file_error_from_errno (code),
               _ ("“%s” cannot be written: %s"),
               shown,
               g_strerror (code));

  return FALSE;
}

/* By its name alone, in the folder of two digits @fan. */
static FanfoldMemoFileKind
get_kind (const char *name, const char *fan)
{
  const char *suffix, *rest;
  gboolean is_entry, is_result;

  if (strlen (name) < FANFOLD_KEY_LENGTH + SUFFIX_LENGTH || strncmp (name, fan, FAN_LENGTH) != 0 ||
      !is_hexadecimal (name, FANFOLD_KEY_LENGTH))
    return FANFOLD_MEMO_FILE_FOREIGN;

  suffix = name + FANFOLD_KEY_LENGTH;
  rest = suffix + SUFFIX_LENGTH;
  is_entry = g_str_has_prefix (suffix, FANFOLD_MEMO_ENTRY_SUFFIX);
  is_result = g_str_has_prefix (suffix, FANFOLD_MEMO_RESULT_SUFFIX);
  if (!is_entry && !is_result)
    return FANFOLD_MEMO_FILE_FOREIGN;

  if (rest[0] == '\0')
    return is_entry ? FANFOLD_MEMO_FILE_ENTRY : FANFOLD_MEMO_FILE_RESULT;
  if (g_str_equal (rest, FANFOLD_MEMO_BROKEN_SUFFIX))
    return FANFOLD_MEMO_FILE_BROKEN;
  if (is_mkstemp_ending (rest))
    return FANFOLD_MEMO_FILE_TEMPORARY;

  return FANFOLD_MEMO_FILE_FOREIGN;
}

gboolean
fanfold_memo_is_function_id (const char *text)
{
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);

  length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

  return length > 0 && length < NAME_MAX && text[length] == '\0' && text[0] != '.' &&
         strchr (text, '.') != NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* NULL with errno set. Takes the descriptor. */
static DIR *
open_stream (int fd)
{
  DIR *stream;
  int code;

  if (fd < 0)
    return NULL;

  stream = fdopendir (fd);
  code = errno;
  if (stream == NULL)
    close (fd);
  errno = code;

  return stream;
}

static DIR *
open_folder (int parent_fd, const char *name)
{
  return open_stream (openat (parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

GPtrArray *
fanfold_memo_folder_list_functions (const char *folder, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  struct dirent *entry;
  DIR *stream;

  g_return_val_if_fail (folder != NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  stream = opendir (folder);
  if (stream == NULL && errno == ENOENT)
    return g_steal_pointer (&ids);
  if (stream == NULL)
    {
      fail (error, folder, errno);
      return NULL;
    }

  while ((entry = readdir (stream)) != NULL)
    {
      struct stat status;

      if (fanfold_memo_is_function_id (entry->d_name) &&
          fstatat (dirfd (stream), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISDIR (status.st_mode))
        g_ptr_array_add (ids, g_strdup (entry->d_name));
    }
  closedir (stream);
  g_ptr_array_sort (ids, compare_names);

  return g_steal_pointer (&ids);
}

static gboolean
visit_fan (int parent_fd,
           const char *fan,
           FanfoldMemoVisitFunc visit,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  DIR *stream = open_folder (parent_fd, fan);
  struct dirent *entry;
  gboolean success = TRUE;

  if (stream == NULL)
    return TRUE;

  while (success && (entry = readdir (stream)) != NULL)
    {
      FanfoldMemoFileKind kind = get_kind (entry->d_name, fan);
      struct stat status;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        success = FALSE;
      else if (kind != FANFOLD_MEMO_FILE_FOREIGN &&
               fstatat (dirfd (stream), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
        success = visit (dirfd (stream), entry->d_name, kind, &status, user_data, error);
    }
  closedir (stream);

  return success;
}

gboolean
fanfold_memo_folder_visit (const char *folder,
                           const char *function_id,
                           FanfoldMemoVisitFunc visit,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *path = NULL;
  struct dirent *entry;
  DIR *stream;
  gboolean success = TRUE;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (function_id != NULL, FALSE);
  g_return_val_if_fail (visit != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  path = g_build_filename (folder, function_id, NULL);
  stream = open_folder (AT_FDCWD, path);
  if (stream == NULL && errno == ENOENT)
    return TRUE;
  if (stream == NULL)
    return fail (error, path, errno);

  while (success && (entry = readdir (stream)) != NULL)
    if (strlen (entry->d_name) == FAN_LENGTH && is_hexadecimal (entry->d_name, FAN_LENGTH))
      success = visit_fan (dirfd (stream), entry->d_name, visit, user_data, cancellable, error);
  closedir (stream);

  return success;
}
