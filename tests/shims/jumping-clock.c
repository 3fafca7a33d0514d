/* jumping-clock.c: to be preloaded: the time of day jumps a day back and forth every 50 ms
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DAY (24 * 3600)
#define INTERVAL_NSEC (50 * 1000 * 1000)

/* As the C library declares them, but for what it says of pointers that cannot be NULL. */
int clock_gettime (clockid_t clock, struct timespec *now);
int gettimeofday (struct timeval *now, void *zone);
time_t time (time_t *now);

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  struct timespec steady;
  int status = (int) syscall (SYS_clock_gettime, clock, now);

  if (status != 0 || clock != CLOCK_REALTIME)
    return status;

  syscall (SYS_clock_gettime, CLOCK_MONOTONIC, &steady);
  now->tv_sec += (steady.tv_nsec / INTERVAL_NSEC % 3 - 1) * (time_t) DAY;

  return 0;
}

int
gettimeofday (struct timeval *now, void *zone)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;

  return 0;
}

time_t
time (time_t *now)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  if (now != NULL)
    *now = precise.tv_sec;

  return precise.tv_sec;
}
