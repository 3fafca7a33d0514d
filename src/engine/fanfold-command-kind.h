/* fanfold-command-kind.h: what a command runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] Of a command line the program that does the work: "convert", "git blame",
 * "python3 train.py". What is done before it and what only wraps it are left out: assignments, cd,
 * mkdir, env, nice, timeout and their like. Of sh -c it is that of its code; code of other
 * interpreters is not told, "python3 -c", as values may stand in it. Empty: nothing is run. Looks
 * at the beginning only; some 200 ns, with wrappers 1 µs. (transfer full) */
char *fanfold_command_kind_dup (const char *command);

G_END_DECLS
