/* fanfold-editor-stack.h: the editors of one input, a kind at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_EDITOR_STACK (fanfold_editor_stack_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldEditorStack, fanfold_editor_stack, FANFOLD, EDITOR_STACK, AdwBin)

/* [main] all. Signal "changed": another input. */

/* To be called first. @choice: where the kind is chosen. @numbers: NULL for an input of @param; for
 * a free one, what its ranges are of, while @param is what all else is of. Opens with a value; what
 * is flagged EACH with files, a range or a list; a command with a template; a free input with a
 * list. */
void fanfold_editor_stack_set_up (FanfoldEditorStack *self,
                                  GtkDropDown *choice,
                                  FanfoldParam *param,
                                  FanfoldParam *numbers);

/* Whether inputs of that kind fit. */
gboolean fanfold_editor_stack_has_kind (FanfoldEditorStack *self, FanfoldInputKind kind);
FanfoldInputKind fanfold_editor_stack_get_kind (FanfoldEditorStack *self);
void fanfold_editor_stack_set_kind (FanfoldEditorStack *self, FanfoldInputKind kind);

/* What the values of the kind that is shown are. (transfer none) */
FanfoldParam *fanfold_editor_stack_get_param (FanfoldEditorStack *self);

/* The editor of the kind that is shown. (transfer none) */
FanfoldInputEditor *fanfold_editor_stack_get_editor (FanfoldEditorStack *self);

/* Shows an input, whose kind must fit. */
void fanfold_editor_stack_set_input (FanfoldEditorStack *self, FanfoldInput *input);

G_END_DECLS
