/* fanfold-command-result.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-result.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fanfold-command-json.h"

#define USUAL_BYTES 4096
/* Of files whose process is not seen: it may be another container's, or another machine's. */
#define OLD_SECONDS (60 * 60)
#define OLD_SHARED_SECONDS (7 * 24 * 60 * 60)

/* A process that has ended and that nobody has waited for has no program any more. */
static gboolean
is_alive (int pid)
{
  g_autofree char *program = g_strdup_printf ("/proc/%d/exe", pid);
  char target[1];

  if (kill (pid, 0) != 0)
    return errno != ESRCH;

  return readlink (program, target, sizeof target) >= 0 || errno != ENOENT;
}

/* "result-0a1b2c3d-PID-3.json": whether it is of a process that is no more, and may go. */
static gboolean
is_abandoned (const char *folder, const char *name, gint64 seconds)
{
  g_autofree char *path = NULL;
  struct stat info;
  int pid;

  if (sscanf (name, "result-%*8x-%d-", &pid) != 1 || is_alive (pid))
    return FALSE;

  path = g_build_filename (folder, name, NULL);

  return lstat (path, &info) == 0 && info.st_mtime + seconds < time (NULL);
}

/* What jobs wrote whose processes were killed. */
static void
remove_abandoned (const char *folder, gint64 seconds)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (is_abandoned (folder, name, seconds))
        g_unlink (path);
    }
}

/* The person's own, and gone with the session, where there is such a one. */
static const char *
get_folder (void)
{
  static gsize folder;

  if (g_once_init_enter (&folder))
    {
      char *path = g_build_filename (g_get_user_runtime_dir (), "fanfold", NULL);

      gint64 seconds = OLD_SECONDS;

      if (g_mkdir_with_parents (path, 0700) != 0 || access (path, W_OK | X_OK) != 0)
        {
          g_free (path);
          seconds = OLD_SHARED_SECONDS;
          path = g_build_filename (g_get_user_cache_dir (), "fanfold", "results", NULL);
          if (g_mkdir_with_parents (path, 0700) != 0 || access (path, W_OK | X_OK) != 0)
            {
              g_free (path);
              path = g_dir_make_tmp ("fanfold-XXXXXX", NULL);
            }
        }
      if (path != NULL)
        remove_abandoned (path, seconds);
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
