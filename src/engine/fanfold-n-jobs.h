/* fanfold-n-jobs.h: the arithmetic of n_jobs, with joblib's meaning
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* [any] How many jobs run at once: @n_jobs itself where it is positive, else n_usable + 1 + n_jobs
 * and at least 1. @n_jobs is never 0. */
guint fanfold_n_jobs_effective (int n_jobs, guint n_usable);

/* [any] Reads an n_jobs that a person wrote. False with FANFOLD_ERROR_INVALID for 0, a fraction,
 * anything that is no whole number, or one outside the range of int. */
gboolean fanfold_n_jobs_parse (const char *text, int *n_jobs, GError **error);

/* [any] False with the same error for 0. */
gboolean fanfold_n_jobs_check (gint64 n_jobs, GError **error);

G_END_DECLS
