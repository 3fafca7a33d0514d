/* fanfold-memo.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fanfold-error.h"
#include "fanfold-key.h"
#include "fanfold-lock.h"
#include "fanfold-memo-counters.h"
#include "fanfold-memo-folder.h"
#include "fanfold-memo-read.h"

#define LARGE_RESULT_BYTES (64 * 1024) /* over it, a result has a file of its own */
#define STORE_TRIES 3

struct _FanfoldMemo
{
  gatomicrefcount ref_count;
  char *folder;
  FanfoldMemoUses *uses;

  FanfoldMemoRecallFunc recall; /* (nullable) */
  gpointer recall_data;
};

static char *
dup_path (FanfoldMemo *self, const char *function_id, const char *key, const char *suffix)
{
  const char fan[] = { key[0], key[1], '\0' };

  return g_strconcat (self->folder, "/", function_id, "/", fan, "/", key, suffix, NULL);
}

static gboolean
set_aside_file (const char *path)
{
  g_autofree char *aside = g_strconcat (path, FANFOLD_MEMO_BROKEN_SUFFIX, NULL);

  return g_rename (path, aside) == 0;
}

/* A folder that cannot be written keeps its broken entries; that is told of once, not for each. */
static char *
set_aside (FanfoldMemo *self, FanfoldFunction *function, const char *key, const char *reason)
{
  g_autofree char *path =
      dup_path (self, fanfold_function_get_id (function), key, FANFOLD_MEMO_ENTRY_SUFFIX);
  g_autofree char *result_path =
      dup_path (self, fanfold_function_get_id (function), key, FANFOLD_MEMO_RESULT_SUFFIX);
  g_autofree char *shown = g_filename_display_name (path);
  int code;

  code = set_aside_file (path) ? 0 : errno;
  if (code == ENOENT)
    return NULL;

  set_aside_file (result_path);
  fanfold_memo_uses_add_set_aside (self->uses);

  if (code == 0)
    return g_strdup_printf (
        _ ("The memo cache's entry “%s” %s. It was renamed to *%s, and its result "
           "is computed again."),
        shown,
        reason,
        FANFOLD_MEMO_BROKEN_SUFFIX);
  if (!fanfold_memo_uses_is_news (self->uses, FANFOLD_MEMO_NEWS_SET_ASIDE, code))
    return NULL;

  return g_strdup_printf (_ ("The memo cache's entry “%s” %s, and cannot be set aside: %s. Results "
                             "of such entries are computed again; check the folder's permissions."),
                          shown,
                          reason,
                          g_strerror (code));
}

static void
mark_used (FanfoldMemo *self, FanfoldMemoEntry *entry)
{
  g_autofree char *path =
      dup_path (self, entry->function_id, entry->key, FANFOLD_MEMO_ENTRY_SUFFIX);

  entry->last_used_usec = g_get_real_time ();
  utimensat (AT_FDCWD, path, NULL, 0);
}

FanfoldMemo *
fanfold_memo_new (const char *folder)
{
  FanfoldMemo *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_new0 (FanfoldMemo, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->folder = g_canonicalize_filename (folder, NULL);
  self->uses = fanfold_memo_uses_new ();

  return self;
}

FanfoldMemo *
fanfold_memo_ref (FanfoldMemo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
fanfold_memo_unref (FanfoldMemo *self)
{
  g_return_if_fail (self != NULL);

  if (!fanfold_ref_count_dec (&self->ref_count))
    return;

  fanfold_memo_uses_free (self->uses);
  g_free (self->folder);
  g_free (self);
}

void
fanfold_memo_get_counts (FanfoldMemo *self, FanfoldMemoCounts *counts)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (counts != NULL);

  fanfold_memo_uses_get_counts (self->uses, counts);
}

const char *
fanfold_memo_get_folder (FanfoldMemo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->folder;
}

gboolean
fanfold_memo_applies (FanfoldFunction *function)
{
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);

  return fanfold_function_is_pure (function) && !fanfold_function_is_cheap (function);
}

FanfoldMemoEntry *
fanfold_memo_look_up (FanfoldMemo *self, FanfoldFunction *function, const char *key, char **note)
{
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  const char *reason = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), NULL);
  g_return_val_if_fail (key != NULL && strlen (key) == FANFOLD_KEY_LENGTH, NULL);

  if (note != NULL)
    *note = NULL;

  entry = fanfold_memo_read_entry (self->folder, function, key, TRUE, &reason);
  if (reason != NULL)
    {
      g_autofree char *text = set_aside (self, function, key, reason);

      if (note != NULL)
        *note = g_steal_pointer (&text);
    }
  if (entry == NULL || !fanfold_memo_entry_outputs_stand (entry))
    {
      fanfold_memo_uses_add_miss (self->uses, function);
      return NULL;
    }

  mark_used (self, entry);
  fanfold_memo_uses_add_hit (self->uses, function, entry->seconds);

  return g_steal_pointer (&entry);
}

void
fanfold_memo_set_recall (FanfoldMemo *self, FanfoldMemoRecallFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->recall = func;
  self->recall_data = user_data;
}

gboolean
fanfold_memo_may_recall (FanfoldMemo *self,
                         FanfoldFunction *function,
                         const FanfoldMemoEntry *entry,
                         guint64 index,
                         GVariant *args,
                         GVariant *const *values)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);
  g_return_val_if_fail (entry != NULL, FALSE);

  if (self->recall == NULL || self->recall (function, index, args, values, self->recall_data))
    return TRUE;

  fanfold_memo_uses_take_back_hit (self->uses, function, entry->seconds);
  return FALSE;
}

