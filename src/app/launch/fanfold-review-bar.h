/* fanfold-review-bar.h: says above a form what was opened there, and what it would run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-batch.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_REVIEW_BAR (fanfold_review_bar_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldReviewBar, fanfold_review_bar, FANFOLD, REVIEW_BAR, AdwBin)

/* [main] all. Made by a template; hidden at first, and when it is closed. Signal "run-all": of a
 * batch that has a parent all jobs are wanted, not only those chosen; or inputs that are to be
 * added to a run are to be one of their own. */

/* @notes: (nullable), NULL-ended sentences about what could not be taken over. */
void fanfold_review_bar_show_batch (FanfoldReviewBar *self,
                                    FanfoldBatch *batch,
                                    FanfoldFunction *function,
                                    const char *const *notes);
/* That only some jobs of a run are to run: cannot be closed, as what it says goes on. */
void fanfold_review_bar_show_parent (FanfoldReviewBar *self,
                                     FanfoldBatchParent *parent,
                                     const char *const *notes);
/* That the inputs are to be added to a run of that title: likewise. */
void fanfold_review_bar_show_target (FanfoldReviewBar *self, const char *title);
void fanfold_review_bar_show_error (FanfoldReviewBar *self, const char *text);
void fanfold_review_bar_hide (FanfoldReviewBar *self);

G_END_DECLS
