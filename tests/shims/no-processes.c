/* no-processes.c: to be preloaded: a program of this name can start no process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As when the person has as many as are allowed, which does not hold for root. NO_PROCESSES: the
 * name, as /proc/self/comm says it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

pid_t fork (void);

static int
is_refused (void)
{
  const char *name = getenv ("NO_PROCESSES");
  char own[64] = "";
  FILE *file = fopen ("/proc/self/comm", "re");

  if (file != NULL)
    {
      if (fgets (own, sizeof own, file) != NULL)
        own[strcspn (own, "\n")] = '\0';
      fclose (file);
    }

  return name != NULL && strcmp (name, own) == 0;
}

pid_t
fork (void)
{
  pid_t (*real) (void) = (pid_t (*) (void)) dlsym (RTLD_NEXT, "fork");

  if (!is_refused ())
    return real ();

  errno = EAGAIN;
  return -1;
}

int
posix_spawn (pid_t *pid,
             const char *path,
             const posix_spawn_file_actions_t *actions,
             const posix_spawnattr_t *attributes,
             char *const *argv,
             char *const *envp)
{
  int (*real) (pid_t *,
               const char *,
               const posix_spawn_file_actions_t *,
               const posix_spawnattr_t *,
               char *const *,
               char *const *) = dlsym (RTLD_NEXT, "posix_spawn");

  return is_refused () ? EAGAIN : real (pid, path, actions, attributes, argv, envp);
}
