/* fanfold-input-rows.h: what the rows of a form's inputs have to do with each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-param-row.h"

G_BEGIN_DECLS

/* [main] all. @rows: array of FanfoldParamRow, in the order of the batch's inputs; @wanted: the
 * input that a setting names, which nothing else needs to use; or empty. */

/* Tells the templates among them which inputs they can be made of. */
void fanfold_input_rows_update_templates (GPtrArray *rows);

/* Whether another row than @row is called @name. */
gboolean fanfold_input_rows_is_taken (GPtrArray *rows, FanfoldParamRow *row, const char *name);

/* Whether @row is a column that nothing uses. That is no mistake, as tables have more of them than
 * a batch needs, and the batch goes without it. */
gboolean fanfold_input_rows_is_left_out (GPtrArray *rows, FanfoldParamRow *row, const char *wanted);

/* What still has to be done at @row, or NULL. @locked: the inputs are a run's, used or not.
 * (transfer full) */
char *fanfold_input_rows_describe_lack (GPtrArray *rows,
                                        FanfoldParamRow *row,
                                        const char *wanted,
                                        gboolean locked);

G_END_DECLS
