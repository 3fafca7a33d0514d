/* fanfold-parallel-seq.h: what the program seq prints, as an input
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input.h"

G_BEGIN_DECLS

/* [any] @words: what stands behind "seq", NULL-ended. A range where all its numbers are whole, else
 * a list, as seq writes "0.50": *@kind. NULL with FANFOLD_ERROR_INVALID. (transfer full) */
char **fanfold_parallel_seq_read (const char *const *words, FanfoldInputKind *kind, GError **error);

G_END_DECLS
