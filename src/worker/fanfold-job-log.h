/* fanfold-job-log.h: what jobs print, on its way to the slot, with a limit for each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-events.h"
#include "fanfold-wire.h"

G_BEGIN_DECLS

/* Of what one job prints, the first half of FANFOLD_JOB_LOG_MAX_BYTES is passed on at once, the
 * last half when it is over; a note between them says how much was left out. */
typedef struct _FanfoldJobLog FanfoldJobLog;

#define FANFOLD_JOB_LOG_MAX_BYTES ((gsize) 16 * 1024 * 1024)

/* @wire must outlive it. (transfer full) */
FanfoldJobLog *fanfold_job_log_new (FanfoldWire *wire);
void fanfold_job_log_free (FanfoldJobLog *self);

/* Another job ends the one before. */
void fanfold_job_log_add (
    FanfoldJobLog *self, guint64 index, FanfoldLogKind kind, const char *bytes, gsize length);

/* What the job wrote to stderr last; NULL: nothing. (transfer full) */
char *fanfold_job_log_dup_last_words (FanfoldJobLog *self);

/* The job is over: passes on what was held back. */
void fanfold_job_log_finish (FanfoldJobLog *self);

G_END_DECLS
