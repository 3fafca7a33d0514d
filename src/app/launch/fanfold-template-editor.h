/* fanfold-template-editor.h: edits a template, with a menu of replacement strings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input-editor.h"
#include "fanfold-template.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_TEMPLATE_EDITOR (fanfold_template_editor_get_type ())
G_DECLARE_FINAL_TYPE (
    FanfoldTemplateEditor, fanfold_template_editor, FANFOLD, TEMPLATE_EDITOR, FanfoldInputEditor)

/* [main] all. The text is the template, or none while it is empty. (transfer floating) */
GtkWidget *fanfold_template_editor_new (FanfoldParam *param);

/* What the template can be made of. Whether that is something else than before. */
gboolean fanfold_template_editor_set_inputs (FanfoldTemplateEditor *self,
                                             const FanfoldTemplateInput *inputs,
                                             guint n_inputs);

/* Whether the template, where nothing is wrong with it, is made of the input of that name. */
gboolean fanfold_template_editor_uses (FanfoldTemplateEditor *self, const char *name);

G_END_DECLS
