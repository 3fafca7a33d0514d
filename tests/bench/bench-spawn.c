/* bench-spawn.c: runs a command and prints its seconds and its peak memory
 *
 * bench-spawn COMMAND [ARGUMENT…]: "wall user+sys bytes" on standard error. Small itself, as a
 * process is charged with the memory of the one that it was forked from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static double
to_seconds (struct timeval time)
{
  return (double) time.tv_sec + (double) time.tv_usec / 1e6;
}

int
main (int argc, char *argv[])
{
  double begin = now ();
  struct rusage usage;
  int status;
  pid_t child;

  if (argc < 2)
    return 2;

  child = fork ();
  if (child == 0)
    {
      execvp (argv[1], argv + 1);
      perror (argv[1]);
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) < 0)
    return 2;

  fprintf (stderr,
           "%.6f %.6f %ld\n",
           now () - begin,
           to_seconds (usage.ru_utime) + to_seconds (usage.ru_stime),
           usage.ru_maxrss * 1024);

  return WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}
