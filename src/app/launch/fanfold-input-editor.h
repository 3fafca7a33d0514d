/* fanfold-input-editor.h: what a person edits one kind of input with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-param.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INPUT_EDITOR (fanfold_input_editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (FanfoldInputEditor, fanfold_input_editor, FANFOLD, INPUT_EDITOR, AdwBin)

/* [main] all. Property "param" (FanfoldParam, construct only). Signal "changed": the texts are
 * others now. */
struct _FanfoldInputEditorClass
{
  AdwBinClass parent_class;

  GStrv (*dup_texts) (FanfoldInputEditor *self);
  void (*set_texts) (FanfoldInputEditor *self, const char *const *texts);
};

FanfoldParam *fanfold_input_editor_get_param (FanfoldInputEditor *self);

/* The texts of a FanfoldInput of this kind; empty while a needed one is missing. (transfer full) */
GStrv fanfold_input_editor_dup_texts (FanfoldInputEditor *self);
void fanfold_input_editor_set_texts (FanfoldInputEditor *self, const char *const *texts);

/* For the kinds: tells of a change. */
void fanfold_input_editor_changed (FanfoldInputEditor *self);

/* [any] @text with a "~/" at its start replaced by the home folder. (transfer full) */
char *fanfold_input_editor_expand_home (const char *text);

G_END_DECLS
