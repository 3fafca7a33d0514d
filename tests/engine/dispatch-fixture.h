/* dispatch-fixture.h: a dispatch, and slots that ask it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "fanfold-dispatch.h"
#include "fanfold-lock.h"

#define EFFECT_USEC G_USEC_PER_SEC /* the machine may be busy */

static inline FanfoldDispatch *
make (guint64 n_jobs, guint n_slots, FanfoldDispatchSpec spec)
{
  spec.jobs = fanfold_ranges_new ();
  fanfold_ranges_add (spec.jobs, 0, n_jobs);
  spec.n_slots = n_slots;

  return fanfold_dispatch_new (&spec);
}

static inline FanfoldDispatch *
make_plain (guint64 n_jobs, guint n_slots)
{
  return make (n_jobs, n_slots, (FanfoldDispatchSpec){ 0 });
}

static inline void
assert_next (FanfoldDispatch *dispatch, FanfoldDispatchKind kind, guint64 first, guint n)
{
  FanfoldAssignment got;

  fanfold_dispatch_next (dispatch, 0, &got);
  g_assert_cmpint (got.kind, ==, kind);
  g_assert_cmpuint (got.first, ==, first);
  g_assert_cmpuint (got.n, ==, n);
}

static inline void
assert_run (FanfoldDispatch *dispatch, guint64 index)
{
  assert_next (dispatch, FANFOLD_DISPATCH_RUN, index, 1);
}

static inline void
assert_leave (FanfoldDispatch *dispatch)
{
  assert_next (dispatch, FANFOLD_DISPATCH_LEAVE, 0, 0);
}

static inline guint64
cancel (FanfoldDispatch *dispatch, guint64 first, guint64 n)
{
  g_autoptr (FanfoldRanges) jobs = fanfold_ranges_new ();
  g_autoptr (FanfoldRanges) taken = fanfold_ranges_new ();

  fanfold_ranges_add (jobs, first, n);
  fanfold_dispatch_cancel (dispatch, jobs, taken);

  return fanfold_ranges_get_size (taken);
}

/* A slot that asks once, on a thread of its own. */
typedef struct
{
  FanfoldDispatch *dispatch;
  guint slot;
  FanfoldAssignment got;
  gint64 returned_usec;
  GThread *thread;
} Asker;

static inline gpointer
ask_thread (gpointer user_data)
{
  Asker *asker = user_data;

  fanfold_take_over (asker);
  fanfold_dispatch_next (asker->dispatch, asker->slot, &asker->got);
  asker->returned_usec = g_get_monotonic_time ();
  fanfold_hand_over (asker);

  return NULL;
}

static inline void
asker_start (Asker *asker, FanfoldDispatch *dispatch, guint slot)
{
  *asker = (Asker){ .dispatch = dispatch, .slot = slot };
  fanfold_hand_over (asker);
  asker->thread = g_thread_new ("asker", ask_thread, asker);
}

/* How long after @since_usec it had something. */
static inline gint64
asker_end (Asker *asker, gint64 since_usec)
{
  g_thread_join (asker->thread);
  fanfold_take_over (asker);

  return asker->returned_usec - since_usec;
}
