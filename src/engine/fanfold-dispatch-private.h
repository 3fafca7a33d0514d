/* fanfold-dispatch-private.h: what a dispatch is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-bundle-size.h"
#include "fanfold-dispatch.h"
#include "fanfold-n-jobs.h"
#include "fanfold-pending.h"

G_BEGIN_DECLS

#define FANFOLD_DISPATCH_NO_JOB G_MAXUINT64

struct _FanfoldDispatch
{
  FanfoldDispatchSpec spec;
  GMutex mutex;
  FanfoldPending *pending;

  guint n_slots;
  gboolean present[FANFOLD_MAX_SLOTS];

  guint64 n_taken; /* of the capacity */
  guint64 taken[FANFOLD_MAX_SLOTS];
  guint64 weighed; /* the job that was weighed last, or FANFOLD_DISPATCH_NO_JOB */
  guint64 weight;

  GCond work; /* what slots wait for */
  guint n_idle;
  gint64 timer_usec; /* when a slot looks again of itself; G_MAXINT64: none does */

  guint n_holds; /* jobs may come yet */

  GCond room; /* what readers of a stream wait for */
  guint n_readers;
  guint64 room_below; /* the most of what they wait for */

  FanfoldBundleSize bundle;
  gint64 next_start_usec;
  gint64 next_ask_usec;
  gboolean held; /* by may_start */
  gboolean paused;
  gboolean closed;
};

/* [any] all, with the lock. Wakes one of the slots that wait, where there is something for it, or
 * one has to look at the clock sooner than any does. Each that goes off calls this, so that they
 * wake one another, as many as are needed. */
void fanfold_dispatch_wake_next (FanfoldDispatch *self);
/* Those who wait for fewer jobs to wait than do now. */
void fanfold_dispatch_wake_readers (FanfoldDispatch *self);
/* What the slot had in hand is over, or has come back. */
void fanfold_dispatch_give_room_back (FanfoldDispatch *self, guint slot);

G_END_DECLS
