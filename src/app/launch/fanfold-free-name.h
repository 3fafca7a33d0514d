/* fanfold-free-name.h: names of inputs that feed no parameter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-param.h"

G_BEGIN_DECLS

/* [any] FANFOLD_ERROR_INVALID, as a sentence: anything but letters, digits and "_", or nothing.
 * @taken: another input has that name, which is a mistake, too. */
gboolean fanfold_free_name_check (const char *name, gboolean taken, GError **error);

/* [any] What the values of a free input are in the form, before an expansion makes its own.
 * (transfer full) */
FanfoldParam *fanfold_free_name_new_param (FanfoldParamType type);

G_END_DECLS
