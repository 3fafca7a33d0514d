/* fanfold-command-process.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fanfold-command-spawn.h"

#define USUAL_PATH "/usr/local/bin:/usr/bin:/bin"

/* A text without a "#!" line is one for sh. */
static int
spawn_script (const FanfoldCommandSpawn *plan, const char *path, pid_t *pid)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  FanfoldCommandSpawn script = *plan;

  g_ptr_array_add (words, (gpointer) "/bin/sh");
  g_ptr_array_add (words, (gpointer) path);
  for (guint i = 1; plan->words[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) plan->words[i]);
  g_ptr_array_add (words, NULL);
  script.words = (const char *const *) words->pdata;

  return fanfold_command_spawn (&script, "/bin/sh", pid);
}

static int
spawn_path (const FanfoldCommandSpawn *plan, const char *path, pid_t *pid)
{
  int code = fanfold_command_spawn (plan, path, pid);

  return code == ENOEXEC ? spawn_script (plan, path, pid) : code;
}

/* One that may not be run is worth a word where no other is found. *@found gets the file. */
static int
search_path (const FanfoldCommandSpawn *plan, const char *path, pid_t *pid, char **found)
{
  g_auto (GStrv) folders = g_strsplit (path, ":", -1);
  int code = ENOENT;

  for (guint i = 0; folders[i] != NULL; i++)
    {
      const char *folder = folders[i][0] != '\0' ? folders[i] : ".";
      g_autofree char *file = g_build_filename (folder, plan->words[0], NULL);
      int result;

      if (access (file, F_OK) != 0 || g_file_test (file, G_FILE_TEST_IS_DIR))
        continue;

      result = spawn_path (plan, file, pid);
      if (result == 0)
        *found = g_steal_pointer (&file);
      if (result != EACCES)
        return result;
      code = result;
    }

  return code;
}

/* Where the last program was found it is taken from again, as a shell does: looking through PATH
 * takes longer than all else that is done here. */
static int
spawn_in_path (const FanfoldCommandSpawn *plan, pid_t *pid)
{
  static char *last_word;
  static char *last_path;
  static char *last_file;
  const char *path = g_environ_getenv ((char **) plan->environment, "PATH");
  char *found = NULL;
  int code;

  if (path == NULL)
    path = USUAL_PATH;
  if (g_strcmp0 (plan->words[0], last_word) == 0 && g_strcmp0 (path, last_path) == 0 &&
      access (last_file, X_OK) == 0)
    return spawn_path (plan, last_file, pid);

  code = search_path (plan, path, pid, &found);
  if (found != NULL)
    {
      g_free (last_word);
      g_free (last_path);
      g_free (last_file);
      last_word = g_strdup (plan->words[0]);
      last_path = g_strdup (path);
      last_file = found;
    }

  return code;
}

int
fanfold_command_process_start (FanfoldCommandProcess *self,
                               const char *const *words,
                               const char *const *environment,
                               const char *folder,
                               int input)
{
  FanfoldCommandSpawn plan = {
    .words = words, .environment = environment, .folder = folder, .input = input
  };
  int out[2];
  int err[2];
  int code;

  *self = (FanfoldCommandProcess){ .out = -1, .err = -1, .pid_fd = -1 };
  if (pipe2 (out, O_CLOEXEC) != 0)
    return errno;
  if (pipe2 (err, O_CLOEXEC) != 0)
    {
      code = errno;
      close (out[0]);
      close (out[1]);
      return code;
    }

  self->out = out[0];
  self->err = err[0];
  fcntl (self->out, F_SETFL, O_NONBLOCK);
  fcntl (self->err, F_SETFL, O_NONBLOCK);
  plan.output = out[1];
  plan.error = err[1];
  code = strchr (words[0], '/') != NULL ? spawn_path (&plan, words[0], &self->pid)
                                        : spawn_in_path (&plan, &self->pid);
  close (out[1]);
  close (err[1]);

  return code;
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

void
fanfold_command_process_clear (FanfoldCommandProcess *self)
{
  close_fd (&self->out);
  close_fd (&self->err);
  close_fd (&self->pid_fd);
}

gboolean
fanfold_command_process_check (FanfoldCommandProcess *self)
{
  if (!self->has_ended && waitpid (self->pid, &self->status, WNOHANG) == self->pid)
    self->has_ended = TRUE;

  return self->has_ended;
}

int
fanfold_command_process_get_pid_fd (FanfoldCommandProcess *self)
{
#ifdef SYS_pidfd_open
  if (self->pid_fd < 0 && !self->has_ended)
    self->pid_fd = (int) syscall (SYS_pidfd_open, self->pid, 0);
#endif

  return self->pid_fd;
}

/* Once it was waited for, another may have its number; a group keeps it while it has members, but
 * who could tell. */
void
fanfold_command_process_signal (FanfoldCommandProcess *self, int number)
{
  if (self->has_ended)
    return;

  kill (-self->pid, number);
  if (number == SIGTERM)
    kill (-self->pid, SIGCONT);
}
