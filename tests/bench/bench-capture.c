/* bench-capture.c: a process after the other whose output is read, in several processes
 *
 * bench-capture N_PROCESSES N PROGRAM: the least that N jobs of a command can cost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <stdlib.h>

#include "capture.h"

static int
run_all (const char *program, int n)
{
  char text[2][CAPTURE_BYTES];

  for (int i = 0; i < n; i++)
    if (capture (program, text) != 0)
      return 1;

  return 0;
}

int
main (int argc, char *argv[])
{
  int n_processes = argc > 3 ? atoi (argv[1]) : 0;
  int n = argc > 3 ? atoi (argv[2]) : 0;
  int failed = 0;
  int status;

  if (n_processes < 1)
    {
      fprintf (stderr, "Usage: bench-capture N_PROCESSES N PROGRAM\n");
      return 2;
    }

  for (int i = 0; i < n_processes; i++)
    if (fork () == 0)
      _exit (run_all (argv[3], n * (i + 1) / n_processes - n * i / n_processes));
  while (wait (&status) > 0)
    failed |= status;

  return failed != 0;
}
