/* fanfold-disks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-disks.h"

#include "fanfold-free-disk.h"
#include "fanfold-key.h"
#include "fanfold-lock.h"

#define MAX_JOBS 64

struct _FanfoldDisks
{
  FanfoldCombine *combine;
  char *folder;
  GStrv records;

  GMutex mutex;
  GPtrArray *paths; /* one on each file system; NULL: not looked yet */
};

FanfoldDisks *
fanfold_disks_new (FanfoldCombine *combine, const char *folder, const char *const *records)
{
  FanfoldDisks *self;

  g_return_val_if_fail (combine != NULL, NULL);
  g_return_val_if_fail (records != NULL, NULL);

  self = g_new0 (FanfoldDisks, 1);
  self->combine = fanfold_combine_ref (combine);
  self->folder = g_strdup (folder);
  self->records = g_strdupv ((char **) records);
  g_mutex_init (&self->mutex);

  return self;
}

void
fanfold_disks_free (FanfoldDisks *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->paths, g_ptr_array_unref);
  fanfold_combine_unref (self->combine);
  g_mutex_clear (&self->mutex);
  g_strfreev (self->records);
  g_free (self->folder);
  g_free (self);
}

/* Whether it may write files into its working folder, of which no parameter says that. */
static gboolean
uses_folder (FanfoldFunction *function)
{
  GPtrArray *outputs = fanfold_function_get_outputs (function);

  for (guint i = 0; i < outputs->len; i++)
    {
      FanfoldParamType type = fanfold_param_get_param_type (outputs->pdata[i]);

      if (type == FANFOLD_PARAM_TYPE_FILE || type == FANFOLD_PARAM_TYPE_FOLDER ||
          (fanfold_param_get_flags (outputs->pdata[i]) & FANFOLD_OUTPUT_FLAG_FILES) != 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_path (GPtrArray *paths, GHashTable *devices, const char *path)
{
  guint64 device;

  if (fanfold_free_disk_get_device (path, &device) &&
      g_hash_table_add (devices, g_memdup2 (&device, sizeof device)))
    g_ptr_array_add (paths, g_strdup (path));
}

static void
add_outputs (FanfoldDisks *self, GPtrArray *paths, GHashTable *devices, guint64 index)
{
  FanfoldFunction *function = fanfold_combine_get_function (self->combine);
  GPtrArray *params = fanfold_function_get_params (function);
  g_autoptr (GVariant) args = fanfold_combine_get_args (self->combine, index);

  for (guint i = 0; args != NULL && i < params->len; i++)
    {
      g_autoptr (GVariant) value = NULL;
      g_autofree char *path = NULL;
      const char *text;

      if ((fanfold_param_get_flags (params->pdata[i]) & FANFOLD_PARAM_FLAG_OUTPUT) == 0)
        continue;

      value = g_variant_get_child_value (args, i);
      if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        continue;
      text = g_variant_get_bytestring (value);
      if (text[0] != '\0')
        {
          path = fanfold_key_dup_path (self->folder, text);
          add_path (paths, devices, path);
        }
    }
}

static GPtrArray *
find_paths (FanfoldDisks *self)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) devices =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint64 n_jobs = fanfold_combine_get_n_jobs (self->combine);
  guint64 n = MIN (n_jobs, MAX_JOBS);

  for (guint i = 0; self->records[i] != NULL; i++)
    add_path (paths, devices, self->records[i]);
  if (uses_folder (fanfold_combine_get_function (self->combine)))
    {
      g_autofree char *folder = fanfold_key_dup_path (self->folder, ".");

      add_path (paths, devices, folder);
    }
  for (guint64 i = 0; i < n; i++)
    add_outputs (self, paths, devices, i * n_jobs / n);

  return paths;
}

guint64
fanfold_disks_get_least_free (FanfoldDisks *self, char **where)
{
  guint64 least = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (where != NULL, 0);

  *where = NULL;
  fanfold_lock (&self->mutex);
  if (self->paths == NULL)
    self->paths = find_paths (self);
  for (guint i = 0; i < self->paths->len; i++)
    {
      g_auto (FanfoldFreeDisk) disk = { 0 };

      if (!fanfold_free_disk_get (self->paths->pdata[i], &disk) ||
          (least > 0 && disk.free_bytes >= least))
        continue;

      least = disk.free_bytes;
      g_free (*where);
      *where = g_steal_pointer (&disk.where);
    }
  fanfold_unlock (&self->mutex);

  return least;
}
