/* bench-bare.c: the jobs' work in a bare process, and how much of it 5 ms are
 *
 * bench-bare N_JOBS N_STEPS | bench-bare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "burn.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TRIAL_STEPS ((uint64_t) 1000000)
#define N_TRIALS 50
#define JOB_SECONDS 0.005

static volatile uint64_t sink;

static double
now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static uint64_t
find_n_steps (void)
{
  double least = 1e9;

  for (int i = 0; i < N_TRIALS; i++)
    {
      double begin = now ();
      double seconds;

      sink = burn (TRIAL_STEPS);
      seconds = now () - begin;
      least = seconds < least ? seconds : least;
    }

  return (uint64_t) (TRIAL_STEPS * JOB_SECONDS / least);
}

int
main (int argc, char *argv[])
{
  if (argc != 3)
    {
      printf ("%llu\n", (unsigned long long) find_n_steps ());
      return 0;
    }

  for (long i = atol (argv[1]); i > 0; i--)
    sink = burn (strtoull (argv[2], NULL, 10));

  return 0;
}
