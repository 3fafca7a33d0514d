/* fanfold-job-list.h: the jobs of a run as a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-job.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_JOB_LIST (fanfold_job_list_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJobList, fanfold_job_list, FANFOLD, JOB_LIST, GObject)

/* [main] A GListModel of FanfoldJob over a table that others write. An object is made when it is
 * asked for and stays the same while anybody holds it; nothing ever goes over all jobs. (transfer
 * full) */
FanfoldJobList *fanfold_job_list_new (FanfoldJobTable *table, FanfoldCombine *combine);

/* [main] Where the inputs of jobs that have come are in another combine: that of a run that goes on
 * in another program is read anew. */
void fanfold_job_list_set_combine (FanfoldJobList *self, FanfoldCombine *combine);

/* [main] Jobs that have come since are in the list from now on. Brings those that somebody holds up
 * to date: those that run, and those whose block has changed. @now_usec: wall clock. Gives how many
 * were looked at. */
guint fanfold_job_list_sample (FanfoldJobList *self, gint64 now_usec);

/* [main] How many jobs somebody holds. */
guint fanfold_job_list_get_n_live (FanfoldJobList *self);

G_END_DECLS
