/* fanfold-cli-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fanfold-cli-progress.h"

void
fanfold_cli_sample_take (FanfoldCliSample *self, FanfoldRun *run)
{
  const guint64 *counts = fanfold_run_get_counts (run);

  self->n_done = fanfold_run_get_n_done (run);
  self->n_total = fanfold_run_get_n_jobs_total (run);
  self->growing = !fanfold_run_is_total_known (run);
  self->n_ahead = fanfold_run_get_n_ahead (run);
  self->n_cached = counts[FANFOLD_JOB_CACHED];
  self->n_failed =
      counts[FANFOLD_JOB_FAILED] + counts[FANFOLD_JOB_CRASHED] + counts[FANFOLD_JOB_TIMED_OUT];
  self->n_running = counts[FANFOLD_JOB_RUNNING];
  self->fraction = fanfold_run_get_fraction (run);
  self->elapsed = fanfold_run_get_elapsed (run);
  fanfold_run_get_remaining (run, &self->remaining);
  self->halt = fanfold_run_get_halt (run);
}

void
fanfold_cli_progress_free (FanfoldCliProgress *self)
{
  g_free (self);
}
