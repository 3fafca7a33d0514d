/* fanfold-job-actions.h: what can be done with the selected jobs of a run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-selection.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_JOB_ACTIONS (fanfold_job_actions_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJobActions, fanfold_job_actions, FANFOLD, JOB_ACTIONS, GObject)

/* [main] all. Adds the group "jobs" to @page, with cancel, run-again, edit-again, copy-arguments,
 * copy-command and open-folder, for those selected in @view, its keys and @menu. @page is to own
 * it. (transfer full) */
FanfoldJobActions *fanfold_job_actions_new (GtkWidget *page,
                                            GtkColumnView *view,
                                            FanfoldJobSelection *selection,
                                            GMenuModel *menu);

/* @run: (nullable) whose jobs are in the selection's list from now on. */
void fanfold_job_actions_set_run (FanfoldJobActions *self, FanfoldRun *run);

/* The page is going: nothing happens any more. */
void fanfold_job_actions_stop (FanfoldJobActions *self);

G_END_DECLS
