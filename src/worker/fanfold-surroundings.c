/* fanfold-surroundings.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-surroundings.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_SIGNALS 32 /* those of real time have no meaning of their own */
#define MAX_MORE_FDS 8

typedef struct
{
  dev_t device;
  ino_t inode;
  int flags;
} Place;

struct _FanfoldSurroundings
{
  Place folder;
  mode_t mask;
  char *locale;
  locale_t thread_locale;
  struct sigaction handlers[N_SIGNALS];
  sigset_t blocked;
  int priority;
  struct rlimit limits[RLIM_NLIMITS];
  Place streams[3];
  guint n_fds;
};

static Place
get_stream (int fd)
{
  struct stat info = { 0 };

  if (fstat (fd, &info) != 0)
    return (Place){ 0 };

  return (Place){ info.st_dev, info.st_ino, fcntl (fd, F_GETFL) };
}

static Place
get_folder (void)
{
  struct stat info = { 0 };

  if (stat (".", &info) != 0)
    return (Place){ 0 };

  return (Place){ info.st_dev, info.st_ino, 0 };
}

static gboolean
place_equal (Place a, Place b)
{
  return a.device == b.device && a.inode == b.inode && a.flags == b.flags;
}

static mode_t
get_mask (void)
{
  mode_t mask = umask (022);

  umask (mask);
  return mask;
}

/* Linux before 6.2 does not give the number as the folder's size. */
static guint
count_fds (void)
{
  struct stat info = { 0 };
  guint n = 0;
  int fd;

  if (stat ("/proc/self/fd", &info) == 0 && info.st_size > 0)
    return (guint) info.st_size;

  for (fd = 0; fd < 256; fd++)
    n += fcntl (fd, F_GETFD) >= 0;

  return n;
}

FanfoldSurroundings *
fanfold_surroundings_new (void)
{
  FanfoldSurroundings *self = g_new0 (FanfoldSurroundings, 1);
  int i;

  self->folder = get_folder ();
  self->mask = get_mask ();
  self->locale = g_strdup (setlocale (LC_ALL, NULL));
  self->thread_locale = uselocale ((locale_t) 0);
  for (i = 1; i < N_SIGNALS; i++)
    sigaction (i, NULL, &self->handlers[i]);
  sigprocmask (SIG_BLOCK, NULL, &self->blocked);
  self->priority = getpriority (PRIO_PROCESS, 0);
  for (i = 0; i < RLIM_NLIMITS; i++)
    getrlimit (i, &self->limits[i]);
  for (i = 0; i < 3; i++)
    self->streams[i] = get_stream (i);
  self->n_fds = count_fds ();

  return self;
}

static gboolean
has_other_handlers (FanfoldSurroundings *self)
{
  struct sigaction handler;
  int i;

  for (i = 1; i < N_SIGNALS; i++)
    if (sigaction (i, NULL, &handler) == 0 &&
        (handler.sa_sigaction != self->handlers[i].sa_sigaction ||
         handler.sa_flags != self->handlers[i].sa_flags))
      return TRUE;

  return FALSE;
}

static gboolean
has_other_blocked (FanfoldSurroundings *self)
{
  sigset_t blocked = { 0 };

  sigprocmask (SIG_BLOCK, NULL, &blocked);
  return memcmp (&blocked, &self->blocked, sizeof blocked) != 0;
}

static gboolean
has_other_limits (FanfoldSurroundings *self)
{
  struct rlimit limit;
  int i;

  for (i = 0; i < RLIM_NLIMITS; i++)
    if (getrlimit (i, &limit) == 0 &&
        (limit.rlim_cur != self->limits[i].rlim_cur || limit.rlim_max != self->limits[i].rlim_max))
      return TRUE;

  return FALSE;
}

const char *
fanfold_surroundings_find_change (FanfoldSurroundings *self)
{
  guint n_fds = count_fds ();
  int i;

  for (i = 0; i < 3; i++)
    if (!place_equal (get_stream (i), self->streams[i]))
      return "where a standard stream leads";
  if (n_fds < self->n_fds)
    return "what descriptors are open";
  if (n_fds > self->n_fds + MAX_MORE_FDS)
    return "how many descriptors are open";
  if (!place_equal (get_folder (), self->folder))
    return "the working folder";
  if (get_mask () != self->mask)
    return "the umask";
  if (uselocale ((locale_t) 0) != self->thread_locale ||
      strcmp (setlocale (LC_ALL, NULL), self->locale) != 0)
    return "the locale";
  if (has_other_handlers (self))
    return "the handling of a signal";
  if (has_other_blocked (self))
    return "which signals are blocked";
  if (getpriority (PRIO_PROCESS, 0) != self->priority)
    return "the nice level";
  if (has_other_limits (self))
    return "a limit of resources";

  return NULL;
}
