/* fanfold-input-kind.h: the kinds of input, as the form offers and checks them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-input.h"

G_BEGIN_DECLS

/* [any] Whether an input of that kind can feed @param. */
gboolean fanfold_input_kind_fits (FanfoldInputKind kind, FanfoldParam *param);

/* [any] "Value", "Files" … for people. */
const char *fanfold_input_kind_get_label (FanfoldInputKind kind);

/* [any] Whether @texts feed nothing: there are none, or a single empty one that is no value of
 * @param. An empty text is a value of its own for TEXT alone, where none is required. */
gboolean fanfold_input_kind_is_left_out (FanfoldInputKind kind,
                                         FanfoldParam *param,
                                         const char *const *texts);

/* [any] What can be said of @texts at once, without the disk: whether files match is for an
 * expansion to find out. */
gboolean fanfold_input_kind_check (FanfoldInputKind kind,
                                   FanfoldParam *param,
                                   const char *const *texts,
                                   GError **error);

G_END_DECLS
