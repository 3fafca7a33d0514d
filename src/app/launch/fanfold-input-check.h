/* fanfold-input-check.h: counts the values of an input, or says what is wrong with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include "fanfold-input.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_INPUT_CHECK (fanfold_input_check_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldInputCheck, fanfold_input_check, FANFOLD, INPUT_CHECK, GObject)

/* [main] all. Expands one input after another off the main thread. Signal "done": it has looked at
 * the last one. */

/* (transfer full) */
FanfoldInputCheck *fanfold_input_check_new (void);

/* Looks at @input for @param, below @folder (nullable), a moment after the last call; what was
 * going on is cancelled. */
void fanfold_input_check_start (FanfoldInputCheck *self,
                                FanfoldInput *input,
                                FanfoldParam *param,
                                const char *folder);
void fanfold_input_check_stop (FanfoldInputCheck *self);

/* Begun, and not yet done. */
gboolean fanfold_input_check_is_busy (FanfoldInputCheck *self);

/* 0: not known. */
guint64 fanfold_input_check_get_n_values (FanfoldInputCheck *self);

/* Of files: array of FanfoldFileKind. (transfer none) (nullable) */
GPtrArray *fanfold_input_check_get_kinds (FanfoldInputCheck *self);

/* (nullable) What is wrong, as a sentence. */
const char *fanfold_input_check_get_error (FanfoldInputCheck *self);

G_END_DECLS
