/* fanfold-parallel-feeder.h: the command before the | of a line for GNU parallel, as a source
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_PARALLEL_MAX_VALUES 10000

/* [any] What "cat FILE", "ls GLOB", "find FOLDER -name GLOB" or "seq 10" prints, added to @sources,
 * of FanfoldCommandSource; nothing is run or looked up. @words: of FanfoldShellWord, at least one.
 * @notes: of char *. False with FANFOLD_ERROR_INVALID: another command, or options that no input
 * stands for. */
gboolean fanfold_parallel_feeder_read (GPtrArray *words,
                                       GPtrArray *sources,
                                       GPtrArray *notes,
                                       GError **error);

/* [any] Whether what it prints may end with \0. */
gboolean fanfold_parallel_feeder_has_zeros (GPtrArray *words);

G_END_DECLS
