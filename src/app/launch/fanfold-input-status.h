/* fanfold-input-status.h: says below an input how many values it has, or what is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INPUT_STATUS (fanfold_input_status_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldInputStatus, fanfold_input_status, FANFOLD, INPUT_STATUS, AdwBin)

/* [main] all. Signal "counted": the values were counted, or found wrong. */

/* Counts the values of @input off the main thread; NULL: there is nothing to count. */
void fanfold_input_status_count (FanfoldInputStatus *self,
                                 FanfoldInput *input,
                                 FanfoldParam *param,
                                 const char *folder);

/* Shows what is known to be wrong; NULL: nothing. What the count finds is shown instead of
 * nothing. */
void fanfold_input_status_set_error (FanfoldInputStatus *self, const char *error);

/* What goes in step with the input, as a text; NULL: nothing. */
void fanfold_input_status_set_partners (FanfoldInputStatus *self, const char *text);

gboolean fanfold_input_status_is_busy (FanfoldInputStatus *self);

/* 0: not known, or not yet. */
guint64 fanfold_input_status_get_n_values (FanfoldInputStatus *self);

/* (nullable) What is wrong, as a sentence. */
const char *fanfold_input_status_get_error (FanfoldInputStatus *self);

/* As fanfold_input_check_get_kinds (). (transfer none) (nullable) */
GPtrArray *fanfold_input_status_get_kinds (FanfoldInputStatus *self);

G_END_DECLS
