/* fanfold-usage.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-usage.h"

#include <fcntl.h>
#include <unistd.h>

/* Setting the peak back costs more than to leave a little of it to the next job. */
#define LEAP_BYTES ((guint64) 1024 * 1024)

typedef struct
{
  gint64 cpu_nsec;
  guint64 peak_bytes;
  guint64 children_bytes;
} Look;

static gint64
sum_nsec (const struct rusage *usage)
{
  gint64 usec = (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * G_USEC_PER_SEC +
                usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;

  return usec * 1000;
}

static Look
look (FanfoldUsage *self)
{
  struct rusage own = { 0 };
  struct rusage children = { 0 };
  Look look = { 0 };

  getrusage (self->scope == FANFOLD_USAGE_THREAD ? RUSAGE_THREAD : RUSAGE_SELF, &own);
  look.cpu_nsec = sum_nsec (&own);
  if (self->scope == FANFOLD_USAGE_THREAD)
    return look;

  getrusage (RUSAGE_CHILDREN, &children);
  look.cpu_nsec += sum_nsec (&children);
  look.peak_bytes = (guint64) own.ru_maxrss * 1024;
  look.children_bytes = (guint64) children.ru_maxrss * 1024;

  return look;
}

/* Opened anew each time: a job may have closed what stood open, and something else stand there. */
static gboolean
set_peak_back (void)
{
  int fd = open ("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
  gboolean done;

  if (fd < 0)
    return FALSE;

  done = write (fd, "5", 1) == 1;
  close (fd);

  return done;
}

void
fanfold_usage_start (FanfoldUsage *self, FanfoldUsageScope scope)
{
  Look now;

  self->scope = scope;
  now = look (self);
  self->cpu_nsec = now.cpu_nsec;
  self->children_bytes = now.children_bytes;
  if (self->floor_bytes == 0)
    self->floor_bytes = now.peak_bytes;
}

/* What the job has of its own. */
static guint64
take_peak (FanfoldUsage *self, const Look *now)
{
  guint64 peak = now->peak_bytes;
  guint64 child = now->children_bytes > self->children_bytes ? now->children_bytes : 0;

  self->children_bytes = now->children_bytes;
  if (peak <= self->floor_bytes + LEAP_BYTES)
    {
      self->peak_bytes = self->is_stuck ? 0 : peak;
      return child > peak + LEAP_BYTES ? child : 0;
    }

  self->is_stuck = self->is_stuck || !set_peak_back ();
  self->floor_bytes = look (self).peak_bytes;
  self->peak_bytes = self->is_stuck ? 0 : self->floor_bytes;

  return MAX (peak, child);
}

void
fanfold_usage_take (FanfoldUsage *self, double *cpu_seconds, guint64 *peak_bytes)
{
  Look now = look (self);

  *cpu_seconds = (double) MAX (now.cpu_nsec - self->cpu_nsec, 0) / 1e9;
  *peak_bytes = self->scope == FANFOLD_USAGE_PROCESS ? take_peak (self, &now) : 0;
  self->cpu_nsec = now.cpu_nsec;
}

void
fanfold_usage_end (const FanfoldUsage *self,
                   const struct rusage *whole,
                   double *cpu_seconds,
                   guint64 *peak_bytes)
{
  gint64 cpu_nsec = sum_nsec (whole);
  gint64 before = CLAMP (__atomic_load_n (&self->cpu_nsec, __ATOMIC_RELAXED), 0, cpu_nsec);

  *cpu_seconds = (double) (cpu_nsec - before) / 1e9;
  *peak_bytes = self->is_stuck ? 0 : (guint64) whole->ru_maxrss * 1024;
}
