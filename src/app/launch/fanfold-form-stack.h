/* fanfold-form-stack.h: the forms of the functions that were looked at, one of them on show
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-cpu.h"
#include "fanfold-launch-form.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_FORM_STACK (fanfold_form_stack_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldFormStack, fanfold_form_stack, FANFOLD, FORM_STACK, AdwBin)

/* [main] all. Signals "changed": another form is shown, or the one on show was edited; "command":
 * the person wants to type a command. */

/* [main] What the forms suggest n_jobs by; kept by the caller. (nullable) */
void fanfold_form_stack_set_cpu (FanfoldFormStack *self, const FanfoldCpu *cpu);

/* [main] A fresh form that is not in the stack yet. (transfer floating) */
FanfoldLaunchForm *fanfold_form_stack_make (FanfoldFormStack *self, FanfoldFunction *function);

/* [main] Shows @form in place of the one of the same function. */
void fanfold_form_stack_show (FanfoldFormStack *self, FanfoldLaunchForm *form);

/* [main] Shows the form of @function, as it was left unless its plugin has changed; NULL: the page
 * that says what to do first. */
void fanfold_form_stack_choose (FanfoldFormStack *self, FanfoldFunction *function);

/* [main] Moves the focus to the first input of the form on show, once that has its place. */
void fanfold_form_stack_enter (FanfoldFormStack *self);

/* [main] The form on show; that of a function; the first of which @func says TRUE. NULL: there is
 * none. (transfer none) */
FanfoldLaunchForm *fanfold_form_stack_get_form (FanfoldFormStack *self);
FanfoldLaunchForm *fanfold_form_stack_find (FanfoldFormStack *self, const char *function_id);
FanfoldLaunchForm *fanfold_form_stack_find_if (FanfoldFormStack *self,
                                               gboolean (*func) (FanfoldLaunchForm *form));

G_END_DECLS
