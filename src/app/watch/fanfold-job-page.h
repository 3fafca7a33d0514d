/* fanfold-job-page.h: the chosen job: its log, result and arguments
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-job.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_JOB_PAGE (fanfold_job_page_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJobPage, fanfold_job_page, FANFOLD, JOB_PAGE, AdwBin)

/* [main] Shows @job of @run, and reads what it writes while it runs and is shown. @job: (nullable)
 * none is chosen; it has to be kept up to date by somebody else. */
void fanfold_job_page_set_job (FanfoldJobPage *self, FanfoldRun *run, FanfoldJob *job);

G_END_DECLS
