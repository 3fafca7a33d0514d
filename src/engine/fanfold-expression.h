/* fanfold-expression.h: an expression of n_jobs, as pre_dispatch takes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers, n_jobs, + - * / // % ** and parentheses; unary minus, no unary plus; Python's
 * precedence, associativity and meaning of // and % (towards minus infinity). Nothing else is ever
 * evaluated. No intermediate value may be beyond ±10^6. */
#define FANFOLD_EXPRESSION_MAX_LENGTH 30

/* [any] Evaluates @text for an effective number of jobs. The value is not rounded. False with
 * FANFOLD_ERROR_INVALID, whose message names the column (from 1) and what stands there: empty, too
 * long, an unknown word, a missing operand or parenthesis, a division by zero, a value beyond 10^6.
 */
gboolean
fanfold_expression_evaluate (const char *text, guint n_jobs, double *value, GError **error);

/* [any] Whether @text is well formed: false with the same error for what is wrong whatever n_jobs
 * is. */
gboolean fanfold_expression_check (const char *text, GError **error);

G_END_DECLS
