/* fanfold-failed-jobs.h: those jobs of a run that have failed, as a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-list.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FAILED_JOBS (fanfold_failed_jobs_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFailedJobs, fanfold_failed_jobs, FANFOLD, FAILED_JOBS, GObject)

/* [main] A GListModel of those FanfoldJobs of @jobs, which is over @table, that have failed,
 * crashed or timed out, by their number; empty until it is brought up to date. (transfer full) */
FanfoldFailedJobs *fanfold_failed_jobs_new (FanfoldJobList *jobs, FanfoldJobTable *table);

/* [main] The number in the run of what stands at @position. */
guint64 fanfold_failed_jobs_get_index (FanfoldFailedJobs *self, guint position);

/* [main] Looks at blocks that have changed since, at some dozens only. Gives whether that was all
 * of them: else there is more to do. */
gboolean fanfold_failed_jobs_update (FanfoldFailedJobs *self);

G_END_DECLS
