/* fanfold-n-jobs-row.h: how many jobs run at once, with joblib's meaning
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>
#include "fanfold-cpu.h"

G_BEGIN_DECLS

#define FANFOLD_TYPE_N_JOBS_ROW (fanfold_n_jobs_row_get_type ())
G_DECLARE_FINAL_TYPE (FanfoldNJobsRow, fanfold_n_jobs_row, FANFOLD, N_JOBS_ROW, AdwActionRow)

/* [main] Never 0: the spinner goes from 1 to -1 and back. The subtitle says what it comes to on
 * "n-usable" cores. Properties: "n-jobs" (i), "n-usable" (u). */
int fanfold_n_jobs_row_get_n_jobs (FanfoldNJobsRow *self);
void fanfold_n_jobs_row_set_n_jobs (FanfoldNJobsRow *self, int n_jobs);

/* [main] On @cpu, with a button that takes the number of the rule of thumb for work that waits
 * (@io_bound) or computes, where that is another. */
void fanfold_n_jobs_row_set_up (FanfoldNJobsRow *self, const FanfoldCpu *cpu, gboolean io_bound);

/* [main] For as long as it cannot be changed it says why. @reason: (nullable) */
void fanfold_n_jobs_row_refuse (FanfoldNJobsRow *self, const char *reason);

G_END_DECLS
