/* fanfold-input-lines.h: the file behind an input of lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input.h"

G_BEGIN_DECLS

#define FANFOLD_INPUT_STDIN "-"

/* [any] Opens the file of @self, an input of lines, below @folder (nullable: the current one); "-"
 * is standard input. Does not wait for the writer of a FIFO, but lets it begin. @name: what
 * messages call it, (transfer full). -1 with FANFOLD_ERROR_INVALID, which names the parameter,
 * where it cannot be read. */
int fanfold_input_open_lines (FanfoldInput *self, const char *folder, char **name, GError **error);

/* [any] As fanfold_input_expand (). (transfer full) */
FanfoldSource *fanfold_input_expand_lines (FanfoldInput *self,
                                           FanfoldParam *param,
                                           const FanfoldInputContext *context,
                                           GError **error);

G_END_DECLS
