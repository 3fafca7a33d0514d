/* fanfold-cli-command.h: the "--" form of "run", which people know from GNU parallel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* The first "--" of @argv, NULL-ended; NULL: it is not this form. */
char **fanfold_cli_command_find (char **argv);

/* Whether @argv looks as if the "--" had been forgotten. */
gboolean fanfold_cli_command_is_forgotten (char **argv);

/* The batch that @words, NULL-ended, stand for: COMMAND … [::: VALUE …] [:::: FILE …]. Where
 * neither they nor @inputs, of FanfoldInput, say what varies, it is the lines of standard input.
 * FANFOLD_ERROR_INVALID. (transfer full) */
FanfoldBatch *fanfold_cli_command_create_batch (const char *const *words,
                                                GPtrArray *inputs,
                                                gboolean shell,
                                                GError **error);

G_END_DECLS
