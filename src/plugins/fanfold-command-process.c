/* fanfold-command-process.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fanfold-command-process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define USUAL_PATH "/usr/local/bin:/usr/bin:/bin"

typedef struct
{
  const char *const *words;
  const char *const *environment;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
} Plan;

static int
make_plan (Plan *self, const char *folder, int input, int out, int err)
{
  sigset_t all;
  sigset_t none;
  int code;

  posix_spawn_file_actions_init (&self->actions);
  posix_spawnattr_init (&self->attributes);
  sigfillset (&all);
  sigemptyset (&none);
  posix_spawnattr_setsigdefault (&self->attributes, &all);
  posix_spawnattr_setsigmask (&self->attributes, &none);
  posix_spawnattr_setpgroup (&self->attributes, 0);
  code = posix_spawnattr_setflags (
      &self->attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  if (code == 0)
    code = posix_spawn_file_actions_adddup2 (&self->actions, input, STDIN_FILENO);
  if (code == 0)
    code = posix_spawn_file_actions_adddup2 (&self->actions, out, STDOUT_FILENO);
  if (code == 0)
    code = posix_spawn_file_actions_adddup2 (&self->actions, err, STDERR_FILENO);
  if (code == 0 && folder != NULL)
    code = posix_spawn_file_actions_addchdir_np (&self->actions, folder);
#if __GLIBC_PREREQ(2, 34)
  if (code == 0)
    code = posix_spawn_file_actions_addclosefrom_np (&self->actions, STDERR_FILENO + 1);
#endif

  return code;
}

static void
clear_plan (Plan *self)
{
  posix_spawn_file_actions_destroy (&self->actions);
  posix_spawnattr_destroy (&self->attributes);
}

/* A text without a "#!" line is one for sh. */
static int
spawn_script (const Plan *self, const char *path, pid_t *pid)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, (gpointer) "/bin/sh");
  g_ptr_array_add (words, (gpointer) path);
  for (guint i = 1; self->words[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) self->words[i]);
  g_ptr_array_add (words, NULL);

  return posix_spawn (pid,
                      "/bin/sh",
                      &self->actions,
                      &self->attributes,
                      (char *const *) words->pdata,
                      (char *const *) self->environment);
}

static int
spawn_path (const Plan *self, const char *path, pid_t *pid)
{
  int code = posix_spawn (pid,
                          path,
                          &self->actions,
                          &self->attributes,
                          (char *const *) self->words,
                          (char *const *) self->environment);

  return code == ENOEXEC ? spawn_script (self, path, pid) : code;
}

/* One that may not be run is worth a word where no other is found. */
static int
spawn_in_path (const Plan *self, pid_t *pid)
{
  const char *path = g_environ_getenv ((char **) self->environment, "PATH");
  g_auto (GStrv) folders = g_strsplit (path != NULL ? path : USUAL_PATH, ":", -1);
  int code = ENOENT;

  for (guint i = 0; folders[i] != NULL; i++)
    {
      const char *folder = folders[i][0] != '\0' ? folders[i] : ".";
      g_autofree char *file = g_build_filename (folder, self->words[0], NULL);
      int found;

      if (access (file, F_OK) != 0 || g_file_test (file, G_FILE_TEST_IS_DIR))
        continue;

      found = spawn_path (self, file, pid);
      if (found != EACCES)
        return found;
      code = found;
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
  Plan plan = { .words = words, .environment = environment };
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
  code = make_plan (&plan, folder, input, out[1], err[1]);
  if (code == 0)
    code = strchr (words[0], '/') != NULL ? spawn_path (&plan, words[0], &self->pid)
                                          : spawn_in_path (&plan, &self->pid);
  clear_plan (&plan);
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
