/* fanfold-parallel-sources.h: what stands behind the ::: and :::: of a line for GNU parallel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-parallel-options.h"

G_BEGIN_DECLS

/* @words: of FanfoldShellWord. */

/* [any] The first ":::" or its like from @first on; the number of words where there is none. */
guint fanfold_parallel_sources_find (GPtrArray *words, guint first);

/* [any] Whether standard input is among the sources. */
gboolean fanfold_parallel_sources_need_input (const FanfoldParallelOptions *options,
                                              GPtrArray *words,
                                              guint first);

/* [any] Adds them all to @sources, of FanfoldCommandSource. @input: what stands for standard input,
 * one or none. @command: whose {name}s are the columns of a CSV file. False with
 * FANFOLD_ERROR_INVALID. */
gboolean fanfold_parallel_sources_read (const FanfoldParallelOptions *options,
                                        GPtrArray *words,
                                        guint first,
                                        GPtrArray *input,
                                        const char *command,
                                        GPtrArray *sources,
                                        GError **error);

G_END_DECLS
