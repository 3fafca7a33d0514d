/* fanfold-end-text.h: when a run ends, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-about.h"

G_BEGIN_DECLS

/* [any] Rounds what remains so that it agrees with the end that is said at @now_usec (wall clock;
 * 0: none is said, as it stands still). */
void fanfold_end_round_remaining (FanfoldAbout *about,
                                  const FanfoldRemainingAnswer *remaining,
                                  gint64 now_usec);

/* [any] "ends about 21:10", "ends tomorrow at about 00:10": to five minutes, so that it stands
 * still while nothing but time goes by. NULL where that is soon or unknown. (transfer full)
 * (nullable) */
char *fanfold_end_text (const FanfoldRemainingAnswer *remaining, gint64 now_usec);

G_END_DECLS
