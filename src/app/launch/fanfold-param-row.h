/* fanfold-param-row.h: one parameter in the form: its words, its kind of input, its editor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-input.h"
#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PARAM_ROW (fanfold_param_row_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldParamRow, fanfold_param_row, FANFOLD, PARAM_ROW, AdwPreferencesRow)

/* [main] all. Property "param" (FanfoldParam, construct only). Signal "changed": another input. */

/* Opens with the parameter's default; one that is flagged EACH with files, a range or a list.
 * (transfer floating) */
GtkWidget *fanfold_param_row_new (FanfoldParam *param);

FanfoldParam *fanfold_param_row_get_param (FanfoldParamRow *self);

/* Whether inputs of that kind fit the parameter's type. */
gboolean fanfold_param_row_has_kind (FanfoldParamRow *self, FanfoldInputKind kind);
FanfoldInputKind fanfold_param_row_get_kind (FanfoldParamRow *self);
void fanfold_param_row_set_kind (FanfoldParamRow *self, FanfoldInputKind kind);

/* The editor of the kind that is shown. (transfer none) */
FanfoldInputEditor *fanfold_param_row_get_editor (FanfoldParamRow *self);

/* NULL where nothing feeds the parameter: its default counts then. (transfer full) */
FanfoldInput *fanfold_param_row_dup_input (FanfoldParamRow *self);

/* Takes over a batch's input. False with FANFOLD_ERROR_INVALID where the row cannot show it. */
gboolean fanfold_param_row_set_input (FanfoldParamRow *self, FanfoldInput *input, GError **error);

/* (nullable) What is wrong with the input, as a sentence. */
const char *fanfold_param_row_get_error (FanfoldParamRow *self);

/* A needed value is still missing: not wrong, but the batch cannot be launched. */
gboolean fanfold_param_row_is_missing (FanfoldParamRow *self);

/* Shows what an expansion found wrong, until the next change. */
void fanfold_param_row_blame (FanfoldParamRow *self, const char *message);

G_END_DECLS
