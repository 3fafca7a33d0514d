/* fanfold-preview-jobs.h: the jobs that a batch would have, as a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-preflight.h"
#include "fanfold-preview-job.h"

G_BEGIN_DECLS

/* A GListModel of FanfoldPreviewJob: each is made when it is asked for and forgotten when nobody
 * holds it, so that a million cost nothing. */
#define FANFOLD_TYPE_PREVIEW_JOBS (fanfold_preview_jobs_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldPreviewJobs, fanfold_preview_jobs, FANFOLD, PREVIEW_JOBS, GObject)

/* [main] all. (transfer full) */
FanfoldPreviewJobs *fanfold_preview_jobs_new (FanfoldCombine *combine, FanfoldPreflight *preflight);

/* Takes over what was found of the jobs that somebody holds. */
void fanfold_preview_jobs_sample (FanfoldPreviewJobs *self);

/* How many somebody holds. */
guint fanfold_preview_jobs_get_n_live (FanfoldPreviewJobs *self);

G_END_DECLS
