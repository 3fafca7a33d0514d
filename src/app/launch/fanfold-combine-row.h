/* fanfold-combine-row.h: how the inputs of a form combine, and how many jobs that makes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-param-row.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_COMBINE_ROW (fanfold_combine_row_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldCombineRow, fanfold_combine_row, FANFOLD, COMBINE_ROW, AdwPreferencesRow)

/* [main] all. @rows: FanfoldParamRow, in the order of the batch's inputs. Signal "changed": another
 * way was chosen. */

/* Shows the groups of the rows' inputs, as a batch that was opened has them: as every combination
 * or all in step where they are that, else as they are. */
void fanfold_combine_row_take (FanfoldCombineRow *self, GPtrArray *rows);

/* The group of each row's input, in their order. (transfer full): of guint */
GArray *fanfold_combine_row_dup_groups (FanfoldCombineRow *self, GPtrArray *rows);

/* Shows the number of jobs, where several inputs vary, and at each row what goes in step with it.
 */
void fanfold_combine_row_update (FanfoldCombineRow *self, GPtrArray *rows);

/* (nullable) Why the inputs cannot go together, as a sentence. */
const char *fanfold_combine_row_get_error (FanfoldCombineRow *self);

G_END_DECLS
