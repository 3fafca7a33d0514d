/* fanfold-family.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-family.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ROUNDS 50 /* against a descendant that keeps forking */
#define ROUND_USEC 2000
#define MAX_STOP_ROUNDS 5

typedef struct
{
  pid_t pid;
  pid_t parent;
  gboolean dead; /* a zombie */
  gboolean stopped;
  gboolean ours;
} Process;

/* The command's name stands in parentheses and may hold any byte, so the last one ends it. */
static gboolean
read_process (const char *name, Process *process)
{
  g_autofree char *path = g_build_filename ("/proc", name, "stat", NULL);
  g_autofree char *text = NULL;
  const char *behind;
  char state;
  int parent;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;

  behind = strrchr (text, ')');
  if (behind == NULL || sscanf (behind + 1, " %c %d", &state, &parent) != 2)
    return FALSE;

  *process = (Process){ .pid = (pid_t) atoi (name),
                        .parent = (pid_t) parent,
                        .dead = state == 'Z' || state == 'X',
                        .stopped = state == 'T' || state == 't' };
  return TRUE;
}

static GArray *
read_processes (void)
{
  GArray *processes = g_array_new (FALSE, FALSE, sizeof (Process));
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Process process;

      if (g_ascii_isdigit (name[0]) && read_process (name, &process))
        g_array_append_val (processes, process);
    }

  return processes;
}

static gboolean
is_ours (GArray *processes, pid_t pid)
{
  guint i;

  if (pid == getpid ())
    return TRUE;

  for (i = 0; i < processes->len; i++)
    {
      const Process *process = &g_array_index (processes, Process, i);

      if (process->pid == pid)
        return process->ours;
    }

  return FALSE;
}

/* Marks the children of those marked until nothing changes. */
static void
mark_ours (GArray *processes)
{
  gboolean changed = TRUE;
  guint i;

  while (changed)
    {
      changed = FALSE;
      for (i = 0; i < processes->len; i++)
        {
          Process *process = &g_array_index (processes, Process, i);

          if (!process->ours && is_ours (processes, process->parent))
            {
              process->ours = TRUE;
              changed = TRUE;
            }
        }
    }
}

guint
fanfold_family_signal (int signal_number, pid_t keep)
{
  g_autoptr (GArray) processes = read_processes ();
  guint n = 0;
  guint i;

  mark_ours (processes);
  for (i = 0; i < processes->len; i++)
    {
      const Process *process = &g_array_index (processes, Process, i);

      if (!process->ours || process->dead || process->pid == keep)
        continue;

      kill (process->pid, signal_number);
      n++;
    }

  return n;
}

/* One that forks meanwhile has a child that was not there to be seen. */
void
fanfold_family_stop (void)
{
  gboolean found = TRUE;
  guint round;

  for (round = 0; found && round < MAX_STOP_ROUNDS; round++)
    {
      g_autoptr (GArray) processes = read_processes ();
      guint i;

      found = FALSE;
      mark_ours (processes);
      for (i = 0; i < processes->len; i++)
        {
          const Process *process = &g_array_index (processes, Process, i);

          if (process->ours && !process->dead && !process->stopped)
            found = kill (process->pid, SIGSTOP) == 0 || found;
        }
    }
}

static void
take_in (pid_t keep)
{
  siginfo_t info = { 0 };

  /* The kept one's end is for others to take in. */
  while (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0 &&
         info.si_pid != keep)
    {
      waitpid (info.si_pid, NULL, 0);
      info.si_pid = 0;
    }
}

guint
fanfold_family_end (pid_t keep)
{
  guint n_ended = 0;
  guint round;

  for (round = 0; round < MAX_ROUNDS; round++)
    {
      guint n = fanfold_family_signal (SIGKILL, keep);

      take_in (keep);
      if (n == 0)
        break;

      n_ended = MAX (n_ended, n);
      g_usleep (ROUND_USEC);
    }

  return n_ended;
}

gboolean
fanfold_family_has_others (pid_t keep)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  char text[64];
  char *end;
  gssize length;
  long pid;
  int fd;

  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return TRUE;

  length = read (fd, text, sizeof text - 1);
  close (fd);
  if (length <= 0)
    return length < 0;

  text[length] = '\0';
  pid = strtol (text, &end, 10);

  return pid != (long) keep || *g_strchug (end) != '\0';
}

void
fanfold_family_end_runner (pid_t runner)
{
  if (runner > 0)
    {
      kill (runner, SIGKILL);
      waitpid (runner, NULL, 0);
    }
  take_in (0);
  if (fanfold_family_has_others (0))
    fanfold_family_end (0);
}
