/* fanfold-command-words.h: the words of a command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words of @text as sh splits them where no shell is to run it. An error where it cannot do
 * without one: the message names what needs it. (transfer full) */
GStrv fanfold_command_words_split (const char *text, GError **error);

/* What may be words of @text once a shell reads it, without its operators: for finding the files
 * that it names, no more. (transfer full) */
GStrv fanfold_command_words_guess (const char *text);

G_END_DECLS
