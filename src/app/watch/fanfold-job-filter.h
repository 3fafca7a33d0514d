/* fanfold-job-filter.h: which jobs of a run its table shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-job-list.h"
#include "fanfold-job-selection.h"
#include "fanfold-row-feed.h"

G_BEGIN_DECLS

#define FANFOLD_JOB_FILTER_FAILED                                                                  \
  (1u << FANFOLD_JOB_FAILED | 1u << FANFOLD_JOB_CRASHED | 1u << FANFOLD_JOB_TIMED_OUT)

#define FANFOLD_TYPE_JOB_FILTER (fanfold_job_filter_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJobFilter, fanfold_job_filter, FANFOLD, JOB_FILTER, AdwBin)

/* [main] all. Made by the template of the run's page: a button for the failed jobs, and a choice of
 * states with how many jobs are in each.
 *
 * Property, read only: "empty" (b: no job is in the state that is chosen). */

/* The table of which it chooses the model, once. Both outlive what is done with the widget until it
 * is given NULL for both. */
void fanfold_job_filter_set_table (FanfoldJobFilter *self,
                                   FanfoldRowFeed *feed,
                                   FanfoldJobSelection *selection);

/* Shows all of @jobs, which is over @table; NULL for both: none. */
void
fanfold_job_filter_set_jobs (FanfoldJobFilter *self, FanfoldJobList *jobs, FanfoldJobTable *table);

/* So many are in each state now. */
void fanfold_job_filter_set_counts (FanfoldJobFilter *self, const guint64 *counts);

G_END_DECLS
