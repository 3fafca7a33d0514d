/* fanfold-remaining.h: the estimate of the time until a run ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-job-state.h"

G_BEGIN_DECLS

/* Pure: no clock, no thread, no file. Events go in with their times, an answer comes out. Times are
 * microseconds of one clock. */
typedef struct _FanfoldRemaining FanfoldRemaining;

typedef struct
{
  double median; /* seconds; below 0: unknown, and so are the others */
  double low;    /* 10 % */
  double high;   /* 90 % */
} FanfoldRemainingAnswer;

/* [any] (transfer full) */
FanfoldRemaining *fanfold_remaining_new (guint64 n_jobs, guint n_slots, gint64 now_usec);
void fanfold_remaining_free (FanfoldRemaining *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldRemaining, fanfold_remaining_free)

/* [any] @n more jobs are over, in @state, having taken @seconds together. */
void fanfold_remaining_finish (
    FanfoldRemaining *self, guint64 n, FanfoldJobState state, double seconds, gint64 now_usec);

/* [any] By joblib's formula: elapsed / done × (total - done). */
void
fanfold_remaining_ask (FanfoldRemaining *self, gint64 now_usec, FanfoldRemainingAnswer *answer);

G_END_DECLS
