/* fanfold-runner.h: the process in which the plugin's code runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/types.h>

#include "fanfold-runner-board.h"

G_BEGIN_DECLS

/* How jobs are to find their process. */
typedef struct
{
  const char *folder; /* (nullable) */
  int nice;
  int io_priority; /* a FanfoldIoPriority */
  guint slot;
  guint n_pinned;  /* slots that have cores of their own; 0: any may be used */
  guint n_threads; /* that libraries may start of their own accord; 0: as the environment says */
} FanfoldRunnerOptions;

/* What a runner and its worker have in common, as it is right after the fork. */
typedef struct
{
  FanfoldFunction *function;
  const FanfoldRunnerOptions *options;
  pid_t worker;
  guint8 *memory;  /* FANFOLD_RUNNER_MEMORY_BYTES */
  int memory_fd;   /* of the same, the worker's own */
  int wake_runner; /* eventfds */
  int wake_worker;
  int out[2]; /* pipes: read end, write end */
  int err[2];
  int log[2];
} FanfoldRunnerPlace;

/* In the new process: runs bundles until it is killed. */
_Noreturn void fanfold_runner_main (const FanfoldRunnerPlace *place);

G_END_DECLS
