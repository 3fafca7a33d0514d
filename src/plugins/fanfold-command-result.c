/* fanfold-command-result.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-result.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fanfold-command-json.h"

#define USUAL_BYTES 4096

/* The person's own, and gone with the session, where there is such a one. */
static const char *
get_folder (void)
{
  static gsize folder;

  if (g_once_init_enter (&folder))
    {
      char *path = g_build_filename (g_get_user_runtime_dir (), "fanfold", NULL);

      if (g_mkdir_with_parents (path, 0700) != 0 || access (path, W_OK | X_OK) != 0)
        {
          g_free (path);
          path = g_build_filename (g_get_user_cache_dir (), "fanfold", "results", NULL);
          if (g_mkdir_with_parents (path, 0700) != 0 || access (path, W_OK | X_OK) != 0)
            {
              g_free (path);
              path = g_dir_make_tmp ("fanfold-XXXXXX", NULL);
            }
        }
      g_once_init_leave (&folder, (gsize) path);
    }

  return (const char *) folder;
}

char *
fanfold_command_result_dup_path (const FanfoldCall *call)
{
  static guint64 n_jobs;
  static guint32 random;
  const char *folder = get_folder ();

  /* Another machine may share the folder. */
  if (random == 0)
    random = g_random_int () | 1;

  return g_strdup_printf ("%s/result-%08x-%d-%" G_GUINT64_FORMAT ".json",
                          folder != NULL ? folder : "/nonexistent",
                          random,
                          (int) getpid (),
                          __atomic_fetch_add (&n_jobs, 1, __ATOMIC_RELAXED));
}

/* 0, or what went wrong. */
static int
read_all (int fd, GString *text)
{
  gssize n;

  do
    {
      gsize length = text->len;

      g_string_set_size (text, length + USUAL_BYTES);
      n = read (fd, text->str + length, USUAL_BYTES);
      g_string_set_size (text, length + (gsize) MAX (n, 0));
      if (text->len > FANFOLD_COMMAND_RESULT_MAX_BYTES)
        return EFBIG;
    }
  while (n > 0 || (n < 0 && errno == EINTR));

  return n < 0 ? errno : 0;
}

gboolean
fanfold_command_result_take (const char *path, char **json, char **message)
{
  /* A pipe that somebody made there must not be waited for. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  g_autoptr (GString) text = NULL;
  g_autofree char *mistake = NULL;
  int code;

  *json = NULL;
  *message = NULL;
  if (fd < 0 && errno == ENOENT)
    return TRUE;

  text = g_string_new (NULL);
  code = fd < 0 ? errno : read_all (fd, text);
  if (fd >= 0)
    close (fd);
  if (code == EISDIR)
    g_rmdir (path);
  else
    g_unlink (path);

  if (code != 0)
    mistake = g_strdup (g_strerror (code));
  else if (text->len == 0)
    return TRUE;
  else
    mistake = fanfold_command_json_find_mistake (text->str, text->len);
  if (mistake != NULL)
    {
      *message =
          g_strdup_printf ("What the command wrote to $FANFOLD_RESULT cannot be used: %s", mistake);
      return FALSE;
    }

  *json = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}
