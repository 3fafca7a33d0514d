/* fanfold-cli-recall.h: what commands wrote that the memo cache answers for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-function.h"

G_BEGIN_DECLS

/* [slot] A FanfoldMemoRecallFunc; @user_data: the folder of a FanfoldCliOutput. What the job wrote
 * when it ran goes there again. False where that is not known to the last byte: more than was kept,
 * or no text; and where it cannot be written. */
gboolean fanfold_cli_recall (FanfoldFunction *function,
                             guint64 index,
                             GVariant *args,
                             GVariant *const *values,
                             gpointer user_data);

G_END_DECLS
