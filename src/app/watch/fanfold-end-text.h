/* fanfold-end-text.h: when a run ends, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-remaining.h"

G_BEGIN_DECLS

/* [any] "ends about 21:10", "ends tomorrow at about 00:10": that of the median, to five minutes,
 * by @now_usec (wall clock). NULL where that is soon or unknown. (transfer full) (nullable) */
char *fanfold_end_text (const FanfoldRemainingAnswer *remaining, gint64 now_usec);

G_END_DECLS
