/* fanfold-glob.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-glob.h"

#include "fanfold-error.h"
#include "fanfold-glob-exclude.h"
#include "fanfold-glob-pattern.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#define CANCEL_CHECK_ENTRIES 1024

typedef enum
{
  ENTRY_OTHER,
  ENTRY_FILE,
  ENTRY_FOLDER,
  ENTRY_LINKED_FOLDER
} EntryKind;

typedef struct
{
  EntryKind kind;
  char name[];
} Entry;

typedef struct
{
  const FanfoldGlobOptions *options;
  FanfoldGlobExclude *exclude; /* (nullable) */
  char **parts;
  guint n_parts;
  guint first_deep; /* the first part that is **, else n_parts */
  GPtrArray *paths;
  gboolean matched_folder;
  guint n_excluded;
  GError **error;
} Walk;

static gboolean match_folder (Walk *self, const char *given, GPtrArray *entries, guint part);

static char *
get_system_path (Walk *self, const char *given)
{
  if (*given == '/')
    return g_strdup (given);
  if (self->options->folder != NULL)
    return g_build_filename (self->options->folder, given, NULL);

  return g_strdup (*given != '\0' ? given : ".");
}

/* Whether @code says no more than that there is nothing of that name. */
static gboolean
is_missing (int code)
{
  return code == ENOENT || code == ENOTDIR || code == ELOOP || code == ENAMETOOLONG;
}

static void
set_folder_error (Walk *self, const char *path, int code)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (self->error,
               FANFOLD_ERROR,
               FANFOLD_ERROR_INVALID,
               _ ("The folder “%s” cannot be read: %s"),
               name,
               g_strerror (code));
}

static EntryKind
get_kind (DIR *dir, const struct dirent *dirent)
{
  gboolean linked = dirent->d_type == DT_LNK;
  struct stat info;

  if (dirent->d_type == DT_REG)
    return ENTRY_FILE;
  if (dirent->d_type == DT_DIR)
    return ENTRY_FOLDER;
  if (!linked && dirent->d_type != DT_UNKNOWN)
    return ENTRY_OTHER;

  if (!linked && fstatat (dirfd (dir), dirent->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0)
    linked = S_ISLNK (info.st_mode);
  if (fstatat (dirfd (dir), dirent->d_name, &info, 0) != 0)
    return ENTRY_OTHER;
  if (S_ISREG (info.st_mode))
    return ENTRY_FILE;
  if (!S_ISDIR (info.st_mode))
    return ENTRY_OTHER;

  return linked ? ENTRY_LINKED_FOLDER : ENTRY_FOLDER;
}

static gboolean
fill_entries (Walk *self, GPtrArray *entries, DIR *dir, const char *path)
{
  const struct dirent *dirent;

  for (errno = 0; (dirent = readdir (dir)) != NULL; errno = 0)
    {
      gsize size = strlen (dirent->d_name) + 1;
      Entry *entry;

      if (g_str_equal (dirent->d_name, ".") || g_str_equal (dirent->d_name, ".."))
        continue;

      entry = g_malloc (offsetof (Entry, name) + size);
      entry->kind = get_kind (dir, dirent);
      memcpy (entry->name, dirent->d_name, size);
      g_ptr_array_add (entries, entry);

      if (entries->len % CANCEL_CHECK_ENTRIES == 0 &&
          g_cancellable_set_error_if_cancelled (self->options->cancellable, self->error))
        return FALSE;
    }

  if (errno != 0)
    {
      set_folder_error (self, path, errno);
      return FALSE;
    }

  return TRUE;
}

static GPtrArray *
read_entries (Walk *self, const char *given)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = get_system_path (self, given);
  gboolean filled;
  DIR *dir;

  if (g_cancellable_set_error_if_cancelled (self->options->cancellable, self->error))
    return NULL;

  dir = opendir (path);
  if (dir == NULL && is_missing (errno))
    return g_steal_pointer (&entries);
  if (dir == NULL)
    {
      set_folder_error (self, path, errno);
      return NULL;
    }

  filled = fill_entries (self, entries, dir, path);
  closedir (dir);

  return filled ? g_steal_pointer (&entries) : NULL;
}

