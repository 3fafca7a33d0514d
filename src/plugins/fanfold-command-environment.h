/* fanfold-command-environment.h: the variables that a command gets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fanfold.h>
#include <glib.h>

G_BEGIN_DECLS

/* Where a host wants all that its commands print: a folder, or NULL. Commands do not get it. */
const char *fanfold_command_environment_get_spool (void);

typedef struct _FanfoldCommandEnvironment FanfoldCommandEnvironment;

/* This process's own, which must stay as it is meanwhile, @additions (NAME=VALUE words as a shell
 * splits them), and FANFOLD_INDEX, _SLOT, _ATTEMPT and _RESULT. NULL with an error where @additions
 * is something else. */
FanfoldCommandEnvironment *fanfold_command_environment_new (const FanfoldCall *call,
                                                            const char *additions,
                                                            const char *result_path,
                                                            GError **error);
void fanfold_command_environment_free (FanfoldCommandEnvironment *self);

/* NULL-ended. */
const char *const *fanfold_command_environment_get_words (const FanfoldCommandEnvironment *self);

G_END_DECLS
