/* fanfold-input-editor.h: what a person edits one kind of input with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INPUT_EDITOR (fanfold_input_editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (FanfoldInputEditor, fanfold_input_editor, FANFOLD, INPUT_EDITOR, AdwBin)

/* [main] all. Property "param" (FanfoldParam, construct only). Signal "changed": another input. */
struct _FanfoldInputEditorClass
{
  AdwBinClass parent_class;

  FanfoldInputKind kind; /* of its inputs, at first */

  GStrv (*dup_texts) (FanfoldInputEditor *self);
  void (*set_texts) (FanfoldInputEditor *self, const char *const *texts);

  /* Only where texts are not all of it. */
  FanfoldInput *(*dup_input) (FanfoldInputEditor *self, const char *name);
  void (*set_input) (FanfoldInputEditor *self, FanfoldInput *input);
  gboolean (*check) (FanfoldInputEditor *self, GError **error);
  void (*mark) (FanfoldInputEditor *self, const char *error);
};

/* (transfer none) */
FanfoldParam *fanfold_input_editor_get_param (FanfoldInputEditor *self);

/* What its inputs are now; only a range has several kinds. */
FanfoldInputKind fanfold_input_editor_get_kind (FanfoldInputEditor *self);
void fanfold_input_editor_set_kind (FanfoldInputEditor *self, FanfoldInputKind kind);

/* NULL while a needed part is missing, or where nothing feeds the parameter. (transfer full) */
FanfoldInput *fanfold_input_editor_dup_input (FanfoldInputEditor *self, const char *name);
void fanfold_input_editor_set_input (FanfoldInputEditor *self, FanfoldInput *input);

/* The texts of its input. */
void fanfold_input_editor_set_texts (FanfoldInputEditor *self, const char *const *texts);

/* What can be said of its input at once, without the disk. */
gboolean fanfold_input_editor_check (FanfoldInputEditor *self, GError **error);

/* Shows at what is edited that it is wrong, and why, to the eye and to a screen reader; NULL: it is
 * right. */
void fanfold_input_editor_mark (FanfoldInputEditor *self, const char *error);
/* The same for one entry. */
void fanfold_input_editor_mark_widget (GtkWidget *widget, const char *error);

/* For the kinds: tells of a change. */
void fanfold_input_editor_changed (FanfoldInputEditor *self);

/* [any] @text with a "~/" at its start replaced by the home folder. (transfer full) */
char *fanfold_input_editor_expand_home (const char *text);

G_END_DECLS
