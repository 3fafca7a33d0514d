/* fanfold-command-files.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-files.h"

#include <string.h>
#include <sys/stat.h>

#include "fanfold-command-json.h"

#define MAX_FILES 1000

typedef struct
{
  char *path;
  gboolean was_there;
  struct stat status;
} File;

struct _FanfoldCommandFiles
{
  GArray *files;
};

static void
clear_file (gpointer data)
{
  g_free (((File *) data)->path);
}

static gboolean
look (const char *path, struct stat *status)
{
  return stat (path, status) == 0;
}

static void
add_name (FanfoldCommandFiles *self, const char *name, const char *folder)
{
  File file = { 0 };

  if (*name == '\0' || self->files->len >= MAX_FILES)
    return;

  file.path = folder == NULL || g_path_is_absolute (name) ? g_strdup (name)
                                                          : g_build_filename (folder, name, NULL);
  for (guint i = 0; i < self->files->len; i++)
    if (strcmp (g_array_index (self->files, File, i).path, file.path) == 0)
      {
        g_free (file.path);
        return;
      }

  file.was_there = look (file.path, &file.status);
  if (file.was_there && !S_ISREG (file.status.st_mode))
    g_free (file.path);
  else
    g_array_append_val (self->files, file);
}

FanfoldCommandFiles *
fanfold_command_files_new (const char *const *words, const char *folder)
{
  FanfoldCommandFiles *self = g_new0 (FanfoldCommandFiles, 1);

  self->files = g_array_new (FALSE, FALSE, sizeof (File));
  g_array_set_clear_func (self->files, clear_file);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *sign = strchr (words[i], '=');

      add_name (self, words[i], folder);
      if (sign != NULL)
        add_name (self, sign + 1, folder);
    }

  return self;
}

void
fanfold_command_files_free (FanfoldCommandFiles *self)
{
  g_array_unref (self->files);
  g_free (self);
}

static gboolean
is_same (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void
add_path (GString *json, const char *path)
{
  if (json->len > 1)
    g_string_append_c (json, ',');
  fanfold_command_json_append_path (json, path);
}

void
fanfold_command_files_compare (FanfoldCommandFiles *self, char **written, char **read)
{
  GString *changed = g_string_new ("[");
  GString *unchanged = g_string_new ("[");

  for (guint i = 0; i < self->files->len; i++)
    {
      const File *file = &g_array_index (self->files, File, i);
      struct stat status;

      if (!look (file->path, &status) || !S_ISREG (status.st_mode))
        continue;
      add_path (file->was_there && is_same (&file->status, &status) ? unchanged : changed,
                file->path);
    }
  g_string_append_c (changed, ']');
  g_string_append_c (unchanged, ']');

  *written = g_string_free (changed, FALSE);
  *read = g_string_free (unchanged, FALSE);
}
