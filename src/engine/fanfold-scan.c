/* fanfold-scan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-scan.h"
#include "fanfold-describer.h"
#include "fanfold-error.h"
#include "fanfold-known.h"
#include "fanfold-lock.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".so"

/* How many workers describe at once. */
#define N_WORKERS 2

typedef struct
{
  const FanfoldScan *scan;
  GCancellable *cancellable;
  GPtrArray *items;
  GHashTable *seen; /* "device:inode" of what was found */
  GMutex mutex;     /* of known */
  FanfoldKnown *known;
} Work;

static void
free_item (gpointer data)
{
  FanfoldScanItem *item = data;

  g_clear_pointer (&item->path, g_free);
  g_clear_pointer (&item->description, g_variant_unref);
  g_clear_pointer (&item->reason, g_free);
  g_free (item);
}

/* Why nobody but the person and root must be able to change it, where somebody can. */
static char *
find_distrust (const char *what, const char *path, const struct stat *info)
{
  g_autofree char *name = g_filename_display_name (path);

  if (info->st_uid != geteuid () && info->st_uid != 0)
    return g_strdup_printf (
        _ ("It is not trusted: %s %s belongs to another user (%u). Make it yours "
           "if you know what it does."),
        what,
        name,
        (guint) info->st_uid);

  if (info->st_mode & S_IWOTH)
    return g_strdup_printf (_ ("It is not trusted: everybody can write to %s %s. "
                               "Run \"chmod o-w\" on it if you know what it does."),
                            what,
                            name);

  return NULL;
}

static char *
check_trust (const char *path, const struct stat *info)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat folder_info;
  char *reason = find_distrust (_ ("the file"), path, info);

  if (reason != NULL)
    return reason;
  if (stat (folder, &folder_info) != 0)
    return g_strdup_printf (_ ("Its folder cannot be looked at: %s."), g_strerror (errno));

  return find_distrust (_ ("its folder"), folder, &folder_info);
}

static void
add_file (Work *work, const char *path, const struct stat *info)
{
  FanfoldScanItem *item;
  char *identity;

  identity = g_strdup_printf (
      "%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) info->st_dev, (guint64) info->st_ino);
  if (!g_hash_table_add (work->seen, identity))
    return;

  item = g_new0 (FanfoldScanItem, 1);
  item->path = g_strdup (path);
  g_ptr_array_add (work->items, item);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

/* Plugins in @path itself and in folders of their own there. */
static void
search (Work *work, const char *path, gboolean deeper)
{
  g_autoptr (GPtrArray) names = list_folder (path);

  for (guint i = 0; i < names->len && !g_cancellable_is_cancelled (work->cancellable); i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *child = g_build_filename (path, name, NULL);
      struct stat info;

      if (stat (child, &info) != 0)
        continue;
      if (S_ISREG (info.st_mode) && g_str_has_suffix (name, SUFFIX))
        add_file (work, child, &info);
      else if (S_ISDIR (info.st_mode) && deeper)
        search (work, child, FALSE);
    }
}

static gboolean
look_at (const char *path, struct stat *info, FanfoldKnownFile *file)
{
  if (stat (path, info) != 0)
    return FALSE;

  file->size = info->st_size;
  file->mtime_nsec =
      (gint64) info->st_mtim.tv_sec * 1000 * 1000 * 1000 + (gint64) info->st_mtim.tv_nsec;

  return TRUE;
}

static void
describe (Work *work, FanfoldScanItem *item, const FanfoldKnownFile *file)
{
  g_autoptr (GError) error = NULL;
  FanfoldKnownFile after;
  struct stat info;

  item->description = fanfold_describer_run (
      work->scan->worker_path, item->path, work->scan->limit_msec, work->cancellable, &error);
  if (item->description == NULL)
    item->reason = g_strdup (error->message);

  /* Not what is no fault of the plugin, nor what was described while it was being written. */
  if ((error != NULL && !g_error_matches (error, FANFOLD_ERROR, FANFOLD_ERROR_PLUGIN)) ||
      !look_at (item->path, &info, &after) || after.size != file->size ||
      after.mtime_nsec != file->mtime_nsec)
    return;

  fanfold_lock (&work->mutex);
  fanfold_known_remember (work->known, item->path, file, item->description, item->reason);
  fanfold_unlock (&work->mutex);
}

static void
examine (Work *work, FanfoldScanItem *item)
{
  FanfoldKnownFile file;
  struct stat info;
  gboolean known;

  if (g_cancellable_is_cancelled (work->cancellable))
    return;

  if (!look_at (item->path, &info, &file))
    {
      item->reason = g_strdup_printf (_ ("It cannot be read: %s."), g_strerror (errno));
      return;
    }

  item->reason = check_trust (item->path, &info);
  if (item->reason != NULL)
    return;

  fanfold_lock (&work->mutex);
  known = fanfold_known_lookup (work->known, item->path, &file, &item->description, &item->reason);
  fanfold_unlock (&work->mutex);
  if (!known)
    describe (work, item, &file);
}

static void
examine_thread (gpointer data, gpointer user_data)
{
  fanfold_take_over (data);
  examine (user_data, data);
  fanfold_hand_over (data);
}

static void
examine_all (Work *work)
{
  GThreadPool *pool = g_thread_pool_new (examine_thread, work, N_WORKERS, FALSE, NULL);

  for (guint i = 0; i < work->items->len; i++)
    {
      fanfold_hand_over (g_ptr_array_index (work->items, i));
      g_thread_pool_push (pool, g_ptr_array_index (work->items, i), NULL);
    }
  g_thread_pool_free (pool, FALSE, TRUE);
  for (guint i = 0; i < work->items->len; i++)
    fanfold_take_over (g_ptr_array_index (work->items, i));
}

void
fanfold_scan_free (FanfoldScan *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->worker_path, g_free);
  g_clear_pointer (&self->folders, g_strfreev);
  g_clear_pointer (&self->known_path, g_free);
  g_clear_pointer (&self->retry_path, g_free);
  g_free (self);
}

GPtrArray *
fanfold_scan_run (const FanfoldScan *self, GCancellable *cancellable, GError **error)
{
  Work work = { .scan = self, .cancellable = cancellable };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (free_item);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (FanfoldKnown) known = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  known = fanfold_known_load (self->known_path);
  if (self->retry_path != NULL)
    fanfold_known_forget (known, self->retry_path);

  work.items = items;
  work.seen = seen;
  work.known = known;
  g_mutex_init (&work.mutex);
  for (guint i = 0; self->folders[i] != NULL; i++)
    {
      g_autofree char *folder = g_canonicalize_filename (self->folders[i], NULL);

      search (&work, folder, TRUE);
    }
  examine_all (&work);
  g_mutex_clear (&work.mutex);

  fanfold_known_save (known);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&items);
}
