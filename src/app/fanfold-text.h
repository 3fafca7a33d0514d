/* fanfold-text.h: durations, counts, sizes and states as words for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-state.h"
#include "fanfold-param.h"

G_BEGIN_DECLS

/* [any] "3 ms", "0.4 s", "42 s", "3:12", "1:02:03", "2 days 03:10:05"; below 0 (unknown) "–".
 * (transfer full) */
char *fanfold_text_duration (double seconds);

/* [any] Of a clock that runs: "0:04", "3:12", "1:02:03", "2 days 03:10:05". (transfer full) */
char *fanfold_text_clock (guint64 seconds);

/* [any] "1,204", with the locale's separator. (transfer full) */
char *fanfold_text_count (guint64 n);

/* [any] "1,204 jobs", "1 job". (transfer full) */
char *fanfold_text_jobs (guint64 n);

/* [any] "1.3 GB". (transfer full) */
char *fanfold_text_size (guint64 bytes);

/* [any] A wall-clock time in microseconds, seen from @now_usec (0: now): "09:12" of today,
 * "yesterday 09:12", "12 Mar 2026"; 0: "–". (transfer full) */
char *fanfold_text_time (gint64 time_usec, gint64 now_usec);

/* [any] What an n_jobs comes to: "all 8 cores", "7 of 8 cores", "12, more than the 8 cores".
 * (transfer full) */
char *fanfold_text_cores (int n_jobs, guint n_usable);

/* [any] "Running", "Timed out" … */
const char *fanfold_text_job_state (FanfoldJobState state);
const char *fanfold_text_run_state (FanfoldRunState state);

/* [any] What a number may be: "1 to 9", "From 0"; NULL where there are no limits. (transfer full)
 * (nullable) */
char *fanfold_text_limits (FanfoldParam *param);

G_END_DECLS
