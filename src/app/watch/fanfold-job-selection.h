/* fanfold-job-selection.h: which of the jobs in a list are selected
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include "fanfold-ranges.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_JOB_SELECTION (fanfold_job_selection_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldJobSelection, fanfold_job_selection, FANFOLD, JOB_SELECTION, GObject)

/* [main] all. A GtkSelectionModel of any number of jobs. GtkMultiSelection makes an object of each
 * that is selected; here a million are a bitset and nothing else. Made by templates, too.
 *
 * Properties: "model" (GListModel, nullable: as fanfold_job_selection_set_model ()),
 * "selected-item" (FanfoldJob, nullable, read only: the one that was selected last). */
FanfoldJobSelection *fanfold_job_selection_new (void);

/* @model: (nullable) a list of jobs, all of a run or those that failed, or a slice from the start
 * of such a list. Nothing is selected then. */
void fanfold_job_selection_set_model (FanfoldJobSelection *self, GListModel *model);

/* (nullable) (transfer none) */
gpointer fanfold_job_selection_get_selected_item (FanfoldJobSelection *self);

/* Which they are, by their numbers in the run. (transfer full) */
FanfoldRanges *fanfold_job_selection_dup_jobs (FanfoldJobSelection *self);

guint64 fanfold_job_selection_get_size (FanfoldJobSelection *self);

G_END_DECLS
