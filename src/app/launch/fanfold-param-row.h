/* fanfold-param-row.h: one input in the form: its words, its kind, its editor, how many values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-input.h"
#include "fanfold-input-editor.h"
#include "fanfold-template.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_PARAM_ROW (fanfold_param_row_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldParamRow, fanfold_param_row, FANFOLD, PARAM_ROW, AdwPreferencesRow)

/* [main] all. Signals
 * "changed": another input; "counted": its values were counted, or found wrong; "removed": the
 * person wants a free input away. */

/* Opens with the parameter's default; one that is flagged EACH with files, a range or a list; a
 * command with a template. (transfer floating) */
GtkWidget *fanfold_param_row_new (FanfoldParam *param);

/* An input that feeds no parameter, under a name that can be edited. (transfer floating) */
GtkWidget *fanfold_param_row_new_free (const char *name);

/* Whether it feeds no parameter. */
gboolean fanfold_param_row_is_free (FanfoldParamRow *self);

/* The input's name: the parameter's id, or what a person calls it. */
const char *fanfold_param_row_get_name (FanfoldParamRow *self);
/* What people call it. */
const char *fanfold_param_row_get_label (FanfoldParamRow *self);

/* Whether another input has that name. */
void fanfold_param_row_set_taken (FanfoldParamRow *self, gboolean taken);
/* Puts the cursor into the name of a free input. */
void fanfold_param_row_edit_name (FanfoldParamRow *self);

/* Whether inputs of that kind fit. */
gboolean fanfold_param_row_has_kind (FanfoldParamRow *self, FanfoldInputKind kind);
FanfoldInputKind fanfold_param_row_get_kind (FanfoldParamRow *self);
void fanfold_param_row_set_kind (FanfoldParamRow *self, FanfoldInputKind kind);

/* The editor of the kind that is shown. (transfer none) */
FanfoldInputEditor *fanfold_param_row_get_editor (FanfoldParamRow *self);

/* NULL where nothing feeds the parameter: its default counts then. (transfer full) */
FanfoldInput *fanfold_param_row_dup_input (FanfoldParamRow *self);

/* Takes over a batch's input, and its group. False with FANFOLD_ERROR_INVALID where the row cannot
 * show it. */
gboolean fanfold_param_row_set_input (FanfoldParamRow *self, FanfoldInput *input, GError **error);

/* The group of the batch that was opened; 0 for any other. */
guint fanfold_param_row_get_group (FanfoldParamRow *self);

/* What relative paths are below. */
void fanfold_param_row_set_folder (FanfoldParamRow *self, const char *folder);

/* Its values come from elsewhere: it shows them, and asks the disk nothing. */
void fanfold_param_row_set_locked (FanfoldParamRow *self, gboolean locked);

/* What a template can be made of. */
void fanfold_param_row_set_inputs (FanfoldParamRow *self,
                                   const FanfoldTemplateInput *inputs,
                                   guint n_inputs);

/* (nullable) What goes in step with it, as a text. */
void fanfold_param_row_set_partners (FanfoldParamRow *self, const char *text);

/* Whether there may be another value for each job. */
gboolean fanfold_param_row_is_varying (FanfoldParamRow *self);
/* How many values there are; 0: not known, or not yet. */
guint64 fanfold_param_row_get_n_values (FanfoldParamRow *self);

/* (nullable) What is wrong with the input, as a sentence. */
const char *fanfold_param_row_get_error (FanfoldParamRow *self);

/* A needed value is still missing: not wrong, but the batch cannot be launched. */
gboolean fanfold_param_row_is_missing (FanfoldParamRow *self);

/* Looks again whether the disk has what the input says. */
void fanfold_param_row_check_again (FanfoldParamRow *self);

G_END_DECLS
