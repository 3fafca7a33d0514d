/* fanfold-launch-form.h: the form of one function: its inputs and how the run is to go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-batch.h"
#include "fanfold-cpu.h"
#include "fanfold-param-row.h"
#include "fanfold-run.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LAUNCH_FORM (fanfold_launch_form_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLaunchForm, fanfold_launch_form, FANFOLD, LAUNCH_FORM, AdwBin)

/* [main] all. Signals "changed": another batch; "blamed": a row shows what an expansion
 * found wrong. */

/* @cpu: the cores that there are. (transfer floating) */
GtkWidget *fanfold_launch_form_new (FanfoldFunction *function, const FanfoldCpu *cpu);

FanfoldFunction *fanfold_launch_form_get_function (FanfoldLaunchForm *self);

/* The row of the input of that name, a parameter's id or a free one, or NULL. (transfer none) */
FanfoldParamRow *fanfold_launch_form_find_row (FanfoldLaunchForm *self, const char *id);

/* The batch as the form stands; what is missing or wrong is not looked at. (transfer full) */
FanfoldBatch *fanfold_launch_form_dup_batch (FanfoldLaunchForm *self);

/* Takes over a batch of the same function. False with FANFOLD_ERROR_INVALID where it cannot show
 * all of it: such a form is for throwing away. */
gboolean
fanfold_launch_form_set_batch (FanfoldLaunchForm *self, FanfoldBatch *batch, GError **error);

/* (nullable) Of the batch that it took over, while it is limited to some jobs of that. (transfer
 * none) */
FanfoldBatchParent *fanfold_launch_form_get_parent (FanfoldLaunchForm *self);
/* A batch that had a parent has none from now on: its inputs are looked up anew. */
void fanfold_launch_form_drop_parent (FanfoldLaunchForm *self);

/* (nullable) The run that its inputs are to be added to: until then, or until another batch is
 * taken over, what is the same in all jobs cannot be edited. (transfer none) */
FanfoldRun *fanfold_launch_form_get_target (FanfoldLaunchForm *self);
void fanfold_launch_form_set_target (FanfoldLaunchForm *self, FanfoldRun *target);

/* Adds files and folders (of GFile) to the input of the parameter flagged EACH where it takes
 * files, else of the first parameter that does. Which of them are folders is found out off the main
 * thread: "changed" tells when they are there. */
void fanfold_launch_form_add_files (FanfoldLaunchForm *self, GListModel *files);

/* Moves the focus to the first input. */
void fanfold_launch_form_enter (FanfoldLaunchForm *self);

/* Adds @globs to those of the input @name that are left out, where it takes files. */
void
fanfold_launch_form_leave_out (FanfoldLaunchForm *self, const char *name, const char *const *globs);

/* NULL where the batch can be expanded, else what is missing or wrong, as a sentence; @wrong
 * (out) (nullable): rather wrong than missing. (transfer full) */
char *fanfold_launch_form_describe_gap (FanfoldLaunchForm *self, gboolean *wrong);

/* An expansion of its batch has failed: has every row look again, off the main thread, and
 * show what is wrong with it. */
void fanfold_launch_form_blame (FanfoldLaunchForm *self);

/* [main] Whether files from elsewhere can be inputs of its function. */
gboolean fanfold_launch_form_takes_files (FanfoldLaunchForm *self);

G_END_DECLS
