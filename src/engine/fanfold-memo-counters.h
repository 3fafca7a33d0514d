/* fanfold-memo-counters.h: what function.ini says of a function's use of the memo cache
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_MEMO_COUNTERS_FILE "function.ini"

typedef struct
{
  guint64 n_hits;
  guint64 n_misses;
  guint64 n_stores;
  double seconds_saved; /* what the hits took when they were computed */
} FanfoldMemoCounters;

/* [any] Waits for the disk. @folder: the function's own. False where there is no function.ini that
 * names @function_id; @counters are 0 then. */
gboolean fanfold_memo_counters_read (const char *folder,
                                     const char *function_id,
                                     FanfoldMemoCounters *counters);

/* [any] Waits for the disk. Adds @more to what is there, whichever other program adds at the same
 * time. The folder must be there. False where it cannot be written. */
gboolean fanfold_memo_counters_add (const char *folder,
                                    const char *function_id,
                                    const char *version,
                                    const char *const *params,
                                    const FanfoldMemoCounters *more);

G_END_DECLS
