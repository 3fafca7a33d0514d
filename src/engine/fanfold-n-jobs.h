/* fanfold-n-jobs.h: the arithmetic of n_jobs, with joblib's meaning
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-cpu.h"

G_BEGIN_DECLS

/* No run has more slots than this, whatever n_jobs asks for. */
#define FANFOLD_MAX_SLOTS 1024

/* [any] How many jobs run at once: @n_jobs itself where it is positive, else n_usable + 1 + n_jobs
 * and at least 1. @n_jobs is never 0. */
guint fanfold_n_jobs_effective (int n_jobs, guint n_usable);

/* [any] "4", or for a negative number how many of the cores that is, and what limits them: "7 of 8
 * cores", "1 of 2 cores (limited by the CPU affinity; the machine has 8)", "… by the CPU quota of
 * its control group …". (transfer full) */
char *fanfold_n_jobs_describe (int n_jobs, const FanfoldCpu *cpu);

/* [any] The rule of thumb: work that waits (I/O-bound) goes best with 1.5 × the cores, rounded up;
 * work that computes with no more than the physical ones. @reason: (out) (optional) (transfer full)
 * a sentence that says so with the numbers. */
guint fanfold_n_jobs_suggest (gboolean io_bound, const FanfoldCpu *cpu, char **reason);

/* [any] How many threads a job may use on its own, so that @n_slots of them together do not exceed
 * the cores: at least 1. As joblib's loky does. */
guint fanfold_n_jobs_inner_threads (guint n_slots, const FanfoldCpu *cpu);

/* [any] Reads an n_jobs that a person wrote. False with FANFOLD_ERROR_INVALID for 0, a fraction,
 * anything that is no whole number, or one outside the range of int. */
gboolean fanfold_n_jobs_parse (const char *text, int *n_jobs, GError **error);

G_END_DECLS