static void
add_path (Walk *self, const char *given, const char *name)
{
  g_ptr_array_add (self->paths, g_strconcat (given, name, NULL));
  fanfold_expansion_progress_add (self->options->progress, 1);
}

static gboolean
is_excluded (Walk *self, const char *given, const char *name)
{
  if (self->exclude == NULL || !fanfold_glob_exclude_matches (self->exclude, given, name))
    return FALSE;

  self->n_excluded++;
  return TRUE;
}

static gboolean
enter_folder (Walk *self, const char *given, const char *name, guint part)
{
  g_autofree char *below = g_strconcat (given, name, "/", NULL);

  return match_folder (self, below, NULL, part);
}

static gboolean
match_literal (Walk *self, const char *given, guint part)
{
  g_autofree char *name = fanfold_glob_unescape (self->parts[part]);
  g_autofree char *found = g_strconcat (given, name, NULL);
  g_autofree char *path = get_system_path (self, found);
  gboolean last = part + 1 == self->n_parts;
  struct stat info;

  if (stat (path, &info) != 0)
    {
      g_autofree char *folder = g_path_get_dirname (path);

      if (is_missing (errno))
        return TRUE;
      set_folder_error (self, folder, errno);
      return FALSE;
    }

  if ((!S_ISDIR (info.st_mode) && (!S_ISREG (info.st_mode) || !last)) ||
      is_excluded (self, given, name))
    return TRUE;

  if (S_ISDIR (info.st_mode) && !last)
    return enter_folder (self, given, name, part + 1);
  if (S_ISDIR (info.st_mode))
    self->matched_folder = TRUE;
  if (!S_ISDIR (info.st_mode) == !self->options->folders)
    add_path (self, given, name);

  return TRUE;
}

static gboolean
match_wildcard (Walk *self, const char *given, GPtrArray *entries, guint part)
{
  int flags = part > self->first_deep ? 0 : FNM_PERIOD;
  gboolean last = part + 1 == self->n_parts;

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = entries->pdata[i];

      if (entry->kind == ENTRY_OTHER || (entry->kind == ENTRY_FILE && !last) ||
          fnmatch (self->parts[part], entry->name, flags) != 0 ||
          is_excluded (self, given, entry->name))
        continue;

      if (!last && !enter_folder (self, given, entry->name, part + 1))
        return FALSE;
      if (last && entry->kind != ENTRY_FILE)
        self->matched_folder = TRUE;
      if (last && (entry->kind == ENTRY_FILE) == !self->options->folders)
        add_path (self, given, entry->name);
    }

  return TRUE;
}

static gboolean
match_deep (Walk *self, const char *given, GPtrArray *entries, guint part)
{
  gboolean last = part + 1 == self->n_parts;

  if (!last && !match_folder (self, given, entries, part + 1))
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = entries->pdata[i];

      if (entry->kind == ENTRY_OTHER || entry->kind == ENTRY_LINKED_FOLDER ||
          (entry->kind == ENTRY_FILE && !last) || is_excluded (self, given, entry->name))
        continue;

      if (last && (entry->kind == ENTRY_FILE) == !self->options->folders)
        add_path (self, given, entry->name);
      if (entry->kind == ENTRY_FOLDER && !enter_folder (self, given, entry->name, part))
        return FALSE;
    }

  return TRUE;
}

/* Matches the parts from @part on in the folder @given, which is empty or ends in a slash. @entries
 * (nullable) are its entries where they are known. */
