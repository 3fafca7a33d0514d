/* fanfold-launch-page.h: the forms of functions, what each would run, and the buttons that launch
 * it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-engine.h"
#include "fanfold-form-stack.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_LAUNCH_PAGE (fanfold_launch_page_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldLaunchPage, fanfold_launch_page, FANFOLD, LAUNCH_PAGE, AdwBin)

/* [main] all. Made by the template of the view. Property "can-launch" (b, read only). Signals
 * "launched" (FanfoldRun): a run was begun, or queued; "added" (FanfoldRun, t, t): so many jobs to
 * it, from the first of these numbers on; "changed": another form is shown, or it was edited;
 * "command": the person wants to type a command. */

/* [main] (nullable) */
void fanfold_launch_page_set_engine (FanfoldLaunchPage *self, FanfoldEngine *engine);

/* [main] Shows the form of @function, as it was left; NULL: what to do first. */
void fanfold_launch_page_choose (FanfoldLaunchPage *self, FanfoldFunction *function);

/* [main] Shows @batch of @function for review in a form of its own, with what it would run; starts
 * nothing. @notes: (nullable) sentences to show with it. @target: (nullable) the run that its
 * inputs are to be added to. False with FANFOLD_ERROR_INVALID where a form cannot show all of it:
 * nothing has changed then. */
gboolean fanfold_launch_page_show_batch (FanfoldLaunchPage *self,
                                         FanfoldBatch *batch,
                                         FanfoldFunction *function,
                                         const char *const *notes,
                                         FanfoldRun *target,
                                         GError **error);

/* [main] Says above the form what could not be done. */
void fanfold_launch_page_show_error (FanfoldLaunchPage *self, const char *text);

/* [main] Moves the focus to the first input of the form on show, once that has its place. */
void fanfold_launch_page_enter (FanfoldLaunchPage *self);

/* [main] The batch as the form stands, gaps and all; NULL where no function is chosen.
 * (transfer full) */
FanfoldBatch *fanfold_launch_page_dup_batch (FanfoldLaunchPage *self);

/* [main] The form on show; NULL where no function is chosen. (transfer none) */
FanfoldLaunchForm *fanfold_launch_page_get_form (FanfoldLaunchPage *self);
/* [main] The forms of all functions that were looked at. (transfer none) */
FanfoldFormStack *fanfold_launch_page_get_forms (FanfoldLaunchPage *self);

/* [main] Starts the batch as soon as its jobs are counted; where nothing can be launched the line
 * below the form says why. */
void fanfold_launch_page_launch (FanfoldLaunchPage *self);
/* [main] The same, where "can-launch" says so, to begin when @start says. */
void fanfold_launch_page_launch_by (FanfoldLaunchPage *self, const FanfoldStart *start);

G_END_DECLS
