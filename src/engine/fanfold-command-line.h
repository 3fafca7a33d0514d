/* fanfold-command-line.h: the line for fanfold-cli that does what a batch does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

#define FANFOLD_COMMAND_LINE_MAX_BYTES ((gsize) 32 * 1024)

/* [any] Quoted for sh, in bytes of no encoding; where the batch has a folder it begins with cd
 * FOLDER &&. A batch of command.run is written as COMMAND … ::: … where that says the same. NULL
 * where it would be longer than FANFOLD_COMMAND_LINE_MAX_BYTES, or an input has no values or a name
 * that options cannot hold: save the batch then. (transfer full) (nullable) */
char *fanfold_command_line_new (FanfoldBatch *batch);

/* [any] The line that runs the batch file at @path. (transfer full) */
char *fanfold_command_line_new_for_file (const char *path);

/* [any] A command for sh that prints the block of a file that @text stands for; NULL where it is
 * none. (transfer full) (nullable) */
char *fanfold_command_line_new_reader (const char *text);

G_END_DECLS
