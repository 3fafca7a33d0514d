/* fanfold-memo-counters.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-memo-counters.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/file.h>
#include <unistd.h>
#include "fanfold-memo-folder.h"

#define FUNCTION "Function"
#define COUNTERS "Counters"

#define LOCK_TRIES 50
#define LOCK_PAUSE_USEC (20 * 1000)

/* The folder itself is locked: a file of its own would lie about, and function.ini is replaced.
 * Where the file system has no locks, or somebody holds one for a second, it goes on without: then
 * a count may be lost, no more. -1: no such folder. */
static int
lock_folder (const char *folder)
{
  int fd;

  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return -1;

  for (guint i = 0; i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0 || (errno != EWOULDBLOCK && errno != EINTR))
        break;
      g_usleep (LOCK_PAUSE_USEC);
    }

  return fd;
}

static gboolean
load (const char *folder, const char *function_id, GKeyFile *file)
{
  g_autofree char *path = g_build_filename (folder, FANFOLD_MEMO_COUNTERS_FILE, NULL);
  g_autofree char *id = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
      !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return FALSE;

  id = g_key_file_get_string (file, FUNCTION, "id", NULL);

  return g_strcmp0 (id, function_id) == 0;
}

static void
get_counters (GKeyFile *file, FanfoldMemoCounters *counters)
{
  counters->n_hits = g_key_file_get_uint64 (file, COUNTERS, "hits", NULL);
  counters->n_misses = g_key_file_get_uint64 (file, COUNTERS, "misses", NULL);
  counters->n_stores = g_key_file_get_uint64 (file, COUNTERS, "stores", NULL);
  counters->seconds_saved = g_key_file_get_double (file, COUNTERS, "seconds-saved", NULL);
  if (!isfinite (counters->seconds_saved) || counters->seconds_saved < 0)
    counters->seconds_saved = 0;
}

static gboolean
save (const char *folder,
      const char *function_id,
      const char *version,
      const char *const *params,
      const FanfoldMemoCounters *counters)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (folder, FANFOLD_MEMO_COUNTERS_FILE, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_key_file_set_string (file, FUNCTION, "id", function_id);
  g_key_file_set_string (file, FUNCTION, "version", version);
  g_key_file_set_string_list (
      file, FUNCTION, "parameters", params, g_strv_length ((char **) params));
  g_key_file_set_uint64 (file, COUNTERS, "hits", counters->n_hits);
  g_key_file_set_uint64 (file, COUNTERS, "misses", counters->n_misses);
  g_key_file_set_uint64 (file, COUNTERS, "stores", counters->n_stores);
  g_key_file_set_double (file, COUNTERS, "seconds-saved", counters->seconds_saved);
  text = g_key_file_to_data (file, &length, NULL);

  return fanfold_memo_file_write (path, text, length, NULL);
}

gboolean
fanfold_memo_counters_read (const char *folder,
                            const char *function_id,
                            FanfoldMemoCounters *counters)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (function_id != NULL, FALSE);
  g_return_val_if_fail (counters != NULL, FALSE);

  *counters = (FanfoldMemoCounters){ 0 };
  if (!load (folder, function_id, file))
    return FALSE;

  get_counters (file, counters);

  return TRUE;
}

gboolean
fanfold_memo_counters_add (const char *folder,
                           const char *function_id,
                           const char *version,
                           const char *const *params,
                           const FanfoldMemoCounters *more)
{
  FanfoldMemoCounters counters;
  gboolean saved;
  int lock;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (function_id != NULL, FALSE);
  g_return_val_if_fail (version != NULL, FALSE);
  g_return_val_if_fail (params != NULL, FALSE);
  g_return_val_if_fail (more != NULL, FALSE);

  lock = lock_folder (folder);
  if (lock < 0)
    return FALSE;

  fanfold_memo_counters_read (folder, function_id, &counters);
  counters.n_hits += more->n_hits;
  counters.n_misses += more->n_misses;
  counters.n_stores += more->n_stores;
  counters.seconds_saved += more->seconds_saved;
  saved = save (folder, function_id, version, params, &counters);
  close (lock);

  return saved;
}
