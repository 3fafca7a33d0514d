/* fanfold-run-search.h: by which words a run can be found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-history-run.h"

G_BEGIN_DECLS

/* [any] Name, function, command and note of @run, whatever their case. (transfer full) */
char *fanfold_run_search_dup_words (const FanfoldHistoryRun *run);

/* [any] What somebody looks for, word by word. (transfer full) */
char **fanfold_run_search_split (const char *text);

/* [any] Whether each of the parts, from fanfold_run_search_split (), is somewhere in @words, from
 * fanfold_run_search_dup_words (). */
gboolean fanfold_run_search_matches (const char *words, const char *const *parts);

G_END_DECLS
