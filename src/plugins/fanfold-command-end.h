/* fanfold-command-end.h: how a command ended, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_COMMAND_NOT_FOUND 127 /* as the shell has it */
#define FANFOLD_COMMAND_NOT_RUN 126

/* Why it was not started: @code is an errno. *@status: FANFOLD_COMMAND_NOT_FOUND or
 * FANFOLD_COMMAND_NOT_RUN. (transfer full) */
char *fanfold_command_end_describe_start (const char *program, int code, int *status);

/* A @status as waitpid () has it, with the @last_line (nullable) that the command printed; of that
 * the @words of the command are quoted, so that failures for one reason differ in nothing else.
 * (transfer full) */
char *fanfold_command_end_describe (int status,
                                    const char *last_line,
                                    const char *const *words,
                                    gboolean shell);

G_END_DECLS
