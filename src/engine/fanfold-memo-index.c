/* fanfold-memo-index.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo-index.h"

#include <fcntl.h>
#include "fanfold-key.h"
#include "fanfold-memo-counters.h"
#include "fanfold-memo-folder.h"

#define MAX_ENTRY_BYTES (16 * 1024 * 1024)

/* An entry that was seen but not read yet. */
typedef struct
{
  char key[FANFOLD_KEY_LENGTH + 1];
  gint64 last_used_usec;
  guint64 bytes;
} SeenEntry;

static guint64
get_bytes_on_disk (const struct stat *status)
{
  return (guint64) status->st_blocks * 512;
}

static gint64
get_mtime_usec (const struct stat *status)
{
  return (gint64) status->st_mtim.tv_sec * G_USEC_PER_SEC + status->st_mtim.tv_nsec / 1000;
}

static gboolean
add_to_function (int folder_fd,
                 const char *name,
                 FanfoldMemoFileKind kind,
                 const struct stat *status,
                 gpointer user_data,
                 GError **error)
{
  FanfoldMemoFunction *function = user_data;

  if (!S_ISREG (status->st_mode) || kind == FANFOLD_MEMO_FILE_TEMPORARY)
    return TRUE;

  function->bytes += get_bytes_on_disk (status);
  if (kind == FANFOLD_MEMO_FILE_ENTRY)
    {
      function->n_entries++;
      function->last_used_usec = MAX (function->last_used_usec, get_mtime_usec (status));
    }

  return TRUE;
}

static FanfoldMemoFunction *
read_function (const char *folder, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (FanfoldMemoFunction) function = g_new0 (FanfoldMemoFunction, 1);
  g_autofree char *path = g_build_filename (folder, id, NULL);
  FanfoldMemoCounters counters;

  function->function_id = g_strdup (id);
  if (!fanfold_memo_folder_visit (folder, id, add_to_function, function, cancellable, error))
    return NULL;

  fanfold_memo_counters_read (path, id, &counters);
  function->n_hits = counters.n_hits;
  function->seconds_saved = counters.seconds_saved;

  return g_steal_pointer (&function);
}

static gboolean
add_seen (int folder_fd,
          const char *name,
          FanfoldMemoFileKind kind,
          const struct stat *status,
          gpointer user_data,
          GError **error)
{
  GArray *seen = user_data;
  SeenEntry entry = { 0 };

  if (kind != FANFOLD_MEMO_FILE_ENTRY || !S_ISREG (status->st_mode) ||
      status->st_size > MAX_ENTRY_BYTES)
    return TRUE;

  memcpy (entry.key, name, FANFOLD_KEY_LENGTH);
  entry.last_used_usec = get_mtime_usec (status);
  entry.bytes = get_bytes_on_disk (status);
  g_array_append_val (seen, entry);

  return TRUE;
}

/* Newest first; of one moment, by key. */
static int
compare_seen (gconstpointer a, gconstpointer b)
{
  const SeenEntry *first = a;
  const SeenEntry *second = b;

  if (first->last_used_usec != second->last_used_usec)
    return first->last_used_usec < second->last_used_usec ? 1 : -1;

  return strcmp (first->key, second->key);
}

/* NULL where it is broken or gone. */
static FanfoldMemoEntry *
read_seen (const char *function_path, const char *function_id, const SeenEntry *seen)
{
  const char fan[] = { seen->key[0], seen->key[1], '\0' };
  g_autofree char *base = g_strconcat (function_path, "/", fan, "/", seen->key, NULL);
  g_autofree char *path = g_strconcat (base, FANFOLD_MEMO_ENTRY_SUFFIX, NULL);
  g_autofree char *result_path = g_strconcat (base, FANFOLD_MEMO_RESULT_SUFFIX, NULL);
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *text = NULL;
  struct stat status;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;

  entry = fanfold_memo_entry_new_from_text (text, length, seen->key);
  if (entry == NULL || !g_str_equal (entry->function_id, function_id))
    return NULL;

  entry->last_used_usec = seen->last_used_usec;
  entry->bytes = seen->bytes;
  if (entry->apart && stat (result_path, &status) != 0)
    return NULL;
  if (entry->apart)
    entry->bytes += get_bytes_on_disk (&status);

  return g_steal_pointer (&entry);
}

void
fanfold_memo_function_free (FanfoldMemoFunction *self)
{
  if (self == NULL)
    return;

  g_free (self->function_id);
  g_free (self);
}

GPtrArray *
fanfold_memo_list_functions (FanfoldMemo *memo, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) functions = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  const char *folder;

  g_return_val_if_fail (memo != NULL, NULL);

  folder = fanfold_memo_get_folder (memo);
  ids = fanfold_memo_folder_list_functions (folder, cancellable, error);
  if (ids == NULL)
    return NULL;

  functions = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_memo_function_free);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (FanfoldMemoFunction) function =
          read_function (folder, g_ptr_array_index (ids, i), cancellable, error);

      if (function == NULL)
        return NULL;
      if (function->n_entries > 0 || function->bytes > 0)
        g_ptr_array_add (functions, g_steal_pointer (&function));
    }

  return g_steal_pointer (&functions);
}

GPtrArray *
fanfold_memo_list_entries (FanfoldMemo *memo,
                           const char *function_id,
                           guint limit,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (SeenEntry));
  g_autofree char *path = NULL;
  const char *folder;

  g_return_val_if_fail (memo != NULL, NULL);
  g_return_val_if_fail (function_id != NULL, NULL);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) fanfold_memo_entry_free);
  if (!fanfold_memo_is_function_id (function_id))
    return g_steal_pointer (&entries);

  folder = fanfold_memo_get_folder (memo);
  path = g_build_filename (folder, function_id, NULL);
  if (!fanfold_memo_folder_visit (folder, function_id, add_seen, seen, cancellable, error))
    return NULL;

  g_array_sort (seen, compare_seen);
  for (guint i = 0; i < seen->len && (limit == 0 || entries->len < limit); i++)
    {
      FanfoldMemoEntry *entry;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      entry = read_seen (path, function_id, &g_array_index (seen, SeenEntry, i));
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }

  return g_steal_pointer (&entries);
}
