/* fanfold-inputs-group.h: the inputs of a form, as rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-batch.h"
#include "fanfold-param-row.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INPUTS_GROUP (fanfold_inputs_group_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldInputsGroup, fanfold_inputs_group, FANFOLD, INPUTS_GROUP, AdwPreferencesGroup)

/* [main] all. Signals "changed": other inputs; "counted": a row shows what was found on the disk,
 * how many values or what is wrong. */

/* A row for each parameter of @function; with a command, an input of files for it, too. */
void fanfold_inputs_group_set_up (FanfoldInputsGroup *self, FanfoldFunction *function);

/* The row of the input of that name, or NULL. (transfer none) */
FanfoldParamRow *fanfold_inputs_group_find_row (FanfoldInputsGroup *self, const char *name);

/* Adds to the input of the parameter flagged EACH where it takes files, else of the first parameter
 * that does, else to a free input of files. */
void fanfold_inputs_group_add_globs (FanfoldInputsGroup *self, const char *const *globs);

/* Puts what the rows say into @batch, which has its settings. */
void fanfold_inputs_group_get (FanfoldInputsGroup *self, FanfoldBatch *batch);
/* Takes over the inputs of a batch. False with FANFOLD_ERROR_INVALID where they cannot be shown. */
gboolean fanfold_inputs_group_set (FanfoldInputsGroup *self, FanfoldBatch *batch, GError **error);

/* Locked: what varies comes from the run that the batch's parent is, as it was there. */
void fanfold_inputs_group_set_locked (FanfoldInputsGroup *self, gboolean locked);

/* Fixed: what does not vary is as it is in a run that gets further inputs. */
void fanfold_inputs_group_set_fixed (FanfoldInputsGroup *self, gboolean fixed);

/* As fanfold_launch_form_describe_gap (). @wanted: as in fanfold-input-rows.h. */
char *
fanfold_inputs_group_describe_gap (FanfoldInputsGroup *self, const char *wanted, gboolean *wrong);

/* Moves the focus to the first input. */
void fanfold_inputs_group_enter (FanfoldInputsGroup *self);

/* Has every row look again at the disk. */
void fanfold_inputs_group_check_again (FanfoldInputsGroup *self);

G_END_DECLS
