/* fanfold-file-kinds.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-file-kinds.h"
#include "fanfold-folder-glob.h"

#define MAX_KINDS 100

static void
kind_free (gpointer data)
{
  FanfoldFileKind *self = data;

  g_free (self->ending);
  g_free (self);
}

static void
count (GPtrArray *kinds, GHashTable *by_ending, const char *path)
{
  const char *ending = fanfold_folder_glob_find_ending (path);
  const char *key = ending != NULL ? ending : "";
  FanfoldFileKind *kind = g_hash_table_lookup (by_ending, key);

  if (kind == NULL && kinds->len >= MAX_KINDS)
    {
      ending = NULL;
      key = "";
      kind = g_hash_table_lookup (by_ending, key);
    }
  if (kind == NULL)
    {
      kind = g_new0 (FanfoldFileKind, 1);
      kind->ending = g_strdup (ending);
      g_ptr_array_add (kinds, kind);
      g_hash_table_insert (by_ending, g_strdup (key), kind);
    }
  kind->n_files++;
}

static int
compare_kinds (gconstpointer first, gconstpointer second)
{
  const FanfoldFileKind *a = *(FanfoldFileKind *const *) first;
  const FanfoldFileKind *b = *(FanfoldFileKind *const *) second;

  if (a->n_files != b->n_files)
    return a->n_files > b->n_files ? -1 : 1;

  return g_strcmp0 (a->ending, b->ending);
}

GPtrArray *
fanfold_file_kinds_count (FanfoldSource *source)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func (kind_free);
  g_autoptr (GHashTable) by_ending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 n;

  g_return_val_if_fail (source != NULL, NULL);

  n = fanfold_source_is_stream (source) ? 0 : fanfold_source_get_size (source);
  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = fanfold_source_get (source, i);

      if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
        return NULL;
      count (kinds, by_ending, g_variant_get_bytestring (value));
    }
  g_ptr_array_sort (kinds, compare_kinds);

  return g_steal_pointer (&kinds);
}
