/* fanfold-usage.h: what jobs use of the processor and of memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <sys/resource.h>

G_BEGIN_DECLS

/* A shorter job is not looked at: it waits for nothing, starts no process and touches less than a
 * megabyte, so that its processor time is its own time, and asking would cost it some percent. */
#define FANFOLD_USAGE_SHORT_NSEC ((gint64) 20 * 1000)

typedef enum
{
  FANFOLD_USAGE_THREAD, /* processor time of the thread alone, no memory: others use that, too */
  FANFOLD_USAGE_PROCESS /* and of those of its children that it has waited for */
} FanfoldUsageScope;

/* Looks before a row of jobs and after each that took long enough. One thread. */
typedef struct
{
  FanfoldUsageScope scope;
  gint64 cpu_nsec;        /* when the next job began */
  guint64 peak_bytes;     /* since it was set back last; 0: not known */
  guint64 floor_bytes;    /* what it was then, which is no job's own */
  guint64 children_bytes; /* the largest child up to now: the kernel tells no other */
  gboolean is_stuck;      /* it cannot be set back */
} FanfoldUsage;

/* [slot] A row of jobs begins. Zeroed at first. */
void fanfold_usage_start (FanfoldUsage *self, FanfoldUsageScope scope);

/* [slot] The processor was used for so long by a job that is not looked at. */
static inline void
fanfold_usage_skip (FanfoldUsage *self, gint64 nsec)
{
  self->cpu_nsec += nsec;
}

/* [slot] What the job that is over has used; the next one begins now. @peak_bytes: of the process,
 * or of the largest child where it is larger than those of the jobs before; 0 where it stands out
 * less than a megabyte from peak_bytes, which is what such jobs have. */
void fanfold_usage_take (FanfoldUsage *self, double *cpu_seconds, guint64 *peak_bytes);

/* [any] The same of a job with which its process ended, as wait4 () says of that. What stands in
 * @self is not believed. */
void fanfold_usage_end (const FanfoldUsage *self,
                        const struct rusage *whole,
                        double *cpu_seconds,
                        guint64 *peak_bytes);

G_END_DECLS
