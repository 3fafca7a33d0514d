/* fanfold-memo-read.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo-read.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fanfold-memo-folder.h"

static char *
dup_path (const char *folder, const char *function_id, const char *key, const char *suffix)
{
  const char fan[] = { key[0], key[1], '\0' };

  return g_strconcat (folder, "/", function_id, "/", fan, "/", key, suffix, NULL);
}

/* Whatever stands at @path: a pipe does not hold it up and a device is not read. (transfer full)
 * NULL with errno. */
static char *
read_file (const char *path, gsize max_bytes, struct stat *status)
{
  g_autofree char *text = NULL;
  gsize n_have = 0;
  gssize n_read;
  int fd, code;

  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    return NULL;

  code = fstat (fd, status) == 0 ? 0 : errno;
  if (code == 0 && (!S_ISREG (status->st_mode) || (guint64) status->st_size > max_bytes))
    code = EINVAL;
  if (code == 0)
    text = g_try_malloc ((gsize) status->st_size + 1);
  if (code == 0 && text == NULL)
    code = ENOMEM;

  while (code == 0 && n_have < (gsize) status->st_size)
    {
      n_read = read (fd, text + n_have, (gsize) status->st_size - n_have);
      if (n_read < 0 && errno != EINTR)
        code = errno;
      else if (n_read == 0)
        status->st_size = (off_t) n_have;
      else if (n_read > 0)
        n_have += (gsize) n_read;
    }
  close (fd);

  errno = code;
  if (code != 0)
    return NULL;

  text[n_have] = '\0';

  return g_steal_pointer (&text);
}

static guint64
get_bytes_on_disk (const struct stat *status)
{
  return (guint64) status->st_blocks * 512;
}

/* What says nothing of the entry: it is not there, or the system is short of something. */
static gboolean
is_plain_miss (int code)
{
  return code == ENOENT || code == ENOTDIR || code == EMFILE || code == ENFILE || code == ENOMEM ||
         code == EINTR;
}

static gboolean
is_for (const FanfoldMemoEntry *entry, FanfoldFunction *function)
{
  return g_str_equal (entry->function_id, fanfold_function_get_id (function)) &&
         g_str_equal (entry->version, fanfold_function_get_cache_version (function));
}

/* False where the result is not there or not the one: @reason then says why, or stays NULL where
 * somebody removes the entry at this moment. */
static gboolean
read_result (const char *folder, FanfoldMemoEntry *entry, const char **reason)
{
  g_autofree char *path =
      dup_path (folder, entry->function_id, entry->key, FANFOLD_MEMO_RESULT_SUFFIX);
  g_autofree char *entry_path =
      dup_path (folder, entry->function_id, entry->key, FANFOLD_MEMO_ENTRY_SUFFIX);
  g_autofree char *text = NULL;
  struct stat status;

  text = read_file (path, FANFOLD_MEMO_MAX_RESULT_BYTES, &status);
  if (text == NULL && is_plain_miss (errno) && (errno != ENOENT || access (entry_path, F_OK) != 0))
    return FALSE;

  if (text == NULL || !fanfold_memo_entry_take_result (entry, text, (gsize) status.st_size))
    {
      *reason = _ ("has lost its result");
      return FALSE;
    }

  g_steal_pointer (&text);
  entry->bytes += get_bytes_on_disk (&status);

  return TRUE;
}

static gboolean
has_result (const char *folder, const FanfoldMemoEntry *entry)
{
  g_autofree char *path =
      dup_path (folder, entry->function_id, entry->key, FANFOLD_MEMO_RESULT_SUFFIX);
  struct stat status;

  return stat (path, &status) == 0 && (guint64) status.st_size == entry->result_bytes;
}

FanfoldMemoEntry *
fanfold_memo_read_entry (const char *folder,
                         FanfoldFunction *function,
                         const char *key,
                         gboolean whole,
                         const char **reason)
{
  g_autofree char *path =
      dup_path (folder, fanfold_function_get_id (function), key, FANFOLD_MEMO_ENTRY_SUFFIX);
  g_autoptr (FanfoldMemoEntry) entry = NULL;
  g_autofree char *text = NULL;
  struct stat status;

  text = read_file (path, FANFOLD_MEMO_MAX_ENTRY_BYTES, &status);
  if (text == NULL)
    {
      if (!is_plain_miss (errno))
        *reason = errno == EINVAL ? _ ("is not a file of ours") : _ ("cannot be read");
      return NULL;
    }

  entry = fanfold_memo_entry_new_from_text (text, (gsize) status.st_size, key);
  if (entry == NULL)
    {
      *reason = _ ("is damaged or not ours");
      return NULL;
    }
  if (!is_for (entry, function))
    {
      *reason = _ ("belongs to another function or version");
      return NULL;
    }

  entry->bytes = get_bytes_on_disk (&status);
  if (entry->apart && !(whole ? read_result (folder, entry, reason) : has_result (folder, entry)))
    return NULL;

  return g_steal_pointer (&entry);
}
