/* fanfold-parallel-pipe.h: GNU parallel's --pipe and --pipe-part: blocks of a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input.h"
#include "fanfold-parallel-options.h"

G_BEGIN_DECLS

/* [any] Whether the options that are read go together with --pipe, or without. */
gboolean fanfold_parallel_pipe_check (FanfoldParallelOptions *options, GError **error);

/* [any] The blocks that a command reads: of the file in @options, behind "::::" among @words, of
 * FanfoldShellWord, from @first on, of @path, (nullable), which stands behind "<", or that which
 * @feeder, (nullable), prints. (transfer full) (nullable) with FANFOLD_ERROR_INVALID */
FanfoldInput *fanfold_parallel_pipe_create_input (const FanfoldParallelOptions *options,
                                                  GPtrArray *words,
                                                  guint first,
                                                  GPtrArray *feeder,
                                                  const char *path,
                                                  GError **error);

/* [any] @command without {}, which stands for nothing there. (transfer full) (nullable) with
 * FANFOLD_ERROR_INVALID */
char *fanfold_parallel_pipe_dup_command (const FanfoldParallelOptions *options,
                                         const char *command,
                                         GError **error);

G_END_DECLS
