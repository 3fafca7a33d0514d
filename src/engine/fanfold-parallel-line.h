/* fanfold-parallel-line.h: reads a line for GNU parallel into a batch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-batch.h"

G_BEGIN_DECLS

/* [any] The batch of command.run that does what @line does, as a person pastes it: "parallel -j4
 * convert {} {.}.png ::: *.jpg", "find . -name '*.gz' | parallel gunzip", "ls *.c | parallel wc",
 * "seq 10 | parallel …", "parallel … < list", "parallel --colsep , --header : … :::: t.csv".
 * Words that the shell would expand become files ({a,b} and {1..9}: lists and ranges). Nothing is
 * run or looked up. @notes: (out) (transfer full), NULL-ended: options that were left out, and why.
 * FANFOLD_ERROR_INVALID names the word that cannot be taken over. (transfer full) */
FanfoldBatch *fanfold_parallel_line_parse (const char *line, GStrv *notes, GError **error);

G_END_DECLS
