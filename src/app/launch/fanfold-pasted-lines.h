/* fanfold-pasted-lines.h: a great many lines as a list of values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

/* [any] The values that the lines of @text are; an empty one at the end is none. @param says
 * whether they are paths, where "~/" is the home folder. (transfer full) */
GStrv fanfold_pasted_lines_split (const char *text, FanfoldParam *param);

/* [main] Off the main thread: splits @text (transfer full), or (NULL) takes @input; then checks
 * each value. The finish gives a list, (transfer full), and in @wrong (transfer full) (nullable)
 * what is wrong with its first bad value. */
void fanfold_pasted_lines_async (char *text,
                                 FanfoldInput *input,
                                 FanfoldParam *param,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
FanfoldInput *fanfold_pasted_lines_finish (GAsyncResult *result, GError **wrong);

G_END_DECLS