static gboolean
match_folder (Walk *self, const char *given, GPtrArray *entries, guint part)
{
  g_autoptr (GPtrArray) own_entries = NULL;
  const char *pattern = self->parts[part];

  if (!fanfold_glob_has_wildcard (pattern))
    return match_literal (self, given, part);

  if (entries == NULL)
    entries = own_entries = read_entries (self, given);
  if (entries == NULL)
    return FALSE;

  if (g_str_equal (pattern, "**"))
    return match_deep (self, given, entries, part);
  return match_wildcard (self, given, entries, part);
}

static guint
find_deep (char **parts)
{
  guint i = 0;

  while (parts[i] != NULL && !g_str_equal (parts[i], "**"))
    i++;

  return i;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Two ** may reach a file on two ways. */
static void
sort_and_drop_twins (GPtrArray *paths)
{
  guint n = 0;

  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    {
      if (n > 0 && g_str_equal (paths->pdata[n - 1], paths->pdata[i]))
        g_clear_pointer (&paths->pdata[i], g_free);
      else
        {
          gpointer path = g_steal_pointer (&paths->pdata[i]);

          paths->pdata[n++] = path;
        }
    }
  g_ptr_array_set_size (paths, (int) n);
}

/* Why nothing is left: what comes before the name of the pattern, and behind it. */
static void
set_error (Walk *self, const char *before, const char *pattern, const char *behind)
{
  g_autofree char *name = g_filename_display_name (pattern);

  g_set_error (self->error, FANFOLD_ERROR, FANFOLD_ERROR_INVALID, "%s“%s”%s", before, name, behind);
}

static void
set_no_match_error (Walk *self, const char *pattern)
{
  const char *folder = *pattern != '/' ? self->options->folder : NULL;
  g_autofree char *below = g_filename_display_name (pattern);
  g_autofree char *behind = NULL;
  g_autofree char *shown = NULL;
  gsize length = strlen (below);

  if (self->n_excluded > 0)
    {
      set_error (self, _ ("Everything that "), pattern, _ (" matches is excluded: exclude less"));
      return;
    }

  if (self->matched_folder && !self->options->folders)
    {
      while (length > 0 && below[length - 1] == '/')
        below[--length] = '\0';
      behind =
          g_strdup_printf (_ (" matches a folder and no file: write %s/* for the files in it, or "
                              "%s/** for all files below it"),
                           below,
                           below);
      set_error (self, "", pattern, behind);
      return;
    }

  if (folder != NULL)
    {
      shown = g_filename_display_name (folder);
      behind = g_strdup_printf (_ (" in the folder “%s”"), shown);
    }
  set_error (self,
             self->options->folders ? _ ("No folder matches ") : _ ("No file matches "),
             pattern,
             behind != NULL ? behind : "");
}

GPtrArray *
fanfold_glob_find_with (const char *pattern, const FanfoldGlobOptions *options, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (FanfoldGlobExclude) exclude = NULL;
  g_autofree char *whole = NULL;
  g_auto (GStrv) parts = NULL;
  const char *root = "";
  Walk walk = { .options = options, .paths = paths, .error = error };

  g_return_val_if_fail (pattern != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  whole = fanfold_glob_expand_home (pattern);
  if (*whole == '/')
    root = "/";
  if (options->exclude != NULL && options->exclude[0] != NULL)
    walk.exclude = exclude = fanfold_glob_exclude_new (options->exclude);
  walk.parts = parts = fanfold_glob_split (whole);
  walk.n_parts = g_strv_length (parts);
  walk.first_deep = find_deep (parts);
  if (walk.n_parts == 0)
    walk.matched_folder = *root != '\0';
  else if (!match_folder (&walk, root, NULL, 0))
    return NULL;

  if (paths->len == 0)
    {
      set_no_match_error (&walk, whole);
      return NULL;
    }

  sort_and_drop_twins (paths);
  return g_steal_pointer (&paths);
}

GPtrArray *
fanfold_glob_find (const char *pattern,
                   const char *folder,
                   GCancellable *cancellable,
                   GError **error)
{
  const FanfoldGlobOptions options = { .folder = folder, .cancellable = cancellable };

  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  return fanfold_glob_find_with (pattern, &options, error);
}
