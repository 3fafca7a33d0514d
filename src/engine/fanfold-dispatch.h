/* fanfold-dispatch.h: who gets which jobs, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-delayed.h"
#include "fanfold-ranges.h"

G_BEGIN_DECLS

/* Gives out the numbers of jobs: in order, but what was handed back or is to be tried again comes
 * as soon as it is due. Slots wait in it. One lock. */
typedef struct _FanfoldDispatch FanfoldDispatch;

typedef struct
{
  FanfoldRanges *jobs; /* (transfer full) those to be run */
  guint n_slots;
  gboolean growing;    /* more come: fanfold_dispatch_add () until fanfold_dispatch_complete () */
  gboolean may_bundle; /* jobs may travel together */
  guint batch_size;    /* how many; 0: as many as fit into 15 ms */
  gint64 delay_usec;   /* between two starts; 0: none */

  /* (nullable) [slot] Asked before jobs are given out, at most ten times a second: FALSE holds them
   * back. Called without a lock held. */
  gboolean (*may_start) (gpointer user_data);

  /* (nullable) [slot] How much of @capacity the job that is next takes while a slot has it. It goes
   * out once there is so much left, or all of it, and none behind it passes. Called without a lock
   * held. Jobs travel one by one then. NULL: there is room for whatever slots take. */
  guint64 (*weigh) (guint64 index, gpointer user_data);
  guint64 capacity;

  gpointer user_data;
} FanfoldDispatchSpec;

/* [any] (transfer full) */
FanfoldDispatch *fanfold_dispatch_new (const FanfoldDispatchSpec *spec);
void fanfold_dispatch_free (FanfoldDispatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FanfoldDispatch, fanfold_dispatch_free)

typedef enum
{
  FANFOLD_DISPATCH_RUN,    /* these jobs are to be run; each is out until it is told of below */
  FANFOLD_DISPATCH_CANCEL, /* these were taken back while they waited: to be recorded so */
  FANFOLD_DISPATCH_LEAVE   /* there is nothing left, nor will be, or the slot is one too many */
} FanfoldDispatchKind;

typedef struct
{
  FanfoldDispatchKind kind;
  guint64 first;
  guint n; /* at most FANFOLD_BLOCK_MAX_JOBS */
} FanfoldAssignment;

/* [slot] Waits until there is something for @slot to do. While jobs are out that may come back, or
 * that are due later, and while it is paused, it waits; a slot that is told to leave is no longer
 * present from then on. After fanfold_dispatch_close () nothing is run any more. */
void fanfold_dispatch_next (FanfoldDispatch *self, guint slot, FanfoldAssignment *assignment);

/* [slot] What became of jobs that were out: not begun, so that they are given again (unless they
 * were taken back meanwhile); over; to be tried again @delay_usec from now; or parked: they are
 * somebody's twins and wait for fanfold_dispatch_unpark () or _settle (). */
void fanfold_dispatch_return (FanfoldDispatch *self, guint64 first, guint n);
void fanfold_dispatch_finish (FanfoldDispatch *self, guint64 first, guint n);
void fanfold_dispatch_retry (FanfoldDispatch *self, guint64 index, gint64 delay_usec);
void fanfold_dispatch_park (FanfoldDispatch *self, guint64 index);

/* [any] Jobs that wait or are parked have an outcome from somewhere else: they are not given out
 * any more. They are added to @settled (nullable). Gives how many they were. */
guint64
fanfold_dispatch_settle (FanfoldDispatch *self, guint64 first, guint64 n, FanfoldRanges *settled);

/* [any] Those of the jobs that are parked are given out again. */
void fanfold_dispatch_unpark (FanfoldDispatch *self, guint64 first, guint64 n);

/* [slot] How long @n jobs that travelled together were under way: makes the next bundles larger or
 * smaller. */
void fanfold_dispatch_learn (FanfoldDispatch *self, guint n, double seconds);

/* [any] Jobs are to be run (again): of a stream, parked ones, chosen ones. None of them is out;
 * those that wait already are left. */
void fanfold_dispatch_add (FanfoldDispatch *self, guint64 first, guint64 n);
/* [any] Jobs may come yet, so that slots wait even where none is left: until it is let go, as often
 * as it was held. */
void fanfold_dispatch_hold (FanfoldDispatch *self);
void fanfold_dispatch_let_go (FanfoldDispatch *self);
/* [any] No more come of themselves. */
void fanfold_dispatch_complete (FanfoldDispatch *self);
/* [any] How many jobs wait, those that are due later or parked among them. */
guint64 fanfold_dispatch_get_n_waiting (FanfoldDispatch *self);

/* [any] As fanfold_delayed_get_last (): jobs that are to be tried again, by the monotonic clock,
 * which goes on while it is paused. */
guint fanfold_dispatch_get_delayed (FanfoldDispatch *self, FanfoldDelayedJob *jobs, guint max);
/* [any] Waits until fewer than @n jobs wait or it is closed: for whoever reads a stream. False:
 * closed. */
gboolean fanfold_dispatch_wait_below (FanfoldDispatch *self, guint64 n);

/* [any] Takes back those of @jobs that wait: a slot is soon told of them, FANFOLD_DISPATCH_CANCEL,
 * also when it is closed. Those that are out and come back unbegun are taken back, too. @taken:
 * (nullable) gets those that waited. */
void fanfold_dispatch_cancel (FanfoldDispatch *self, FanfoldRanges *jobs, FanfoldRanges *taken);

/* [slot] How many of the @n jobs from @first on, which are out, come before the first of them that
 * was taken back meanwhile. */
guint fanfold_dispatch_count_wanted (FanfoldDispatch *self, guint64 first, guint n);

/* [any] Those of @jobs that were taken back wait again, where no slot was told of them yet: @kept
 * gets these. */
void fanfold_dispatch_keep (FanfoldDispatch *self, FanfoldRanges *jobs, FanfoldRanges *kept);

/* [any] Holds back all that waits, and lets go again. */
void fanfold_dispatch_pause (FanfoldDispatch *self);
void fanfold_dispatch_resume (FanfoldDispatch *self);

/* [any] Slots from @n on leave after what they have in hand. */
void fanfold_dispatch_set_n_slots (FanfoldDispatch *self, guint n);
/* [any] What is taken beyond it is given back first. */
void fanfold_dispatch_set_capacity (FanfoldDispatch *self, guint64 capacity);
/* [any] Makes @slot present; False where it is already, and has to be started no more. */
gboolean fanfold_dispatch_enter (FanfoldDispatch *self, guint slot);
/* [slot] The slot leaves of itself, having given up. */
void fanfold_dispatch_leave (FanfoldDispatch *self, guint slot);

/* [any] Nothing more is run. */
void fanfold_dispatch_close (FanfoldDispatch *self);

G_END_DECLS
