/* fanfold-cpu.h: the cores that this process may use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  FANFOLD_CPU_LIMIT_NONE,     /* every core of the machine */
  FANFOLD_CPU_LIMIT_AFFINITY, /* sched_getaffinity() */
  FANFOLD_CPU_LIMIT_QUOTA     /* the CPU quota of the process's cgroup or one above it, v1 or v2 */
} FanfoldCpuLimit;

typedef struct
{
  guint n_online;        /* cores of the machine, at least 1 */
  guint n_usable;        /* what this process may use, at least 1: joblib's cpu_count () */
  guint n_physical;      /* physical cores among the usable ones, at least 1 */
  FanfoldCpuLimit limit; /* what set n_usable */
} FanfoldCpu;

/* [any] Looks it up afresh; reads a few small files below /proc and /sys. */
void fanfold_cpu_get (FanfoldCpu *cpu);

/* [any] The same below another root than "/", for tests; @affinity 0: ask the system. */
void fanfold_cpu_get_below (FanfoldCpu *cpu, const char *root, guint affinity);

G_END_DECLS
