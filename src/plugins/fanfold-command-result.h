/* fanfold-command-result.h: the file in which a command may leave a JSON object
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>
#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_COMMAND_RESULT_MAX_BYTES (16 * 1024 * 1024)

/* Where the command of this job may write it: nothing is there yet, in a folder that is the
 * person's alone. (transfer full) */
char *fanfold_command_result_dup_path (const FanfoldCall *call);

/* Takes what is there, and the file away. *@json stays NULL where there is nothing. False with a
 * message for people (transfer full) where it is no JSON object. */
gboolean fanfold_command_result_take (const char *path, char **json, char **message);

G_END_DECLS
