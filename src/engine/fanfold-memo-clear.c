/* fanfold-memo-clear.c: takes entries out of the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>
#include "fanfold-error.h"
#include "fanfold-memo-counters.h"
#include "fanfold-memo-folder.h"
#include "fanfold-memo.h"

#define TEMPORARY_SECONDS (24 * 60 * 60) /* older ones were left by a program that died */
#define N_FANS 256

static gboolean
fail (GError **error, const char *name, int code)
{
  g_autofree char *shown = g_filename_display_name (name);

  g_set_error (error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_MEMO,
               _ ("The memo cache's entry “%s” cannot be removed: %s. Check the permissions of the "
                  "cache's folder."),
               shown,
               g_strerror (code));

  return FALSE;
}

static gboolean
is_old (const struct stat *status)
{
  return status->st_mtime < g_get_real_time () / G_USEC_PER_SEC - TEMPORARY_SECONDS;
}

static gboolean
remove_visited (int folder_fd,
                const char *name,
                FanfoldMemoFileKind kind,
                const struct stat *status,
                gpointer user_data,
                GError **error)
{
  guint64 *n_removed = user_data;

  if (kind == FANFOLD_MEMO_FILE_TEMPORARY && !is_old (status))
    return TRUE;
  /* A folder under one of our names: empty or not ours. */
  if (S_ISDIR (status->st_mode))
    {
      unlinkat (folder_fd, name, AT_REMOVEDIR);
      return TRUE;
    }

  if (unlinkat (folder_fd, name, 0) != 0)
    return errno == ENOENT || fail (error, name, errno);

  if (kind == FANFOLD_MEMO_FILE_ENTRY)
    (*n_removed)++;

  return TRUE;
}

/* Only empty folders go, so what others store meanwhile, and what is not ours, stays. */
static void
remove_folders (const char *folder, const char *function_id)
{
  g_autofree char *path = g_build_filename (folder, function_id, NULL);
  g_autofree char *counters_path = g_build_filename (path, FANFOLD_MEMO_COUNTERS_FILE, NULL);
  FanfoldMemoCounters counters;

  for (guint i = 0; i < N_FANS; i++)
    {
      g_autofree char *fan = g_strdup_printf ("%s/%02x", path, i);

      rmdir (fan);
    }

  if (fanfold_memo_counters_read (path, function_id, &counters))
    unlink (counters_path);
  rmdir (path);
}

static gboolean
clear_function (FanfoldMemo *self,
                const char *function_id,
                GCancellable *cancellable,
                guint64 *n_removed,
                GError **error)
{
  const char *folder = fanfold_memo_get_folder (self);

  if (!fanfold_memo_folder_visit (
          folder, function_id, remove_visited, n_removed, cancellable, error))
    return FALSE;

  remove_folders (folder, function_id);

  return TRUE;
}

gboolean
fanfold_memo_clear (FanfoldMemo *self,
                    const char *function_id,
                    GCancellable *cancellable,
                    guint64 *n_removed,
                    GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  guint64 n = 0;
  gboolean success = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (n_removed != NULL)
    *n_removed = 0;

  if (function_id != NULL && !fanfold_memo_is_function_id (function_id))
    {
      g_set_error (error,
                   FANFOLD_ERROR,
                   FANFOLD_ERROR_UNKNOWN,
                   _ ("“%s” is no function's id: one looks like “files.checksum”."),
                   function_id);
      return FALSE;
    }

  if (function_id != NULL)
    {
      ids = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (ids, g_strdup (function_id));
    }
  else
    {
      ids = fanfold_memo_folder_list_functions (fanfold_memo_get_folder (self), cancellable, error);
      if (ids == NULL)
        return FALSE;
    }

  for (guint i = 0; success && i < ids->len; i++)
    success = clear_function (self, g_ptr_array_index (ids, i), cancellable, &n, error);

  if (n_removed != NULL)
    *n_removed = n;

  return success;
}
