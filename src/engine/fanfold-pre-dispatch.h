/* fanfold-pre-dispatch.h: how many jobs are got ready ahead of the slots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define FANFOLD_PRE_DISPATCH_ALL G_MAXUINT64

/* [any] "all", a number or an expression (fanfold-expression.h), rounded towards zero as joblib
 * does. False with FANFOLD_ERROR_INVALID, naming the position, for any other text and for what
 * comes out below 1. */
gboolean fanfold_pre_dispatch_parse (const char *text, guint n_jobs, guint64 *n, GError **error);

/* [any] The same as far as it can be said before n_jobs is known. */
gboolean fanfold_pre_dispatch_check (const char *text, GError **error);

G_END_DECLS
