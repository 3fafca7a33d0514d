/* fanfold-filtered-jobs.h: those jobs of a run that are in some states, as a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-list.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FILTERED_JOBS (fanfold_filtered_jobs_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFilteredJobs, fanfold_filtered_jobs, FANFOLD, FILTERED_JOBS, GObject)

/* [main] A GListModel of those FanfoldJobs of @jobs, which is over @table, that are in one of
 * @states, a mask of 1 << FanfoldJobState, by their number; empty until it is brought up to date.
 * (transfer full) */
FanfoldFilteredJobs *
fanfold_filtered_jobs_new (FanfoldJobList *jobs, FanfoldJobTable *table, guint states);

/* [main] The number in the run of what stands at @position. */
guint64 fanfold_filtered_jobs_get_index (FanfoldFilteredJobs *self, guint position);

/* [main] Looks at blocks that have changed since, at some dozens only and for some milliseconds.
 * Gives whether that was all of them: else there is more to do. */
gboolean fanfold_filtered_jobs_update (FanfoldFilteredJobs *self);

G_END_DECLS
