/* fanfold-command-batch.h: a batch of command.run from the parts of a line in GNU parallel's form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

#define FANFOLD_COMMAND_FUNCTION "command.run"
#define FANFOLD_COMMAND_PARAM "command"
#define FANFOLD_COMMAND_SHELL "shell"
#define FANFOLD_COMMAND_FOLDER "folder"
#define FANFOLD_COMMAND_STDIN "stdin"

/* What stands behind ":::" and its like. */
typedef struct
{
  FanfoldInputKind kind;
  char **texts;    /* as fanfold_input_new () takes them */
  char *name;      /* NULL: its number, from 1 */
  gboolean linked; /* in step with the one before */
} FanfoldCommandSource;

/* [any] An array of them that owns them. (transfer full) */
GPtrArray *fanfold_command_sources_new (void);
/* [any] @texts: (transfer full). (transfer none) */
FanfoldCommandSource *
fanfold_command_sources_add (GPtrArray *sources, FanfoldInputKind kind, char **texts);

/* [any] Whether a command among them cannot be run without a shell; a file of commands may hold
 * such. @command as below. */
gboolean fanfold_command_batch_needs_shell (const char *command, GPtrArray *sources);

/* [any] What a batch or a run of @command is called: one line, in UTF-8, that may be shortened.
 * (transfer full) */
char *fanfold_command_batch_dup_name (const char *command);

/* [any] Runs @command, a template with replacement strings, over every combination of @sources,
 * the last fastest; " {}" is put behind it where it uses none of them. Empty: the values of the one
 * source are the commands. Values in step are cut to the
 * fewest, as GNU parallel does; files in step must be of equal lengths. @inputs: (nullable) further
 * ones, FanfoldInput, which vary faster. FANFOLD_ERROR_INVALID: a command that needs a shell,
 * unless @shell; what fanfold_batch_add_input () refuses. (transfer full) */
FanfoldBatch *fanfold_command_batch_new (
    const char *command, GPtrArray *sources, GPtrArray *inputs, gboolean shell, GError **error);

G_END_DECLS
