/* fanfold-time-limit.h: how long a job of a run may take
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-block.h"
#include "fanfold-settings.h"

G_BEGIN_DECLS

/* A number of seconds, or a percentage of the median of the jobs that are done: then none until
 * FANFOLD_TIME_LIMIT_MIN_JOBS are. The median is that of a histogram of 10 KiB, whatever the number
 * of jobs: within 1.1 % of the true one, or 1 µs; of an even number of jobs it is the upper one.
 * Threads: any; one short lock a block, none where there is no percentage. */
typedef struct _FanfoldTimeLimit FanfoldTimeLimit;

#define FANFOLD_TIME_LIMIT_MIN_JOBS 3

/* [any] (transfer full) */
FanfoldTimeLimit *fanfold_time_limit_new (const FanfoldSettings *settings);
void fanfold_time_limit_free (FanfoldTimeLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldTimeLimit, fanfold_time_limit_free)

/* [slot] Learns how long the done jobs of @block took. */
void fanfold_time_limit_learn (FanfoldTimeLimit *self, FanfoldBlock *block);

/* [any] As of now, in microseconds; 0: none. One atomic load. */
gint64 fanfold_time_limit_get (FanfoldTimeLimit *self);
/* [any] Whether it may change while a job runs. */
gboolean fanfold_time_limit_may_change (FanfoldTimeLimit *self);

G_END_DECLS
