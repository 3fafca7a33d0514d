/* fanfold-command-text.h: the command lines that a batch holds, as a person may read them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [any] What stands for the parameters of @function that are command lines, one a line and the
 * first few; long ones are shortened. What could hide a part of it (control characters, marks that
 * turn the direction of text) is spelled out. NULL: it holds none. (transfer full) (nullable) */
char *fanfold_command_text_describe (FanfoldBatch *batch, FanfoldFunction *function);

/* [any] Whether they go through a shell, as far as the batch itself says. */
gboolean fanfold_command_text_has_shell (FanfoldBatch *batch);

G_END_DECLS