gboolean
fanfold_memo_has (FanfoldMemo *self, FanfoldFunction *function, const char *key)
{
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  const char *reason = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);
  g_return_val_if_fail (key != NULL && strlen (key) == FANFOLD_KEY_LENGTH, FALSE);

  entry = fanfold_memo_read_entry (self->folder, function, key, FALSE, &reason);

  return entry != NULL && fanfold_memo_entry_outputs_stand (entry);
}

/* The folder may be cleared under our hands by another program: then it is made anew. */
static gboolean
write_file (FanfoldMemo *self, const char *path, const char *text, gsize length, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) last = NULL;

  for (guint i = 0; i < STORE_TRIES; i++)
    {
      g_clear_error (&last);
      if (fanfold_memo_file_write (path, text, length, &last))
        return TRUE;
      if (!g_error_matches (last, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        break;

      /* The cache is the person's own, as all of $XDG_CACHE_HOME; what is shared on purpose keeps
       * the umask's rights below. */
      if (g_mkdir_with_parents (self->folder, 0700) != 0 ||
          g_mkdir_with_parents (parent, 0777) != 0)
        {
          int code = errno;
          g_autofree char *shown = g_filename_display_name (parent);

          g_set_error (error,
                       G_FILE_ERROR,
                       g_file_error_from_errno (code),
                       _ ("Failed to make the folder “%s”: %s"),
                       shown,
                       g_strerror (code));
          return FALSE;
        }
    }

  g_propagate_error (error, g_steal_pointer (&last));

  return FALSE;
}

static gboolean
write_entry (FanfoldMemo *self, FanfoldMemoEntry *entry, GError **error)
{
  g_autofree char *path =
      dup_path (self, entry->function_id, entry->key, FANFOLD_MEMO_ENTRY_SUFFIX);
  g_autofree char *result_path =
      dup_path (self, entry->function_id, entry->key, FANFOLD_MEMO_RESULT_SUFFIX);
  g_autofree char *text = NULL;
  gsize length;

  entry->apart = entry->result_bytes > LARGE_RESULT_BYTES;
  text = fanfold_memo_entry_to_text (entry, &length);
  if (length > FANFOLD_MEMO_MAX_ENTRY_BYTES || entry->result_bytes > FANFOLD_MEMO_MAX_RESULT_BYTES)
    {
      g_set_error (
          error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _ ("A result or its arguments are too large"));
      return FALSE;
    }
  if (entry->apart &&
      !write_file (self, result_path, entry->result_json, entry->result_bytes, error))
    return FALSE;
  if (!write_file (self, path, text, length, error))
    {
      if (entry->apart && access (path, F_OK) != 0)
        unlink (result_path);
      return FALSE;
    }
  if (!entry->apart)
    unlink (result_path);

  return TRUE;
}

static FanfoldMemoEntry *
make_entry (FanfoldFunction *function,
            const char *key,
            const char *arguments_json,
            const char *result_json,
            const char *const *outputs,
            double seconds,
            GError **error)
{
  g_autoptr (FanfoldMemoEntry) entry = fanfold_memo_entry_new ();

  entry->key = g_strdup (key);
  entry->function_id = g_strdup (fanfold_function_get_id (function));
  entry->version = g_strdup (fanfold_function_get_cache_version (function));
  entry->arguments_json = g_strdup (arguments_json);
  entry->machine = g_strdup (g_get_host_name ());
  entry->created_usec = g_get_real_time ();
  entry->seconds = seconds;
  fanfold_memo_entry_set_result (entry, result_json);

  for (guint i = 0; outputs != NULL && outputs[i] != NULL; i++)
    if (!fanfold_memo_entry_add_output (entry, outputs[i]))
      {
        g_autofree char *shown = g_filename_display_name (outputs[i]);

        g_set_error (error,
                     G_FILE_ERROR,
                     G_FILE_ERROR_FAILED,
                     _ ("The job's output “%s” cannot be found"),
                     shown);
        return NULL;
      }

  return g_steal_pointer (&entry);
}

static gboolean
give_up_store (FanfoldMemo *self, const GError *cause, GError **error)
{
  fanfold_memo_uses_add_unstored (self->uses);

  if (fanfold_memo_uses_is_news (self->uses, FANFOLD_MEMO_NEWS_STORE, cause->code))
    g_set_error (error,
                 FANFOLD_ERROR,
                 FANFOLD_ERROR_MEMO,
                 _ ("%s. The run goes on; results that are not kept are computed again next time."),
                 cause->message);

  return FALSE;
}

gboolean
fanfold_memo_store (FanfoldMemo *self,
                    FanfoldFunction *function,
                    const char *key,
                    const char *arguments_json,
                    const char *result_json,
                    const char *const *outputs,
                    double seconds,
                    GError **error)
{
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (FANFOLD_IS_FUNCTION (function), FALSE);
  g_return_val_if_fail (key != NULL && strlen (key) == FANFOLD_KEY_LENGTH, FALSE);
  g_return_val_if_fail (arguments_json != NULL, FALSE);
  g_return_val_if_fail (result_json != NULL, FALSE);

  entry = make_entry (function, key, arguments_json, result_json, outputs, seconds, &cause);
  if (entry == NULL || !write_entry (self, entry, &cause))
    return give_up_store (self, cause, error);

  if (fanfold_memo_uses_add_store (self->uses, function))
    {
      static const FanfoldMemoCounters none = { 0 };
      g_autofree char *folder = g_build_filename (self->folder, entry->function_id, NULL);
      g_auto (GStrv) params = fanfold_memo_uses_dup_param_ids (function);

      fanfold_memo_counters_add (
          folder, entry->function_id, entry->version, (const char *const *) params, &none);
    }

  return TRUE;
}

void
fanfold_memo_flush_counts (FanfoldMemo *self)
{
  g_return_if_fail (self != NULL);

  fanfold_memo_uses_flush (self->uses, self->folder);
}
