/* fanfold-input-rows.h: what the rows of a form's inputs have to do with each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"
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

/* What is wrong at one of them, or has still to be done, or NULL; @wrong: (nullable) which of the
 * two. @locked: the inputs are a run's, used or not. (transfer full) */
char *fanfold_input_rows_describe_gap (GPtrArray *rows,
                                       const char *wanted,
                                       gboolean locked,
                                       gboolean *wrong);

/* The row of the input of that name, or NULL. (transfer none) */
FanfoldParamRow *fanfold_input_rows_find (GPtrArray *rows, const char *name);

/* Whether @function wants an input of files that feeds no parameter: it runs a command. */
gboolean fanfold_input_rows_needs_files (FanfoldFunction *function);

/* Where files go that come from elsewhere: the parameter flagged EACH where it takes files, else
 * the first that does, else a free input of files; NULL: there is none. (transfer none) */
FanfoldParamRow *fanfold_input_rows_find_files (GPtrArray *rows, FanfoldFunction *function);

G_END_DECLS
